"""The plans beside a plan: one switch thrown otherwise, several that belong together, or one instead of another."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.network.planning.problem import Ints, PlanningProblem

Bools = NDArray[np.bool_]

NEAR: Final[int] = 6
"""Nearest switches, any of which may be thrown instead of one that is."""


@dataclass(frozen=True)
class Ties:
    """How the switches of a problem hang together.

    Attributes
    ----------
    together
        Switches that a plan may throw in one and the same year in a single step, a group each.
    excludes
        Throwing a switch unthrows these others. (switch, switch)
    family
        Number of a switch's kind: what one of a kind is seen to change is guessed of the others. (switch,)
    guessed
        Whether the guess of a plan's price knows of the switch. (switch,)
    """

    together: tuple[tuple[int, ...], ...]
    excludes: Bools
    family: Ints
    guessed: Bools

    @classmethod
    def none(cls, switches: int) -> "Ties":
        """Return what says that nothing hangs together."""
        nothing = np.zeros((switches, switches), dtype=np.bool_)
        return cls((), nothing, np.arange(switches), np.ones(switches, dtype=np.bool_))


class Neighbours:
    """Makes the plans beside a plan, within what the problem permits."""

    def __init__(self, problem: PlanningProblem, ties: Ties) -> None:
        self.ties, self._years = ties, problem.years
        self._may_change = problem.may_change_switch_year
        free = np.flatnonzero(self._may_change.sum(axis=1) > 1)
        self._steps = [(int(switch),) for switch in free] + [group for group in ties.together if group]
        self._near = _nearest(problem)

    def of(self, plan: Ints) -> Ints:
        """Return all neighbours, each once: single switches first, exchanges last. (plan, switch)"""
        found = [other for step in self._steps for other in self._step(plan, step)]
        found += self._exchanges(plan)
        distinct = {other.tobytes(): other for other in found}
        distinct.pop(plan.tobytes(), None)
        return np.array(list(distinct.values()), dtype=np.intp).reshape(-1, len(plan))

    def any_of(self, plan: Ints, chance: np.random.Generator) -> Ints:
        """Return some neighbour, the plan itself where it has none."""
        if not self._steps:
            return plan
        others = self._step(plan, self._steps[int(chance.integers(len(self._steps)))])
        return others[int(chance.integers(len(others)))] if others else plan

    def _step(self, plan: Ints, switches: Sequence[int]) -> list[Ints]:
        """Return the plans with these switches in another year, all in the same."""
        at = list(switches)
        years = np.flatnonzero(self._may_change[at].all(axis=0))
        changed = (self._thrown(plan, at, int(year)) for year in years if (plan[at] != year).any())
        return [other for other in changed if other is not None]

    def _exchanges(self, plan: Ints) -> Iterator[Ints]:
        """Yield the plans in which a switch near one that is thrown is thrown in its stead, in the same year."""
        for switch in np.flatnonzero((plan < self._years) & self._may_change[:, -1]).tolist():
            for other in self._near[switch]:
                if plan[other] == self._years and self._may_change[other, plan[switch]]:
                    left = plan.copy()
                    left[switch] = self._years
                    exchanged = self._thrown(left, [other], int(plan[switch]))
                    if exchanged is not None:
                        yield exchanged

    def _thrown(self, plan: Ints, switches: list[int], year: int) -> Ints | None:
        """Return the plan with switches in a year, None where what they exclude may not be left."""
        other = plan.copy()
        if year < self._years:
            excluded = self.ties.excludes[switches].any(axis=0) & (other < self._years)
            if not self._may_change[excluded, -1].all():
                return None
            other[excluded] = self._years
        other[switches] = year
        return other


def _nearest(problem: PlanningProblem) -> list[list[int]]:
    """Return the nearest switches of each, none where no distance is known."""
    if problem.distance_switch_switch is None:
        return [[] for _ in problem.switches]
    found = []
    for switch, distance in enumerate(problem.distance_switch_switch):
        order = np.argsort(distance, kind="stable")
        near = [int(other) for other in order if other != switch and np.isfinite(distance[other])]
        found.append(near[:NEAR])
    return found
