"""What a measure names of the scenario: schools, municipalities, subjects, years and grade spans that must exist."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import UnionType
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin, get_type_hints

from kopa_sim.model.grades import grades_of_span
from kopa_sim.model.subjects import SUBJECTS
from kopa_sim.scenario.findings import Findings, listed, shown
from kopa_sim.scenario.measures import Measure
from kopa_sim.scenario.measures.base import Reference
from kopa_sim.scenario.nearest import did_you_mean
from kopa_sim.scenario.schools import SPANS_ALLOWED
from kopa_sim.scenario.subject_words import subject_mend
from kopa_sim.scenario.toml_file import TomlFile
from kopa_sim.scenario.toml_lines import KeyPath

_PARTS: Final = ("keys", "values")
_NOBODY_KNOWS: Final = ("", "", "")
"""Fault of a name that cannot be checked because what it names could not be read."""


@dataclass(frozen=True)
class Known:
    """What there is to be named.

    ``schools`` and ``municipalities`` map codes to names and are None where their table could not be read;
    ``years`` are the first and last year a measure may have.
    """

    schools: Mapping[str, str] | None
    municipalities: Mapping[str, str] | None
    years: tuple[int, int] | None


def check_references(
    toml: TomlFile, path: KeyPath, label: str, measure: Measure, known: Known, findings: Findings
) -> bool:
    """Say what the measure names that does not exist; return whether everything is known to exist."""
    values = {field: getattr(measure, field) for field in type(measure).model_fields}
    return _check_values(toml, path, label, type(measure), values, known, findings)


def check_entry_references(
    toml: TomlFile,
    path: KeyPath,
    label: str,
    measure: type[Measure],
    entry: Mapping[str, Any],
    known: Known,
    findings: Findings,
) -> None:
    """Say what an entry names that does not exist, although it is no measure for another reason.

    Values of another kind than a name or a year are left to those who read the measure.
    """
    _check_values(toml, path, label, measure, entry, known, findings)


def _check_values(
    toml: TomlFile,
    path: KeyPath,
    label: str,
    measure: type[Measure],
    values: Mapping[str, Any],
    known: Known,
    findings: Findings,
) -> bool:
    sound = True
    for name, (reference, literals) in _references(measure).items():
        field, _, part = name.partition(" ")
        wanted = int if reference.kind == "year" else str
        for inside, value in _items(values.get(field), part):
            if not isinstance(value, wanted) or isinstance(value, bool) or value in literals:
                continue
            fault = _fault(reference.kind, value, known)
            if fault is not None:
                sound = False
            if fault is not None and fault != _NOBODY_KNOWS:
                findings.add(toml.place((*path, field, *inside), f"{label}.{field}"), *fault)
    return sound


@cache
def _references(measure: type[Measure]) -> dict[str, tuple[Reference, tuple[object, ...]]]:
    """Return for each field that names something what it names, and the words allowed beside.

    A table is two fields: ``<field> keys`` and ``<field> values``.
    """
    found = {}
    for field, hint in get_type_hints(measure, include_extras=True).items():
        names = [f"{field} {part}" for part in _PARTS] if get_origin(hint) is dict else [field]
        hints = get_args(hint) if get_origin(hint) is dict else (hint,)
        for name, inner in zip(names, hints, strict=True):
            reference, words = _search(inner)
            if reference is not None:
                found[name] = reference, words
    return found


def _search(hint: Any) -> tuple[Reference | None, tuple[object, ...]]:
    if get_origin(hint) is Annotated:
        marks = [mark for mark in hint.__metadata__ if isinstance(mark, Reference)]
        return (marks[0] if marks else None), ()
    if get_origin(hint) is Literal:
        return None, get_args(hint)
    reference: Reference | None = None
    words: tuple[object, ...] = ()
    if get_origin(hint) in (Union, UnionType, tuple):
        for part in get_args(hint):
            inner, inner_words = _search(part)
            reference, words = reference or inner, (*words, *inner_words)
    return reference, words


def _items(value: Any, part: str) -> Iterator[tuple[tuple[int, ...], Any]]:
    """Yield the single values of a field with their place in it; of a table its keys or its values."""
    if isinstance(value, Mapping):
        yield from (((), item) for item in (value if part == _PARTS[0] else value.values() if part else ()))
    elif isinstance(value, tuple | list):
        yield from (((index,), item) for index, item in enumerate(value))
    elif value is not None:
        yield (), value


def _names(kind: str, known: Known) -> Mapping[str, str] | None:
    if kind == "subject":
        return dict.fromkeys(SUBJECTS, "")
    return known.schools if kind == "school" else known.municipalities


def _fault(kind: str, value: Any, known: Known) -> tuple[str, str, str] | None:
    """Return what is wrong with a name, what is allowed and the nearest; empty texts if nobody can tell, or None."""
    if kind == "year":
        return _year_fault(value, known.years)
    if kind == "span":
        return _span_fault(value)
    names = _names(kind, known)
    if names is not None and value in names:
        return None
    # a code that could not be read stands as an empty one, and may be the one that is meant
    if names is None or "" in names:
        return _NOBODY_KNOWS
    by_name = next((code for code, name in names.items() if name.casefold() == str(value).casefold()), None)
    if kind == "subject":
        return f"unknown {kind} {shown(value)}", listed(names), subject_mend(value)
    mend = f'its code is "{by_name}"' if by_name else did_you_mean(value, names)
    return f"unknown {kind} {shown(value)}", listed(names), mend


def _span_fault(span: str) -> tuple[str, str, str] | None:
    try:
        grades_of_span(span)
    except ValueError:
        return f"{shown(span)} is not a grade span", SPANS_ALLOWED, 'as in "1-6", "7-9"'
    return None


def _year_fault(year: int, years: tuple[int, int] | None) -> tuple[str, str, str] | None:
    if years is None:
        return _NOBODY_KNOWS
    if years[0] <= year <= years[1]:
        return None
    return f"year {shown(year)} is out of range", f"{years[0]} to {years[1]} (first_year to end_year)", ""
