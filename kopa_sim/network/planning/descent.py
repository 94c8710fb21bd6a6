"""Down to a plan that no change of one switch and no swap of two makes better."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from kopa_sim.network.planning.moves import Moves
from kopa_sim.network.planning.preference import Rank, best_row
from kopa_sim.network.planning.problem import Floats, Ints

Ranker = Callable[[Ints], Floats]
"""Plans (plan, switch) → their ranks (plan, rank)."""


@dataclass(frozen=True)
class Standing:
    """A plan and its rank."""

    plan: Ints
    rank: Rank

    @staticmethod
    def of(plans: Ints, ranks: Floats, row: int) -> "Standing":
        """Return one of some plans."""
        return Standing(plans[row].copy(), tuple(ranks[row].tolist()))


def descend(start: Standing, ranks: Ranker, moves: Moves) -> Standing:
    """Return a plan that no other year of one switch and no swap of two switches makes better.

    Parameters
    ----------
    ranks
        Ranks plans.
    """
    current = start
    while True:
        current = _YearsOfOne(current, ranks, moves).run()
        plans = moves.swaps(current.plan)
        if not len(plans):
            return current
        found = ranks(plans)
        swapped = Standing.of(plans, found, best_row(found))
        if not swapped.rank < current.rank:
            return current
        current = swapped


class _YearsOfOne:
    """Takes the best change of one switch until there is none, without looking at all of them every time.

    Changes save the less the more has changed: what a switch saved when it was last looked at is about the most that
    it saves now. Only the switch that promises most is therefore looked at anew, and its change taken if it still
    saves more than the next one promises (lazy evaluation: Minoux 1978). All are looked at before the search ends.
    """

    def __init__(self, start: Standing, ranks: Ranker, moves: Moves) -> None:
        self._current, self._ranks, self._moves = start, ranks, moves
        self._best: dict[int, Standing] = {}
        self._saving: dict[int, Rank] = {}
        self._fresh: set[int] = set()

    def run(self) -> Standing:
        """Return where it ends."""
        nothing = tuple(0.0 for _ in self._current.rank)
        switches = [int(switch) for switch in self._moves.free]
        self._look(switches)
        while switches:
            most = max(switches, key=self._saving.__getitem__)
            stale = [switch for switch in switches if switch not in self._fresh]
            if self._saving[most] <= nothing:
                if not stale:
                    break
                self._look(stale)
            elif most in self._fresh:
                self._current = self._best[most]
                self._saving[most] = nothing
                self._fresh = {most}
            else:
                self._look([most])
        return self._current

    def _look(self, switches: list[int]) -> None:
        """Find out what the best year of each switch saves."""
        if not switches:
            return
        plans, switch_plan = self._moves.other_years(self._current.plan, np.array(switches))
        ranks = self._ranks(plans)
        order = np.lexsort([*ranks.T[::-1], switch_plan])
        first = order[np.searchsorted(switch_plan[order], switches)]
        for switch, row in zip(switches, first, strict=True):
            best = Standing.of(plans, ranks, int(row))
            self._best[switch] = best
            self._saving[switch] = tuple(
                now - then for now, then in zip(self._current.rank, best.rank, strict=True)
            )
            self._fresh.add(switch)
