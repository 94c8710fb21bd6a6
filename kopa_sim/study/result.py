"""What a run yields, before anyone writes it down: arrays by draw, option by option."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.journeys import Access, Catchments, Journeys
from kopa_sim.model.ledger import Money, Verdict
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.plan import Plan
from kopa_sim.model.staffing import OperationsOutcome
from kopa_sim.scenario.contents import Scenario

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]


@dataclass(frozen=True)
class OptionResult:
    """Everything one option yields. Year axes run over ``plan.years``; reports show ``plan.costed``.

    Attributes
    ----------
    flow_keys
        (home municipality, school, grade band) of each flow that occurs in any year. (flow, 3)
    flows_draw_year_flow
        Pupils. (draw, year, flow)
    staffing
        Measure of staffing.csv -> (draw, year, municipality, subject).
    school_staffing
        Measure -> (draw, year, school), summed over subjects: hours_required and posts.
    budget_draw_year_municipality_item
        Nominal accounting view of the first five calendar years.
        (draw, budget year, municipality, economy.BUDGET_ITEMS)
    operations
        None when no replications were asked for.
    """

    plan: Plan
    catchments: Catchments
    pupils_draw_year_school_grade: Floats
    groups_draw_year_school_band: Floats
    flow_keys: Ints
    flows_draw_year_flow: Floats
    staffing: Mapping[str, Floats]
    school_staffing: Mapping[str, Floats]
    money: Money
    budget_draw_year_municipality_item: Floats
    access: Access
    operations: OperationsOutcome | None
    verdict: Verdict


@dataclass(frozen=True)
class RunResult:
    """A whole run: the scenario, how it was sampled, and what every option yields on the same draws.

    Attributes
    ----------
    population_draw_year_municipality_sex_age
        Residents on 31 December of base_year … end_year.
    starters_draw_year_area
        First-graders by area, over the Plan's years.
    timings_s
        Seconds by stage of the work.
    notices
        What the reader should know about the scenario and the run, in words.
    """

    scenario: Scenario
    seed: int
    draws: int
    replications: int
    parameters: Parameters
    journeys: Journeys
    population_years: tuple[int, ...]
    population_draw_year_municipality_sex_age: NDArray[np.float32]
    starters_draw_year_area: Floats
    options: tuple[OptionResult, ...]
    timings_s: Mapping[str, float]
    notices: tuple[str, ...] = ()

    @property
    def as_is(self) -> OptionResult:
        """The option that carries the present network forward."""
        return next(option for option in self.options if option.plan.option == "as_is")
