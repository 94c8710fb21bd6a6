"""What a year wears off the buildings that teach: the repairs that would hold them as they are."""

import numpy as np
from numpy.typing import NDArray

from kopa_sim.economy.buildings import BuildingStates
from kopa_sim.economy.cost_basis import CostBasis
from kopa_sim.economy.repairs import floor_m2_year_school

Floats = NDArray[np.float64]


def steady_wear(basis: CostBasis, states: BuildingStates) -> Floats:
    """Return the value that a year of use takes from each building, at the year's prices. (draw, year, school)

    Wear share × floor area × price of new per m². It is no cost of its own: repairs are. It stands in for them where
    one year must speak for many, because the repairs of a single year hang on its luck.
    """
    wear = basis.parameters.draws("property.wear_share_year")[:, None, None]
    price = basis.draws("property.building_eur_m2") * basis.construction_draw_year[:, :, None]
    worn: Floats = wear * price * (floor_m2_year_school(basis) * states.in_use)
    return worn
