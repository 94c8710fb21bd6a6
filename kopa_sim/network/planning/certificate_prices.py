"""A bound from prices: what is shared by schools is priced, so that each piece of the network is planned alone.

Lagrangian relaxation (Geoffrion 1974): the limit, what lingers in a pool of schools, and the agreement of overlapping
pieces on when a school changes are paid by price. Whatever the prices, the pieces' cheapest plans together cost no
more than any permitted plan.
"""

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from kopa_sim.network.planning.certificate_case import Case
from kopa_sim.network.planning.certificate_costs import open_schools, rows_that_hold, while_open
from kopa_sim.network.planning.certificate_states import Space, backward, forward, read_plan

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]

Copy = tuple[tuple[int, ...], int]
"""A school in a piece that does not own it: the schools the piece owns, and the school."""


@dataclass(frozen=True)
class Aim:
    """What should be least and what is limited, in the case's units.

    Attributes
    ----------
    minutes
        Whether minutes should be least, else cost.
    limit
        Of the other of the two; infinite for none.
    """

    minutes: bool
    limit: float


@dataclass(frozen=True)
class Weights:
    """Prices of what is shared.

    Attributes
    ----------
    limit
        Of a unit of what is limited, not negative.
    needed
        Of what a pool needs. (pool, year, kind)
    surplus
        Of what is needed or relieves, between 0 and the price of what lingers. (pool, year, kind)
    agree
        By copy of a school in a piece that does not own it: of changing in a year. (years + 1,)
    """

    limit: float
    needed: Floats
    surplus: Floats
    agree: dict[Copy, Floats] = field(default_factory=dict)

    def blended(self, other: "Weights", share: float) -> "Weights":
        """Return the prices moved towards others by a share of the way."""
        agree = {
            copy: self.agree.get(copy, 0.0) * (1 - share) + other.agree.get(copy, 0.0) * share
            for copy in self.agree.keys() | other.agree.keys()
        }
        return Weights(
            self.limit * (1 - share) + other.limit * share,
            self.needed * (1 - share) + other.needed * share,
            self.surplus * (1 - share) + other.surplus * share,
            {copy: np.asarray(price) for copy, price in agree.items()},
        )


@dataclass(frozen=True)
class Column:
    """A plan of a piece and what it adds up to.

    Attributes
    ----------
    change
        Year of each school's change, −1 for those that do not matter here. (school,)
    cost, minutes
        Of the owned schools.
    needed, relief
        (pool, year, kind)
    """

    owned: tuple[int, ...]
    change: Ints
    cost: float
    minutes: float
    needed: Floats
    relief: Floats


@dataclass(frozen=True)
class Priced:
    """What prices prove.

    Attributes
    ----------
    bound
        No permitted plan of the spaces is better.
    columns
        The cheapest plan of each space.
    least
        Its price. (space,)
    """

    bound: float
    columns: tuple[Column, ...]
    least: Floats


def no_weights(case: Case) -> Weights:
    """Return prices of nothing."""
    shape = (0, 0, 0) if case.lingering is None else case.lingering.needed_always.shape
    return Weights(0.0, np.zeros(shape), np.zeros(shape))


def repaired(case: Case, aim: Aim, weights: Weights) -> Weights:
    """Return the prices without the solver's noise, such that the bound they give is one to the last digit."""
    limit = max(weights.limit, 0.0) if np.isfinite(aim.limit) else 0.0
    if case.lingering is None:
        return replace(weights, limit=limit)
    paid = case.lingering.price_year_kind * (limit if aim.minutes else 1.0)
    surplus = np.clip(weights.surplus, 0.0, paid)
    needed, after = np.maximum(weights.needed, 0.0), np.zeros_like(surplus[:, 0])
    for year in range(case.years - 1, -1, -1):
        most = surplus[:, year] + case.lingering.stays * after
        needed[:, year] = np.minimum(needed[:, year], most)
        after = most - needed[:, year]
    return replace(weights, limit=limit, needed=needed, surplus=surplus)


def price(case: Case, aim: Aim, spaces: tuple[Space, ...], weights: Weights) -> Priced:
    """Return the bound of (repaired) prices and the plans that are cheapest at them."""
    least, columns = np.zeros(len(spaces)), []
    for place, space in enumerate(spaces):
        tables, change = priced_tables(case, aim, space, weights), priced_changes(case, aim, space, weights)
        least[place], plan = read_plan(space, forward(space, tables, change), change)
        least[place] += settled(space, change)
        if not np.isfinite(least[place]):
            return Priced(np.inf, (), least)
        columns.append(make_column(case, space, plan))
    return Priced(float(least.sum() + constant(case, aim, weights)), tuple(columns), least)


