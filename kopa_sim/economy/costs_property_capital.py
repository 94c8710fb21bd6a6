"""Capital cost of property, in cash and as accounts show it.

Cash: repairs, new building and extension, temporary places, sale and demolition, less the residual value in the last
year: of what was built, and the change of repair debt of buildings still in use, a gain where repairs bettered one, a
charge where it was let wear. Accounts: capital rent on what stood before, depreciation of what is built, temporary
places and disposal as they fall due. The two are views of the same money and never stand beside each other in a sum.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kopa_sim.economy.buildings import BuildingStates
from kopa_sim.economy.cost_basis import CostBasis
from kopa_sim.economy.investments import building_cost
from kopa_sim.economy.repairs import Repairs, floor_m2_year_school, repairs
from kopa_sim.economy.residual_value import residual_value

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class PropertyCapital:
    """The two views of property, and what buildings are like.

    Attributes
    ----------
    cash, accounts
        The cash view and the accounting view, euros. (draw, year, school)
    built_book_value
        What accounts still hold of what was built in the Plan's years, before the year's charge. (draw, year, school)
    repairs
        Wear, repairs and what they leave.
    """

    cash: Floats
    accounts: Floats
    built_book_value: Floats
    repairs: Repairs


def property_capital_cost(basis: CostBasis, states: BuildingStates) -> PropertyCapital:
    """Return the capital cost of property by school."""
    built, mended = building_cost(basis), repairs(basis, states)
    passing = temporary_places_cost(basis, states, mended) + disposal_cost(basis, states)
    cash = mended.made + built + passing
    cash[:, -1] -= residual_value(basis, states, built) + mended.bettered
    charge = depreciation(basis, states, built)
    accounts = capital_rent(basis, states) + charge + passing
    return PropertyCapital(cash, accounts, _built_book_value(built, charge), mended)


def _built_book_value(built_draw_year_school: Floats, charge_draw_year_school: Floats) -> Floats:
    """Return what was built before a year less what was depreciated of it before. (draw, year, school)"""
    left = np.cumsum(built_draw_year_school - charge_draw_year_school, axis=1)
    before: Floats = np.concatenate([np.zeros_like(left[:, :1]), left[:, :-1]], axis=1)
    return before


def temporary_places_cost(basis: CostBasis, states: BuildingStates, mended: Repairs) -> Floats:
    """Return the rent of places for pupils beyond what the building takes. (draw, year, school)

    In a year of major renovation that is paid at once, part of the pupils are beyond it too.
    """
    pupils = basis.pupils_draw_year_school
    beyond = np.maximum(0.0, pupils - basis.plan.places_year_school) * states.in_use
    if basis.parameters.text("property.repair_timing") == "when_due":
        moved_out = pupils * basis.draws("property.renovation_displaced_share") * mended.renovation_due
        beyond = np.maximum(beyond, moved_out)
    return beyond * basis.draws("property.temporary_place_eur_year") * basis.prices


def disposal_cost(basis: CostBasis, states: BuildingStates) -> Floats:
    """Return the expected cost of pulling down less the proceeds of selling. (draw, year, school)"""
    sold = basis.draws("property.sold_share")
    net_m2 = (1.0 - sold) * basis.draws("property.demolition_eur_m2") * basis.construction_draw_year[
        :, :, None
    ] - sold * basis.draws("property.sale_price_eur_m2") * basis.prices
    cost: Floats = net_m2 * (floor_m2_year_school(basis) * states.disposal)
    return cost


def capital_rent(basis: CostBasis, states: BuildingStates) -> Floats:
    """Return internal rent of buildings that stood when the Plan began, until they are disposed of.

    (draw, year, school)
    """
    old_m2 = basis.region.schools.floor_area_m2 * states.standing * basis.plan.open_year_school[0]
    rent: Floats = old_m2 * basis.draws("property.capital_rent_eur_m2")
    return rent


def depreciation(basis: CostBasis, states: BuildingStates, built_draw_year_school: Floats) -> Floats:
    """Return the straight-line depreciation of what is built, while it stands. (draw, year, school)"""
    life = round(basis.parameters.number("property.depreciation_years"))
    invested = np.cumsum(built_draw_year_school, axis=1)
    written_off = np.zeros_like(invested)
    written_off[:, life:] = invested[:, : invested.shape[1] - life] if life < invested.shape[1] else 0.0
    charge: Floats = (invested - written_off) / life * states.standing
    return charge
