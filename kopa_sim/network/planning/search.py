"""The best years in which to change a network: iterated local search over plans (Lourenço, Martin & Stützle 2003)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from kopa_sim.network.planning.descent import Ranker, Standing, descend
from kopa_sim.network.planning.effort import Effort
from kopa_sim.network.planning.moves import Moves
from kopa_sim.network.planning.preference import Leaning, Preference, best_row
from kopa_sim.network.planning.priced import PricedPlans, Stopwatch, TimeUpError
from kopa_sim.network.planning.problem import Floats, FoundPlan, Ints, Objective, PlanningProblem


@dataclass(frozen=True)
class SearchEffort(Effort):
    """How far to search.

    Attributes
    ----------
    kicks
        How many times the search goes on from a changed plan; the same on every machine.
    patience
        After so many kicks in a row that brought nothing better the search goes on from a random plan.
    """

    kicks: int = 200
    patience: int = 30


def search_plan(
    problem: PlanningProblem,
    objective: Objective,
    effort: SearchEffort | None = None,
    starts: Sequence[ArrayLike] = (),
) -> FoundPlan:
    """Return the best plan that iterated local search finds: in which year each switch is thrown.

    Plans are compared by how far they break hard limits, then by how far they exceed the objective's limit, then by
    what is to be least, then by the other of cost and minutes, then by the number of changes. The answer is the
    best of all plans that were priced, so that it is never worse than a start (docs/planning.md).

    Parameters
    ----------
    effort
        How far to search. Default: 200 kicks.
    starts
        Plans to start from beside the one that changes nothing; a year that is not permitted becomes the nearest
        that is. Each (switch,)

    Raises
    ------
    ImpossiblePlanError
        If some switch may neither be thrown in any year nor left.
    UnknownObjectiveError
        If the objective is neither cost nor minutes.
    """
    effort = effort or SearchEffort()
    return PlanSearch(problem, PricedPlans(problem), effort).run(objective, starts)


class PlanSearch:
    """Searches with plans that may have been priced before."""

    def __init__(self, problem: PlanningProblem, priced: PricedPlans, effort: SearchEffort) -> None:
        self._priced, self._effort = priced, effort
        self._years = problem.years
        self._moves = Moves(problem)

    def run(self, objective: Objective, starts: Sequence[ArrayLike] = ()) -> FoundPlan:
        """Return the best plan for an objective."""
        before = self._priced.evaluated
        walk = _Walk(Preference(objective, self._years), self._priced, self._moves, self._effort)
        finished = walk.run([self._moves.permitted(np.asarray(start)) for start in starts])
        best = walk.best
        return FoundPlan(
            change_switch=best.plan,
            cost=walk.cost,
            minutes=walk.minutes,
            kept=best.rank[0] <= 0 and best.rank[1] <= 0,
            evaluated=self._priced.evaluated - before,
            finished=finished,
        )


class _Walk:
    """One search: from plan to plan, always back at the bottom of a valley.

    Attributes
    ----------
    best, cost, minutes
        The best of all plans looked at.
    """

    def __init__(
        self, preference: Preference, priced: PricedPlans, moves: Moves, effort: SearchEffort
    ) -> None:
        self._preference, self._priced, self._moves, self._effort = preference, priced, moves, effort
        self._chance = np.random.default_rng(effort.seed)
        self._watch = Stopwatch(None, effort.clock)
        self.cost = self.minutes = float("nan")
        self.best = Standing(moves.unchanged(), (float("inf"),))

    def run(self, starts: list[Ints]) -> bool:
        """Search, and return whether time sufficed. The starts themselves are always priced."""
        plans = np.array([self._moves.unchanged(), *starts])
        ranks = self._ranks(plans)
        self._watch = Stopwatch(self._effort.seconds, self._effort.clock)
        try:
            self._wander(Standing.of(plans, ranks, best_row(ranks)))
        except TimeUpError:
            return False
        return True

    def _wander(self, start: Standing) -> None:
        """Go on from a start."""
        current = self._settled(start.plan, leaning=False)
        fruitless = 0
        for _ in range(self._effort.kicks if len(self._moves.free) else 0):
            if self._watch.up:
                raise TimeUpError
            best_before = self.best.rank
            if fruitless >= self._effort.patience and self._priced.all_known:
                return
            if fruitless >= self._effort.patience:
                current, fruitless = self._settled(self._moves.anywhere(self._chance)), 0
                continue
            new = self._settled(self._moves.kicked(current.plan, self._chance))
            fruitless = 0 if self.best.rank < best_before else fruitless + 1
            if new.rank <= current.rank:
                current = new

    def _settled(self, plan: Ints, leaning: bool = True) -> Standing:
        """Return the bottom of the valley that a plan lies in; every second time limits bend on the way there."""
        if leaning and self._limited and self._chance.random() < 0.5:
            plan = self._descended(plan, self._leaning()).plan
        return self._descended(plan, self._ranks)

    def _descended(self, plan: Ints, ranks: Ranker) -> Standing:
        """Return the bottom of the valley by one way to rank plans."""
        return descend(Standing.of(plan[None], ranks(plan[None]), 0), ranks, self._moves)

    @property
    def _limited(self) -> bool:
        """Return whether a limit has stood in the way."""
        objective = self._preference.objective
        return self._priced.met_broken or min(objective.most_minutes, objective.most_cost) < float("inf")

    def _leaning(self) -> Ranker:
        """Return a ranking that pays for exceeding limits a random multiple of what keeping them seems to cost."""
        limited = min(self.best.rank[2], 1e290)
        price = self._priced.frontier.price_of_limit(self._preference.objective) or abs(limited)
        fine = abs(limited) * 10 ** self._chance.uniform(-3, 1), price * 10 ** self._chance.uniform(-1, 1)
        leaning = Leaning(self._preference, fine)
        return lambda plans: leaning.ranks(plans, self._priced.prices(plans, self._watch))

    def _ranks(self, plans: Ints) -> Floats:
        """Return the ranks of plans, the best of them noted. (plan, 5)"""
        prices = self._priced.prices(plans, self._watch)
        ranks = self._preference.ranks(plans, prices)
        row = best_row(ranks)
        if tuple(ranks[row]) < self.best.rank:
            self.best = Standing.of(plans, ranks, row)
            self.cost, self.minutes = float(prices.cost[row]), float(prices.minutes[row])
        return ranks