def margins(case: Case, aim: Aim, space: Space, weights: Weights) -> tuple[float, Floats]:
    """Return the least price of a space's plans, and of those in which a school has (not) changed by a year.

    Returns
    -------
    least
        Of all plans.
    least_member_year_changed
        (member, year, 2): not changed by the end of the year, changed; NaN where the member is not free.
    """
    tables, change = priced_tables(case, aim, space, weights), priced_changes(case, aim, space, weights)
    to, fro = forward(space, tables, change), backward(space, tables, change)
    found = np.full((len(space.members), case.years, 2), np.nan)
    for year, states in enumerate(space.states):
        through = to[year] + fro[year]
        for place, school in enumerate(states.free):
            cube = through.reshape(1 << place, 2, -1)
            found[space.members.index(school), year] = cube.min(axis=(0, 2))
    return float(read_plan(space, to, change)[0]), found


def settled(space: Space, change: Floats) -> float:
    """Return what changes cost whose year is settled."""
    schools = [school for school in space.owned if school not in space.members]
    return float(change[schools, space.first[schools]].sum())


def weight_of(aim: Aim, weights: Weights) -> tuple[float, float]:
    """Return what a unit of cost and one of minutes weigh."""
    return (weights.limit, 1.0) if aim.minutes else (1.0, weights.limit)


def priced_tables(case: Case, aim: Aim, space: Space, weights: Weights) -> list[Floats]:
    """Return the tables of the owned schools at prices, with a last row for the shut school."""
    of_cost, of_minutes = weight_of(aim, weights)
    found: list[Floats] = []
    for school in space.owned:
        table = case.cost[school] * of_cost + case.minutes[school] * of_minutes
        pool = -1 if case.lingering is None else int(case.lingering.pool_school[school])
        if case.lingering is not None and pool >= 0:
            surplus = weights.surplus[pool]
            table = table + (case.lingering.needed[school] * (weights.needed[pool] - surplus)).sum(axis=-1)
            table -= (case.lingering.relief[school] * surplus).sum(axis=-1)
        table = np.where(case.permitted[school], table, np.inf)
        found.append(np.concatenate([table, np.zeros((1, case.years))]))
    return found


def priced_changes(case: Case, aim: Aim, space: Space, weights: Weights) -> Floats:
    """Return what changes cost at prices; infinite where they are not allowed. (school, years + 1)"""
    change = np.zeros(case.change_cost.shape)
    owned = list(space.owned)
    change[owned] = case.change_cost[owned] * weight_of(aim, weights)[0]
    for (owner, school), agreed in weights.agree.items():
        if owner == space.owned:
            change[school] += agreed
        elif school in space.owned:
            change[school] -= agreed
    members = list(space.members)
    year = np.arange(case.years + 1)
    within = (year >= space.first[members, None]) & (year <= space.last[members, None])
    change[members] = np.where(within & case.tables.may_change[members], change[members], np.inf)
    return change


def constant(case: Case, aim: Aim, weights: Weights) -> float:
    """Return what no piece pays."""
    of_cost, of_minutes = weight_of(aim, weights)
    total = of_cost * case.constant_cost + of_minutes * case.constant_minutes
    if weights.limit:
        total -= weights.limit * aim.limit
    if case.lingering is not None:
        lingering = case.lingering
        total += float((weights.needed * lingering.needed_always).sum())
        total -= float((weights.surplus * (lingering.needed_always + lingering.relief_always)).sum())
        total += float((_first_kept(case, weights) * lingering.kept_before_pool_kind).sum()) * lingering.stays
    return total


def _first_kept(case: Case, weights: Weights) -> Floats:
    """Return the price of what is kept from before the first year. (pool, kind)"""
    assert case.lingering is not None
    after = np.zeros_like(weights.needed[:, 0])
    for year in range(case.years - 1, -1, -1):
        after = weights.surplus[:, year] - weights.needed[:, year] + case.lingering.stays * after
    return after


def make_column(case: Case, space: Space, plan: Ints) -> Column:
    """Return a plan of a space with what it adds up to."""
    change = np.full(len(case.neighbours), -1, dtype=np.intp)
    full = space.first.copy()
    full[list(space.members)] = plan
    known = sorted({*space.members, *space.owned})
    change[known] = full[known]
    is_open = open_schools(case.now_open, full[None], case.years)
    cost = minutes = 0.0
    shape = (0, 0, 0) if case.lingering is None else case.lingering.needed_always.shape
    needed, relief = np.zeros(shape), np.zeros(shape)
    for school in space.owned:
        row, shown = rows_that_hold(case.tables.tables[school], is_open), is_open[:, :, school]
        cost += float(while_open(case.cost[school], row, shown).sum())
        cost += float(case.change_cost[school, full[school]])
        minutes += float(while_open(case.minutes[school], row, shown).sum())
        if case.lingering is not None and case.lingering.pool_school[school] >= 0:
            pool = case.lingering.pool_school[school]
            needed[pool] += while_open(case.lingering.needed[school], row, shown)[0]
            relief[pool] += while_open(case.lingering.relief[school], row, shown)[0]
    return Column(space.owned, change, cost, minutes, needed, relief)
