"""Principals and assistants whose posts are not needed any more are paid until they leave."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from kopa_sim.model.plan import Dismissal, PrincipalPool
from kopa_sim.model.subjects import SUBJECTS
from kopa_sim.teaching import form_groups, staff_schools
from kopa_sim.teaching.support_surplus import (
    ASSISTANT,
    PRINCIPAL,
    leaving_share,
    permanent_share,
    support_beyond_need,
)
from tests.teaching.builders import YEARS, line_journeys, parameters, plan_for, pupils, row_of_schools

RETIRE, RESIGN = 0.05, 0.04
PRINCIPAL_STAYS = 1 - RETIRE - RESIGN
ASSISTANT_STAYS = 1 - 0.03 - RESIGN
RATES = {
    "principal_retirement_share": RETIRE,
    "other_exits_share": RESIGN,
    "retirement_share": 0.03,
    "assistant_fixed_term_share": 0.4,
}


def surplus(staff, *need_by_year, draws=1, sampled=None, **changed):
    """Surplus by year of one kind of staff in one municipality that needs so many posts. (year,)"""
    need = np.zeros((draws, len(need_by_year), 1, 2))
    need[..., staff] = np.array(need_by_year, dtype=float)[:, None]
    return support_beyond_need(need, parameters(draws, sampled, **(RATES | changed)))[
        :, :, 0, staff
    ].squeeze()


def test_principals_posts_end_by_retirement_and_resignation_and_no_faster():
    left = surplus(PRINCIPAL, 3, 1, 1, 1)
    assert left == pytest.approx([0] + [3 * PRINCIPAL_STAYS**year - 1 for year in (1, 2, 3)])


def test_a_decline_slower_than_they_leave_leaves_no_surplus():
    assert not surplus(PRINCIPAL, 3, 2.8, 2.6).any()


def test_of_assistants_those_on_fixed_terms_go_first():
    """Of ten posts six are permanent: a need of six leaves nobody beyond it, one of three 5.58 − 3."""
    assert not surplus(ASSISTANT, 10, 6, 5.5).any()
    assert surplus(ASSISTANT, 10, 3, 3) == pytest.approx(
        [0, 6 * ASSISTANT_STAYS - 3, 6 * ASSISTANT_STAYS**2 - 3]
    )


def test_permanent_assistants_who_stay_are_beyond_a_need_that_falls_again():
    """Ten, then four: 5.58 permanent ones stay, all of them counted when two are needed a year later."""
    assert surplus(ASSISTANT, 10, 4, 2)[2] == pytest.approx(6 * ASSISTANT_STAYS**2 - 2)


def test_where_all_assistants_are_on_fixed_terms_nobody_is_paid_on():
    assert not surplus(ASSISTANT, 10, 0, assistant_fixed_term_share=1.0).any()


def test_new_needs_are_met_at_once_and_absorb_the_surplus():
    assert surplus(PRINCIPAL, 3, 1, 5)[2] == 0


def test_each_future_leaves_at_its_own_rates():
    left = surplus(PRINCIPAL, 1, 0, draws=2, sampled={"principal_retirement_share": [0.0, 1.0]})
    assert left[:, 1] == pytest.approx([1 - RESIGN, 0.0])


needs = arrays.arrays(np.float64, (2, 6, 3, 2), elements=st.floats(0, 40))


@given(needs)
def test_who_is_paid_was_needed_once_or_is_needed_now_and_nobody_is_dismissed(need):
    settled = parameters(2, **RATES)
    paid = need + support_beyond_need(need, settled)
    once = np.maximum(need[:, :1], np.maximum.accumulate(need, axis=1))
    assert (paid >= need).all()
    assert (paid <= once + 1e-9).all()
    stay = permanent_share(settled) * need[:, 0] * (1 - leaving_share(settled))
    assert (paid[:, 1] >= stay - 1e-9).all()


@given(needs)
def test_more_fixed_terms_never_leave_more_surplus(need):
    few, many = (
        support_beyond_need(need, parameters(2, **(RATES | {"assistant_fixed_term_share": share})))
        for share in (0.2, 0.6)
    )
    assert (many <= few + 1e-9).all()


REGION = row_of_schools(2)
CHILDREN = pupils(dict.fromkeys(range(10), 12), dict.fromkeys(range(10), 8), draws=1)


def staffed(**plan):
    """Staff of two schools of 120 and 80 pupils under a Plan."""
    settled = parameters(**RATES)
    changed = replace(plan_for(REGION), **plan)
    children = CHILDREN * changed.open_year_school[None, :, :, None]
    groups = form_groups(children, settled)
    return staff_schools(REGION, changed, line_journeys(REGION), groups, children, settled)


def closing_both():
    is_open = np.ones((len(YEARS), 2), dtype=bool)
    is_open[2:] = False
    return is_open


def test_when_a_municipality_has_no_school_left_its_principals_and_permanent_assistants_are_paid_on():
    before, after = staffed(), staffed(open_year_school=closing_both())
    last = (
        before.principal_posts_draw_year_school[0, 1].sum(),
        before.assistant_posts_draw_year_school[0, 1].sum(),
    )
    beyond = after.surplus_support_draw_year_municipality_staff[0, :, 0]
    assert beyond[:2].tolist() == [[0, 0], [0, 0]]
    assert beyond[2, PRINCIPAL] == pytest.approx(last[0] * PRINCIPAL_STAYS)
    assert beyond[3, PRINCIPAL] == pytest.approx(last[0] * PRINCIPAL_STAYS**2)
    assert beyond[2, ASSISTANT] == pytest.approx(last[1] * 0.6 * ASSISTANT_STAYS)


def test_sharing_a_principal_saves_no_faster_than_principals_leave():
    works = np.array(YEARS) >= 2026
    apart, shared = staffed(), staffed(principal_pools=(PrincipalPool((0, 1), works),))
    paid = [
        of.principal_posts_draw_year_school.sum(axis=2)
        + of.surplus_support_draw_year_municipality_staff[:, :, 0, PRINCIPAL]
        for of in (apart, shared)
    ]
    assert paid[1][0, 2] >= paid[0][0, 1] * PRINCIPAL_STAYS - 1e-9
    assert shared.principal_posts_draw_year_school.sum() < apart.principal_posts_draw_year_school.sum()


def test_an_option_that_dismisses_teachers_dismisses_neither_principals_nor_assistants():
    dismissal = Dismissal((0,), SUBJECTS, np.ones(len(YEARS), dtype=bool), 1.0)
    kept = staffed(open_year_school=closing_both())
    dismissing = staffed(open_year_school=closing_both(), dismissals=(dismissal,))
    assert np.array_equal(
        kept.surplus_support_draw_year_municipality_staff,
        dismissing.surplus_support_draw_year_municipality_staff,
    )
