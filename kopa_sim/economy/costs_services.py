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
    """Return devices by pupil, and remote rooms with what belongs to them. (draw, year, school)

    A room's equipment and the training of the person who teaches or sits in it are yearly charges over their lives.
    A school that is remote-ready has the equipment of one room already.
    """
    schools = basis.region.schools
    rooms = staffing.remote_rooms_draw_year_school * schools.municipal
    to_equip = np.maximum(rooms - schools.remote_ready, 0.0)
    equipment = basis.draws("teaching.remote_room_eur") * _yearly(basis, "teaching.remote_room_life_years")
    training = basis.draws("teaching.remote_training_eur_person") * _yearly(
        basis, "teaching.remote_training_life_years"
    )
    room = training + basis.draws("teaching.link_eur_year")
    devices = basis.pupils_draw_year_school * basis.draws("economy.ict_eur_pupil")
    cost: Floats = devices + to_equip * equipment + rooms * room
    return cost


def _yearly(basis: CostBasis, life: str) -> Floats:
    """Return the yearly charge of one euro over a life that a parameter gives. (draw, 1, 1)"""
    rate = basis.parameters.draws("economy.discount_rate")
    return annuity_share(basis.parameters.number(life), rate)[:, None, None]
