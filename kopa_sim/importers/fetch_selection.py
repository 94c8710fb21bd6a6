"""What to ask of a table: labels of variables and patterns of their categories, to questions the service allows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from math import prod
from typing import Any, Final

from kopa_sim.scenario.findings import Findings, listed, shown
from kopa_sim.scenario.nearest import did_you_mean

Selection = Mapping[str, Sequence[str]]
"""Label of a variable -> patterns; a pattern is a code or a label with * for any letters, or "last 5"."""

_LAST: Final[str] = "last "
_SHOWN: Final[int] = 8


@dataclass(frozen=True)
class Variable:
    """A variable as the service describes it: its identifier, which changes over the years, and its label."""

    identifier: str
    label: str
    codes: tuple[str, ...]
    labels: tuple[str, ...]


def choose(
    place: str, variables: Sequence[Variable], selection: Selection, findings: Findings
) -> dict[str, tuple[str, ...]]:
    """Return the codes to ask for, by identifier; variables that are not selected give all of theirs."""
    wanted = {label.casefold(): patterns for label, patterns in selection.items()}
    known = {variable.label.casefold() for variable in variables}
    for label in selection:
        if label.casefold() not in known:
            names = [variable.label for variable in variables]
            read = f"the table has no variable {shown(label)}"
            findings.add(place, read, listed(names), did_you_mean(label, names))
    return {
        variable.identifier: _codes(place, variable, wanted.get(variable.label.casefold(), ("*",)), findings)
        for variable in variables
    }


def _codes(place: str, variable: Variable, patterns: Sequence[str], findings: Findings) -> tuple[str, ...]:
    chosen: set[str] = set()
    for pattern in patterns:
        found = _matching(variable, pattern)
        if not found:
            read = f"{variable.label} has no {shown(pattern)}"
            findings.add(place, read, listed(variable.codes, _SHOWN), did_you_mean(pattern, variable.labels))
        chosen |= found
    return tuple(code for code in variable.codes if code in chosen)


def _matching(variable: Variable, pattern: str) -> set[str]:
    count = pattern.removeprefix(_LAST)
    if pattern.startswith(_LAST) and count.isascii() and count.isdigit():
        return set(sorted(variable.codes)[-int(count) :]) if int(count) else set()
    return {
        code
        for code, label in zip(variable.codes, variable.labels, strict=True)
        if fnmatchcase(code, pattern) or fnmatchcase(label.casefold(), pattern.casefold())
    }


def split(codes: Mapping[str, tuple[str, ...]], most_cells: int) -> Iterator[dict[str, tuple[str, ...]]]:
    """Yield selections that together are the given one, none larger than the service answers at once."""
    whole = prod(map(len, codes.values()))
    longest = max(codes, key=lambda identifier: len(codes[identifier]))
    if whole <= most_cells or len(codes[longest]) == 1:
        yield dict(codes)
        return
    rest = whole // len(codes[longest])
    step = max(1, most_cells // rest)
    for start in range(0, len(codes[longest]), step):
        yield from split({**codes, longest: codes[longest][start : start + step]}, most_cells)


def question(codes: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    """Return the body of a question in the form of PxWeb API 1."""
    return {
        "query": [
            {"code": identifier, "selection": {"filter": "item", "values": list(values)}}
            for identifier, values in codes.items()
        ],
        "response": {"format": "json-stat2"},
    }
