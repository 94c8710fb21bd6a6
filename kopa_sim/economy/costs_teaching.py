"""Teaching: posts, overtime, lessons that are owed, travel between schools, and surplus posts.

| kind of teaching | price |
|---|---|
| whole and part posts, in the steps they are paid in | salary × months paid × employer's cost × pay level |
| lessons by the hour, or by a teacher shared between schools | the same, over the teaching obligation |
| overtime | that price of a lesson × ``overtime_price_factor`` |
| unqualified teachers, whatever their contract | the price of a lesson less ``unqualified_pay_cut_share`` |
| books, materials and supplies | by pupil |
| lessons nobody gives | the price of a lesson × ``not_given_price_factor``: they are owed to pupils |
| posts beyond need | as posts; dismissed ones for their notice, and ``dismissal_cost_months`` as transition |
"""

import numpy as np
from numpy.typing import NDArray

from kopa_sim.economy.cost_basis import CostBasis
from kopa_sim.economy.pay import lesson_cost_draw_subject, teacher_cost_draw_subject
from kopa_sim.model.grades import BASIC_GRADES
from kopa_sim.model.staffing import Staffing

Floats = NDArray[np.float64]


def teaching_cost(basis: CostBasis, staffing: Staffing) -> Floats:
    """Return the cost of teaching by school. (draw, year, school)

    Posts × pay + overtime lessons × pay per lesson × overtime factor − the pay cut of unqualified teachers + lessons
    not given × pay per lesson × the part of it that making up for them costs, all with real wage growth; plus
    books and materials, and kilometre allowance. Posts beyond need are apart (``surplus_cost``). What a remote
    teacher gives to other schools stands among the posts of the sending school. A lesson of upper secondary
    education has the price of as many lessons of basic education as it counts for in the teaching obligation.
    """
    measures, municipal = staffing.measures, basis.region.schools.municipal
    lessons = lesson_cost_draw_subject(basis.parameters)
    overtime = lessons * basis.parameters.draws("teaching.overtime_price_factor")[:, None]
    pay_cut = lessons * basis.parameters.draws("teaching.unqualified_pay_cut_share")[:, None]
    owed = lessons * basis.parameters.draws("teaching.not_given_price_factor")[:, None]
    paid = (
        _priced(measures["posts"], teacher_cost_draw_subject(basis.parameters))
        + _priced(staffing.counted(measures["overtime_hours"]), overtime)
        - _priced(staffing.counted(_unqualified_hours(staffing)), pay_cut)
        + _priced(_not_given_counted(staffing), owed)
    )
    wages = basis.wage_draw_year[:, :, None]
    total = paid * wages + travel_cost(basis, staffing)
    cost: Floats = total * municipal + materials_cost(basis)
    return cost


def _unqualified_hours(staffing: Staffing) -> Floats:
    """Return the weekly lessons unqualified teachers are paid for. (draw, year, school, subject)"""
    of_own_pupils = staffing.measures["hours_unqualified"]
    for_others = staffing.unqualified_for_others_draw_year_school_subject
    return of_own_pupils if for_others is None else of_own_pupils + for_others


def _not_given_counted(staffing: Staffing) -> Floats:
    """Return the weekly lessons not given, as the teaching obligation counts them. (draw, year, school, subject)"""
    told = staffing.not_given_counted_draw_year_school_subject
    return staffing.counted(staffing.measures["hours_not_given"]) if told is None else told


def materials_cost(basis: CostBasis) -> Floats:
    """Return books, materials and supplies, by pupil. (draw, year, school)"""
    price = basis.parameters.table("economy.materials_eur_pupil")
    basic = basis.pupils_draw_year_school_grade[..., BASIC_GRADES].sum(axis=3)
    older = basis.pupils_draw_year_school - basic
    cost: Floats = (basic * price["basic"] + older * price["upper_secondary"]) * basis.prices
    return cost


def surplus_cost(basis: CostBasis, staffing: Staffing) -> Floats:
    """Return the cost of posts still paid though no longer needed, spread by pupils. (draw, year, school)

    A post that is no longer needed is paid until its holder leaves or, where the option dismisses, until notice is
    over: that is how a saving in teaching comes true. It is its employer's, whoever divides the schools' bills.
    """
    by_municipality = _priced(
        staffing.surplus_posts_draw_year_municipality_subject, teacher_cost_draw_subject(basis.parameters)
    )
    grown = by_municipality * basis.wage_draw_year[:, :, None]
    return grown[:, :, basis.region.schools.municipality] * basis.pupil_share_draw_year_school


def travel_cost(basis: CostBasis, staffing: Staffing) -> Floats:
    """Return kilometre allowances of teachers who drive between schools. (draw, year, school)"""
    km = staffing.measures["driven_km"].sum(axis=3)
    cost: Floats = km * basis.draws("teaching.km_allowance_eur") * basis.growth_of("km_allowance")
    return cost


def _priced(amount_draw_year_place_subject: Floats, price_draw_subject: Floats) -> Floats:
    """Return amounts × prices summed over subjects. (draw, year, place)"""
    priced: Floats = np.einsum("dyps,ds->dyp", amount_draw_year_place_subject, price_draw_subject)
    return priced
