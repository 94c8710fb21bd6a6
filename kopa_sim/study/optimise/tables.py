"""The tables a certificate needs: what each school costs by which of its neighbours are shut."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.network.planning import ClosingTables, Lingering, SchoolTable
from kopa_sim.network.planning.certificate_rows import distinct_rows
from kopa_sim.study.optimise.pricing import ClosingPricer
from kopa_sim.study.optimise.room import Room
from kopa_sim.study.optimise.rows import Arrivals, make_rows
from kopa_sim.teaching.combined_posts import subject_families
from kopa_sim.teaching.surplus import family_of_subject, yearly_exits_share

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]
Int32s = NDArray[np.int32]

MOST_NEIGHBOURS: Final = 18
"""Neighbours in a table: a quarter of a million rows, few of which are different intakes within the limits."""


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
    return np.array(kept, dtype=np.bool_).reshape(len(kept), len(schools))


def must_stay(cover: Bools) -> Bools:
    """Return the schools that may close of which some pupils have no other within the limits. (switch,)"""
    found: Bools = cover[cover.sum(axis=1) == 1].any(axis=0)
    return found


def arrivals(pricer: ClosingPricer, school: int, base_open: Bools, cover: Bools, room: Room) -> Arrivals:
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
    may[may] = ~room.lacking(shut[may]).all(axis=1)
    return Arrivals(elsewhere[may], shut[may])


def neighbours_of(pricer: ClosingPricer, come: Arrivals) -> Ints:
    """Return the switches that send the school pupils, those that send most first. (neighbour,)"""
    people = pricer.travellers.pupils[pricer.start :, come.groups].sum(axis=(0, 2))
    sent = (come.shut * (people / np.maximum(come.shut.sum(axis=1), 1))[:, None]).sum(axis=0)
    order = np.argsort(-sent, kind="stable")
    found: Ints = order[sent[order] > 0]
    return found


@dataclass(frozen=True)
class BuiltTables:
    """Tables with the schools they are of, the pricer's switches first.

    Attributes
    ----------
    tables
        The schools, then places that say where room is lacking. Without the teachers who linger: a bound on what they
        leave out is a bound on all.
    schools
        (school,)
    units
        By school, the intake of every row and year. (row, year)
    """

    tables: ClosingTables
    schools: Ints
    pricer: ClosingPricer
    units: tuple[Int32s, ...]

    def with_lingering(self) -> ClosingTables:
        """Return the tables with the surplus teachers, who take much memory."""
        rest = np.setdiff1d(np.arange(self.pricer.base_open.shape[1]), self.schools)
        lingering = _lingering(self.pricer, self.schools, rest, self.units)
        places, kinds = self.tables.tables[len(self.schools) :], lingering.price_year_kind.shape[1]
        nobody = tuple(np.broadcast_to(0.0, (*place.cost.shape, kinds)) for place in places)
        beside = [lingering.pool_school[place.neighbours[0]] for place in places]
        lingering = replace(
            lingering,
            pool_school=np.concatenate([lingering.pool_school, np.array(beside, dtype=np.intp)]),
            needed=(*lingering.needed, *nobody),
            relief=(*lingering.relief, *nobody),
        )
        return replace(self.tables, lingering=lingering)


def build_tables(
    pricer: ClosingPricer, may_change: Bools, most_neighbours: int = MOST_NEIGHBOURS
) -> BuiltTables:
    """Return the tables of a base option's schools. ``may_change`` is (switch, years + 1)."""
    cover, room = cover_rows(pricer), Room.of(pricer)
    states, state_of_year = np.unique(pricer.base_open, axis=0, return_inverse=True)
    state_of_year = state_of_year.reshape(-1)
    n = pricer.base_open.shape[1]
    come = [[arrivals(pricer, school, state, cover, room) for state in states] for school in range(n)]
    is_switch = np.isin(np.arange(n), pricer.schools)
    gaining = np.array([any(len(of.groups) for of in by_state) for by_state in come])
    listed = np.concatenate([pricer.schools, np.flatnonzero(gaining & ~is_switch)]).astype(np.intp)
    tables, units = [], []
    for school in listed:
        table, found = _school_table(pricer, int(school), come[school], state_of_year, most_neighbours, room)
        tables.append(table)
        units.append(found)
    rest = np.setdiff1d(np.arange(n), listed)
    stays = must_stay(cover)
    places = room.places(may_change[:, :-1].any(axis=1) & ~stays)
    n_tables, n_switches = len(listed) + len(places), len(pricer.schools)
    change_cost = np.zeros((n_tables, pricer.years + 1))
    change_cost[: len(listed)] = pricer.change_cost[listed]
    change_cost[:n_switches, : pricer.years] += pricer.book.leave[pricer.own[pricer.schools]]
    whole = np.zeros((n_tables, pricer.years + 1), dtype=np.bool_)
    whole[:, -1] = True
    whole[:n_switches] = may_change
    whole[:n_switches, : pricer.years][stays & may_change[:, -1]] = False
    wide = np.zeros((len(cover), n_tables), dtype=np.bool_)
    wide[:, :n_switches] = cover
    codes = pricer.setting.region.schools.codes
    names = [*(codes[school] for school in listed), *(f"room {at}" for at in range(len(places)))]
    rest = np.setdiff1d(np.arange(n), listed)
    always, year = pricer.own[rest], np.arange(pricer.years)[:, None]
    book, is_open = pricer.book, pricer.base_open[:, rest]
    return BuiltTables(
        ClosingTables(
            schools=tuple(names),
            now_open=np.ones(n_tables, dtype=np.bool_),
            may_change=whole,
            tables=(*tables, *places),
            change_cost=change_cost,
            cover=wide,
            common_cost=pricer.common
            + float(pricer.change_cost[rest, -1].sum() + (book.cost[always, year] * is_open).sum()),
            common_minutes=float((book.minutes[always, year] * is_open).sum()),
            pupil_years=float((book.basic[pricer.own].T * pricer.base_open).sum()),
        ),
        listed,
        pricer,
        tuple(units),
    )


