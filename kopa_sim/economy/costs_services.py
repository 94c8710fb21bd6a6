"""Pupil welfare and information technology."""

import numpy as np
from numpy.typing import NDArray

from kopa_sim.economy.buildings import BuildingStates
from kopa_sim.economy.cost_basis import CostBasis
from kopa_sim.economy.pay import post_cost
from kopa_sim.economy.present_value import annuity_share
from kopa_sim.model.staffing import Staffing

Floats = NDArray[np.float64]


def welfare_cost(basis: CostBasis) -> Floats:
    """Return the municipality's part of pupil welfare: school coaches by pupils, and what else a pupil takes.

    Nurses, psychologists and social workers are the wellbeing county's since 2023. (draw, year, school)
    """
    coaches = _staff_by_pupil(
        basis, "economy.school_coach_salary_eur_month", "economy.pupils_per_school_coach"
    )
    other = basis.draws("economy.welfare_other_eur_pupil") * basis.growth_of("welfare_other")
    cost: Floats = basis.pupils_draw_year_school * (coaches + other)
    return cost


def ict_cost(basis: CostBasis, states: BuildingStates, staffing: Staffing) -> Floats:
    """Return devices, licences and support by pupil, each site's network, and remote rooms. (draw, year, school)

    A device, a room's equipment and the training of the person who teaches or sits in it are yearly charges over
    their lives. A school that is remote-ready has the equipment of one room already. The network of a closed site
    falls by the realised share of the saving until the building is disposed of.
    """
    site = basis.draws("economy.ict_site_eur_year") * basis.growth_of("ict_site")
    by_pupil = (_device_cost(basis) + basis.draws("economy.ict_licence_eur_pupil")) * basis.prices
    support = _staff_by_pupil(basis, "economy.ict_support_salary_eur_month", "economy.pupils_per_ict_support")
    pupils = basis.pupils_draw_year_school * (by_pupil + support)
    cost: Floats = pupils + states.site_cost_share(basis) * site + remote_room_cost(basis, staffing)
    return cost


def remote_room_cost(basis: CostBasis, staffing: Staffing) -> Floats:
    """Return the yearly cost of rooms for remote lessons with what belongs to them. (draw, year, school)"""
    schools = basis.region.schools
    rooms = staffing.remote_rooms_draw_year_school * schools.municipal
    to_equip = np.maximum(rooms - schools.remote_ready, 0.0)
    equipment = basis.draws("teaching.remote_room_eur") * _yearly(basis, "teaching.remote_room_life_years")
    training = basis.draws("teaching.remote_training_eur_person") * _yearly(
        basis, "teaching.remote_training_life_years"
    )
    room = training + basis.draws("teaching.link_eur_year")
    cost: Floats = (to_equip * equipment + rooms * room) * basis.prices
    return cost


def _device_cost(basis: CostBasis) -> Floats:
    """Return the yearly charge of a pupil's devices. (draw, 1, 1)"""
    devices = basis.draws("economy.ict_devices_per_pupil") * basis.draws("economy.ict_device_eur")
    cost: Floats = devices * _yearly(basis, "economy.ict_device_life_years")
    return cost


def _staff_by_pupil(basis: CostBasis, salary: str, pupils_per_post: str) -> Floats:
    """Return what a kind of staff that follows the number of pupils costs by pupil. (draw, year, 1)"""
    post = post_cost(salary, basis.parameters)[:, None, None]
    cost: Floats = post / basis.parameters.number(pupils_per_post) * basis.wages
    return cost


def _yearly(basis: CostBasis, life: str) -> Floats:
    """Return the yearly charge of one euro over a life that a parameter gives. (draw, 1, 1)"""
    rate = basis.parameters.draws("economy.discount_rate")
    return annuity_share(basis.parameters.number(life), rate)[:, None, None]
