"""The tables a certificate needs: what each school costs by which of its neighbours are shut."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.network.planning import ClosingTables, Lingering, SchoolTable
from kopa_sim.study.optimise.destinations import Intake
from kopa_sim.study.optimise.pricing import ClosingPricer
from kopa_sim.teaching.combined_posts import subject_families
from kopa_sim.teaching.surplus import family_of_subject, yearly_exits_share

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]

MOST_NEIGHBOURS: Final = 10
"""Neighbours in a table: 1,024 rows."""


@dataclass(frozen=True)
class Arrivals:
    """Groups that come to a school when certain others are shut.

    Attributes
    ----------
    groups
        Ascending. (group,)
    shut
        Schools that may close and must all be shut for a group to come. (group, switch)
    """

    groups: Ints
    shut: Bools


def cover_rows(pricer: ClosingPricer) -> Bools:
    """Return sets of schools that may close of which one must stay open, none of them implied by another.

    A group's limits can be kept only at a school that keeps them; no row where one that never closes does.
    """
    of, schools = pricer.travellers, pricer.schools
    lives = of.pupils[pricer.start :].sum(axis=(0, 2)) > 0
    others = np.ones(of.keeps.shape[1], dtype=np.bool_)
    others[schools] = False
    needs = lives & ~of.keeps[:, others].any(axis=1)
    rows = np.unique(of.keeps[needs][:, schools], axis=0)
    rows = rows[np.argsort(rows.sum(axis=1), kind="stable")]
    kept: list[Bools] = []
    for row in rows:
        if not any((row | ~other).all() for other in kept):
            kept.append(row)
    return np.array(kept, dtype=np.bool_).reshape(-1, len(schools))


def arrivals(pricer: ClosingPricer, school: int, base_open: Bools, cover: Bools) -> Arrivals:
    """Return who may come to a school within the limits, and what must be shut for that."""
    of, n = pricer.travellers, pricer.base_open.shape[1]
    switch = np.full(n, -1)
    switch[pricer.schools] = np.arange(len(pricer.schools))
    elsewhere = np.flatnonzero((of.school != school) & base_open[school])
    rank = np.argsort(of.order[elsewhere], axis=1, kind="stable")
    place = rank[:, school]
    reached = place < of.reachable[elsewhere]
    nearer = (rank < place[:, None]) & base_open
    own = np.zeros_like(nearer)
    own[np.arange(len(elsewhere)), of.school[elsewhere]] = base_open[of.school[elsewhere]]
    needed = nearer | own
    never = switch < 0
    may = reached & ~needed[:, never].any(axis=1)
    shut = needed[:, pricer.schools]
    for row in cover:
        may &= (row & ~shut).any(axis=1)
    return Arrivals(elsewhere[may], shut[may])


def neighbours_of(pricer: ClosingPricer, come: Arrivals) -> Ints:
    """Return the switches that send the school pupils, those that send most first. (neighbour,)"""
    people = pricer.travellers.pupils[pricer.start :, come.groups].sum(axis=(0, 2))
    sent = (come.shut * (people / np.maximum(come.shut.sum(axis=1), 1))[:, None]).sum(axis=0)
    order = np.argsort(-sent, kind="stable")
    found: Ints = order[sent[order] > 0]
    return found


def _rows(come: Arrivals, neighbours: Ints, school: int) -> list[Intake]:
    """Return the intake of every set of shut neighbours."""
    outside = np.ones(come.shut.shape[1], dtype=np.bool_)
    outside[neighbours] = False
    inside = ~come.shut[:, outside].any(axis=1)
    groups = come.groups[inside]
    bits = (come.shut[inside][:, neighbours] * (1 << np.arange(len(neighbours)))).sum(axis=1).astype(np.intp)
    return [Intake.of(school, groups[(bits & ~row) == 0]) for row in range(1 << len(neighbours))]


@dataclass(frozen=True)
class BuiltTables:
    """Tables with the schools they are of, the pricer's switches first."""

    tables: ClosingTables
    schools: Ints


