"""Support staff: school assistants, adults beside remote lessons and those of the activities around school."""

import numpy as np
from numpy.typing import NDArray

from kopa_sim.economy.cost_basis import CostBasis
from kopa_sim.economy.pay import post_cost
from kopa_sim.model.staffing import SUPPORT_STAFF, Staffing

Floats = NDArray[np.float64]


def support_staff_cost(basis: CostBasis, staffing: Staffing) -> Floats:
    """Return assistants' pay and travel by school, less the fees of families. (draw, year, school)

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
    return cost + assistant_travel_cost(basis, staffing) - supervision_fees(basis, staffing)


def surplus_support_cost(basis: CostBasis, staffing: Staffing, staff: str) -> Floats:
    """Return what a kind of staff costs that is no longer needed, spread by pupils. (draw, year, school)

    Parameters
    ----------
    staff
        One of SUPPORT_STAFF.
    """
    surplus = staffing.surplus_support_draw_year_municipality_staff
    if surplus is None:
        return np.zeros_like(basis.pupil_share_draw_year_school)
    pay = post_cost(f"teaching.{staff}_salary_eur_month", basis.parameters)[:, None, None]
    cost = surplus[..., SUPPORT_STAFF.index(staff)] * pay * basis.wage_draw_year[:, :, None]
    by_school: Floats = cost[:, :, basis.region.schools.municipality] * basis.pupil_share_draw_year_school
    return by_school


def assistant_travel_cost(basis: CostBasis, staffing: Staffing) -> Floats:
    """Return kilometre allowances of assistants who work at several schools. (draw, year, school)"""
    km = staffing.assistant_km_draw_year_school
    if km is None:
        return np.zeros(staffing.assistant_posts_draw_year_school.shape)
    allowance = basis.draws("teaching.km_allowance_eur") * basis.growth_of("km_allowance")
    cost: Floats = km * allowance * basis.region.schools.municipal
    return cost


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
