"""Notice lasts by length of service, which follows from age where teachers are known."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kopa_sim.model.plan import Dismissal
from kopa_sim.model.subjects import SUBJECTS
from kopa_sim.teaching.dismissal import dismissal_terms
from kopa_sim.teaching.notice import notice_months_at_age
from kopa_sim.teaching.staff_on_books import posts_on_books
from kopa_sim.teaching.surplus import posts_beyond_need
from tests.teaching.builders import YEARS, parameters, plan_for, row_of_schools
from tests.teaching.test_staff_on_books import CLASS, books, posts_of

STAYS = 0.96
"""Teachers change their employer at 4 % a year, and begin at 25."""
AT_26 = 0.5
AT_30 = 0.5 + 0.5 * STAYS + 1 * STAYS**4
AT_45 = AT_30 + 2 * STAYS**8 + 2 * STAYS**12


def months(*ages, draws=1, sampled=None, **changed):
    return notice_months_at_age(np.array(ages), parameters(draws, sampled, **changed))


def test_notice_at_an_age_is_the_mean_over_who_has_served_how_long():
    """At 26 nobody has served more than a year; at 30 nobody more than eight."""
    assert months(26, 30, 45)[0] == pytest.approx([AT_26, AT_30, AT_45])


def test_where_nobody_changes_employer_notice_follows_the_statute():
    assert months(20, 26, 27, 30, 34, 38, 60, other_exits_share=0.0)[0].tolist() == [0.5, 0.5, 1, 2, 4, 6, 6]


def test_each_future_has_its_own_leaving():
    of_futures = months(60, draws=2, sampled={"other_exits_share": [0.0, 1.0]})
    assert of_futures[:, 0].tolist() == [6.0, 0.5]


@given(st.integers(18, 68), st.floats(0.0, 1.0))
def test_notice_never_shortens_with_age_and_stays_within_the_law(age, exits):
    younger, older = months(age, age + 1, other_exits_share=exits)[0]
    assert 0.5 <= younger <= older <= 6.0


def test_the_notice_of_those_whose_age_is_not_known_is_the_mean_over_all_ages():
    ages = np.arange(25, 65)
    weight = np.where(ages >= 50, 1.4, 1.0)
    mean = (months(*ages)[0] * weight).sum() / weight.sum()
    stated = parameters().draws("teaching.dismissal_notice_months")[0]
    assert stated == pytest.approx(mean, abs=0.005)


def surplus_after_dismissing(standing, *teachers, named=float("nan")):
    """Posts paid in 2026 when all are dismissed that year, on books of 2025. (subject,)"""
    settled, plan = parameters(dismissal_notice_months=3.0), plan_for(row_of_schools(1))
    dismissal = Dismissal((0,), SUBJECTS, np.array(YEARS) >= 2026, named)
    terms = dismissal_terms(replace(plan, dismissals=(dismissal,)), 1, settled)
    on_books = posts_on_books(books(*teachers), 1, len(YEARS), 1, settled)
    return posts_beyond_need(standing, np.zeros_like(standing), settled, on_books, terms).surplus[0, 2, 0]


def test_dismissed_teachers_of_the_table_are_paid_for_the_notice_of_their_age():
    """A teacher of 29 and one of 44 in 2025 are 30 and 45 a year later; 0.96 of each is left and not needed."""
    paid = surplus_after_dismissing(
        posts_of([2, 2, 0, 0]), (0, CLASS, 29, True, 1.0), (0, CLASS, 44, True, 1.0)
    )
    assert paid[CLASS] == pytest.approx(STAYS * (AT_30 + AT_45) / 12)


def test_of_known_and_unknown_teachers_each_has_a_notice_of_its_own():
    """One post of the table, one appointed beside it: 0.96 and 0.88 are left."""
    paid = surplus_after_dismissing(posts_of([2, 2, 0, 0]), (0, CLASS, 44, True, 1.0))
    assert paid[CLASS] == pytest.approx((STAYS * AT_45 + 0.88 * 3.0) / 12)


def test_a_notice_that_the_option_names_holds_for_all():
    paid = surplus_after_dismissing(posts_of([2, 2, 0, 0]), (0, CLASS, 44, True, 1.0), named=6.0)
    assert paid[CLASS] == pytest.approx((STAYS + 0.88) / 2)