def build_tables(
    pricer: ClosingPricer, may_change: Bools, most_neighbours: int = MOST_NEIGHBOURS
) -> BuiltTables:
    """Return the tables of a base option's schools. ``may_change`` is (switch, years + 1)."""
    cover = cover_rows(pricer)
    states, state_of_year = np.unique(pricer.base_open, axis=0, return_inverse=True)
    state_of_year = state_of_year.reshape(-1)
    n = pricer.base_open.shape[1]
    come = [[arrivals(pricer, school, state, cover) for state in states] for school in range(n)]
    is_switch = np.isin(np.arange(n), pricer.schools)
    gaining = np.array([any(len(of.groups) for of in by_state) for by_state in come])
    listed = np.concatenate([pricer.schools, np.flatnonzero(gaining & ~is_switch)]).astype(np.intp)
    tables, units = [], []
    for school in listed:
        table, found = _school_table(pricer, int(school), come[school], state_of_year, most_neighbours)
        tables.append(table)
        units.append(found)
    rest = np.setdiff1d(np.arange(n), listed)
    change_cost = pricer.change_cost[listed].copy()
    change_cost[: len(pricer.schools), : pricer.years] += pricer.book.leave[pricer.own[pricer.schools]]
    always, year = pricer.own[rest], np.arange(pricer.years)[:, None]
    is_open = pricer.base_open[:, rest]
    whole = np.zeros((len(listed), pricer.years + 1), dtype=np.bool_)
    whole[:, -1] = True
    whole[: len(may_change)] = may_change
    wide = np.zeros((len(cover), len(listed)), dtype=np.bool_)
    wide[:, : len(pricer.schools)] = cover
    book = pricer.book
    codes = pricer.setting.region.schools.codes
    common_pupils = book.basic[pricer.own].T * pricer.base_open
    return BuiltTables(
        ClosingTables(
            schools=tuple(codes[school] for school in listed),
            now_open=np.ones(len(listed), dtype=np.bool_),
            may_change=whole,
            tables=tuple(tables),
            change_cost=change_cost,
            cover=wide,
            common_cost=pricer.common
            + float(pricer.change_cost[rest, -1].sum() + (book.cost[always, year] * is_open).sum()),
            common_minutes=float((book.minutes[always, year] * is_open).sum()),
            pupil_years=float(common_pupils.sum()),
            lingering=_lingering(pricer, listed, rest, units),
        ),
        listed,
    )


def _school_table(
    pricer: ClosingPricer, school: int, come: list[Arrivals], state_of_year: Ints, most: int
) -> tuple[SchoolTable, Ints]:
    """Return a school's table, and the intake of every row and year. (row, year)"""
    together = Arrivals(np.concatenate([of.groups for of in come]), np.concatenate([of.shut for of in come]))
    every = neighbours_of(pricer, together)
    neighbours = every[:most]
    book, years = pricer.book, np.arange(pricer.years)
    by_state = np.stack([book.find(_rows(of, neighbours, school)) for of in come], axis=1)
    units = by_state[:, state_of_year]
    is_open = pricer.base_open[:, school]
    cost = np.where(is_open, book.cost[units, years], 0.0)
    exact = len(every) <= most
    crowded = book.pupils[units, years] > pricer.limits.most_pupils[:, school]
    small = (book.basic[units, years] < pricer.limits.smallest[school]) & exact
    cost = np.where(is_open & (crowded | small), np.inf, cost)
    minutes = np.where(is_open, book.minutes[units, years], 0.0)
    return SchoolTable(neighbours, cost, minutes, exact), units


def _lingering(pricer: ClosingPricer, listed: Ints, rest: Ints, units: list[Ints]) -> Lingering:
    """Return what surplus teachers cost at least: of a family's subjects the cheapest counts."""
    parameters, region = pricer.setting.parameters, pricer.setting.region
    family = family_of_subject(subject_families(parameters))
    kinds = int(family.max()) + 1
    member = (family[:, None] == np.arange(kinds)).astype(np.float64)
    book, years, start = pricer.book, np.arange(pricer.years), pricer.start
    home, pools = region.schools.municipality, len(region.municipalities)

    def by_year(name: str, places: Ints, school: int) -> Floats:
        values: Floats = getattr(book, name)[places, years + start] @ member
        return values * pricer.base_open[:, school][:, None]

    needed = tuple(by_year("standing", of, int(j)) for of, j in zip(units, listed, strict=True))
    relief = tuple(by_year("hourly", of, int(j)) for of, j in zip(units, listed, strict=True))
    always = np.zeros((2, pools, pricer.years, kinds))
    for school in rest:
        for place, name in enumerate(("standing", "hourly")):
            always[place, home[school]] += by_year(
                name, np.broadcast_to(pricer.own[school], pricer.years), int(school)
            )
    stays = float(1.0 - yearly_exits_share(parameters, 1)[0])
    before = np.zeros((pools, start, kinds))
    np.add.at(before, home, book.standing[pricer.own][:, :start] @ member)
    kept = before[:, 0]
    for year in range(1, start):
        kept = np.maximum(before[:, year], kept * stays)
    price = pricer.surplus_price[start:]
    cheapest = np.stack([price[:, family == kind].min(axis=1) for kind in range(kinds)], axis=1)
    return Lingering(home[listed], needed, relief, stays, cheapest, kept, always[0], always[1])
