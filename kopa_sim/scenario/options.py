"""The options: what each one is called, which it builds on, and its measures."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from kopa_sim.scenario.contents import AS_IS, OptionSpec
from kopa_sim.scenario.findings import Findings, listed, shown
from kopa_sim.scenario.header import text_fault
from kopa_sim.scenario.measure_entries import read_measure
from kopa_sim.scenario.measures import MEASURES, Measure
from kopa_sim.scenario.nearest import did_you_mean
from kopa_sim.scenario.references import Known, check_entry_references, check_references
from kopa_sim.scenario.toml_file import TomlFile
from kopa_sim.scenario.toml_lines import KeyPath

OPTION_KEYS: Final[tuple[str, ...]] = ("id", "title", "extends", "measures")
MOST_OPTIONS: Final[int] = 100
"""More options than anyone compares; each is computed in every future."""

_ID: Final = re.compile(r"[a-z][a-z0-9_]{0,63}", re.ASCII)
_ID_ALLOWED: Final[str] = "small letters a-z, digits and _, beginning with a letter"


@dataclass(frozen=True)
class WrittenMeasure:
    """A measure and where it is written; ``sound`` when everything it names exists."""

    measure: Measure
    path: KeyPath
    sound: bool


@dataclass(frozen=True)
class WrittenOption:
    """An option and where it is written, with those of its measures that could be read."""

    spec: OptionSpec
    path: KeyPath
    measures: tuple[WrittenMeasure, ...]


def option_measures(options: Sequence[OptionSpec], option_id: str) -> tuple[Measure, ...]:
    """Return all measures of an option in the order they act: first those of the option it extends, then its own.

    Raises
    ------
    KeyError
        If there is no option of this id.
    """
    by_id = {option.id: option for option in options}
    option = by_id[option_id]
    before = option_measures(options, option.extends) if option.extends is not None else ()
    return (*before, *option.measures)


def read_options(toml: TomlFile, known: Known, findings: Findings) -> tuple[WrittenOption, ...]:
    """Return the options in the order of the file, after saying what is wrong with them."""
    entries = toml.data.get("options")
    if entries is None:
        findings.add(toml.name, "there are no options", "", f'write [[options]] with id = "{AS_IS}" first')
        return ()
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        findings.add(toml.place(("options",)), "options are not a list of tables", "one [[options]] for each")
        return ()
    if len(entries) > MOST_OPTIONS:
        findings.add(toml.place(("options",)), f"there are {len(entries)} options", f"at most {MOST_OPTIONS}")
        return ()
    options = [
        _read_option(toml, ("options", number), entry, known, findings)
        for number, entry in enumerate(entries)
    ]
    _check_ids(toml, options, findings)
    _check_extends(toml, options, findings)
    return tuple(options)


def _read_option(
    toml: TomlFile, path: KeyPath, entry: dict[str, Any], known: Known, findings: Findings
) -> WrittenOption:
    option_id = entry.get("id")
    label = f"options.{option_id if isinstance(option_id, str) else path[-1]}"
    for key in entry:
        if key not in OPTION_KEYS:
            place = toml.place((*path, key), f"{label}.{key}")
            findings.add(
                place, f"unknown key {shown(key)}", listed(OPTION_KEYS), did_you_mean(key, OPTION_KEYS)
            )
    if option_id is None:
        findings.add(toml.place(path, label), 'key "id" is missing', _ID_ALLOWED)
    elif not isinstance(option_id, str) or not _ID.fullmatch(option_id):
        findings.add(toml.place((*path, "id"), label), f"{shown(option_id)} is not an id", _ID_ALLOWED)
    texts = {key: _text(toml, path, label, entry, key, findings) for key in ("title", "extends")}
    if "title" not in entry:
        findings.add(toml.place(path, label), 'key "title" is missing', "a text in quotes")
    name = option_id if isinstance(option_id, str) else f"{path[-1]}"
    measures = _read_measures(toml, path, name, entry.get("measures", []), known, findings)
    spec = OptionSpec(name, texts["title"] or "", texts["extends"], tuple(m.measure for m in measures))
    return WrittenOption(spec, path, measures)


def _text(
    toml: TomlFile, path: KeyPath, label: str, entry: dict[str, Any], key: str, findings: Findings
) -> str | None:
    value = entry.get(key)
    place = toml.place((*path, key), f"{label}.{key}")
    if value is None or (isinstance(value, str) and value.strip()):
        fault = text_fault(value) if value is not None and key == "title" else None
        if fault:
            findings.add(place, *fault)
        return value
    findings.add(place, f"{shown(value)} is not a text", "a text in quotes")
    return None


def _read_measures(
    toml: TomlFile, path: KeyPath, option_id: str, entries: Any, known: Known, findings: Findings
) -> tuple[WrittenMeasure, ...]:
    if not isinstance(entries, list):
        place = toml.place((*path, "measures"), f"options.{option_id}.measures")
        findings.add(place, f"{shown(entries)} is not a list", "one [[options.measures]] for each measure")
        return ()
    written = []
    for number, entry in enumerate(entries):
        where = (*path, "measures", number)
        measure = read_measure(toml, where, option_id, entry, findings)
        if measure is not None:
            label = f"options.{option_id}.{entry['measure']}"
            sound = check_references(toml, where, label, measure, known, findings)
            written.append(WrittenMeasure(measure, where, sound))
            for fault in () if sound else measure.faults():
                findings.add(toml.place(where, label), fault)
        elif isinstance(entry, dict) and str(entry.get("measure")) in MEASURES:
            name = str(entry["measure"])
            label = f"options.{option_id}.{name}"
            check_entry_references(toml, where, label, MEASURES[name], entry, known, findings)
    return tuple(written)


def _check_ids(toml: TomlFile, options: Sequence[WrittenOption], findings: Findings) -> None:
    first: dict[str, WrittenOption] = {}
    for option in options:
        before = first.setdefault(option.spec.id, option)
        if before is not option:
            findings.add(
                toml.place((*option.path, "id"), f"options.{option.spec.id}"),
                f"id {shown(option.spec.id)} already stands in {toml.origin((*before.path, 'id'))}",
                "every id once",
            )
    if AS_IS not in first:
        findings.add(
            toml.place(("options",)),
            f'there is no option "{AS_IS}", the present network carried forward',
            f'write [[options]] with id = "{AS_IS}"',
            did_you_mean(AS_IS, [name for name in first if name]),
        )


def _check_extends(toml: TomlFile, options: Sequence[WrittenOption], findings: Findings) -> None:
    """Say which options extend what they cannot: an unknown option, themselves, or one that extends them."""
    by_id = {option.spec.id: option.spec for option in options}
    for option in options:
        spec = option.spec
        if spec.extends is None:
            continue
        place = toml.place((*option.path, "extends"), f"options.{spec.id}.extends")
        others = [name for name in by_id if name != spec.id]
        if spec.extends == spec.id:
            findings.add(place, f"option {shown(spec.id)} extends itself", listed(others))
        elif spec.id == AS_IS:
            findings.add(place, f'"{AS_IS}" extends {shown(spec.extends)}', f'"{AS_IS}" extends nothing')
        elif spec.extends not in by_id:
            mend = did_you_mean(spec.extends, others)
            findings.add(place, f"unknown option {shown(spec.extends)}", listed(others), mend)
        elif spec.id in (circle := _chain(by_id, spec.extends)):
            ring = " → ".join((spec.id, *circle[: circle.index(spec.id) + 1]))
            findings.add(place, f"options extend each other in a circle: {ring}", "a chain that ends")


def _chain(by_id: dict[str, OptionSpec], option_id: str | None) -> list[str]:
    """Return the options that building on ``option_id`` builds on, it first, each once."""
    chain: list[str] = []
    while option_id is not None and option_id in by_id and option_id not in chain:
        chain.append(option_id)
        option_id = by_id[option_id].extends
    return chain
