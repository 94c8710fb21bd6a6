"""Prices for pieces that overlap, climbed to step by step.

Where schools are too many to be planned together, overlapping pieces must agree on them, and their prices are too
many for a mixture of plans. A step raises the price of what a piece does more of than the school's own piece, by as
much as would close the gap to the best plan if the bound were linear (subgradients, Held, Wolfe & Crowder 1974;
Polyak 1969; directions smoothed as by Camerini, Fratta & Maffioli 1975). Prices belong to tables, so they go along
when the pieces are cut anew.
"""

import time
from collections.abc import Callable, Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.network.planning.certificate_case import Case
from kopa_sim.network.planning.certificate_mixtures import Mixture, copies_of
from kopa_sim.network.planning.certificate_parts import Division
from kopa_sim.network.planning.certificate_plans import BestPlan
from kopa_sim.network.planning.certificate_prices import (
    Aim,
    Column,
    Copy,
    Priced,
    Weights,
    price,
    repaired,
)

Floats = NDArray[np.float64]

MOMENTUM: Final[float] = 0.4
"""Share of the last direction in the next; speed only."""
PATIENCE: Final[int] = 12
"""Steps without a better bound before steps become shorter; speed only."""
AGAIN: Final[float] = 0.3
"""Share of Polyak's step to begin with where prices are known; speed only."""
SHORTER: Final[float] = 0.7
SHORTEST: Final[float] = 0.03
"""Steps of this share of Polyak's are the last; speed only."""
AVERAGED: Final[int] = 15
"""Plans of so many last steps stand for the mixture."""
NO_PLAN: Final[float] = 1e9
"""Bound, in the case's unit of cost, from which pieces can only disagree because there is no plan: climbing on would
go beyond what numbers hold, and branches tell at once."""


def climb(
    case: Case,
    aim: Aim,
    division: Division,
    weights: Weights,
    best: BestPlan,
    enough: Callable[[float], bool],
    deadline: float,
) -> Mixture:
    """Return the best prices found for overlapping pieces."""
    return _Climber(case, aim, division, weights, best).climb(enough, deadline)


def carried(case: Case, agree: Mapping[Copy, Floats], division: Division) -> dict[Copy, Floats]:
    """Return the prices of agreement for other pieces than those they were found for."""
    of_table: dict[tuple[int, int], Floats] = {}
    for (owned, school), prices in agree.items():
        reach = {table: _reach(case, table, school) for table in owned}
        total = sum(reach.values())
        for table, share in reach.items():
            if share > 0:
                of_table[table, school] = prices * (share / total)
    return {
        (owned, school): sum(
            (of_table[table, school] for table in owned if (table, school) in of_table),
            np.zeros(case.years + 1),
        )
        for owned, school in copies_of(division)
    }


def _reach(case: Case, table: int, school: int) -> float:
    """Return how much the closing of a school can change a table."""
    at = np.flatnonzero(case.neighbours[table] == school)
    if not len(at):
        return 0.0
    sets = np.arange(1 << len(case.neighbours[table]))
    with_bit = (sets >> at[0]) & 1 == 1
    shut, not_shut = (case.tables.tables[table].row(of) for of in (sets[with_bit], sets[~with_bit]))
    pairs = np.unique(np.stack([shut, not_shut]), axis=1)
    change = [
        abs(values[pairs[0]] - values[pairs[1]]).max() for values in (case.cost[table], case.minutes[table])
    ]
    return float(sum(change)) + 1e-9


