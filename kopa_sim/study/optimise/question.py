"""From a planner's wishes to a question for the search: which schools may close when, and what that costs."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.grades import UPPER_SECONDARY
from kopa_sim.model.people import Pupils
from kopa_sim.network.planning import PlanningProblem
from kopa_sim.scenario.measures import Measure
from kopa_sim.scenario.measures.close_school import CloseSchool
from kopa_sim.study.optimise.contents import Wishes
from kopa_sim.study.optimise.intake_costs import Setting
from kopa_sim.study.optimise.layout import Travellers, in_future, travellers
from kopa_sim.study.optimise.pricing import ClosingPricer
from kopa_sim.study.optimise.simulated import Simulator

Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Question:
    """Which schools may close, and the price of every plan.

    Attributes
    ----------
    may_change
        (switch, years + 1)
    """

    simulator: Simulator
    pricer: ClosingPricer
    may_change: Bools

    @property
    def years(self) -> int:
        """Costed years."""
        return self.pricer.years

    @property
    def codes(self) -> tuple[str, ...]:
        """Codes of the schools that may close."""
        every = self.simulator.prepared.scenario.region.schools.codes
        return tuple(every[school] for school in self.pricer.schools)

    @property
    def problem(self) -> PlanningProblem:
        """The question as the search understands it."""
        near = self.simulator.prepared.journeys.km_school_school
        schools = self.pricer.schools
        return PlanningProblem(
            self.years, self.codes, self.may_change, self.pricer, near[np.ix_(schools, schools)]
        )

    def measures(self, plan: Ints) -> tuple[Measure, ...]:
        """Return a plan as measures, in the order of the years."""
        years = self.simulator.base.plan.costed_years
        return tuple(
            CloseSchool(measure="close_school", school=self.codes[switch], year=years[plan[switch]])
            for switch in np.argsort(plan, kind="stable")
            if plan[switch] < self.years
        )


def teaches_upper_secondary(simulator: Simulator) -> Bools:
    """Return the schools that teach upper secondary education in any costed year. (school,)"""
    plan = simulator.base.plan
    taught = plan.grades_year_school_grade[plan.costed, :, UPPER_SECONDARY]
    return np.asarray((taught & plan.open_year_school[plan.costed]).any(axis=0))


def schools_that_may_close(simulator: Simulator, wishes: Wishes) -> Ints:
    """Return municipal schools with a catchment, open in every costed year, that nobody wishes to keep.

    Schools that teach upper secondary education stay unless they may change or are named among those to close.
    """
    region, plan = simulator.prepared.scenario.region, simulator.base.plan
    schools = region.schools
    may = schools.municipal & schools.fills_by_distance & ~np.isin(schools.codes, wishes.keep)
    may &= plan.open_year_school[plan.costed.start - 1 :].all(axis=0)
    if not wishes.upper_secondary:
        may &= ~teaches_upper_secondary(simulator) | np.isin(schools.codes, wishes.close)
    if wishes.municipalities:
        wished = np.isin(region.municipalities.codes, wishes.municipalities)
        may &= wished[schools.municipality]
    return np.flatnonzero(may)


def ask(simulator: Simulator, wishes: Wishes) -> Question:
    """Return the question of a planner's wishes on a base option."""
    prepared, base = simulator.prepared, simulator.base
    scenario, mean = prepared.scenario, simulator.mean
    setting = Setting(scenario.region, prepared.journeys, base.plan, mean, scenario.price_year)
    groups = travellers(
        scenario.region,
        prepared.journeys,
        base.plan,
        base.catchments,
        base.people.pupils,
        mean,
        wishes.max_minutes,
    )
    schools = schools_that_may_close(simulator, wishes)
    futures = [
        (_in_future(simulator, groups, pupils), weight)
        for pupils, weight in ([] if simulator.futures is None else simulator.futures.each)
    ]
    pricer = ClosingPricer.of(
        setting,
        groups,
        base.catchments,
        schools,
        wishes.smallest_school_pupils,
        futures,
        wishes.spare_places,
    ).with_conditions(wishes)
    codes = [scenario.region.schools.codes[school] for school in schools]
    return Question(simulator, pricer, closing_years(wishes, codes, base.plan.costed_years))


def closing_years(wishes: Wishes, codes: Sequence[str], years: Sequence[int]) -> Bools:
    """Return in which years schools may close, and in the last column whether they may stay. (switch, year + 1)"""
    earliest = dict(wishes.earliest_year_of_school)
    first = [max(wishes.earliest_year or years[0], earliest.get(code, years[0])) for code in codes]
    late_enough = np.array(years) >= np.array(first, dtype=np.intp)[:, None]
    may_stay = ~np.isin(np.array(codes, dtype=np.str_), wishes.close)
    return np.concatenate([late_enough, may_stay[:, None]], axis=1)


def _in_future(simulator: Simulator, groups: Travellers, pupils: Pupils) -> Travellers:
    prepared, base = simulator.prepared, simulator.base
    return in_future(
        groups,
        prepared.scenario.region,
        prepared.journeys,
        base.plan,
        base.catchments,
        base.people.pupils,
        pupils,
        simulator.mean,
    )


def plan_of(question: Question, open_year_school: Bools) -> Ints | None:
    """Return the plan with which other open schools are reached, None where closing alone does not reach them."""
    pricer = question.pricer
    costed = open_year_school[pricer.start :]
    others = np.ones(costed.shape[1], dtype=np.bool_)
    others[pricer.schools] = False
    if (costed[:, others] != pricer.base_open[:, others]).any():
        return None
    own = costed[:, pricer.schools]
    if (own[1:] & ~own[:-1]).any():
        return None
    plan: Ints = own.sum(axis=0).astype(np.intp)
    return plan
