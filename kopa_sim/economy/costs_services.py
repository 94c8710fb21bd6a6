"""Meals, pupil welfare and information technology."""

import numpy as np
from numpy.typing import NDArray

from kopa_sim.economy.buildings import BuildingStates
from kopa_sim.economy.cost_basis import CostBasis
from kopa_sim.economy.present_value import annuity_share
from kopa_sim.model.staffing import Staffing

Floats = NDArray[np.float64]


def meals_cost(basis: CostBasis, states: BuildingStates) -> Floats:
    """Return meals: food and work by pupil and day, and a fixed kitchen by site. (draw, year, school)

    The kitchen of a closed site falls by the realised share of the saving until the building is disposed of.
    """
    days = basis.parameters.number("transport.school_days")
    by_pupil = basis.pupils_draw_year_school * days * basis.draws("economy.meal_eur_pupil_day")
    kitchen = states.site_cost_share(basis) * basis.draws("economy.kitchen_eur_site")
    cost: Floats = by_pupil + kitchen
    return cost


def welfare_cost(basis: CostBasis) -> Floats:
    """Return the municipality's part of pupil welfare; the rest is the wellbeing county's. (draw, year, school)"""
    cost: Floats = (
        basis.pupils_draw_year_school
        * basis.draws("economy.welfare_eur_pupil")
        * basis.wage_draw_year[:, :, None]
    )
    return cost


def ict_cost(basis: CostBasis, staffing: Staffing) -> Floats:
    """Return devices by pupil, and remote rooms as a yearly charge with their links. (draw, year, school)"""
    parameters = basis.parameters
    life = parameters.number("teaching.remote_room_life_years")
    rooms = staffing.remote_rooms_draw_year_school * basis.region.schools.municipal
    charge = annuity_share(life, parameters.draws("economy.discount_rate"))[:, None, None]
    room = basis.draws("teaching.remote_room_eur") * charge + basis.draws("teaching.link_eur_year")
    cost: Floats = basis.pupils_draw_year_school * basis.draws("economy.ict_eur_pupil") + rooms * room
    return cost
