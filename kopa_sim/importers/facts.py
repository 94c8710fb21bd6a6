"""The cells of a recognised table that a scenario needs, each with the municipality, years, sex and ages it is of."""

import itertools
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

import numpy as np

from kopa_sim.importers.categories import NEWBORN, TOTAL, age_range, period_in, sex_of, year_in, years_of
from kopa_sim.importers.municipality_key import place_of
from kopa_sim.importers.roles import Roles, codes_of, roles_of
from kopa_sim.importers.stat_table import StatTable
from kopa_sim.importers.subjects import Subject, subjects_of
from kopa_sim.model.people import OLDEST_AGE

COUNTRY: Final = "country"
ELSEWHERE: Final = "elsewhere"
ALL_AGES: Final = (0, OLDEST_AGE)
NOTHING: Final = frozenset({"-", "–", "—"})
"""Symbols that Statistics Finland prints for "magnitude nil": there was exactly none."""


class Key(NamedTuple):
    """What a figure is of.

    ``destination`` is empty but for moves between two places; both ends are municipality codes, ``country`` or
    ``elsewhere``.
    """

    subject: str
    year_from: int
    year_to: int
    municipality: str
    sex: str
    age_from: int
    age_to: int
    destination: str = ""


class Cell(NamedTuple):
    """One figure; NaN with its symbol where the publisher printed a symbol for it."""

    key: Key
    value: float
    symbol: str


@dataclass(frozen=True)
class Recognised:
    """A table whose subjects are known.

    Attributes
    ----------
    stuck
        Dimensions whose sum the table does not hold.
    years
        First and last year of each position of the year dimension, or the one of the title.
    """

    table: StatTable
    roles: Roles
    subjects: tuple[Subject, ...]
    stuck: tuple[str, ...]
    years: tuple[tuple[int, int] | None, ...]

    @property
    def names(self) -> set[str]:
        """Names of its subjects."""
        return {subject.name for subject in self.subjects}


def recognise(table: StatTable, year: int | None = None) -> Recognised:
    """Return what a table holds, by roles and printed names; ``year`` stands in where the file tells none."""
    roles = roles_of(table)
    subjects, stuck = subjects_of(table, roles)
    if roles.year >= 0:
        dimension = table.dimensions[roles.year]
        pairs = zip(dimension.labels, codes_of(dimension), strict=True)
        years = tuple(years_of(label, code) for label, code in pairs)
    else:
        years = (_period_told(table, subjects, year),)
    found = Recognised(table, roles, tuple(subjects), tuple(stuck), years)
    return replace(found, stuck=(*stuck, *_stuck_of_pairs(found)))


def _stuck_of_pairs(recognised: Recognised) -> list[str]:
    """Return the ages or sexes of a table of moves that lack their total: such moves are read all together."""
    roles = recognised.roles
    if roles.origin < 0 or roles.destination < 0:
        return []
    totals = ((roles.age, ages_at(recognised)[1]), (roles.sex, sexes_at(recognised)[1]))
    return [recognised.table.dimensions[index].label for index, total in totals if index >= 0 and total < 0]


def _period_told(table: StatTable, subjects: list[Subject], year: int | None) -> tuple[int, int] | None:
    """Return the years that the labels of the contents tell, else the title, else the year given."""
    labels = [
        table.dimensions[index].labels[place]
        for subject in subjects[:1]
        for index, place in subject.chosen.items()
    ]
    told = next(filter(None, map(period_in, labels)), None)
    # a title's period is that of the whole series: 1972-2019
    of_title = year_in(table.title) or year
    return told or (None if of_title is None else (of_title, of_title))


def ages_at(recognised: Recognised) -> tuple[dict[int, tuple[int, int]], int]:
    """Return the finest groups of ages that do not overlap, by position, and the position of the total (or -1)."""
    if recognised.roles.age < 0:
        return {}, -1
    dimension = recognised.table.dimensions[recognised.roles.age]
    total, groups = -1, []
    for position, (label, code) in enumerate(zip(dimension.labels, codes_of(dimension), strict=True)):
        ages = age_range(label, code)
        if ages == TOTAL:
            total = position if total < 0 else total
        elif isinstance(ages, tuple):
            groups.append((ages, position))
    chosen: dict[int, tuple[int, int]] = {}
    taken: set[int] = set()
    for (first, last), position in sorted(groups, key=lambda group: (group[0][1] - group[0][0], group[0])):
        span = set(range(first, last + 1))
        # ages over 100 are added up in the open group, so they may share it
        if not span & taken or (first, last) == NEWBORN:
            chosen[position] = (min(first, OLDEST_AGE), min(last, OLDEST_AGE))
            taken |= span
    return dict(sorted(chosen.items())), total


