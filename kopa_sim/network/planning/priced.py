"""Plans that were priced: none is priced twice, and those that no other beats in both cost and minutes are kept."""

import math
from collections.abc import Callable
from typing import Final

import numpy as np

from kopa_sim.network.planning.problem import Ints, Objective, PlanningProblem, Prices
from kopa_sim.network.planning.year_cache import FIRST_ROOM, row_keys, with_room

REMEMBERED: Final[int] = 1_000_000
"""Plans whose prices are held, about 200 bytes each; beyond it all are forgotten and priced anew where asked for."""
FIRST_PORTION: Final[int] = 16
"""Plans that are priced before the clock is looked at for the first time."""
PORTION_SECONDS: Final[float] = 0.1
"""Portions grow as long as they take less."""


class TimeUpError(Exception):
    """The clock says that there is no time to price more."""


class Stopwatch:
    """Says whether time is up. It never is, and no clock is read, where no seconds are given."""

    def __init__(self, seconds: float | None, clock: Callable[[], float]) -> None:
        self._clock = clock
        self.limited = seconds is not None
        self._end = clock() + seconds if seconds is not None else float("inf")

    def now(self) -> float:
        """Return the time of the clock."""
        return self._clock()

    @property
    def left(self) -> float | None:
        """Return the seconds that are left, nothing where there is no limit."""
        return max(self._end - self._clock(), 0.0) if self.limited else None

    @property
    def up(self) -> bool:
        """Return whether time is up."""
        return self.limited and self._clock() >= self._end


class PricedPlans:
    """Remembers the prices of plans.

    Attributes
    ----------
    evaluated
        Plans that were priced.
    met_broken
        Whether one of them breaks a hard limit.
    frontier
        Of the plans that break nothing those that no other beats in cost and minutes, sorted by minutes.
    """

    def __init__(self, problem: PlanningProblem) -> None:
        self._price = problem.price
        self._small = np.uint8 if problem.years < 255 else np.uint32
        self._row: dict[bytes, int] = {}
        self._prices = np.empty((FIRST_ROOM, 3))
        self._portion = FIRST_PORTION
        self._permitted: int = math.prod(problem.may_change_switch_year.sum(axis=1).tolist())
        self.evaluated = 0
        self.met_broken = False
        self.frontier = MetFrontier(len(problem.switches))

    @property
    def all_known(self) -> bool:
        """Return whether every permitted plan is known."""
        return len(self._row) >= self._permitted

    def prices(self, plans: Ints, watch: Stopwatch) -> Prices:
        """Return the prices of plans.

        Parameters
        ----------
        plans
            (plan, switch)
        watch
            Looked at between portions of plans that must be priced.

        Raises
        ------
        TimeUpError
            If time is up while some have no price yet.
        """
        keys = row_keys(plans.astype(self._small))
        first = {key: plan for plan, key in enumerate(keys) if key not in self._row}
        if first:
            if len(self._row) + len(first) > REMEMBERED:
                self._row.clear()
                first = {key: plan for plan, key in enumerate(keys)}
            self._learn(list(first), plans[list(first.values())], watch)
        cost, minutes, broken = self._prices[[self._row[key] for key in keys]].T
        return Prices(cost, minutes, broken)

    def _learn(self, keys: list[bytes], plans: Ints, watch: Stopwatch) -> None:
        """Price plans that have no price, portion by portion where there is a clock."""
        done = 0
        while done < len(plans):
            if watch.up:
                raise TimeUpError
            started = watch.now() if watch.limited else 0.0
            end = done + self._portion if watch.limited else len(plans)
            self._note(keys[done:end], plans[done:end])
            if watch.limited and watch.now() - started < PORTION_SECONDS:
                self._portion *= 2
            done = end

    def _note(self, keys: list[bytes], plans: Ints) -> None:
        """Price plans and remember what they cost."""
        prices = self._price(plans)
        start, end = len(self._row), len(self._row) + len(plans)
        self._prices = with_room(self._prices, end)
        self._prices[start:end] = np.stack([prices.cost, prices.minutes, prices.broken], axis=1)
        self._row.update(zip(keys, range(start, end), strict=True))
        self.evaluated += len(plans)
        self.met_broken |= bool((prices.broken > 0).any())
        self.frontier.meet(plans, prices)


class MetFrontier:
    """Plans met that no other plan met beats in both cost and minutes, sorted by minutes; cost falls along it."""

    def __init__(self, switches: int) -> None:
        self.plans = np.empty((0, switches), dtype=np.intp)
        self.cost = np.empty(0)
        self.minutes = np.empty(0)

    def meet(self, plans: Ints, prices: Prices) -> None:
        """Take in plans that break nothing."""
        beats = np.append(np.inf, self.cost)[np.searchsorted(self.minutes, prices.minutes, side="right")]
        news = np.flatnonzero((prices.broken <= 0) & (prices.cost < beats) & np.isfinite(prices.minutes))
        if not len(news):
            return
        minutes = np.concatenate([self.minutes, prices.minutes[news]])
        cost = np.concatenate([self.cost, prices.cost[news]])
        order = np.lexsort((cost, minutes))
        before = np.minimum.accumulate(np.append(np.inf, cost[order]))[:-1]
        kept = order[cost[order] < before]
        self.plans = np.concatenate([self.plans, plans[news]])[kept]
        self.minutes, self.cost = minutes[kept], cost[kept]

    def within(self, objective: Objective) -> Ints:
        """Return the plans that keep an objective's limit, those with fewest minutes first. (plan, switch)"""
        return self.plans[(self.minutes <= objective.most_minutes) & (self.cost <= objective.most_cost)]

    def price_of_limit(self, objective: Objective) -> float:
        """Return what the objective's limit as a whole is worth, at the mean slope of the frontier; 0 if unknown."""
        if len(self.plans) < 2:
            return 0.0
        cost_of_a_minute = (self.cost[0] - self.cost[-1]) / (self.minutes[-1] - self.minutes[0])
        if objective.least == "cost":
            slope, limit = cost_of_a_minute, objective.most_minutes
        else:
            slope, limit = 1 / cost_of_a_minute, objective.most_cost
        return float(slope * limit) if np.isfinite(limit) else 0.0
