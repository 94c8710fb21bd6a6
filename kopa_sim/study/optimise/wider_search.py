"""The wider search: plans that the tables of closing do not price, each simulated, from the best that closing finds.

What is sought in it: pupils displaced from full schools, always; extensions, openings and pairings, where they are
wished. No bound covers displaced pupils, openings or pairings (:func:`covered`).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.network.planning import (
    CostlyEffort,
    FoundPlan,
    Objective,
    PlanningProblem,
    PlanPricer,
    Prices,
    SearchEffort,
    search_costly,
    search_plan,
)
from kopa_sim.scenario.measures import Measure
from kopa_sim.study.optimise.contents import Wishes
from kopa_sim.study.optimise.exact_pricing import ExactPricer
from kopa_sim.study.optimise.guess import Guess
from kopa_sim.study.optimise.question import Question
from kopa_sim.study.optimise.small_space import AT_ONCE, best_of_all, plans_in_all
from kopa_sim.study.optimise.switches import Switches
from kopa_sim.study.optimise.tables import cover_rows, must_stay

Ints = NDArray[np.intp]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

WIDE: Final = CostlyEffort(plans=800, patience=120)
"""Where more than closing is sought, or the tables do not know the price of closing."""
NARROW: Final = CostlyEffort(plans=300, patience=100)
"""Where schools only close, and the simulator is asked about plans in which pupils are displaced."""
GUESSED_KICKS: Final = 60
GUESSED_SHARE: Final = 0.15
"""Of the time: a search by guesses alone, whose plans the simulator then prices."""


@dataclass(frozen=True)
class WiderPlan:
    """The best plan of the wider search.

    Attributes
    ----------
    plan
        With a year for every switch of the wider question.
    closing
        Its closing part. (closing switch,)
    covered
        Whether the bound of the tables is about plans of its kind.
    """

    plan: FoundPlan
    closing: Ints
    measures: tuple[Measure, ...]
    covered: bool


@dataclass
class WiderSearch:
    """Searches beside the plans that closing alone finds."""

    question: Question
    wishes: Wishes
    pricer: ExactPricer
    guess: Guess
    separable: bool

    @classmethod
    def of(cls, question: Question, wishes: Wishes, separable: bool) -> "WiderSearch":
        """Return the search of a question; ``separable`` says whether the tables price closings exactly."""
        pricer = ExactPricer.of(question, wishes)
        return cls(question, wishes, pricer, Guess(question.pricer, pricer.switches), separable)

    @property
    def switches(self) -> Switches:
        """Return the switches of the question."""
        return self.pricer.switches

    @property
    def wide(self) -> bool:
        """Return whether the simulator has to be asked about many plans."""
        return self.switches.wider or not self.separable

    @property
    def bounded_whole(self) -> bool:
        """Return whether all that is sought but displaced pupils has a bound."""
        return not (self.switches.opening or self.switches.pairing)

    @property
    def displacing(self) -> bool:
        """Return whether any plan was simulated in which full schools send pupils elsewhere."""
        return self.pricer.simulated > 0

    def run(
        self,
        closings: Sequence[Ints],
        plans: Sequence[Ints],
        objective: Objective,
        seed: int,
        seconds: float | None,
        clock: Callable[[], float],
    ) -> WiderPlan:
        """Return the best plan, no worse than any of the closings and wider plans that are given."""
        problem = self._problem()
        guessed = self._guessed(closings, objective, seed, seconds, clock)
        starts = [start for closing in (*closings, *guessed) for start in self._as_starts(closing)]
        starts += plans
        rest = None if seconds is None else (1.0 - GUESSED_SHARE) * seconds
        effort = replace(WIDE if self.wide else NARROW, seed=seed, seconds=rest, clock=clock)
        found = search_costly(
            problem, objective, self.guess, effort, starts, self.switches.ties(self.question)
        )
        return self._answer(found)

    def best_of_all(
        self, objective: Objective, seconds: float | None, clock: Callable[[], float]
    ) -> WiderPlan | None:
        """Return the best of all plans where they are so few that the simulator priced every one of them."""
        found = best_of_all(self._every_year, self.pricer, self.guess, objective, seconds, clock)
        return None if found is None else self._answer(found)

    @property
    def few(self) -> bool:
        """Return whether all plans are priced whatever the time."""
        return plans_in_all(self._every_year) <= AT_ONCE

    @cached_property
    def _every_year(self) -> Bools:
        """When each switch may be thrown, those schools left out that cannot close within the limits.

        Where schools may open or share their grades, another school may be within reach. (switch, years + 1)
        """
        may_change = self.switches.may_change(self.question.may_change)
        if self.bounded_whole:
            closing = may_change[: len(self.switches.closing)]
            closing[must_stay(cover_rows(self.question.pricer)) & closing[:, -1], :-1] = False
        return may_change

    def _answer(self, found: FoundPlan) -> WiderPlan:
        closing = found.change_switch[: len(self.switches.closing)]
        return WiderPlan(found, closing, self.pricer.measures(found.change_switch), self._covered(found))

    def _covered(self, found: FoundPlan) -> bool:
        """Return whether everyone is at the nearest school, and a plan only closes, or extends what is too full."""
        plan, switches = found.change_switch, self.switches
        if (plan[switches.first_opening :] < switches.years).any():
            return False
        loads = self.question.pricer.loads(plan[None, : len(switches.closing)])[0]
        crowded = (loads > self.question.pricer.limits.most_pupils).any(axis=0)
        crowded[switches.extended(plan)] = False
        return not crowded.any()

    def _problem(self) -> PlanningProblem:
        switches, question = self.switches, self.question
        price: PlanPricer = self.pricer if self.wide else self._by_tables_where_they_know
        n, closings = len(switches), len(switches.closing)
        distance = np.full((n, n), np.inf)
        if question.problem.distance_switch_switch is not None:
            distance[:closings, :closings] = question.problem.distance_switch_switch
        may_change = switches.may_change(question.may_change)
        return PlanningProblem(question.years, switches.names(), may_change, price, distance)

    def _by_tables_where_they_know(self, change_plan_switch: Ints) -> Prices:
        """Return the prices of closings, simulated only where pupils are displaced and all other limits are kept."""
        plans = change_plan_switch
        tables, broken = self.question.pricer(plans), self.question.pricer.broken(plans)
        displaced = (broken.places > 0) & (broken.together == broken.places) & (self.guess(plans).broken <= 0)
        if displaced.any():
            simulated = self.pricer(plans[displaced])
            for values, own in zip(
                (tables.cost, tables.minutes, tables.broken),
                (simulated.cost, simulated.minutes, simulated.broken),
                strict=True,
            ):
                values[displaced] = own
        return tables

    def _as_starts(self, closing: Ints) -> list[Ints]:
        """Return a closing plan as wider ones: with nothing else, and with every school extended at need."""
        never = np.full(len(self.switches), self.question.years, dtype=np.intp)
        never[: len(closing)] = closing
        if not self.switches.extending:
            return [never]
        extended = never.copy()
        extended[self.switches.first_extension : self.switches.first_opening] = 0
        return [never, extended]

    def _guessed(
        self,
        closings: Sequence[Ints],
        objective: Objective,
        seed: int,
        seconds: float | None,
        clock: Callable[[], float],
    ) -> list[Ints]:
        """Return the best plan of closing by the guess alone, with extensions where these are wished."""
        question, switches = self.question, self.switches
        beside = np.full(len(switches) - len(switches.closing), question.years, dtype=np.intp)
        beside[: len(switches.extending)] = 0

        def price(change_plan_switch: Ints) -> Prices:
            rest = np.broadcast_to(beside, (len(change_plan_switch), len(beside)))
            return self.guess(np.hstack([change_plan_switch, rest]))

        problem = replace(question.problem, price=price)
        share = None if seconds is None else GUESSED_SHARE * seconds
        effort = SearchEffort(kicks=GUESSED_KICKS, seed=seed, seconds=share, clock=clock)
        found = search_plan(problem, objective, effort, closings)
        return [found.change_switch] if found.kept else []
