"""What a run yields, before anyone writes it down: arrays by draw, option by option."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kopa_sim.economy.child_money import ChildMoney
from kopa_sim.model.area_access import AreaAccess, ChildImpact
from kopa_sim.model.journeys import Access, Catchments, Journeys
from kopa_sim.model.ledger import Money, Verdict
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.plan import Plan
from kopa_sim.model.staffing import OperationsOutcome
from kopa_sim.network.routing.option import OptionRoutes
from kopa_sim.scenario.contents import Scenario
from kopa_sim.study.support_weeks import SupportWeek
from kopa_sim.study.turning_points.point import TurningPoint
from kopa_sim.teaching.pool_tours import PoolTours

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]


@dataclass(frozen=True)
class OptionResult:
    """Everything one option yields. Year axes run over ``plan.years``; reports show ``plan.costed``.

    Attributes
    ----------
    special_classes_draw_year_school
        Special classes of ordinary schools, not among the groups by band. (draw, year, school)
    composite_pupils_draw_year_school
        Pupils of grades 0–9 in groups of several grades. (draw, year, school)
    flow_keys
        (home municipality, school, grade band) of each flow that occurs in any year. (flow, 3)
    flows_draw_year_flow
        Pupils. (draw, year, flow)
    staffing
        Measure of staffing.csv -> (draw, year, municipality, subject and then staff beside the teachers).
    school_staffing
        Measure -> (draw, year, school), summed over subjects: hours_required and posts.
    budget_draw_year_municipality_item
        Nominal accounting view of the first five calendar years.
        (draw, budget year, municipality, economy.BUDGET_ITEMS)
    operations
        None when no replications were asked for.
    population_draw_year_municipality_sex_age
        Residents on 31 December of base_year … end_year; the array of as_is unless families answer to closures.
    starters_draw_year_area
        First-graders by area, over the Plan's years; likewise.
    routes
        Routes of school transport on the mean future; None where a rule stands in for them.
    tours
        Tours of each pool's teachers on the mean future; none where pools follow a rule.
    support_weeks
        Weeks of principals and assistants whom schools share, on the mean future; none where pools follow a rule.
    area_access
        The way to school by area in the anchor years; None where it was not measured.
    child_impact
        What it means for the children of schools that close or lose grades; None where there are none.
    """

    plan: Plan
    catchments: Catchments
    pupils_draw_year_school_grade: Floats
    groups_draw_year_school_band: Floats
    special_classes_draw_year_school: Floats
    composite_pupils_draw_year_school: Floats
    flow_keys: Ints
    flows_draw_year_flow: Floats
    staffing: Mapping[str, Floats]
    school_staffing: Mapping[str, Floats]
    money: Money
    budget_draw_year_municipality_item: Floats
    access: Access
    operations: OperationsOutcome | None
    verdict: Verdict
    population_draw_year_municipality_sex_age: NDArray[np.float32]
    starters_draw_year_area: Floats
    routes: OptionRoutes | None = None
    tours: tuple[PoolTours, ...] = ()
    support_weeks: tuple[SupportWeek, ...] = ()
    area_access: AreaAccess | None = None
    child_impact: ChildImpact | None = None


@dataclass(frozen=True)
class RunResult:
    """A whole run: the scenario, how it was sampled, and what every option yields on the same draws.

    Attributes
    ----------
    timings_s
        Seconds by stage of the work.
    notices
        What the reader should know about the scenario and the run, in words.
    cut_short
        What solvers' limits left unproved, in words, among the notices too; empty where no limit was reached.
    turning_points
        What turns each verdict; empty where it was not asked for.
    child_money
        What one more child brings its municipality under as_is.
    """

    scenario: Scenario
    seed: int
    draws: int
    replications: int
    parameters: Parameters
    journeys: Journeys
    population_years: tuple[int, ...]
    options: tuple[OptionResult, ...]
    timings_s: Mapping[str, float]
    notices: tuple[str, ...] = ()
    cut_short: tuple[str, ...] = ()
    turning_points: tuple[TurningPoint, ...] = ()
    child_money: ChildMoney | None = None

    @property
    def as_is(self) -> OptionResult:
        """The option that carries the present network forward."""
        return next(option for option in self.options if option.plan.option == "as_is")

    @property
    def population_draw_year_municipality_sex_age(self) -> NDArray[np.float32]:
        """Residents under as_is."""
        return self.as_is.population_draw_year_municipality_sex_age

    @property
    def starters_draw_year_area(self) -> Floats:
        """First-graders by area under as_is."""
        return self.as_is.starters_draw_year_area

    @property
    def people_differ(self) -> bool:
        """Whether any option has people of its own, because families answer to the schools it closes."""
        own = self.as_is.population_draw_year_municipality_sex_age
        return any(option.population_draw_year_municipality_sex_age is not own for option in self.options)

    @property
    def routed(self) -> bool:
        """Whether routes of school transport were computed."""
        return any(option.routes is not None for option in self.options)

    @property
    def stopped(self) -> tuple[str, ...]:
        """Options of which a simulated school year ended early because it reached the limit of events."""
        return tuple(o.plan.option for o in self.options if o.operations is not None and o.operations.stopped)

    @property
    def replications_kept(self) -> int:
        """Replications that every option's figures rest on; 0 where no school year was lived to its end."""
        outcome = self.as_is.operations
        if outcome is None or not outcome.years or not self.floor_tested:
            return 0
        return len(outcome.values["lessons_planned"])

    @property
    def floor_tested(self) -> bool:
        """Whether the verdicts hold qualified teaching to its floor: school years were lived to their end."""
        return "qualified_teaching_share" in self.as_is.verdict.values

    @property
    def watched(self) -> bool:
        """Whether a simulated school year of as_is was kept day by day."""
        return self.as_is.operations is not None and self.as_is.operations.log is not None

    @property
    def weeks_shared(self) -> bool:
        """Whether weeks of shared teachers, principals or assistants are known."""
        return self.toured or any(option.support_weeks for option in self.options)

    @property
    def toured(self) -> bool:
        """Whether tours of shared teachers were solved."""
        return any(pool.solved for option in self.options for pool in option.tours)

    @property
    def bills_shared(self) -> bool:
        """Whether an agreement of any option makes some cost common."""
        return any(
            bill.cost_draw_year_municipality.any()
            for option in self.options
            for bill in option.money.costs.joint_bills
        )

    @property
    def measured_by_area(self) -> bool:
        """Whether the way to school is known by the area where pupils live."""
        return all(option.area_access is not None for option in self.options)

    @property
    def incomes_known(self) -> bool:
        """Whether the mean income of any area is known."""
        return not np.isnan(self.scenario.region.areas.mean_income_eur).all()
