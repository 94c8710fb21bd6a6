"""What is built: new schools and extensions, their price and the space they add."""

import numpy as np
from numpy.typing import NDArray

from kopa_sim.economy.cost_basis import CostBasis
from kopa_sim.model.plan import PlaceChange

Floats = NDArray[np.float64]


def is_new_building(basis: CostBasis, change: PlaceChange) -> bool:
    """Return whether what is built is a whole school: it did not teach in the year before."""
    index = basis.plan.years.index(change.year)
    return index == 0 or not bool(basis.plan.open_year_school[index - 1, change.school])


def built_m2(basis: CostBasis, change: PlaceChange) -> float:
    """Return the floor area built: the school's own for a new one, else what the places take."""
    if not is_new_building(basis, change):
        return change.places * basis.parameters.number("property.extension_m2_place")
    own = float(basis.region.schools.floor_area_m2[change.school])
    return own if own > 0 else change.places * basis.parameters.number("property.space_m2_place")


def counted_changes(basis: CostBasis) -> tuple[PlaceChange, ...]:
    """Return what municipalities build within the Plan's years."""
    municipal, years = basis.region.schools.municipal, basis.plan.years
    return tuple(change for change in basis.plan.built if municipal[change.school] and change.year in years)


def extended_m2_year_school(basis: CostBasis) -> Floats:
    """Return floor area added to schools that taught before, from its year on. (year, school)"""
    added = np.zeros(basis.plan.open_year_school.shape)
    for change in counted_changes(basis):
        if not is_new_building(basis, change):
            added[basis.plan.years.index(change.year) :, change.school] += built_m2(basis, change)
    return added


def building_cost(basis: CostBasis) -> Floats:
    """Return the price of new schools and extensions in the year they open. (draw, year, school)

    The Plan's own price if given, else the price per m² of new building; both grow with construction prices.
    """
    cost = np.zeros(basis.pupil_share_draw_year_school.shape)
    price_m2 = basis.parameters.draws("property.building_eur_m2")
    for change in counted_changes(basis):
        year = basis.plan.years.index(change.year)
        price = price_m2 * built_m2(basis, change) if np.isnan(change.cost_eur) else change.cost_eur
        cost[:, year, change.school] += price * basis.construction_draw_year[:, year]
    return cost
