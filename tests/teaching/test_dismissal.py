"""An option may dismiss: a surplus post is then paid for its notice, and never again."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kopa_sim.model.plan import Dismissal
from kopa_sim.model.subjects import SUBJECTS
from kopa_sim.teaching.dismissal import dismissal_terms
from kopa_sim.teaching.staff_on_books import posts_on_books
from kopa_sim.teaching.surplus import posts_beyond_need
from tests.teaching.builders import YEARS, parameters, plan_for, row_of_schools
from tests.teaching.test_staff_on_books import CLASS, MATHEMATICS, PHYSICS, THREE, posts_of

STAYS = 0.88
REGION = row_of_schools(1)


def dismissing(first_year=2026, last_year=2027, municipalities=(0,), subjects=SUBJECTS, months=6.0):
    """A Plan of 2024–2027 that dismisses from a year on."""
    years = (np.array(YEARS) >= first_year) & (np.array(YEARS) <= last_year)
    dismissal = Dismissal(tuple(municipalities), tuple(subjects), years, months)
    return replace(plan_for(REGION), dismissals=(dismissal,))


def beyond_of(standing, plan, hourly=None, staff=None, settled=None, municipalities=1):
    settled = settled or parameters()
    hourly = np.zeros_like(standing) if hourly is None else hourly
    on_books = None if staff is None else posts_on_books(staff, municipalities, len(YEARS), 1, settled)
    return posts_beyond_need(
        standing, hourly, settled, on_books, dismissal_terms(plan, municipalities, settled)
    )


def test_a_dismissed_post_is_paid_for_its_notice_and_not_the_year_after():
    beyond = beyond_of(posts_of([10, 10, 4, 4]), dismissing(months=3.0))
    assert beyond.dismissed[0, :, 0, CLASS] == pytest.approx([0, 0, 10 * STAYS - 4, 0])
    assert beyond.surplus[0, :, 0, CLASS] == pytest.approx([0, 0, (10 * STAYS - 4) * 3 / 12, 0])


def test_those_who_were_surplus_before_the_first_year_of_dismissals_are_dismissed_in_it():
    beyond = beyond_of(posts_of([10, 10, 4, 4]), dismissing(first_year=2027))
    assert beyond.surplus[0, :, 0, CLASS] == pytest.approx([0, 0, 10 * STAYS - 4, (10 * STAYS**2 - 4) / 2])


def test_after_the_last_year_of_dismissals_posts_end_by_attrition_again():
    beyond = beyond_of(posts_of([10, 10, 8, 2]), dismissing(last_year=2026))
    assert beyond.dismissed[0, 2, 0, CLASS] == pytest.approx(10 * STAYS - 8)
    assert beyond.surplus[0, 3, 0, CLASS] == pytest.approx(8 * STAYS - 2)
    assert beyond.dismissed[0, 3, 0, CLASS] == 0


def test_without_a_notice_of_its_own_the_usual_one_holds_by_future():
    settled = parameters(2, sampled={"dismissal_notice_months": [1.0, 6.0]})
    standing = np.repeat(posts_of([10, 10, 0, 0]), 2, axis=0)
    beyond = beyond_of(standing, dismissing(months=float("nan")), settled=settled)
    assert beyond.surplus[:, 2, 0, CLASS] == pytest.approx([8.8 / 12, 8.8 / 2])


def test_the_later_of_two_dismissals_says_the_notice():
    plan = dismissing(months=12.0)
    plan = replace(plan, dismissals=(*plan.dismissals, *dismissing(months=6.0).dismissals))
    assert beyond_of(posts_of([2, 2, 0, 0]), plan).surplus[0, 2, 0, CLASS] == pytest.approx(2 * STAYS / 2)


def test_nobody_is_dismissed_whom_the_next_year_needs_again():
    """In 2026 8.8 are left and 4 needed, in 2027 6 again: 2.8 are dismissed and 2 kept on full pay."""
    beyond = beyond_of(posts_of([10, 10, 4, 6]), dismissing(months=3.0))
    assert beyond.dismissed[0, :, 0, CLASS] == pytest.approx([0, 0, 2.8, 0])
    assert beyond.surplus[0, :, 0, CLASS] == pytest.approx([0, 0, 2 + 2.8 / 4, 0])


def test_other_municipalities_and_subjects_keep_their_teachers():
    plan = dismissing(municipalities=(1,), subjects=("mathematics",), months=6.0)
    standing = posts_of([1, 1, 0, 0], MATHEMATICS, 2) + posts_of([1, 1, 0, 0], MATHEMATICS, 2, at=1)
    standing += posts_of([1, 1, 0, 0], CLASS, 2, at=1)
    beyond = beyond_of(standing, plan, municipalities=2)
    assert beyond.dismissed.sum() == pytest.approx(STAYS)
    assert beyond.dismissed[0, 2, 1, MATHEMATICS] == pytest.approx(STAYS)
    assert beyond.surplus[0, 3, :, MATHEMATICS] == pytest.approx([STAYS**2, 0])
    assert beyond.surplus[0, 3, 1, CLASS] == pytest.approx(STAYS**2)


def test_nobody_is_dismissed_whose_hours_are_paid_to_hourly_teachers():
    beyond = beyond_of(
        posts_of([0, 0, 0, 0]) + posts_of([2, 2, 0, 0], MATHEMATICS),
        dismissing(),
        posts_of([0, 0, 1.0, 0], PHYSICS),
    )
    assert beyond.dismissed[0, 2].sum() == pytest.approx(2 * STAYS - 1)
    assert beyond.dismissed[0, 3].sum() == pytest.approx(STAYS)


def test_teachers_of_the_table_and_others_are_dismissed_alike():
    """Of three on the books 1.80 are left in 2026; one is needed, so 0.80 go, and 1 ÷ 1.80 of each is left."""
    beyond = beyond_of(posts_of([3, 3, 1, 0]), dismissing(last_year=2026), staff=THREE)
    left = (0.84 * 0.61 + 0.96**2) / (0.84 + 0.96)
    assert beyond.dismissed[0, :, 0, CLASS] == pytest.approx([0, 0, 0.80, 0])
    assert beyond.surplus[0, :, 0, CLASS] == pytest.approx([0, 0, 0.40, left])


needs = st.lists(st.floats(0, 30), min_size=4, max_size=4)


@given(needs, needs, st.floats(0.5, 12))
def test_dismissing_is_never_dearer_than_keeping_after_the_notice(classes, physics, months):
    standing = posts_of(classes) + posts_of(physics, PHYSICS)
    hourly = posts_of(physics[::-1], MATHEMATICS)
    kept = beyond_of(standing, plan_for(REGION), hourly, THREE)
    dismissed = beyond_of(standing, dismissing(months=months), hourly, THREE)
    assert (dismissed.surplus <= kept.surplus + 1e-9).all()
    assert (dismissed.surplus >= 0).all()
    assert (dismissed.dismissed >= 0).all()
    assert dismissed.dismissed.sum() <= kept.surplus.sum() + 1e-9
    during_notice = dismissed.dismissed[:, 2:].sum() * months / 12
    assert dismissed.surplus[:, 2:].sum() >= during_notice - 1e-9


@given(needs, st.floats(0.5, 12))
def test_where_need_only_falls_all_that_is_paid_beyond_it_is_notice(classes, months):
    standing = posts_of(sorted(classes, reverse=True))
    dismissed = beyond_of(standing, dismissing(months=months), staff=THREE)
    assert dismissed.surplus[:, 2:].sum() == pytest.approx(
        dismissed.dismissed[:, 2:].sum() * months / 12, abs=1e-9
    )


@given(needs)
def test_with_a_year_of_notice_dismissing_only_begins_to_pay_the_year_after(classes):
    standing = posts_of(classes)
    kept = beyond_of(standing, plan_for(REGION)).surplus
    dismissed = beyond_of(standing, dismissing(months=12.0)).surplus
    assert dismissed[:, 2] == pytest.approx(kept[:, 2])


def test_an_option_that_dismisses_nobody_has_no_terms():
    assert dismissal_terms(plan_for(REGION), 1, parameters()) is None