def _school_table(
    pricer: ClosingPricer, school: int, come: list[Arrivals], state_of_year: Ints, most: int, room: Room
) -> tuple[SchoolTable, Int32s]:
    """Return a school's table, rows that are the same kept once, and the intake of every row and year. (row, year)"""
    together = Arrivals(np.concatenate([of.groups for of in come]), np.concatenate([of.shut for of in come]))
    every = neighbours_of(pricer, together)
    neighbours, exact = every[:most], len(every) <= most
    rows = make_rows(pricer, school, neighbours, come, state_of_year, room)
    book, years, is_open = pricer.book, np.arange(pricer.years), pricer.base_open[:, school]
    first, row_of_shut = distinct_rows([rows.units, rows.permitted])
    units, permitted = rows.units[first], rows.permitted[first]
    small = (book.basic[units, years] < pricer.limits.smallest[school]) & exact
    cost = np.where(permitted & ~small, book.cost[units, years], np.inf)
    minutes = book.minutes[units, years] * is_open
    table = SchoolTable(neighbours, np.where(is_open, cost, 0.0), minutes, exact, row_of_shut)
    return table, units


def _lingering(pricer: ClosingPricer, listed: Ints, rest: Ints, units: Sequence[Int32s]) -> Lingering:
    """Return what surplus teachers cost at least: of a family's subjects the cheapest counts."""
    parameters, region = pricer.setting.parameters, pricer.setting.region
    family = family_of_subject(subject_families(parameters))
    kinds = int(family.max()) + 1
    weights = pricer.book.weights
    member = np.kron(np.eye(len(weights)), (family[:, None] == np.arange(kinds)).astype(np.float64))
    book, years, start = pricer.book, np.arange(pricer.years), pricer.start
    home, pools = region.schools.municipality, len(region.municipalities)

    def by_year(name: str, places: Ints | Int32s, school: int) -> Floats:
        values: Floats = getattr(book, name)[places, years + start] @ member
        return values * pricer.base_open[:, school][:, None]

    needed = tuple(by_year("standing", of, int(j)) for of, j in zip(units, listed, strict=True))
    relief = tuple(by_year("hourly", of, int(j)) for of, j in zip(units, listed, strict=True))
    always = np.zeros((2, pools, pricer.years, member.shape[1]))
    for school in rest:
        for place, name in enumerate(("standing", "hourly")):
            always[place, home[school]] += by_year(
                name, np.broadcast_to(pricer.own[school], pricer.years), int(school)
            )
    stays = float(1.0 - yearly_exits_share(parameters, 1)[0])
    before = np.zeros((pools, start, member.shape[1]))
    np.add.at(before, home, book.standing[pricer.own][:, :start] @ member)
    kept = before[:, 0]
    for year in range(1, start):
        kept = np.maximum(before[:, year], kept * stays)
    price = pricer.surplus_price[start:]
    cheapest = np.stack([price[:, family == kind].min(axis=1) for kind in range(kinds)], axis=1)
    cheapest = np.kron(weights, cheapest)
    return Lingering(home[listed], needed, relief, stays, cheapest, kept, always[0], always[1])
