"""Support staff: school assistants, adults beside remote lessons and those of the activities around school."""

import numpy as np
from numpy.typing import NDArray

from kopa_sim.economy.cost_basis import CostBasis
from kopa_sim.economy.pay import post_cost
from kopa_sim.model.staffing import Staffing

Floats = NDArray[np.float64]


def support_staff_cost(basis: CostBasis, staffing: Staffing) -> Floats:
    """Return assistants' pay by school, less the fees of families. (draw, year, school)

    An assistant beside a remote lesson is paid by the weekly hour: a post over its working week. A teacher beside it
    is among the teachers' posts.
    """
    week_h = basis.parameters.number("teaching.assistant_week_h")
    hours = staffing.site_adult_hours_draw_year_school
    if staffing.site_teacher_hours_draw_year_school is not None:
        hours = hours - staffing.site_teacher_hours_draw_year_school
    posts = staffing.assistant_posts_draw_year_school + hours / week_h
    pay = post_cost("teaching.assistant_salary_eur_month", basis.parameters)[:, None, None]
    cost: Floats = posts * pay * basis.wage_draw_year[:, :, None] * basis.region.schools.municipal
    return cost - supervision_fees(basis, staffing)


def supervision_fees(basis: CostBasis, staffing: Staffing) -> Floats:
    """Return what families pay for morning and afternoon activities, by school. (draw, year, school)

    The fee is bounded by the Basic Education Act 628/1998, section 48 f, and does not grow with wages.
    """
    pupils = staffing.supervised_pupils_draw_year_school
    if pupils is None:
        return np.zeros(staffing.assistant_posts_draw_year_school.shape)
    number = basis.parameters.number
    each = number("teaching.supervision_fee_eur_month") * number("teaching.supervision_fee_months")
    fees: Floats = pupils * each * basis.region.schools.municipal
    return fees
