"""Search and proof of plans that close schools, by tables, and how they share the time.

Each step begins where the one before left the gap open; the first that closes it ends the work:

1. a first proof without surplus teachers, whose plan the search starts from;
2. a short search;
3. the whole proof, which starts from the plan that was found;
4. longer searches, from the best plan so far;
5. the whole proof again, in what is left of the time.

Without a clock there is one search by iterations, and no proof. A frontier is one search and one proof a network.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.network.planning import FoundPlan, Objective, SearchEffort, search_plan, trace_frontier
from kopa_sim.network.planning.certificate import certify
from kopa_sim.study.optimise.contents import Wishes
from kopa_sim.study.optimise.proof import inexact_note, is_within, objective_of, prove, value_of
from kopa_sim.study.optimise.question import Question
from kopa_sim.study.optimise.tables import BuiltTables, build_tables

Ints = NDArray[np.intp]
Progress = Callable[[str, int, int], None]

FIRST_PROOF_SHARE: Final = 0.3
SHORT_SEARCH_SHARE: Final = 0.03
WHOLE_PROOF_SHARE: Final = 0.3
LONGER_SEARCH_SHARES: Final = (0.07, 0.3)
"""Shares of the time for the steps 1 to 4. Most proofs take less, and what they leave is for step 5."""
PROOF_GAP: Final = 0.5
"""The proof aims at this part of the wished gap: its tables count a little less than the price."""
SHORTEST_PROOF: Final = 1.0
"""Seconds for the last proof even where no time is left."""


@dataclass(frozen=True)
class FoundClosings:
    """The best plans of closing, and a bound on the value of each: NaN where none is sought.

    Attributes
    ----------
    through
        Whether search and proof came to their end, so that more time would change nothing.
    """

    plans: tuple[FoundPlan, ...]
    bounds: tuple[float, ...]
    through: bool


@dataclass
class ClosingSearch:
    """Searches and proves plans of closing.

    Attributes
    ----------
    seconds
        For search and proof together; None for a search by iterations alone.
    provable
        Whether the tables price what is sought.
    bounded
        The question that the bound is about: the same, or one in which places bend because schools may be extended.
    notes
        What the reader should know; filled as the work goes on.
    """

    question: Question
    wishes: Wishes
    seed: int
    seconds: float | None
    now: Callable[[], float]
    tell: Progress
    provable: bool
    bounded: Question
    notes: list[str] = field(default_factory=list)

    def run(self, starts: Sequence[Ints], base_cost: float) -> FoundClosings:
        """Return the best plans of closing; they may break limits where nothing keeps them all."""
        objective = objective_of(self.wishes, base_cost)
        if self.seconds is None or not self.provable:
            self.tell("search", 0, 1)
            found = self._unproved(starts, objective)
            self.tell("search", 1, 1)
            return FoundClosings(found, (float("nan"),) * len(found), _searched(found))
        return self._proved(starts, objective, self.seconds)

    def _unproved(self, starts: Sequence[Ints], objective: Objective) -> tuple[FoundPlan, ...]:
        shares = (SHORT_SEARCH_SHARE, *LONGER_SEARCH_SHARES)
        return self._search(starts, objective, None if self.seconds is None else sum(shares) * self.seconds)

    def _proved(self, starts: Sequence[Ints], objective: Objective, seconds: float) -> FoundClosings:
        began, gap = self.now(), PROOF_GAP * self.wishes.gap
        self.tell("tables", 0, 1)
        tables = build_tables(self.bounded.pricer, self.bounded.may_change)
        self.notes += inexact_note(tables)
        self.tell("tables", 1, 1)
        first = certify(tables.tables, objective, gap, FIRST_PROOF_SHARE * seconds)
        hint = [] if first.change_school is None else [first.change_school[: len(self.question.codes)]]
        self.tell("search", 0, 1)
        if self.wishes.objective == "frontier":
            found = self._unproved([*starts, *hint], objective)
            bound = first.bound
        else:
            found, bound = self._in_turns([*starts, *hint], objective, tables, first.bound, seconds)
        self.tell("search", 1, 1)
        if self._closed(found, objective, bound):
            return FoundClosings(found, (min(bound, value_of(found[0], objective)),), True)
        if not found[0].kept and self.bounded is self.question:
            return FoundClosings(found, (bound,) * len(found), _searched(found))
        left = max(seconds - (self.now() - began), SHORTEST_PROOF)
        self.tell("proof", 0, 1)
        proved = prove(self.question, found, tables, objective, bound, gap, left)
        self.tell("proof", 1, 1)
        return FoundClosings(proved.plans, proved.bounds, proved.through and _searched(found))

    def _in_turns(
        self,
        starts: Sequence[Ints],
        objective: Objective,
        tables: BuiltTables,
        bound: float,
        seconds: float,
    ) -> tuple[tuple[FoundPlan, ...], float]:
        """Return the best plan and a bound after a short search, a proof and longer searches."""
        found = self._search(starts, objective, SHORT_SEARCH_SHARE * seconds)
        if found[0].kept and not self._closed(found, objective, bound):
            proved = prove(
                self.question,
                found,
                tables,
                objective,
                bound,
                PROOF_GAP * self.wishes.gap,
                WHOLE_PROOF_SHARE * seconds,
            )
            found, bound = proved.plans, proved.bounds[0]
        for share in LONGER_SEARCH_SHARES:
            if self._closed(found, objective, bound):
                break
            found = self._search([*starts, found[0].change_switch], objective, share * seconds)
        return found, bound

    def _closed(self, found: tuple[FoundPlan, ...], objective: Objective, bound: float) -> bool:
        """Return whether the one plan that is sought is near enough to the bound."""
        return self.wishes.objective != "frontier" and is_within(found[0], objective, bound, self.wishes.gap)

    def _search(
        self, starts: Sequence[Ints], objective: Objective, seconds: float | None
    ) -> tuple[FoundPlan, ...]:
        effort, problem = SearchEffort(seed=self.seed, seconds=seconds, clock=self.now), self.question.problem
        if self.wishes.objective == "frontier":
            return trace_frontier(problem, self.wishes.frontier_points, effort, starts)
        return (search_plan(problem, objective, effort, starts),)


def _searched(found: Sequence[FoundPlan]) -> bool:
    """Return whether no clock cut the search short."""
    return all(plan.finished for plan in found)
