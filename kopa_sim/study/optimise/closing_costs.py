"""What closing a school costs and saves whoever goes where: buildings, kitchens, closing itself."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from kopa_sim.economy.cost_basis import cost_basis
from kopa_sim.economy.costs_administration import office_cost
from kopa_sim.economy.costs_transition import agreement_change_cost
from kopa_sim.economy.growth import blended_growth
from kopa_sim.economy.present_value import discount_factors
from kopa_sim.model.journeys import Catchments, PupilFlows
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.plan import Plan
from kopa_sim.study.optimise.intake_costs import Setting, empty_cost

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]


def year_weights(plan: Plan, parameters: Parameters) -> Floats:
    """Return what a euro of each of the Plan's years weighs in the present value; 0 before the costed ones."""
    weight = np.zeros(len(plan.years))
    weight[plan.costed] = discount_factors(plan.costed_years, plan.first_year, parameters)[0]
    return weight


def closed_from(plan: Plan, schools: Bools, change: int) -> Plan:
    """Return the Plan with schools closed from a costed year on; the number of costed years for never."""
    is_open = plan.open_year_school.copy()
    is_open[plan.costed.start + change :, schools] = False
    return replace(plan, open_year_school=is_open)


def building_change_cost(setting: Setting, may_close: Bools) -> Floats:
    """Return the present value of every school without pupils, by the year it closes. (school, years + 1)

    Schools that may not close have the cost of the base option in every column.
    """
    plan, weight = setting.plan, year_weights(setting.plan, setting.parameters)
    bare = replace(plan, agreements=())
    columns = [
        weight @ empty_cost(replace(setting, plan=closed_from(bare, may_close, change)), True)
        for change in range(len(plan.costed_years) + 1)
    ]
    return np.stack(columns, axis=1)


def moving_price(setting: Setting) -> Floats:
    """Return what moving one pupil costs, with the real growth of what is in it, euros. (year of the Plan,)"""
    plan, parameters = setting.plan, setting.parameters
    growth = blended_growth("moving", plan.years, setting.price_year, parameters)[0]
    price: Floats = parameters.draws("economy.moving_eur_pupil")[0] * growth
    return price


def common_cost(setting: Setting, catchments: Catchments) -> float:
    """Return the present value of what no closing changes: education offices, and agreements that begin or end."""
    arcs = catchments.by_year
    nobody = PupilFlows(catchments, tuple(np.zeros((1, len(of))) for of in arcs))
    basis = cost_basis(setting.region, setting.plan, nobody, setting.parameters, setting.price_year)
    by_year = office_cost(basis)[0].sum(axis=1) + agreement_change_cost(basis)[0].sum(axis=1)
    return float(year_weights(setting.plan, setting.parameters) @ by_year)
