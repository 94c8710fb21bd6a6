"""Steps from one plan to others: the neighbourhoods of a search, and kicks out of them."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.errors import KopaError
from kopa_sim.network.planning.problem import Ints, PlanningProblem

Bools = NDArray[np.bool_]

MOST_KICKED: Final[int] = 4
"""Most switches that a random kick sets anew."""
MOST_SHIFTED: Final[int] = 3
"""Most years by which a kick shifts changes."""


class ImpossiblePlanError(KopaError):
    """Some switch may neither be thrown in any year nor be left as it is."""

    def __init__(self, switches: Sequence[str]) -> None:
        self.switches = tuple(switches)
        super().__init__("no year is permitted, nor never: " + ", ".join(switches))


class Moves:
    """Makes plans out of plans, within what the problem permits.

    Attributes
    ----------
    free
        Switches that have a choice.
    """

    def __init__(self, problem: PlanningProblem) -> None:
        self.may_change = problem.may_change_switch_year
        self.years = problem.years
        self.choices = [np.flatnonzero(may) for may in self.may_change]
        nowhere = [name for name, years in zip(problem.switches, self.choices, strict=True) if not len(years)]
        if nowhere:
            raise ImpossiblePlanError(nowhere)
        self.free = np.flatnonzero(self.may_change.sum(axis=1) > 1)
        self._near = _nearest_first(problem)

    def permitted(self, plan: Ints) -> Ints:
        """Return the plan with every switch in the nearest year that is permitted, of two the earlier. (switch,)"""
        pairs = zip(plan, self.choices, strict=True)
        return np.array([years[np.abs(years - year).argmin()] for year, years in pairs], dtype=np.intp)

    def unchanged(self) -> Ints:
        """Return the plan that changes as little and as late as is permitted. (switch,)"""
        return np.array([years[-1] for years in self.choices], dtype=np.intp)

    def other_years(self, plan: Ints, switches: Ints) -> tuple[Ints, Ints]:
        """Return the plans that throw one of the switches in another year, and the switch of each."""
        pairs = [
            (switch, year) for switch in switches for year in self.choices[switch] if year != plan[switch]
        ]
        if not pairs:
            return plan[None][:0], np.empty(0, dtype=np.intp)
        switch, year = np.array(pairs).T
        plans = np.repeat(plan[None], len(pairs), axis=0)
        plans[np.arange(len(pairs)), switch] = year
        return plans, switch

    def swaps(self, plan: Ints) -> Ints:
        """Return the plans in which two switches have each other's year. (plan, switch)"""
        first, second = np.triu_indices(len(self.free), 1)
        first, second = self.free[first], self.free[second]
        differ = plan[first] != plan[second]
        first, second = first[differ], second[differ]
        fits = self.may_change[first, plan[second]] & self.may_change[second, plan[first]]
        first, second = first[fits], second[fits]
        row = np.arange(len(first))
        plans = np.repeat(plan[None], len(first), axis=0)
        plans[row, first], plans[row, second] = plan[second], plan[first]
        return plans

    def anywhere(self, chance: np.random.Generator) -> Ints:
        """Return a random plan: half of the switches at the earliest or latest they may, the others whenever."""
        extreme = chance.random(len(self.choices)) < 0.5
        pairs = zip(self.choices, extreme, strict=True)
        return np.array(
            [chance.choice(years[[0, -1]] if ends else years) for years, ends in pairs], dtype=np.intp
        )

    def kicked(self, plan: Ints, chance: np.random.Generator) -> Ints:
        """Return a plan some steps away: switches set anew, a neighbourhood undone, or changes shifted."""
        kind = chance.integers(0, 4)
        if kind == 0:
            return self._undone(plan, chance)
        if kind == 1:
            return self._shifted(plan, chance)
        return self._set_anew(plan, chance, around=bool(kind == 2))

    def _set_anew(self, plan: Ints, chance: np.random.Generator, around: bool) -> Ints:
        """Return the plan with some switches set anew: every second of them thrown at once or never if it may."""
        count = min(int(chance.integers(2, MOST_KICKED + 1)), len(self.free))
        start = chance.choice(self.free)
        switches = self._near[start][:count] if around else chance.choice(self.free, count, replace=False)
        new = plan.copy()
        for switch in switches:
            others = self.choices[switch][self.choices[switch] != plan[switch]]
            ends = others[[0, -1]] if chance.random() < 0.5 else others
            new[switch] = chance.choice(ends)
        return new

    def _undone(self, plan: Ints, chance: np.random.Generator) -> Ints:
        """Return the plan with some near switches changed as late as they may."""
        count = int(chance.integers(2, 2 * MOST_KICKED + 1))
        switches = self._near[chance.choice(self.free)][:count]
        new = plan.copy()
        new[switches] = self.unchanged()[switches]
        return new

    def _shifted(self, plan: Ints, chance: np.random.Generator) -> Ints:
        """Return the plan with half of the changes some years earlier or later."""
        by = int(chance.integers(1, MOST_SHIFTED + 1)) * int(chance.choice([-1, 1]))
        moved = (plan < self.years) & (chance.random(len(plan)) < 0.5)
        return self.permitted(np.where(moved, np.clip(plan + by, 0, self.years), plan))


def _nearest_first(problem: PlanningProblem) -> list[Ints]:
    """Return for every switch those that have a choice, the switch itself first, then the nearest."""
    n_switches = len(problem.switches)
    distance = problem.distance_switch_switch
    if distance is None:
        distance = np.ones((n_switches, n_switches))
    distance = np.where(np.eye(n_switches, dtype=np.bool_), -np.inf, distance)
    free = np.flatnonzero(problem.may_change_switch_year.sum(axis=1) > 1)
    return [free[distance[switch, free].argsort(kind="stable")] for switch in range(n_switches)]