def sexes_at(recognised: Recognised) -> tuple[dict[int, str], int]:
    """Return male and female by position, and the position of both together (or -1)."""
    if recognised.roles.sex < 0:
        return {}, -1
    dimension = recognised.table.dimensions[recognised.roles.sex]
    told = [sex_of(label, code) for label, code in zip(dimension.labels, codes_of(dimension), strict=True)]
    single = {position: sex for position, sex in enumerate(told) if sex in ("male", "female")}
    return single, told.index("both") if "both" in told else -1


def places_at(recognised: Recognised, role: int) -> dict[int, str]:
    """Return municipality codes by position, ``country`` for the whole; regions and unknown names are left out."""
    if role < 0:
        return {}
    dimension = recognised.table.dimensions[role]
    found: dict[int, str] = {}
    for position, (label, code) in enumerate(zip(dimension.labels, codes_of(dimension), strict=True)):
        place = place_of(label, code)
        if place.kind == "municipality":
            found[position] = place.code
        elif place.kind == "country":
            found.setdefault(position, COUNTRY)
    return found


def read_cells(
    recognised: Recognised,
    subject: Subject,
    years: Collection[int] | None,
    municipalities: Collection[str] | None,
) -> list[Cell]:
    """Return the figures of one subject.

    Parameters
    ----------
    years
        Years that are wanted; None for all.
    municipalities
        Codes that are wanted (merged ones among them, which the caller adds up); None for all.
    """
    roles = recognised.roles
    ages, age_total = ages_at(recognised)
    sexes, both = sexes_at(recognised)
    if roles.origin >= 0 and roles.destination >= 0:
        return _pairs(recognised, subject, years, age_total, both)
    areas = {
        position: code
        for position, code in places_at(recognised, roles.area).items()
        if municipalities is None or code in municipalities or code == COUNTRY
    }
    age_axis = ages or {max(age_total, 0): ALL_AGES}
    sex_axis = sexes if len(sexes) == 2 else {max(both, 0): "both"} if both >= 0 or not sexes else sexes
    kept = _Kept(areas, age_axis, sex_axis, _years_kept(recognised, years))
    return _cells_of(recognised, subject, kept)


def _years_kept(recognised: Recognised, years: Collection[int] | None) -> dict[int, tuple[int, int]]:
    return {
        position: span
        for position, span in enumerate(recognised.years)
        if span is not None and (years is None or (span[0] in years and span[1] in years))
    }


class _Kept(NamedTuple):
    """Positions that are read in each dimension, with what they stand for."""

    areas: dict[int, str]
    ages: dict[int, tuple[int, int]]
    sexes: dict[int, str]
    years: dict[int, tuple[int, int]]


def _cells_of(recognised: Recognised, subject: Subject, kept: _Kept) -> list[Cell]:
    """Return a cell for every combination of the kept positions of area, age, sex and year."""
    table, roles = recognised.table, recognised.roles
    base = [0] * len(table.dimensions)
    for index, position in subject.chosen.items():
        base[index] = position
    indices = (roles.area, roles.age, roles.sex, roles.year)
    cells: list[Cell] = []
    for area, ages, sex, years in itertools.product(
        kept.areas.items(), kept.ages.items(), kept.sexes.items(), kept.years.items()
    ):
        place = list(base)
        for index, position in zip(indices, (area[0], ages[0], sex[0], years[0]), strict=True):
            if index >= 0:
                place[index] = position
        key = Key(subject.name, *years[1], area[1], sex[1], *ages[1])
        cells.append(_cell(table, key, tuple(place), table.values.shape))
    return cells


def _cell(table: StatTable, key: Key, place: tuple[int, ...], shape: tuple[int, ...]) -> Cell:
    value = float(table.values[place])
    if value == value:
        return Cell(key, value, "")
    return Cell(key, value, table.symbols.get(int(np.ravel_multi_index(place, shape)), ""))


def _pairs(
    recognised: Recognised,
    subject: Subject,
    years: Collection[int] | None,
    age_total: int,
    both: int,
) -> list[Cell]:
    """Return moves by origin and destination, all ages and both sexes together; regions are left out."""
    table, roles = recognised.table, recognised.roles
    origins, destinations = (
        places_at(recognised, roles.origin),
        places_at(recognised, roles.destination),
    )
    base = [0] * len(table.dimensions)
    for index, position in (*subject.chosen.items(), (roles.age, age_total), (roles.sex, both)):
        if index >= 0:
            base[index] = max(position, 0)
    cells = []
    kept = _years_kept(recognised, years)
    for (i, origin), (j, destination), (k, span) in itertools.product(
        origins.items(), destinations.items(), kept.items()
    ):
        if COUNTRY in (origin, destination) or origin == destination:
            continue
        place = list(base)
        place[roles.origin], place[roles.destination] = i, j
        if roles.year >= 0:
            place[roles.year] = k
        key = Key(subject.name, *span, origin, "both", *ALL_AGES, destination)
        cell = _cell(table, key, tuple(place), table.values.shape)
        # a list of the pairs with moves says nothing of the others: there were none
        if cell.value == cell.value or cell.symbol:
            cells.append(cell)
    return cells
