"""Running of property: heat, power, cleaning and upkeep."""

import numpy as np
from numpy.typing import NDArray

from kopa_sim.economy.buildings import BuildingStates
from kopa_sim.economy.cost_basis import CostBasis
from kopa_sim.economy.investments import extended_m2_year_school

Floats = NDArray[np.float64]


def site_running_cost(basis: CostBasis) -> Floats:
    """Return a year's running cost of each building as if it were in use. (draw, year, school)

    A school's own ``annual_property_cost_eur`` if given, else the price per floor m²; extensions by the m². Cleaning
    and upkeep grow with wages, heat and power with energy, the rest with other prices.
    """
    schools, price = basis.region.schools, basis.draws("property.running_eur_m2")
    given = schools.annual_property_cost_eur
    present = np.where(np.isnan(given), price * schools.floor_area_m2, np.nan_to_num(given))
    cost: Floats = (present + price * extended_m2_year_school(basis)) * basis.growth_of("property_running")
    return cost


def property_running_cost(basis: CostBasis, states: BuildingStates) -> Floats:
    """Return the running cost of property by school. (draw, year, school)

    The cost of a closed building falls by the realised share of the saving, and ends with its disposal.
    """
    return site_running_cost(basis) * states.site_cost_share(basis)