class _Climber:
    def __init__(self, case: Case, aim: Aim, division: Division, weights: Weights, best: BestPlan) -> None:
        self._case, self._aim, self._division, self._best = case, aim, division, best
        self._copies = copies_of(division)
        self._owner = {school: space.owned for space in division.spaces for school in space.owned}
        agree = carried(case, weights.agree, division)
        self._weights = repaired(case, aim, Weights(weights.limit, weights.needed, weights.surplus, agree))
        self._direction: dict[Copy, Floats] = {}
        self._limit_direction = 0.0
        self._limit_scale: float | None = None
        self._path: tuple[Floats, Floats] | None = None

    def climb(self, enough: Callable[[float], bool], deadline: float) -> Mixture:
        """Step until enough is proved, steps are short or time is out."""
        bound, top, last = -np.inf, self._weights, list[tuple[Column, ...]]()
        length, waited = (AGAIN if any(prices.any() for prices in top.agree.values()) else 1.0), 0
        while length > SHORTEST and time.monotonic() < deadline:
            at = price(self._case, self._aim, self._division.spaces, self._weights)
            if at.bound == np.inf:
                return Mixture(np.inf, np.inf, self._weights, (), np.zeros(0))
            last = [*last[1 - AVERAGED :], at.columns]
            self._best.offer_columns(at.columns)
            if at.bound > bound:
                bound, top, waited = at.bound, self._weights, 0
            else:
                waited += 1
                if waited >= PATIENCE:
                    length, waited, self._weights = length * SHORTER, 0, top
            if enough(bound) or bound > NO_PLAN or not self._step(at, length):
                break
        columns = tuple(column for plans in last for column in plans)
        return Mixture(bound, np.inf, top, columns, np.full(len(columns), 1.0 / max(len(last), 1)))

    def _step(self, at: Priced, length: float) -> bool:
        """Return whether prices could be moved by a step."""
        steepest, excess = self._steepest(at), self._excess(at)
        for copy, new in steepest.items():
            self._direction[copy] = new + MOMENTUM * (self._direction.get(copy, new) - new)
        size = sum(float((direction**2).sum()) for direction in self._direction.values())
        if self._limit_scale is None and excess:
            self._limit_scale = (max(size, 1.0) ** 0.5) / abs(excess) / 2
        scale = self._limit_scale or 0.0
        self._limit_direction = excess * scale + MOMENTUM * (self._limit_direction - excess * scale)
        size += self._limit_direction**2
        if size == 0:
            return False
        target = self._best.value if np.isfinite(self._best.value) else at.bound + 0.05 * abs(at.bound)
        step = length * max(target - at.bound, 1e-6 * abs(target)) / size
        agree = {
            copy: prices + step * np.append(self._direction[copy][::-1].cumsum()[::-1], 0.0)
            for copy, prices in self._weights.agree.items()
        }
        limit = self._weights.limit + step * self._limit_direction * scale
        needed, surplus = self._lingering(at)
        self._weights = repaired(self._case, self._aim, Weights(limit, needed, surplus, agree))
        return True

    def _steepest(self, at: Priced) -> dict[Copy, Floats]:
        """Return in which years pieces have changed a school and its own piece has not, or the reverse."""
        year = np.arange(self._case.years)
        changed = {
            space.owned: column.change[:, None] <= year
            for space, column in zip(self._division.spaces, at.columns, strict=True)
        }
        return {
            (owned, school): changed[owned][school].astype(np.float64) - changed[self._owner[school]][school]
            for owned, school in self._copies
        }

    def _excess(self, at: Priced) -> float:
        """Return by how much the plans exceed the limit together, what lingers left aside."""
        if not np.isfinite(self._aim.limit):
            return 0.0
        if self._aim.minutes:
            return self._case.constant_cost + sum(column.cost for column in at.columns) - self._aim.limit
        return self._case.constant_minutes + sum(column.minutes for column in at.columns) - self._aim.limit

    def _lingering(self, at: Priced) -> tuple[Floats, Floats]:
        """Return prices of what is needed and what relieves, as at the mean of the plans met."""
        lingering = self._case.lingering
        if lingering is None:
            return self._weights.needed, self._weights.surplus
        needed = lingering.needed_always + sum(column.needed for column in at.columns)
        relief = lingering.relief_always + sum(column.relief for column in at.columns)
        if self._path is not None:
            needed, relief = (
                0.1 * new + 0.9 * old for new, old in zip((needed, relief), self._path, strict=True)
            )
        self._path = (needed, relief)
        at_mean = lingering_prices(
            self._case, needed, relief, self._weights.limit if self._aim.minutes else 1.0
        )
        return (
            0.8 * self._weights.needed + 0.2 * at_mean[0],
            0.8 * self._weights.surplus + 0.2 * at_mean[1],
        )


def lingering_prices(case: Case, needed: Floats, relief: Floats, of_cost: float) -> tuple[Floats, Floats]:
    """Return how the cost of what lingers changes with what is needed: of being kept, and of being used.

    Parameters
    ----------
    needed, relief
        (pool, year, kind)
    of_cost
        What a unit of cost weighs.
    """
    assert case.lingering is not None
    stays, years = case.lingering.stays, needed.shape[1]
    lasts = np.zeros(needed.shape, dtype=np.bool_)
    surplus = np.zeros(needed.shape)
    kept = case.lingering.kept_before_pool_kind
    for year in range(years):
        lasts[:, year] = kept * stays > needed[:, year]
        kept = np.maximum(needed[:, year], kept * stays)
        beyond = kept > needed[:, year] + relief[:, year]
        surplus[:, year] = np.where(beyond, case.lingering.price_year_kind[year] * of_cost, 0.0)
    being_kept, after = np.zeros(needed.shape), np.zeros_like(surplus[:, 0])
    for year in range(years - 1, -1, -1):
        worth = surplus[:, year] + stays * after
        being_kept[:, year] = np.where(lasts[:, year], 0.0, worth)
        after = np.where(lasts[:, year], worth, 0.0)
    return being_kept, surplus
