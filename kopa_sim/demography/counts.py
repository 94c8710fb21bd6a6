"""Registered events by municipality and group of ages, and the people they happened to."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.people import EVENTS, N_AGES, OLDEST_AGE, DemographicData

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]


@dataclass(frozen=True)
class GroupCounts:
    """Counts of one kind of event by municipality, sex and group of ages, summed over the years given.

    All arrays (group,) unless said; a group is one municipality's.

    Attributes
    ----------
    sex
        0 male, 1 female, -1 both together.
    age_from, age_to
        Completed years at the event.
    count
        Events in all years together.
    years
        Number of years counted.
    exposure_group_sex_age
        Persons by age who stood for the event, summed over the years; zero for a sex that the group leaves out.
        (group, sex, age)
    """

    municipality: Ints
    sex: Ints
    age_from: Ints
    age_to: Ints
    count: Floats
    years: Floats
    exposure_group_sex_age: Floats

    def __len__(self) -> int:
        return len(self.count)

    def ages_at_event(self) -> Floats:
        """Return 1 for the single ages of each group. (group, age)"""
        age = np.arange(N_AGES)
        inside = (age >= self.age_from[:, None]) & (age <= self.age_to[:, None])
        return inside.astype(np.float64)

    def ages_at_year_end(self) -> Floats:
        """Return the share of each year-end age whose events fall into each group. (group, age)

        Someone aged a on 31 December was a − 1 for half of the year, so half of that age's events are counted at
        a − 1. Those aged 0 were never younger; 100 and over stay together.
        """
        inside = self.ages_at_event()
        younger = np.concatenate([inside[:, :1], inside[:, :-1]], axis=1)
        younger[:, OLDEST_AGE] = inside[:, OLDEST_AGE]
        shared: Floats = 0.5 * (inside + younger)
        return shared


def known_populations(data: DemographicData) -> dict[int, Floats]:
    """Return every known population by year, the base year's included. (municipality, sex, age)"""
    return {**data.history, data.base_year: data.population_municipality_sex_age}


def population_of(data: DemographicData, year: int) -> Floats:
    """Return the population of 31 December of a year, of the nearest known year where it is not known."""
    known = known_populations(data)
    nearest = min(known, key=lambda candidate: (abs(candidate - year), candidate))
    return known[nearest]


def mean_population(data: DemographicData, year: int) -> Floats:
    """Return the mean of the populations at both ends of a year, or the nearest known one."""
    known = known_populations(data)
    if year in known and year - 1 in known:
        return 0.5 * (known[year - 1] + known[year])
    return population_of(data, year)


@dataclass(frozen=True)
class _Rows:
    """Counted rows as the tables give them. All (row,)"""

    municipality: Ints
    sex: Ints
    age_from: Ints
    age_to: Ints
    year_from: Ints
    year_to: Ints
    count: Floats


def event_years(data: DemographicData, event: str) -> tuple[int, ...]:
    """Return the years in which one kind of event was registered, in order."""
    table = data.events
    if table is None:
        return ()
    chosen = (table.event == EVENTS.index(event)) & np.isfinite(table.count)
    return tuple(int(year) for year in np.unique(table.year[chosen]))


def event_groups(data: DemographicData, event: str, years: Collection[int] | None = None) -> GroupCounts:
    """Return the registered counts of one kind of event; empty when there are none.

    Births and deaths are set against the year's mean population, moves against that of its end.

    Parameters
    ----------
    years
        Calendar years to count; all when left out.
    """
    people = mean_population if event in ("births", "deaths") else population_of
    table = data.events
    if table is None:
        return _grouped(data, _no_rows(), people)
    chosen = (table.event == EVENTS.index(event)) & np.isfinite(table.count)
    if years is not None:
        chosen &= np.isin(table.year, sorted(years))
    rows = _Rows(
        table.municipality[chosen],
        table.sex[chosen],
        table.age_from[chosen],
        table.age_to[chosen],
        table.year[chosen],
        table.year[chosen],
        table.count[chosen],
    )
    return _grouped(data, rows, people)


def move_groups(data: DemographicData, leaving: bool) -> GroupCounts:
    """Return moves of the moves table as counts of all ages: out of each municipality, or into it."""
    moves = data.moves
    if moves is None:
        return _grouped(data, _no_rows(), population_of)
    ends = moves.origin if leaving else moves.destination
    chosen = (ends >= 0) & (moves.origin != moves.destination) & np.isfinite(moves.count)
    municipality = ends[chosen]
    rows = _Rows(
        municipality,
        np.full_like(municipality, -1),
        np.zeros_like(municipality),
        np.full_like(municipality, OLDEST_AGE),
        moves.year_from[chosen],
        moves.year_to[chosen],
        moves.count[chosen],
    )
    return _grouped(data, rows, population_of)


def _no_rows() -> _Rows:
    none = np.zeros(0, dtype=np.intp)
    return _Rows(none, none, none, none, none, none, np.zeros(0))


def _grouped(
    data: DemographicData, rows: _Rows, people: Callable[[DemographicData, int], Floats]
) -> GroupCounts:
    """Add up the rows of the same municipality, sex and ages; each year is exposed once."""
    totals: dict[tuple[int, int, int, int], float] = {}
    periods: dict[tuple[int, int, int, int], set[int]] = {}
    for row in range(len(rows.count)):
        oldest = min(int(rows.age_to[row]), OLDEST_AGE)
        key = (int(rows.municipality[row]), int(rows.sex[row]), int(rows.age_from[row]), oldest)
        totals[key] = totals.get(key, 0.0) + float(rows.count[row])
        periods.setdefault(key, set()).update(range(int(rows.year_from[row]), int(rows.year_to[row]) + 1))
    keys = sorted(totals)
    exposure = np.zeros((len(keys), 2, N_AGES))
    for index, key in enumerate(keys):
        for year in sorted(periods[key]):
            exposure[index] += people(data, year)[key[0]]
        if key[1] >= 0:
            exposure[index, 1 - key[1]] = 0.0
    table = np.array(keys, dtype=np.intp).reshape(-1, 4)
    return GroupCounts(
        municipality=table[:, 0],
        sex=table[:, 1],
        age_from=table[:, 2],
        age_to=table[:, 3],
        count=np.array([totals[key] for key in keys], dtype=np.float64),
        years=np.array([len(periods[key]) for key in keys], dtype=np.float64),
        exposure_group_sex_age=exposure,
    )
