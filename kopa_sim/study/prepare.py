"""What all draws and options share: the mean future, the journeys, the Plans and their catchments.

Catchments are a municipal decision, not a reaction to luck: they are solved here once per open set and year on
the mean future, and the draws flow through them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kopa_sim.access import YearJourneys, ready_journeys
from kopa_sim.demography import Launch, expected_future, launch, pupils_by_area
from kopa_sim.model.grades import BASIC_GRADES
from kopa_sim.model.journeys import Catchments, Journeys, YearCatchment
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.people import Futures, Pupils
from kopa_sim.model.plan import Plan
from kopa_sim.model.streams import Streams
from kopa_sim.network import assign_catchments, flow_pupils, measure_journeys
from kopa_sim.scenario.contents import AS_IS, OptionSpec, Scenario
from kopa_sim.scenario.measures import PlanContext, present_plan, schools_to_open
from kopa_sim.scenario.options import option_measures
from kopa_sim.study.flow_keys import FlowKeys, find_flow_keys
from kopa_sim.study.sampling import sample_parameters

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class OptionPlan:
    """One option decided: its Plan, who goes where under it, and what follows from that in every draw.

    ``conflicts`` says why measures of the option cannot be carried out now that the pupils are known.
    """

    plan: Plan
    conflicts: tuple[str, ...]
    catchments: Catchments
    flow_keys: FlowKeys
    journeys_by_year: tuple[YearJourneys, ...]


@dataclass(frozen=True)
class Prepared:
    """Everything the blocks of draws share.

    Attributes
    ----------
    expected, mean_pupils
        The mean future (one draw).
    options
        as_is first, the others in the scenario's order.
    """

    scenario: Scenario
    parameters: Parameters
    streams: Streams
    launch: Launch
    expected: Futures
    mean_pupils: Pupils
    journeys: Journeys
    options: tuple[OptionPlan, ...]

    @property
    def as_is(self) -> OptionPlan:
        """The option that carries the present network forward."""
        return self.options[0]


def mean_pupils_year_school(scenario: Scenario, catchments: Catchments, mean_pupils: Pupils) -> Floats:
    """Return pupils of grades 0–9 by school in the mean future. (year, school)"""
    flows = flow_pupils(scenario.region, catchments, mean_pupils)
    by_grade = flows.pupils_draw_year_school_grade(len(scenario.region.schools))[0]
    total: Floats = by_grade[:, :, BASIC_GRADES].sum(axis=2)
    return total


def make_plan(
    scenario: Scenario, spec: OptionSpec, parameters: Parameters, context: PlanContext
) -> tuple[Plan, tuple[str, ...]]:
    """Return the Plan of an option, and why any of its measures cannot be carried out.

    The Plan is that of the present network, then its measures in order; one that conflicts is left out.
    """
    plan = present_plan(
        spec.id,
        spec.title,
        scenario.region,
        scenario.plan_years,
        scenario.first_year,
        parameters.vector("transport.free_transport_limit_km"),
        schools_to_open(context, (measure for option in scenario.options for measure in option.measures)),
    )
    conflicts: list[str] = []
    for measure in option_measures(scenario.options, spec.id):
        found = measure.conflicts(plan, context)
        conflicts += found
        plan = plan if found else measure.apply(plan, context)
    return plan, tuple(conflicts)


def chosen_options(scenario: Scenario, option_ids: Sequence[str] | None) -> tuple[OptionSpec, ...]:
    """Return as_is and the wanted options, all of them when none are named."""
    as_is = next(spec for spec in scenario.options if spec.id == AS_IS)
    others = [
        spec for spec in scenario.options if spec.id != AS_IS and (not option_ids or spec.id in option_ids)
    ]
    return (as_is, *others)


def prepare(
    scenario: Scenario, *, seed: int, draws: int, option_ids: Sequence[str] | None = None
) -> Prepared:
    """Project the mean future, measure journeys, decide every Plan and solve its catchments."""
    streams = Streams(seed)
    parameters = sample_parameters(scenario, draws, streams)
    mean = parameters.mean()
    region = scenario.region
    launched = launch(region, scenario.demographic, mean, scenario.end_year)
    expected = expected_future(launched, mean)
    mean_pupils = pupils_by_area(region, expected, scenario.plan_years, mean)
    journeys = measure_journeys(region, mean, scenario.travel_times)

    cache: dict[bytes, YearCatchment] = {}
    shape = (len(scenario.plan_years), len(region.schools))
    context = PlanContext(region, np.zeros(shape))
    options: list[OptionPlan] = []
    for spec in chosen_options(scenario, option_ids):
        plan, conflicts = make_plan(scenario, spec, mean, context)
        catchments = assign_catchments(region, journeys, plan, mean_pupils, mean, cache)
        ready = ready_journeys(region, journeys, plan, catchments, mean)
        options.append(OptionPlan(plan, conflicts, catchments, find_flow_keys(region, catchments), ready))
        if spec.id == AS_IS:
            context = PlanContext(region, mean_pupils_year_school(scenario, catchments, mean_pupils))
    return Prepared(scenario, parameters, streams, launched, expected, mean_pupils, journeys, tuple(options))
