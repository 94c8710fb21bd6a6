"""Wear, repair debt and the repairs that are carried out.

A building loses a share of its replacement value every year. What lacks to a sound condition (75 % of new; Nippala,
Vainio & Nuuttila 2006) is repair debt, and a share of the repairs due is carried out each year. The present network
carried forward pays its repairs too; a closed building gets none.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kopa_sim.economy.buildings import BuildingStates
from kopa_sim.economy.cost_basis import CostBasis
from kopa_sim.economy.investments import extended_m2_year_school

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Repairs:
    """Repairs and what they leave, euros.

    Attributes
    ----------
    made, debt
        Repairs made in the year, and repairs due and not made after them. (draw, year, school)
    bettered
        Value by which repairs have bettered buildings still in use: the fall of their debt over the costed years,
        at the last year's prices; zero where wear was faster. (draw, school)
    """

    made: Floats
    debt: Floats
    bettered: Floats


def start_condition(basis: CostBasis) -> Floats:
    """Return each building's value in the Plan's first year as a share of new. (school,)

    The given condition; else what age has left of it, not below the least condition of a building in use; else
    the usual condition.
    """
    schools, parameters = basis.region.schools, basis.parameters
    wear, least = (
        parameters.number(f"property.{name}") for name in ("wear_share_year", "least_condition_share")
    )
    by_age = np.clip(1.0 - wear * (basis.plan.years[0] - schools.built_year), least, 1.0)
    usual = parameters.number("property.usual_condition_share")
    assumed = np.where(np.isnan(by_age), usual, by_age)
    condition: Floats = np.where(np.isnan(schools.condition), assumed, schools.condition)
    return condition


def floor_m2_year_school(basis: CostBasis) -> Floats:
    """Return the floor area of each building with its extensions. (year, school)"""
    floor: Floats = basis.region.schools.floor_area_m2 + extended_m2_year_school(basis)
    return floor


def repairs(basis: CostBasis, states: BuildingStates) -> Repairs:
    """Return repairs and repair debt at the year's construction prices.

    What lacks to a sound condition grows by wear; repairs(t) are a share of it where it is above zero, and the
    rest is debt(t). A new building or extension starts above a sound condition, so its first repairs come after
    some years. Debt of a building that stands empty stays as it is, and goes with the building.
    """
    parameters = basis.parameters
    floor = floor_m2_year_school(basis)
    wear = parameters.number("property.wear_share_year")
    share = parameters.number("property.repair_share_year")
    sound = parameters.number("property.sound_condition_share")
    lacking = (sound - start_condition(basis)) * floor[0] * states.in_use[0]
    made_m2, debt_m2 = np.zeros_like(floor), np.zeros_like(floor)
    for year in range(floor.shape[0]):
        use = states.in_use[year]
        if year > 0:
            added = np.where(states.opening[year], floor[year], floor[year] - floor[year - 1])
            lacking = np.where(states.opening[year], 0.0, lacking) + (sound - 1.0) * added
        lacking = lacking + wear * floor[year] * use
        made_m2[year] = share * np.maximum(0.0, lacking) * use
        lacking = (lacking - made_m2[year]) * states.standing[year]
        debt_m2[year] = np.maximum(0.0, lacking)
    price = basis.draws("property.building_eur_m2") * basis.construction_draw_year[:, :, None]
    paid_off_m2 = np.maximum(0.0, debt_m2[basis.plan.costed.start - 1] - debt_m2[-1]) * states.in_use[-1]
    return Repairs(made_m2 * price, debt_m2 * price, paid_off_m2 * price[:, -1])
