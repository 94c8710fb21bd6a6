"""The best plan where a price takes long: a local search that prices first what a cheap guess holds most promising.

Around a plan stand all plans in which one switch is thrown in another year or not at all, and those in which several
that belong together are thrown at once. A guess tells what each might cost; what pricing shows of a switch beside
the guess is remembered and corrects it (a surrogate: Booker et al. 1999, Structural Optimization 17, 1–13). The first
plan that is better becomes the one to go on from. Where none is, the search goes on from the next of its starts, and
then from plans a few switches away from the best (iterated local search).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kopa_sim.network.planning.effort import Effort
from kopa_sim.network.planning.moves import Moves
from kopa_sim.network.planning.neighbours import Neighbours, Ties
from kopa_sim.network.planning.preference import Preference, Rank, best_row
from kopa_sim.network.planning.priced import Stopwatch
from kopa_sim.network.planning.problem import FoundPlan, Ints, Objective, PlanningProblem, PlanPricer, Prices

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

FRESH_TRIES: Final[int] = 30
"""Random plans near the best that are all known already before the search ends for want of others."""


@dataclass(frozen=True)
class CostlyEffort(Effort):
    """How far to search.

    Attributes
    ----------
    plans
        Most plans that are priced beside the starts; the same on every machine.
    patience
        After so many priced plans in a row that are no better the search goes on from elsewhere.
    """

    plans: int = 400
    patience: int = 60


def search_costly(
    problem: PlanningProblem,
    objective: Objective,
    guess: PlanPricer,
    effort: CostlyEffort | None = None,
    starts: Sequence[ArrayLike] = (),
    ties: Ties | None = None,
) -> FoundPlan:
    """Return the best plan that was priced, searched with few prices.

    Plans are compared as in :func:`search_plan`, and the answer is never worse than a start. ``finished`` is false
    where the clock cut the search short.

    Parameters
    ----------
    guess
        Answers roughly and fast what plans cost; it may know nothing of some switches.
    effort
        How far to search. Default: 400 plans.
    starts
        Plans to start from beside the one that changes nothing; a year that is not permitted becomes the nearest
        that is. Each (switch,)
    ties
        Which switches are thrown together, exclude one another, or resemble each other.

    Raises
    ------
    ImpossiblePlanError
        If some switch may neither be thrown in any year nor left.
    """
    return _Search(problem, objective, guess, effort or CostlyEffort(), ties).run(starts)


@dataclass
class _Known:
    """Plans that were priced, in the order in which they were."""

    plans: list[Ints] = field(default_factory=list)
    ranks: list[Rank] = field(default_factory=list)
    prices: list[tuple[float, float, float]] = field(default_factory=list)
    place: dict[bytes, int] = field(default_factory=dict)

    @property
    def best(self) -> int:
        """Return the place of the best plan, of equal ones the first."""
        return min(range(len(self.ranks)), key=lambda place: (self.ranks[place], place))


class _Learned:
    """What throwing a switch for all years was seen to change beside the guess. (switch, cost and minutes)"""

    def __init__(self, switches: int, family: Ints) -> None:
        self._effect = np.full((switches, 2), np.nan)
        self._family = family

    @property
    def effects(self) -> Floats:
        """Return the effects: what was seen, else the least seen among switches of its kind, else none."""
        found = self._effect.copy()
        for unknown in np.flatnonzero(np.isnan(found[:, 0])):
            alike = self._effect[self._family == self._family[unknown]]
            known = alike[~np.isnan(alike[:, 0])]
            found[unknown] = known.min(axis=0) if len(known) else 0.0
        return found

    def see(self, switch: int, share: float, beside_guess: Floats) -> None:
        """Note what changed when a switch was thrown for a share of the years more."""
        self._effect[switch] = beside_guess / share


class _Search:
    def __init__(
        self,
        problem: PlanningProblem,
        objective: Objective,
        guess: PlanPricer,
        effort: CostlyEffort,
        ties: Ties | None,
    ) -> None:
        ties = ties or Ties.none(len(problem.switches))
        self._price, self._guess, self._effort, self._years = problem.price, guess, effort, problem.years
        self._moves, self._neighbours = Moves(problem), Neighbours(problem, ties)
        self._preference = Preference(objective, problem.years)
        self._chance = np.random.default_rng(effort.seed)
        self._known, self._learned = _Known(), _Learned(len(problem.switches), ties.family)
        self._watch = Stopwatch(effort.seconds, effort.clock)
        self._budget = 0

    def run(self, starts: Sequence[ArrayLike]) -> FoundPlan:
        """Return the best plan."""
        given = [self._moves.unchanged(), *(self._moves.permitted(np.asarray(start)) for start in starts)]
        begun = [self._priced(plan) for plan in given]
        self._budget = len(self._known.plans) + self._effort.plans
        waiting = sorted(dict.fromkeys(begun), key=lambda place: (self._known.ranks[place], place))
        while self._going:
            before = len(self._known.plans)
            self._descend(waiting.pop(0) if waiting else self._priced(self._elsewhere()))
            if len(self._known.plans) == before and not waiting and not self._fresh():
                break
        best, known = self._known.best, self._known
        cost, minutes, _ = known.prices[best]
        kept = known.ranks[best][0] <= 0 and known.ranks[best][1] <= 0
        return FoundPlan(known.plans[best], cost, minutes, kept, len(known.plans), not self._watch.up)

    @property
    def _going(self) -> bool:
        return len(self._known.plans) < self._budget and not self._watch.up

    def _priced(self, plan: Ints) -> int:
        """Return the place of a plan among the known, priced first if it is not."""
        key = plan.tobytes()
        if key not in self._known.place:
            prices = self._price(plan[None])
            known = self._known
            known.place[key] = len(known.plans)
            known.plans.append(plan)
            known.ranks.append(tuple(self._preference.ranks(plan[None], prices)[0]))
            known.prices.append((float(prices.cost[0]), float(prices.minutes[0]), float(prices.broken[0])))
        return self._known.place[key]

    def _fresh(self) -> bool:
        """Return whether chance finds a plan that is not known yet, after some tries."""
        return any(self._elsewhere().tobytes() not in self._known.place for _ in range(FRESH_TRIES))

    def _elsewhere(self) -> Ints:
        """Return a plan a few switches away from the best one."""
        plan = self._known.plans[self._known.best]
        for _ in range(int(self._chance.integers(2, 5))):
            plan = self._neighbours.any_of(plan, self._chance)
        return plan

    def _descend(self, at: int) -> None:
        """Go on from a plan to better ones, until none is found among those that promise most."""
        fruitless = 0
        around = _Around(self, at)
        while self._going and fruitless < self._effort.patience:
            place = around.most_promising()
            if place is None:
                return
            if self._known.ranks[place] < self._known.ranks[around.at]:
                around, fruitless = _Around(self, place), 0
            else:
                fruitless += 1


class _Around:
    """The neighbours of a plan that have no price yet, and what they are guessed to cost."""

    def __init__(self, search: _Search, at: int) -> None:
        self.at, self._search = at, search
        plan = search._known.plans[at]
        plans = search._neighbours.of(plan)
        unknown = [row for row, of in enumerate(plans) if of.tobytes() not in search._known.place]
        self._plans = plans[unknown]
        guessed = search._guess(np.concatenate([plan[None], self._plans]))
        self._step = Prices(*(of[1:] - of[0] for of in (guessed.cost, guessed.minutes, guessed.broken)))
        self._more = (plan - self._plans) / search._years
        self._left = np.ones(len(self._plans), dtype=np.bool_)

    def most_promising(self) -> int | None:
        """Price the neighbour that promises most, and return its place; None where none is left."""
        rows = np.flatnonzero(self._left)
        if not len(rows):
            return None
        row = rows[best_row(self._promise()[rows])]
        self._left[row] = False
        place = self._search._priced(self._plans[row])
        self._learn(row, place)
        return place

    def _promise(self) -> Floats:
        """Return the ranks that the neighbours are guessed to have. (neighbour, 5)"""
        search = self._search
        cost, minutes, broken = search._known.prices[self.at]
        beside = self._more @ search._learned.effects
        prices = Prices(
            cost + self._step.cost + beside[:, 0],
            minutes + self._step.minutes + beside[:, 1],
            np.maximum(broken + self._step.broken, 0.0),
        )
        return search._preference.ranks(self._plans, prices)

    def _learn(self, row: int, place: int) -> None:
        """Remember what a switch changed beside the guess, where it is the only one the guess was wrong about."""
        search, (changed,) = self._search, np.nonzero(self._more[row])
        unguessed = [switch for switch in changed if not search._neighbours.ties.guessed[switch]]
        about = unguessed if unguessed else changed
        if len(about) != 1:
            return
        seen = np.array(search._known.prices[place][:2]) - np.array(search._known.prices[self.at][:2])
        beside = seen - [self._step.cost[row], self._step.minutes[row]]
        search._learned.see(int(about[0]), float(self._more[row, about[0]]), beside)
