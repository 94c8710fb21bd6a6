"""One option in the mean future, without chance and without the daily running of schools.

This is the money by which networks are compared when the best one is sought, so a run states it too.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kopa_sim.economy import cost_option
from kopa_sim.economy.present_value import discount_factors, present_value
from kopa_sim.model.journeys import PupilFlows
from kopa_sim.model.ledger import Costs
from kopa_sim.network import carry_pupils, drive_to_meetings, flow_pupils
from kopa_sim.study.prepare import OptionPlan, Prepared
from kopa_sim.study.residents import pupils_at_home
from kopa_sim.study.tours import of_mean_future
from kopa_sim.teaching import form_groups, staff_schools

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class MeanFuture:
    """Who goes where under an option in the mean future, and what it costs. One draw."""

    flows: PupilFlows
    costs: Costs


def mean_future(prepared: Prepared, option: OptionPlan) -> MeanFuture:
    """Return one option in the mean future: the stages of a run on the expected people and parameters."""
    scenario, parameters = prepared.scenario, prepared.parameters.mean()
    region, plan, people = scenario.region, option.plan, option.people
    flows = flow_pupils(region, option.catchments, people.pupils)
    pupils = flows.pupils_draw_year_school_grade(len(region.schools))
    groups = form_groups(pupils, parameters, region.schools.special)
    staffing = staff_schools(
        region,
        plan,
        prepared.journeys,
        groups,
        pupils,
        parameters,
        of_mean_future(option.tours),
        pupils_at_home(region, people.pupils),
    )
    daily = carry_pupils(region, prepared.journeys, plan, flows, parameters, option.routes)
    transport = drive_to_meetings(daily, staffing.meetings, prepared.journeys, parameters)
    costs = cost_option(
        region,
        plan,
        flows,
        groups,
        staffing,
        transport,
        None,
        people.expected,
        parameters,
        scenario.price_year,
    )
    return MeanFuture(flows, costs)


def mean_future_cost(prepared: Prepared, option: OptionPlan) -> Floats:
    """Return the present value of gross cost in the mean future, euros, the region last. (municipality + 1)

    School transport and shared teachers are those of the rule, which a search can afford, in every run alike.
    Substitutes and disturbances are not in it: they are simulated, not expected.
    """
    return present_cost(prepared, replace(option, routes=None, tours=()))


def present_cost(prepared: Prepared, option: OptionPlan) -> Floats:
    """Return the same with the option's own routes of school transport, where it has some. (municipality + 1)"""
    plan, parameters = option.plan, prepared.parameters.mean()
    gross = mean_future(prepared, option).costs.gross_draw_year_municipality[:, plan.costed]
    factors = discount_factors(plan.costed_years, plan.first_year, parameters)
    by_municipality = present_value(gross, factors)[0]
    total: Floats = np.append(by_municipality, by_municipality.sum())
    return total
