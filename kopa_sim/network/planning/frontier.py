"""The frontier between cost and minutes: the least cost within each of several limits of minutes (ε-constraint)."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from kopa_sim.network.planning.priced import PricedPlans, Stopwatch
from kopa_sim.network.planning.problem import FoundPlan, Objective, PlanningProblem
from kopa_sim.network.planning.search import PlanSearch, SearchEffort

SAME: Final[float] = 1e-9
"""Share by which minutes may differ and be the same."""
BELOW: Final[float] = 1e-6
"""Share by which a limit is set below the minutes of a plan, so that another one is found."""


def trace_frontier(
    problem: PlanningProblem,
    points: int = 8,
    effort: SearchEffort | None = None,
    starts: Sequence[ArrayLike] = (),
) -> tuple[FoundPlan, ...]:
    """Return plans from the cheapest to the one with fewest minutes: fewer minutes always cost more.

    First the least cost and the fewest minutes are sought, then the least cost within limits of minutes evenly spread
    between the two (Haimes, Lasdon & Wismer 1971), then within limits that divide the widest gaps, until there are
    as many plans as are wanted. A search starts from every plan met so far that keeps its limit and that no other met
    beats in both. Fewer plans come back where no more were found between those that there are; one alone, not kept,
    where every plan met breaks hard limits.

    Parameters
    ----------
    points
        How many plans are wanted, at least two.
    effort
        How far each search goes; ``seconds`` are for all of them together. Default: 200 kicks each.
    starts
        Plans to start from beside the one that changes nothing. Each (switch,)
    """
    return _Tracer(problem, points, effort or SearchEffort()).run(starts)


class _Tracer:
    """Remembers the plans met while limits change."""

    def __init__(self, problem: PlanningProblem, points: int, effort: SearchEffort) -> None:
        self._problem, self._points, self._effort = problem, max(points, 2), effort
        self._priced = PricedPlans(problem)
        self._watch = Stopwatch(effort.seconds, effort.clock)
        self._searches_left = self._points + 1
        self._found: list[FoundPlan] = []

    def run(self, starts: Sequence[ArrayLike]) -> tuple[FoundPlan, ...]:
        """Return the frontier."""
        cheapest = self._search(Objective(), starts)
        if not cheapest.kept:
            return (cheapest,)
        shortest = self._search(Objective("minutes"), [*starts, cheapest.change_switch])
        between = np.linspace(shortest.minutes, cheapest.minutes, self._points)
        for limit in between[-2::-1]:
            self._within(float(limit))
        self._fill_gaps()
        return self._frontier()

    def _within(self, limit: float) -> FoundPlan:
        """Return the cheapest plan found within a limit of minutes."""
        return self._search(Objective(most_minutes=limit))

    def _search(self, objective: Objective, starts: Sequence[ArrayLike] = ()) -> FoundPlan:
        """Return the best plan for an objective, and keep it."""
        met = self._priced.frontier.within(objective)
        seconds = self._watch.left
        if seconds is not None:
            seconds /= max(self._searches_left, 1)
        self._searches_left -= 1
        search = PlanSearch(self._problem, self._priced, replace(self._effort, seconds=seconds))
        found = search.run(objective, [*starts, *met])
        self._found.append(found)
        return found

    def _fill_gaps(self) -> None:
        """Search in the widest gap between two plans until there are enough or all gaps are known to be empty."""
        empty: set[tuple[float, float]] = set()
        while not self._watch.up:
            minutes = [plan.minutes for plan in self._frontier()]
            gaps = [gap for gap in pairwise(reversed(minutes)) if gap not in empty]
            if len(minutes) >= self._points or not gaps:
                return
            least, most = max(gaps, key=lambda gap: gap[1] - gap[0])
            for limit in ((least + most) / 2, most * (1 - BELOW)):
                if self._within(limit).minutes > least * (1 + SAME):
                    break
            else:
                empty.add((least, most))

    def _frontier(self) -> tuple[FoundPlan, ...]:
        """Return the plans found that no other beats, the cheapest first."""
        kept = sorted((plan for plan in self._found if plan.kept), key=lambda plan: (plan.cost, plan.minutes))
        frontier: list[FoundPlan] = []
        for plan in kept:
            if not frontier or plan.minutes < frontier[-1].minutes * (1 - SAME):
                frontier.append(plan)
        return tuple(frontier)
