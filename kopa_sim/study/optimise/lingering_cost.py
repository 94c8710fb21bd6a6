"""Surplus teachers, principals and assistants who are paid on after schools close, by the simulator's own rule."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kopa_sim.economy.growth import growth_factor
from kopa_sim.economy.pay import post_cost, teacher_cost_draw_subject
from kopa_sim.study.optimise.closing_costs import year_weights
from kopa_sim.study.optimise.intake_costs import Setting
from kopa_sim.teaching.dismissal import dismissal_terms
from kopa_sim.teaching.support_surplus import support_beyond_need
from kopa_sim.teaching.surplus import books_of_plan, posts_beyond_need

if TYPE_CHECKING:
    from kopa_sim.study.optimise.pricing import ClosingPricer

Floats = NDArray[np.float64]

MONTHS_A_YEAR = 12.0

SUPPORT_SALARIES = ("teaching.principal_salary_eur_month", "teaching.assistant_salary_eur_month")
"""Salaries of the staff beside the teachers, in the order of ``model.staffing.SUPPORT_STAFF``."""


def surplus_post_price(setting: Setting) -> Floats:
    """Return the present value of a surplus post, euros. (year of the Plan, subject)"""
    price: Floats = _weight_of_year(setting)[:, None] * teacher_cost_draw_subject(setting.parameters)[0]
    return price


def surplus_cost(pricer: "ClosingPricer", standing: Floats, hourly: Floats) -> Floats:
    """Return the present value of surplus teachers, and of dismissing them, euros. (plan,)

    Parameters
    ----------
    standing, hourly
        Posts that are needed. (plan, costed year, municipality, future × subject)
    """
    setting, parameters = pricer.setting, pricer.setting.parameters
    on_books = books_of_plan(setting.region, setting.plan, parameters)
    terms = dismissal_terms(setting.plan, len(setting.region.municipalities), parameters)
    of_post = parameters.draws("teaching.dismissal_cost_months")[0] / MONTHS_A_YEAR
    posts = [_with_years_before(pricer, "standing", standing), _with_years_before(pricer, "hourly", hourly)]
    total = np.zeros(len(standing))
    subjects = pricer.surplus_price.shape[1]
    for future, weight in enumerate(pricer.book.weights):
        own = slice(future * subjects, (future + 1) * subjects)
        beyond = posts_beyond_need(posts[0][..., own], posts[1][..., own], parameters, on_books, terms)
        paid = beyond.surplus + beyond.dismissed * of_post
        total += weight * np.einsum("pyms,ys->p", paid, pricer.surplus_price, optimize=True)
    return total


def support_surplus_cost(pricer: "ClosingPricer", needed: Floats) -> Floats:
    """Return the present value of surplus principals and assistants, euros. (plan,)

    Parameters
    ----------
    needed
        Posts that are needed. (plan, costed year, municipality, future × staff)
    """
    setting, parameters = pricer.setting, pricer.setting.parameters
    pay = np.array([post_cost(name, parameters)[0] for name in SUPPORT_SALARIES])
    price = _weight_of_year(setting)[:, None] * pay
    posts = _with_years_before(pricer, "support", needed)
    total = np.zeros(len(needed))
    for future, weight in enumerate(pricer.book.weights):
        own = slice(future * len(pay), (future + 1) * len(pay))
        beyond = support_beyond_need(posts[..., own], parameters)
        total += weight * np.einsum("pymk,yk->p", beyond, price, optimize=True)
    return total


def _weight_of_year(setting: Setting) -> Floats:
    """Return what a euro of pay at the prices of the price year weighs in the present value. (year of the Plan,)"""
    wage = growth_factor("economy.wage_growth", setting.plan.years, setting.price_year, setting.parameters)
    weight: Floats = year_weights(setting.plan, setting.parameters) * wage[0]
    return weight


def _with_years_before(pricer: "ClosingPricer", name: str, costed: Floats) -> Floats:
    """Return the posts of all years of the Plan. (plan, year, municipality, future × subject)"""
    own = getattr(pricer.book, name)[pricer.own][:, : pricer.start]
    before = np.zeros((pricer.start, *costed.shape[2:]))
    np.add.at(before.transpose(1, 0, 2), pricer.setting.region.schools.municipality, own)
    return np.concatenate([np.broadcast_to(before, (len(costed), *before.shape)), costed], axis=1)
