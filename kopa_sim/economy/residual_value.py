"""What investments of the costed years are still worth when they end."""

import numpy as np
from numpy.typing import NDArray

from kopa_sim.economy.buildings import BuildingStates
from kopa_sim.economy.cost_basis import CostBasis

Floats = NDArray[np.float64]


def residual_value(basis: CostBasis, states: BuildingStates, built_draw_year_school: Floats) -> Floats:
    """Return what is left of new schools and extensions, by straight line over their life. (draw, school)

    Only what was built in the costed years and still teaches at their end has a value.
    """
    years = np.array(basis.plan.years, dtype=np.float64)
    served = basis.plan.years[-1] + 1 - years
    life = basis.parameters.number("property.building_life_years")
    left = np.maximum(0.0, 1.0 - served / life) * (years >= basis.plan.first_year)
    value: Floats = (built_draw_year_school * left[:, None]).sum(axis=1) * states.in_use[-1]
    return value
