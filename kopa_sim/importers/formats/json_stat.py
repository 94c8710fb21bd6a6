"""JSON-stat 2.0 and 1.x as tables.

Source: the format's own page, https://json-stat.org/full/.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from math import prod
from typing import Any, Final

import numpy as np

from kopa_sim.importers.formats.limits import MOST_EMPTY_CELLS, too_many_cells
from kopa_sim.importers.stat_table import Dimension, Floats, StatTable
from kopa_sim.scenario.findings import Findings, shown

_ALLOWED: Final[str] = "JSON-stat 2.0 or 1.x as a PxWeb database gives it (json-stat2, json-stat)"
_ROLES: Final[tuple[str, ...]] = ("time", "geo", "metric")

Json = Mapping[str, Any]


class _NoTableError(Exception):
    """What a data set lacks, in words."""


def tables_of_json(name: str, text: str, findings: Findings) -> list[StatTable]:
    """Return the tables of a JSON-stat text; say why where there is none."""
    try:
        parsed = json.loads(text, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        mend = "download the file anew if its end is missing"
        findings.add(f"{name} row {error.lineno}", f"no valid JSON: {error.msg}", _ALLOWED, mend)
        return []
    except (ValueError, RecursionError) as error:
        findings.add(name, f"no valid JSON: {shown(str(error))}", _ALLOWED)
        return []
    return tables_of_parsed(name, parsed, findings)


def tables_of_parsed(name: str, parsed: object, findings: Findings) -> list[StatTable]:
    """Return the tables of JSON-stat that a service answered; say why where there is none."""
    tables = []
    for place, dataset in _data_sets(name, parsed):
        try:
            table = _table(place, dataset, findings)
        except _NoTableError as error:
            findings.add(place, str(error), _ALLOWED)
            continue
        tables += [table] if table is not None else []
    if not tables and not findings.problems:
        findings.add(name, "this JSON holds no JSON-stat data set", _ALLOWED, "save the table as json-stat2")
    return tables


def _no_constant(constant: str) -> float:
    raise ValueError(f"{constant} is no number")


def _data_sets(name: str, parsed: object) -> Iterator[tuple[str, Json]]:
    """Yield the data sets of a file: it is one (2.0), or has one under each key (1.x)."""
    if not isinstance(parsed, dict):
        return
    if "dimension" in parsed:
        yield name, parsed
        return
    inner = {key: part for key, part in parsed.items() if isinstance(part, dict) and "dimension" in part}
    for key, dataset in inner.items():
        yield (name if len(inner) == 1 else f"{name}#{key}"), dataset


def _table(place: str, dataset: Json, findings: Findings) -> StatTable | None:
    holder = dataset["dimension"]
    if not isinstance(holder, dict):
        raise _NoTableError('"dimension" is no object')
    within = dataset if "id" in dataset else holder  # 1.x keeps id, size and role inside dimension
    names = _texts(within.get("id"), "id")
    if not names:
        raise _NoTableError('"id" names no dimension')
    roles = _roles(within.get("role", dataset.get("role")))
    dimensions = tuple(_dimension(holder, name, roles.get(name, "")) for name in names)
    sizes = tuple(map(len, dimensions))
    stated = within.get("size")
    if stated is not None and stated != list(sizes):
        raise _NoTableError(f'"size" is {shown(str(stated))}, the categories make {shown(str(list(sizes)))}')
    if too_many_cells(place, sizes, findings):
        return None
    values, symbols = _cells(dataset, prod(sizes))
    label = dataset.get("label")
    title = label if isinstance(label, str) else ""
    return StatTable(place, title, dimensions, values.reshape(sizes), symbols)


def _texts(value: object, what: str) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise _NoTableError(f'"{what}" is no list of names')
    if len(set(value)) < len(value):
        raise _NoTableError(f'"{what}" names one thing twice')
    return value


def _roles(role: object) -> dict[str, str]:
    if not isinstance(role, dict):
        return {}
    return {
        name: kind
        for kind in _ROLES
        if isinstance(role.get(kind), list)
        for name in role[kind]
        if isinstance(name, str)
    }


def _dimension(holder: Json, name: str, role: str) -> Dimension:
    dimension = holder.get(name)
    category = dimension.get("category") if isinstance(dimension, dict) else None
    if not isinstance(dimension, dict) or not isinstance(category, dict):
        raise _NoTableError(f"dimension {shown(name)} has no categories")
    labels = category.get("label", {})
    if not isinstance(labels, dict) or not all(isinstance(one, str) for one in labels.values()):
        raise _NoTableError(f"the labels of dimension {shown(name)} are no object of texts")
    codes = _codes(category.get("index"), labels, name)
    printed = dimension.get("label")
    label = printed if isinstance(printed, str) and printed else name
    return Dimension(label, codes, tuple(labels.get(code, code) for code in codes), role)


def _codes(index: object, labels: Json, name: str) -> tuple[str, ...]:
    """Return the codes in the order of the cells: as listed, by position, or the one there is."""
    if index is None and len(labels) == 1:
        return tuple(labels)
    if isinstance(index, list):
        return tuple(_texts(index, f"index of {name}"))
    if not isinstance(index, dict) or not all(type(place) is int for place in index.values()):
        raise _NoTableError(f"dimension {shown(name)} does not tell the order of its categories")
    ordered = tuple(sorted(index, key=lambda code: index[code]))
    if [index[code] for code in ordered] != list(range(len(ordered))):
        raise _NoTableError(f"the positions of the categories of {shown(name)} are not 0, 1, 2 …")
    return ordered


def _cells(dataset: Json, whole: int) -> tuple[Floats, dict[int, str]]:
    """Return the cells, in the order of the last dimension fastest, and the symbols of those without a number."""
    given = _by_position(dataset.get("value"), "value", whole)
    if isinstance(dataset.get("value"), list) and len(given) != whole:
        raise _NoTableError(f'"value" holds {len(given):,} cells, the dimensions make {whole:,}')
    if whole - len(given) > MOST_EMPTY_CELLS:
        raise _NoTableError(f'"value" lacks {whole - len(given):,} of {whole:,} cells')
    status = dataset.get("status")
    marks = _by_position(status, "status", whole) if isinstance(status, dict | list) else {}
    values = np.full(whole, np.nan)
    numbers = {at: value for at, value in given.items() if value is not None}
    if numbers:
        values[list(numbers)] = [_number(value) for value in numbers.values()]
    same = status if isinstance(status, str) else ""
    missing = np.flatnonzero(np.isnan(values)).tolist()
    return values, {at: str(marks.get(at) or same) for at in missing}


def _by_position(cells: object, what: str, whole: int) -> dict[int, Any]:
    if isinstance(cells, Sequence) and not isinstance(cells, str):
        return dict(enumerate(cells))
    if not isinstance(cells, dict):
        raise _NoTableError(f'"{what}" is no list or object of cells')
    try:
        placed = {int(place): cell for place, cell in cells.items()}
    except ValueError:
        raise _NoTableError(f'a key of "{what}" is no position') from None
    if any(not 0 <= place < whole for place in placed):
        raise _NoTableError(f'a key of "{what}" lies outside the {whole:,} cells')
    return placed


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= 1e300:
        raise _NoTableError(f'{shown(value)} in "value" is no number')
    return float(value)
