"""Disruption: what substitutes, overtime cover and journeys beside the plan cost in the simulated school years."""

import numpy as np
from numpy.typing import NDArray

from kopa_sim.economy.cost_basis import CostBasis
from kopa_sim.model.staffing import Disruption, Staffing

Floats = NDArray[np.float64]


def disruption_cost(basis: CostBasis, staffing: Staffing, disruption: Disruption | None) -> Floats:
    """Return the disruption cost of a year's planned lessons; nothing when not simulated. (draw, year, school)

    Planned lessons × cost per planned lesson of the municipality, which the simulated years give, with real wage
    growth: nearly all of it is pay.
    """
    required = staffing.measures["hours_required"].sum(axis=3)
    if disruption is None:
        return np.zeros_like(required)
    per_lesson = disruption.cost_eur_per_lesson_year_municipality[:, basis.region.schools.municipality]
    lessons = required * basis.parameters.number("teaching.school_weeks")
    cost: Floats = lessons * per_lesson * basis.wage_draw_year[:, :, None]
    return cost * basis.region.schools.municipal
