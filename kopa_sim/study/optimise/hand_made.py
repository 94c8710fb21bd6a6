"""The options a planner made by hand, priced in the mean future as the networks that are found."""

from collections.abc import Collection
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kopa_sim.access import measure_access
from kopa_sim.model.grades import BASIC_GRADES
from kopa_sim.model.plan import Plan
from kopa_sim.scenario.contents import Scenario
from kopa_sim.study.chosen_networks import undecided_options
from kopa_sim.study.mean_future import mean_future, mean_future_cost
from kopa_sim.study.optimise.contents import FoundNetwork, Wishes
from kopa_sim.study.optimise.details import with_details
from kopa_sim.study.prepare import OptionPlan, Prepared, prepare

Floats = NDArray[np.float64]

NOT_SOUGHT = float("nan")
REGION, ALL_BASIC = -1, -1
"""Places of the whole region, and of grades 0–9 together, along the axes of Access."""


@dataclass(frozen=True)
class MeanJourneys:
    """One-way minutes of grades 0–9 in the mean future over all costed years."""

    mean_minutes: float
    longest_minutes: float


def mean_journeys(prepared: Prepared, option: OptionPlan) -> MeanJourneys:
    """Return the mean over the pupils of all costed years together, and the longest journey of any."""
    flows = mean_future(prepared, option).flows
    access, costed = measure_access(option.journeys_by_year, flows), option.plan.costed
    schools = len(prepared.scenario.region.schools)
    by_grade = flows.pupils_draw_year_school_grade(schools)[0, costed]
    pupils: Floats = by_grade[:, :, BASIC_GRADES].sum(axis=(1, 2))
    minutes, longest = (
        access.values[measure][0, costed, REGION, ALL_BASIC] for measure in ("mean_min", "max_min")
    )
    total = float(pupils.sum())
    mean = float((np.nan_to_num(minutes) * pupils).sum()) / total if total > 0 else NOT_SOUGHT
    return MeanJourneys(mean, float(np.nanmax(longest)) if total > 0 else NOT_SOUGHT)


def closed_beside(plan: Plan, base: Plan, codes: Collection[str]) -> tuple[tuple[str, int], ...]:
    """Return the schools that a Plan closes and another does not, with their years, in the order of closing."""
    stays = base.open_year_school[-1]
    closing = plan.closed_in_year_school & stays
    every = tuple(codes)
    return tuple((every[school], plan.years[year]) for year, school in np.argwhere(closing).tolist())


def price_hand_made(
    scenario: Scenario, base_option: str, wishes: Wishes | None = None
) -> tuple[FoundNetwork, ...]:
    """Return the scenario's options beside the base, each with its cost and journeys in the mean future.

    Options that leave their network to the solver are left out. Where wishes are given each tells which it breaks.
    """
    from kopa_sim.study.optimise.broken_wishes import (
        broken_wishes,
    )  # knows the simulator, which knows this module
    from kopa_sim.study.optimise.simulated import Simulator

    left_out = (base_option, *undecided_options(scenario))
    wanted = [option.id for option in scenario.options if option.id not in left_out]
    prepared = prepare(scenario, seed=1, draws=1, option_ids=[base_option, *wanted])
    base = next(option for option in prepared.options if option.plan.option == base_option)
    simulator = Simulator(prepared, base)
    found = []
    for option in prepared.options:
        if option.plan.option in wanted:
            network = _priced(prepared, option, base.plan)
            breaks = broken_wishes(simulator, wishes, option, network) if wishes else ()
            found.append(replace(network, breaks=breaks))
    return tuple(found)


def _priced(prepared: Prepared, option: OptionPlan, base: Plan) -> FoundNetwork:
    journeys = mean_journeys(prepared, option)
    network = FoundNetwork(
        option=option.plan.option,
        measures=(),
        plan=option.plan,
        cost_eur=float(mean_future_cost(prepared, option)[-1]),
        searched_cost_eur=NOT_SOUGHT,
        bound_eur=NOT_SOUGHT,
        mean_minutes=journeys.mean_minutes,
        longest_minutes=journeys.longest_minutes,
        closed=closed_beside(option.plan, base, prepared.scenario.region.schools.codes),
    )
    return with_details(prepared, option, network)
