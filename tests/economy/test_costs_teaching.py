"""Teaching: posts, overtime, unqualified teachers, surplus posts and travel; and what the school year disrupts."""

from dataclasses import replace

import numpy as np
import pytest

from kopa_sim.economy.costs_disruption import disruption_cost
from kopa_sim.economy.costs_teaching import surplus_cost, teaching_cost
from kopa_sim.model.staffing import Disruption
from tests.economy.worlds import CENTRE, with_schools, world, year_at


def teaching(of, year=2026):
    return teaching_cost(of.basis, of.staffing)[0, year_at(year)]


def disturbed(of, disruption, year=2026):
    return disruption_cost(of.basis, of.staffing, disruption)[0, year_at(year)]


def test_posts_are_paid_where_they_teach():
    assert teaching(world(staff={"posts": [5.0, 2.0, 4.0]})) == pytest.approx([300_000, 120_000, 240_000])


def test_an_overtime_lesson_costs_its_share_of_a_lesson_of_a_post():
    assert teaching(world(staff={"overtime_hours": [10.0, 0.0, 0.0]}))[CENTRE] == pytest.approx(
        10 * 3_000 * 0.8
    )


def test_an_unqualified_teacher_s_lessons_are_cheaper_by_the_pay_cut():
    taught = world(staff={"posts": [1.0, 0.0, 0.0], "hours_unqualified": [20.0, 0.0, 0.0]})
    assert teaching(taught)[CENTRE] == pytest.approx(60_000 - 6_000)


def test_an_unqualified_teacher_is_paid_less_for_lessons_of_other_schools_pupils_too():
    """Twenty lessons over a link are a post of 60,000 €; a tenth less for who is unqualified."""
    taught = world(staff={"posts": [1.0, 0.0, 0.0]})
    for_others = np.zeros_like(taught.staffing.measures["posts"])
    for_others[:, :, CENTRE, np.flatnonzero(taught.staffing.measures["posts"].any(axis=(0, 1, 2)))] = 20.0
    linked = replace(taught.staffing, unqualified_for_others_draw_year_school_subject=for_others)
    cost = teaching_cost(taught.basis, linked)[0, year_at(2026)]
    assert cost[CENTRE] == pytest.approx(60_000 - 6_000)


def test_a_lesson_nobody_gives_costs_what_making_up_for_it_does():
    taught = world(staff={"hours_not_given": [10.0, 0.0, 0.0]})
    assert teaching(taught)[CENTRE] == pytest.approx(10 * 3_000 * 0.6)
    saved = world(staff={"hours_not_given": [10.0, 0.0, 0.0]}, teaching__not_given_price_factor=0.0)
    assert teaching(saved)[CENTRE] == 0


def test_a_lesson_costs_the_same_by_the_hour_and_not_given_where_it_is_made_up_for_in_full():
    full = {"teaching__not_given_price_factor": 1.0}
    by_the_hour = world(staff={"posts": [0.5, 0.0, 0.0]}, **full)
    not_given = world(staff={"hours_not_given": [10.0, 0.0, 0.0]}, **full)
    assert teaching(by_the_hour) == pytest.approx(teaching(not_given))


def test_a_lesson_of_upper_secondary_education_costs_as_many_lessons_as_it_counts_for():
    """In mother tongue 18 lessons of basic education make a post, and 16 of upper secondary education."""
    taught = world(staff={"overtime_hours": [10.0, 0.0, 0.0], "hours_not_given": [10.0, 0.0, 0.0]})
    counts_for = np.full_like(taught.staffing.measures["overtime_hours"], 18 / 16)
    counted = replace(taught.staffing, counts_for_draw_year_school_subject=counts_for)
    cost = teaching_cost(taught.basis, counted)[0, year_at(2026)]
    assert cost[CENTRE] == pytest.approx(10 * 3_000 * (0.8 + 0.6) * 18 / 16)


def test_lessons_missing_over_a_link_cost_what_they_count_for_and_not_what_the_school_s_own_do():
    taught = world(staff={"hours_not_given": [10.0, 0.0, 0.0]})
    hours = taught.staffing.measures["hours_not_given"]
    linked = replace(
        taught.staffing,
        counts_for_draw_year_school_subject=np.ones_like(hours),
        not_given_counted_draw_year_school_subject=hours * 18 / 16,
    )
    cost = teaching_cost(taught.basis, linked)[0, year_at(2026)]
    assert cost[CENTRE] == pytest.approx(10 * 3_000 * 0.6 * 18 / 16)


def test_surplus_posts_are_spread_over_the_municipality_by_pupils():
    of = world(staff={"surplus_posts": 1.0})
    cost = surplus_cost(of.basis, of.staffing)[0, year_at(2026)]
    assert cost == pytest.approx([60_000 * 100 / 120, 60_000 * 20 / 120, 60_000])


def test_teachers_who_drive_are_paid_by_the_kilometre_half_of_it_at_fuel_prices():
    driving = world(staff={"driven_km": [1_000.0, 0.0, 0.0]}, economy__fuel_growth=0.1)
    assert teaching(driving, year=2027)[CENTRE] == pytest.approx(1_000 * 0.5 * (0.5 * 1.1 + 0.5))


def test_books_and_materials_are_paid_by_pupil_and_cost_more_in_upper_secondary_education():
    prices = {"basic": 150.0, "upper_secondary": 274.0}
    taught = world(
        rows=[(0, 1, CENTRE, 10.0), (0, 10, CENTRE, 4.0)],
        economy__materials_eur_pupil=prices,
        economy__price_growth=0.1,
    )
    assert teaching(taught, year=2027)[CENTRE] == pytest.approx((10 * 150 + 4 * 274) * 1.1)


def test_disruption_costs_by_the_planned_lesson_of_the_school_s_municipality():
    taught = world(staff={"hours_required": [100.0, 10.0, 50.0]})
    per_lesson = np.broadcast_to([2.0, 1.0], (6, 2))
    cost = disturbed(taught, Disruption(np.ones((6, 2)), per_lesson))
    assert cost == pytest.approx([100 * 38 * 2.0, 10 * 38 * 2.0, 50 * 38 * 1.0])


def test_a_school_year_that_was_not_simulated_costs_no_disruption():
    assert not disturbed(world(staff={"hours_required": [100.0, 10.0, 50.0]}), None).any()


def test_pay_grows_with_real_wages():
    paid = world(staff={"posts": [1.0, 0.0, 0.0], "surplus_posts": 0.0}, economy__wage_growth=0.1)
    assert teaching(paid, year=2028)[CENTRE] == pytest.approx(60_000 * 1.21)


def test_a_state_school_s_teachers_are_not_the_municipality_s_cost():
    region = with_schools(
        {"code": "own", "municipality": "901", "grades": "0-9"},
        {"code": "state", "municipality": "901", "grades": "0-9", "provider": "state", "pupils": 50},
        {"code": "other", "municipality": "902", "grades": "0-9"},
    )
    staff = {"posts": [1.0, 9.0, 1.0], "driven_km": [0.0, 99.0, 0.0], "hours_required": [0.0, 99.0, 0.0]}
    disruption = Disruption(np.ones((6, 2)), np.ones((6, 2)))
    of = world(region, rows=[(0, 1, 0, 10.0), (0, 1, 1, 50.0)], staff=staff)
    assert teaching(of) == pytest.approx([60_000, 0.0, 60_000])
    assert disturbed(of, disruption)[1] == 0.0
