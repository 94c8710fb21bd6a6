"""What all draws and options share: the mean future, the journeys, the Plans and their catchments.

Catchments are a municipal decision, not a reaction to luck: they are solved here once per open set and year on
the mean future, and the draws flow through them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kopa_sim.access import YearAreas, YearJourneys, ready_journeys
from kopa_sim.access.child_impact import YearMoves
from kopa_sim.demography import (
    CountedPupils,
    Launch,
    count_pupils,
    expected_future,
    launch,
    pupils_by_area,
    respond_to_closures,
)
from kopa_sim.model.grades import BASIC_GRADES
from kopa_sim.model.journeys import Catchments, Journeys
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.people import Futures, Pupils
from kopa_sim.model.plan import Plan
from kopa_sim.model.streams import Streams
from kopa_sim.network import CatchmentCache, assign_catchments, flow_pupils, measure_journeys
from kopa_sim.network.routing.option import OptionRoutes
from kopa_sim.scenario.contents import AS_IS, OptionSpec, Scenario
from kopa_sim.scenario.measures import PlanContext, present_plan, schools_to_open
from kopa_sim.scenario.options import option_measures
from kopa_sim.study.closures import lost_school_share
from kopa_sim.study.flow_keys import FlowKeys, find_flow_keys
from kopa_sim.study.sampling import sample_parameters
from kopa_sim.study.support_weeks import SupportWeek
from kopa_sim.teaching.pool_tours import PoolTours

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class MeanPeople:
    """The people of the mean future (one draw), and what the sampled ones set out from.

    ``counted`` relates pupils to residents where the pupils are counted, on the reference future of as_is.
    """

    launch: Launch
    expected: Futures
    pupils: Pupils
    counted: CountedPupils | None = None


@dataclass(frozen=True)
class OptionPlan:
    """One option decided: its people, its Plan, who goes where under it, and what follows in every draw.

    ``people`` are those of as_is, the same object, unless families answer to the schools the option closes.
    ``conflicts`` says why measures of the option cannot be carried out now that the pupils are known. ``routes`` is
    None where transport follows the rule. ``tours`` are those of the Plan's pools of teachers, none where they follow
    a rule; ``support_weeks`` are those of principals and assistants whom schools share, known with the tours.
    ``areas`` and ``moves`` are there once the option is made ready for measuring by area and by closed school.
    """

    people: MeanPeople
    plan: Plan
    conflicts: tuple[str, ...]
    catchments: Catchments
    flow_keys: FlowKeys
    journeys_by_year: tuple[YearJourneys, ...]
    routes: OptionRoutes | None = None
    tours: tuple[PoolTours, ...] = ()
    support_weeks: tuple[SupportWeek, ...] = ()
    areas: tuple[YearAreas, ...] = ()
    moves: tuple[YearMoves, ...] = ()


@dataclass(frozen=True)
class Prepared:
    """Everything the blocks of draws share.

    Attributes
    ----------
    options
        as_is first, the others in the scenario's order.
    """

    scenario: Scenario
    parameters: Parameters
    streams: Streams
    journeys: Journeys
    options: tuple[OptionPlan, ...]

    @property
    def as_is(self) -> OptionPlan:
        """The option that carries the present network forward."""
        return self.options[0]

    @property
    def launch(self) -> Launch:
        """What the futures of as_is set out from."""
        return self.as_is.people.launch

    @property
    def expected(self) -> Futures:
        """The mean future of as_is (one draw)."""
        return self.as_is.people.expected

    @property
    def mean_pupils(self) -> Pupils:
        """The pupils of the mean future of as_is."""
        return self.as_is.people.pupils

    @property
    def people_differ(self) -> bool:
        """Whether any option has people of its own."""
        return any(option.people is not self.as_is.people for option in self.options)


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


def _mean_people(
    scenario: Scenario, launched: Launch, mean: Parameters, as_is: MeanPeople | None = None
) -> MeanPeople:
    expected, years = expected_future(launched, mean), scenario.plan_years
    counted = count_pupils(scenario.demographic, launched, years, mean) if as_is is None else as_is.counted
    pupils = pupils_by_area(scenario.region, expected, years, mean, counted=counted)
    return MeanPeople(launched, expected, pupils, counted)


def _people_of_option(
    scenario: Scenario,
    journeys: Journeys,
    plan: Plan,
    catchments: Catchments,
    as_is: MeanPeople,
    mean: Parameters,
) -> MeanPeople:
    """Return the people of an option: those of as_is, or others where families answer to lost schools."""
    lost = lost_school_share(scenario.region, journeys, plan, catchments, mean)
    if not lost.any():
        return as_is
    launched = respond_to_closures(as_is.launch, scenario.region, plan.years, lost, mean)
    return _mean_people(scenario, launched, mean, as_is)


def _families_respond(parameters: Parameters) -> bool:
    return bool((parameters.draws("demography.closure_response_share") > 0).any())


def prepare(
    scenario: Scenario, *, seed: int, draws: int, option_ids: Sequence[str] | None = None
) -> Prepared:
    """Project the mean future, measure journeys, decide every Plan and solve its catchments.

    Plans are decided on the pupils of as_is. Where families answer to closed schools an option then gets people of
    its own, and its catchments are solved again for them.
    """
    streams = Streams(seed)
    parameters = sample_parameters(scenario, draws, streams)
    mean = parameters.mean()
    region = scenario.region
    people = _mean_people(scenario, launch(region, scenario.demographic, mean, scenario.end_year), mean)
    journeys = measure_journeys(region, mean, scenario.travel_times, scenario.roads)
    respond = _families_respond(parameters)

    cache: CatchmentCache = {}
    shape = (len(scenario.plan_years), len(region.schools))
    context = PlanContext(region, np.zeros(shape))
    options: list[OptionPlan] = []
    for spec in chosen_options(scenario, option_ids):
        plan, conflicts = make_plan(scenario, spec, mean, context)
        catchments = assign_catchments(region, journeys, plan, people.pupils, mean, cache)
        own = _people_of_option(scenario, journeys, plan, catchments, people, mean) if respond else people
        if own is not people:
            catchments = assign_catchments(region, journeys, plan, own.pupils, mean, cache)
        ready = ready_journeys(region, journeys, plan, catchments, mean)
        keys = find_flow_keys(region, catchments)
        options.append(OptionPlan(own, plan, conflicts, catchments, keys, ready))
        if spec.id == AS_IS:
            context = PlanContext(region, mean_pupils_year_school(scenario, catchments, people.pupils))
    return Prepared(scenario, parameters, streams, journeys, tuple(options))
