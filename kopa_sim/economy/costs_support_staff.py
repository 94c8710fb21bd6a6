"""Support staff: school assistants, and the adults beside remote lessons."""

import numpy as np
from numpy.typing import NDArray

from kopa_sim.economy.cost_basis import CostBasis
from kopa_sim.economy.pay import post_cost
from kopa_sim.model.staffing import Staffing

Floats = NDArray[np.float64]


def support_staff_cost(basis: CostBasis, staffing: Staffing) -> Floats:
    """Return assistants' pay by school. (draw, year, school)

    An adult beside a remote lesson is paid by the weekly hour: an assistant's post over its working week.
    """
    week_h = basis.parameters.number("teaching.assistant_week_h")
    posts = staffing.assistant_posts_draw_year_school + staffing.site_adult_hours_draw_year_school / week_h
    pay = post_cost("teaching.assistant_salary_eur_month", basis.parameters)[:, None, None]
    cost: Floats = posts * pay * basis.wage_draw_year[:, :, None] * basis.region.schools.municipal
    return cost
