"""Administration: principals, school secretaries and the municipal education office."""

import numpy as np
from numpy.typing import NDArray

from kopa_sim.economy.agreements import municipalities_with_schools, shared_offices
from kopa_sim.economy.cost_basis import CostBasis
from kopa_sim.economy.pay import post_cost
from kopa_sim.model.staffing import Staffing

Floats = NDArray[np.float64]


def school_administration_cost(basis: CostBasis, staffing: Staffing) -> Floats:
    """Return principals and their travel, secretaries by pupils, the office's work by pupil. (draw, year, school)"""
    parameters, wages = basis.parameters, basis.wage_draw_year[:, :, None]
    principal = post_cost("teaching.principal_salary_eur_month", parameters)[:, None, None]
    secretary = post_cost("economy.secretary_salary_eur_month", parameters)[:, None, None]
    secretaries = secretary / parameters.number("economy.pupils_per_secretary") * wages
    per_pupil = secretaries + basis.draws("economy.office_eur_pupil") * basis.growth_of("office")
    principals = staffing.principal_posts_draw_year_school * basis.region.schools.municipal * principal
    cost: Floats = principals * wages + basis.pupils_draw_year_school * per_pupil
    return cost + principal_travel_cost(basis, staffing)


def principal_travel_cost(basis: CostBasis, staffing: Staffing) -> Floats:
    """Return kilometre allowances of principals who lead several schools. (draw, year, school)"""
    km = staffing.principal_km_draw_year_school
    if km is None:
        return np.zeros_like(basis.pupils_draw_year_school)
    allowance = basis.draws("teaching.km_allowance_eur") * basis.growth_of("km_allowance")
    cost: Floats = km * allowance * basis.region.schools.municipal
    return cost


def office_cost(basis: CostBasis) -> Floats:
    """Return the fixed cost of each municipality's education office. (draw, year, municipality)

    A common office costs one fixed part and, for every further member, what the saving leaves of theirs; it
    stands at its host. A municipality without municipal schools in the scenario has no office here.
    """
    has_schools = municipalities_with_schools(basis.region).astype(np.float64)
    offices = np.broadcast_to(has_schools, (len(basis.plan.years), len(has_schools))).copy()
    further = np.zeros_like(offices)
    for office in shared_offices(basis.region, basis.plan):
        offices[np.ix_(office.years, np.array(office.others))] = 0.0
        further[office.years, office.host] = len(office.others)
    fixed = basis.draws("economy.office_fixed_eur")
    left = 1.0 - basis.draws("economy.shared_office_saving_share")
    cost: Floats = fixed * (offices + left * further) * basis.growth_of("office")
    return cost


def office_by_school(basis: CostBasis, office_draw_year_municipality: Floats) -> Floats:
    """Return the offices' cost spread over their municipality's schools by pupils. (draw, year, school)"""
    spread: Floats = (
        office_draw_year_municipality[:, :, basis.region.schools.municipality]
        * basis.pupil_share_draw_year_school
    )
    return spread
