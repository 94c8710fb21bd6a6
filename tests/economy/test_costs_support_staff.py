"""Assistants and the adults beside remote lessons."""

import pytest

from kopa_sim.economy.costs_support_staff import support_staff_cost
from tests.economy.worlds import CENTRE, VILLAGE, with_schools, world, year_at


def test_assistants_are_paid_by_the_post_and_site_adults_by_the_weekly_hour():
    staffed = world(staff={"assistant_posts": [2.0, 0.0, 0.0], "site_adult_hours": [0.0, 4.0, 0.0]})
    cost = support_staff_cost(staffed.basis, staffed.staffing)[0, year_at(2026)]
    assert cost[CENTRE] == pytest.approx(2 * 30_000)
    assert cost[VILLAGE] == pytest.approx(4 / 40 * 30_000)


def test_support_staff_pay_grows_with_real_wages():
    staffed = world(staff={"assistant_posts": 1.0}, economy__wage_growth=0.02)
    cost = support_staff_cost(staffed.basis, staffed.staffing)[0, year_at(2027)]
    assert cost == pytest.approx([30_600.0] * 3)


def test_a_private_school_s_assistants_cost_nothing_here():
    region = with_schools(
        {"code": "private", "municipality": "901", "grades": "0-9", "provider": "private", "pupils": 9}
    )
    staffed = world(region, rows=[], staff={"assistant_posts": 1.0})
    assert not support_staff_cost(staffed.basis, staffed.staffing).any()
