"""Meals, kitchen by kitchen: food, work that steps with meals, equipment, and food that is brought.

A cooking kitchen cooks for its own school; what it sends to heating kitchens is paid for at these by the working time
and the journeys it takes. Fixed hours and equipment make the meal of a small kitchen dear.
"""

import numpy as np
from numpy.typing import NDArray

from kopa_sim.economy.buildings import BuildingStates
from kopa_sim.economy.cost_basis import CostBasis
from kopa_sim.economy.kitchens import kitchens_of
from kopa_sim.economy.pay import post_cost
from kopa_sim.model.kitchens import Kitchens

Floats = NDArray[np.float64]

MINUTES_PER_H = 60.0
THERE_AND_BACK = 2.0
ROUNDING_STEPS = 1e-9
"""Part of a step of working time that is rounding."""


def meals_cost(basis: CostBasis, states: BuildingStates) -> Floats:
    """Return meals by school: food, kitchen work, equipment and delivery. (draw, year, school)

    What is fixed in the kitchen of a closed school falls by the realised share of the saving until the building is
    disposed of. A kitchen that cooks for others stays where it is, and its fixed part is paid on.
    """
    kitchens = kitchens_of(basis.region, basis.parameters)
    days = basis.parameters.number("transport.school_days")
    food = (
        basis.pupils_draw_year_school * days * basis.draws("economy.food_eur_meal") * basis.growth_of("food")
    )
    open_now = staff_cost(basis, kitchens) + brought_food_cost(basis, kitchens)
    left = np.where(kitchens.cooks_for_others, 1.0, states.site_cost_share(basis)) * ~states.in_use
    fixed = fixed_h_day(basis, kitchens) * hour_cost(basis) * days
    cost: Floats = (
        food
        + open_now * states.in_use
        + fixed * left
        + equipment_cost(basis, kitchens) * np.where(states.in_use, 1.0, left)
    )
    return cost


def fixed_h_day(basis: CostBasis, kitchens: Kitchens) -> Floats:
    """Return the hours a day that a kitchen takes whatever the number of meals. (draw, 1, school)"""
    cooking = kitchens.cooks * basis.draws("economy.cooking_base_h_day")
    hours: Floats = cooking + basis.draws("economy.serving_base_h_day")
    return hours


def kitchen_posts(basis: CostBasis, kitchens: Kitchens) -> Floats:
    """Return the posts of each kitchen for its own school's meals, in the steps they are agreed in.

    (draw, year, school)
    """
    minutes = kitchens.cooks * basis.draws("economy.cooking_min_meal") + basis.draws(
        "economy.serving_min_meal"
    )
    hours = fixed_h_day(basis, kitchens) + basis.pupils_draw_year_school * minutes / MINUTES_PER_H
    step_h = basis.parameters.number("economy.kitchen_post_step_share") * _day_h(basis)
    steps = np.ceil(hours / step_h - ROUNDING_STEPS)
    posts: Floats = steps * basis.parameters.number("economy.kitchen_post_step_share")
    return posts


def staff_cost(basis: CostBasis, kitchens: Kitchens) -> Floats:
    """Return the pay of kitchen staff in schools that are in use. (draw, year, school)"""
    post = post_cost("economy.kitchen_worker_salary_eur_month", basis.parameters)[:, None, None]
    cost: Floats = kitchen_posts(basis, kitchens) * post * basis.wages
    return cost


def hour_cost(basis: CostBasis) -> Floats:
    """Return the cost of an hour of kitchen work: a post over the hours of its school days. (draw, year, 1)"""
    post = post_cost("economy.kitchen_worker_salary_eur_month", basis.parameters)[:, None, None]
    hours = basis.parameters.number("transport.school_days") * _day_h(basis)
    cost: Floats = post * basis.wages / hours
    return cost


def brought_food_cost(basis: CostBasis, kitchens: Kitchens) -> Floats:
    """Return the cooking elsewhere and the delivery of what a heating kitchen serves. (draw, year, school)

    One journey a school day, there and back by road.
    """
    days = basis.parameters.number("transport.school_days")
    minutes = basis.draws("economy.cooking_min_meal")
    cooking = basis.pupils_draw_year_school * days * minutes / MINUTES_PER_H * hour_cost(basis)
    road_km = THERE_AND_BACK * kitchens.straight_km * basis.parameters.number("transport.detour_factor")
    day = road_km * basis.draws("economy.food_delivery_eur_km") + basis.draws("economy.food_delivery_eur_day")
    delivery = days * day * basis.growth_of("food_delivery")
    cost: Floats = (cooking + delivery) * ~kitchens.cooks
    return cost


def equipment_cost(basis: CostBasis, kitchens: Kitchens) -> Floats:
    """Return equipment and power of each kitchen as if it were in use. (draw, year, school)"""
    cooking = kitchens.cooks * basis.draws("economy.cooking_equipment_eur_year")
    each = cooking + basis.draws("economy.serving_equipment_eur_year")
    cost: Floats = each * basis.growth_of("equipment")
    return cost


def _day_h(basis: CostBasis) -> float:
    return basis.parameters.number("economy.kitchen_worker_day_h")
