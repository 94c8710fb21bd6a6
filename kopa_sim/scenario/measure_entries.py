"""One ``[[options.measures]]`` entry: from what the planner wrote to a measure, or to problems in plain words.

The measures are pydantic models, which decide what is valid; their messages are written anew, because a planner
needs the line of the file and the nearest key rather than the name of a class.
"""

from collections.abc import Mapping
from typing import Any, Final, get_origin

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from kopa_sim.scenario.findings import Findings, listed, shown
from kopa_sim.scenario.measures import MEASURES, Measure
from kopa_sim.scenario.nearest import did_you_mean
from kopa_sim.scenario.toml_file import TomlFile
from kopa_sim.scenario.toml_lines import KeyPath

_KINDS: Final[dict[str, str]] = {
    "int": "a whole number",
    "float": "a number",
    "string": "a text in quotes",
    "bool": "true or false",
    "tuple": 'a list, as in ["a", "b"]',
    "literal": "",
    "finite": "a finite number",
}
"""What a field wants, by the first part of pydantic's error type."""

_BOUNDS: Final[dict[str, tuple[str, str]]] = {
    "greater_than": ("gt", "above"),
    "greater_than_equal": ("ge", "at least"),
    "less_than": ("lt", "below"),
    "less_than_equal": ("le", "at most"),
}


PLANNED: Final[dict[str, str]] = {
    "close_when": "to close schools below a size, decided once from the projected pupils, use close_small_schools",
    "share_when": "to share posts from a fixed year use share_teachers",
    "remote_when": "to teach over a link from a fixed year use remote_teaching",
    "flexible_delivery": "upper secondary and vocational delivery cannot be compared yet",
}
"""Measures that the program will have but does not have yet, and what serves until then."""


def read_measure(
    toml: TomlFile, path: KeyPath, option_id: str, entry: Any, findings: Findings
) -> Measure | None:
    """Return the measure, or None after saying what is wrong with it."""
    label = f"options.{option_id}"
    name = entry.get("measure") if isinstance(entry, dict) else None
    if not isinstance(entry, dict) or name is None:
        findings.add(toml.place(path, label), 'key "measure" is missing', f"measures: {listed(MEASURES)}")
        return None
    if isinstance(name, str) and name in PLANNED:
        findings.add(
            toml.place((*path, "measure"), f"{label}.measure"),
            f'measure "{name}" is planned but not in this version',
            listed(MEASURES),
            PLANNED[name],
        )
        return None
    if not isinstance(name, str) or name not in MEASURES:
        findings.add(
            toml.place((*path, "measure"), f"{label}.measure"),
            f"unknown measure {shown(name)}",
            listed(MEASURES),
            did_you_mean(str(name)[:100] if isinstance(name, str) else "", MEASURES),
        )
        return None
    try:
        return MEASURES[name].model_validate(entry)
    except ValidationError as error:
        _add_each(toml, path, f"{label}.{name}", entry, error.errors(), findings)
        for fault in MEASURES[name].faults_of(_readable(MEASURES[name], entry, error.errors())):
            findings.add(toml.place(path, f"{label}.{name}"), fault)
        return None


def _readable(measure: type[Measure], entry: Mapping[str, Any], errors: list[ErrorDetails]) -> dict[str, Any]:
    """Return the values of the fields with which nothing is wrong, defaults where nothing was written."""
    wrong = {error["loc"][0] for error in errors}
    return {
        name: entry[name] if name in entry else field.get_default(call_default_factory=True)
        for name, field in measure.model_fields.items()
        if name not in wrong
    }


def _add_each(
    toml: TomlFile,
    path: KeyPath,
    label: str,
    entry: Mapping[str, Any],
    errors: list[ErrorDetails],
    findings: Findings,
) -> None:
    """Add one problem for each field at fault; pydantic may name a field once for each form it could have."""
    fields = MEASURES[entry["measure"]].model_fields
    keys = tuple(fields)
    by_field: dict[tuple[str | int, ...], list[ErrorDetails]] = {}
    for error in errors:
        field, *inside = error["loc"]
        by_name = isinstance(field, str) and field in fields and get_origin(fields[field].annotation) is dict
        items = tuple(part for part in inside if by_name or isinstance(part, int))
        by_field.setdefault((field, *items), []).append(error)
    for where, found in by_field.items():
        key, kind = str(where[0]), found[0]["type"]
        place = toml.place((*path, *where), f"{label}.{key}")
        if kind == "extra_forbidden":
            unused = [known for known in keys if known not in entry]
            mend = did_you_mean(key, unused) or did_you_mean(key, keys)
            findings.add(place, f"unknown key {shown(key)}", listed(keys), mend)
        elif kind == "missing":
            findings.add(place, f'key "{key}" is missing', f"{label.rsplit('.', 1)[-1]} takes {listed(keys)}")
        else:
            allowed, mend = _allowed(found)
            findings.add(place, f"{shown(found[0]['input'])} is not allowed here", allowed, mend)


def _allowed(errors: list[ErrorDetails]) -> tuple[str, str]:
    """Return in words what a field takes, and the nearest of its choices."""
    allowed: list[str] = []
    mend = ""
    for error in errors:
        context = error.get("ctx", {})
        if error["type"] in _BOUNDS:
            bound, word = _BOUNDS[error["type"]]
            allowed.append(f"{word} {context[bound]:g}")
        elif error["type"] == "literal_error":
            choices = str(context["expected"]).replace(" or ", ", ").replace("'", "").split(", ")
            allowed.append(listed(choices))
            mend = did_you_mean(str(error["input"]), choices)
        else:
            allowed.append(_KINDS.get(error["type"].split("_", 1)[0], error["msg"]))
            mend = mend or _in_quotes(error)
    return " or ".join(dict.fromkeys(word for word in allowed if word)), mend


def _in_quotes(error: ErrorDetails) -> str:
    """Return how a number that stands for a code is written, empty for other errors."""
    number = error["input"]
    wants_text = error["type"] == "string_type" and isinstance(number, int) and not isinstance(number, bool)
    return f'write "{shown(number)}"' if wants_text else ""
