"""Editions of the postcode statistics from a table of the database: postcodes by contents, and perhaps by years."""

import re
from collections import defaultdict
from typing import Final

import numpy as np

from kopa_sim.importers.categories import year_in, years_of
from kopa_sim.importers.paavo_fields import CHILDREN, field_of
from kopa_sim.importers.paavo_tables import LABEL, Edition, Row
from kopa_sim.importers.roles import Roles, roles_of
from kopa_sim.importers.stat_table import StatTable

_COUNTED: Final = frozenset({"residents", *CHILDREN})
"""Fields that are of a year; the others tell of the area itself, or of its income in another year."""


def editions_of_table(table: StatTable) -> list[Edition]:
    """Return the editions of a database table with a dimension of postcodes; empty where it has none.

    Tables by subject (ages, income, coordinates) each give what they have; the areas are joined later.
    """
    roles = roles_of(table)
    contents = max(roles.others, key=lambda index: _fields_known(table, index), default=-1)
    if roles.postcode < 0 or contents < 0 or not _fields_known(table, contents):
        return []
    counted: dict[int | None, dict[str, Row]] = defaultdict(lambda: defaultdict(dict))
    of_area: dict[str, Row] = defaultdict(dict)
    for place, label in enumerate(table.dimensions[contents].labels):
        name, year_told = field_of(label)
        for period_place, period in _periods(table, roles) if name else ():
            year = period if period is not None else year_told
            rows = counted[year] if name in _COUNTED else of_area
            for area, text in _column(table, roles, contents, place, period_place):
                rows[area][name] = text
    if not counted:
        return [_completed(Edition(table.source, None), {}, of_area)]
    return [
        _completed(Edition(table.source, year or year_in(table.title)), rows, of_area)
        for year, rows in counted.items()
    ]


def _fields_known(table: StatTable, index: int) -> int:
    return sum(bool(field_of(label)[0]) for label in table.dimensions[index].labels)


def _periods(table: StatTable, roles: Roles) -> list[tuple[int, int | None]]:
    if roles.year < 0:
        return [(0, None)]
    labels = table.dimensions[roles.year].labels
    return [(place, span[1] if (span := years_of(label)) else None) for place, label in enumerate(labels)]


def _column(
    table: StatTable, roles: Roles, contents: int, place: int, period_place: int
) -> list[tuple[str, str]]:
    """Return area and cell for one content and one period."""
    position = [0] * len(table.dimensions)
    position[contents] = place
    if roles.year >= 0:
        position[roles.year] = period_place
    cells = []
    for area in range(len(table.dimensions[roles.postcode])):
        position[roles.postcode] = area
        cells.append((_area_label(table, roles.postcode, area), _cell(table, tuple(position))))
    return cells


def _area_label(table: StatTable, index: int, position: int) -> str:
    dimension = table.dimensions[index]
    label = dimension.labels[position]
    code = dimension.codes[position] if len(dimension.codes) == len(dimension) else ""
    return label if re.match(r"^\d{5}", label) or not code else f"{code} {label}"


def _cell(table: StatTable, position: tuple[int, ...]) -> str:
    value = float(table.values[position])
    if value == value:
        return f"{value:.15g}"
    return table.symbols.get(int(np.ravel_multi_index(position, table.values.shape)), "")


def _completed(edition: Edition, counted: dict[str, Row], of_area: dict[str, Row]) -> Edition:
    for label in dict.fromkeys([*counted, *of_area]):
        if LABEL.match(label):
            edition.add(label, {**of_area.get(label, {}), **counted.get(label, {})})
    return edition
