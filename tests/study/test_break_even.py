"""Own, travelling or remote teacher, or a ride to the larger school: what each costs, and where two cost the same."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopa_sim.model.parameters import Parameters
from kopa_sim.model.subjects import SUBJECTS
from kopa_sim.scenario.defaults import load_defaults
from kopa_sim.study.break_even import WAYS, break_even_km, cheapest_way, questions, yearly_costs
from kopa_sim.teaching import form_groups, staff_schools
from tests.teaching.builders import lesson_plan, line_journeys, plan_for, pupils, row_of_schools

SIMPLE = {
    # A lesson of languages costs 1,000 a year: 20 months x 1,000 / 20 lessons.
    "teaching.months_paid": 20.0,
    "teaching.employer_cost_factor": 1.0,
    "teaching.pay_level": 1.0,
    "teaching.salary_eur_month": {"languages": 1000.0},
    "teaching.obligation_h": {"languages": 20.0},
    "teaching.part_post_step_share": 0.25,
    "teaching.km_allowance_eur": 0.5,
    "teaching.school_weeks": 40.0,
    "teaching.tour_lessons_a_day": 6.0,
    "teaching.duty_credit_h": {"1": 1.0, "3": 1.5},
    "teaching.remote_room_eur": 600.0,
    "teaching.remote_room_life_years": 6.0,
    "teaching.link_eur_year": 100.0,
    "teaching.remote_training_eur_person": 500.0,
    "teaching.remote_training_life_years": 5.0,
    "teaching.remote_preparation_factor": 1.1,
    "teaching.remote_room_week_h": 30.0,
    "teaching.assistant_salary_eur_month": 400.0,
    "teaching.assistant_week_h": 40.0,
    "economy.discount_rate": 0.0,
    "transport.seats": {"taxi": 4.0, "bus": 45.0},
    "transport.mean_fill_share": 1.0,
    "transport.collection_detour_km": {"taxi": 0.0, "bus": 0.0},
    "transport.vehicle_km_price_ratio": {"taxi": 1.0, "bus": 2.0},
    "transport.empty_run_factor": 2.0,
    "transport.turnaround_min": 0.0,
    "transport.route_speed_km_h": 50.0,
    "transport.vehicle_km_eur": 1.0,
    "transport.vehicle_hour_eur": 0.0,
    "transport.vehicle_day_eur": 10.0,
}
LANGUAGES_ALONE = {
    "local_extra_lessons_share": 0.0,
    "a2_language_share": 0.0,
    "second_mother_tongue_share": 0.0,
    "minority_religion_share": {},
    "remedial_lessons_per_100_pupils_h": 0.0,
    "special_lessons_per_100_pupils_h": 0.0,
    "lessons_per_supported_pupil_h": 0.0,
    "special_class_share": 0.0,
    "preparatory_share": 0.0,
    "vacancy_unfilled_share_remote": 0.0,
}
"""A school gives the lesson plan and nothing more, and finds a teacher for every hour."""
VILLAGE_KM = np.array([0.0, 10.0, 50.0])


def prices(draws=1, sampled=None, **changed):
    fixed = {name: spec.value for name, spec in load_defaults().items()} | SIMPLE
    fixed["teaching.salary_eur_month"] = dict.fromkeys(
        load_defaults()["teaching.salary_eur_month"].value, 1000.0
    )
    fixed["teaching.obligation_h"] = dict.fromkeys(load_defaults()["teaching.obligation_h"].value, 20.0)
    return Parameters(draws, fixed | {f"teaching.{n}": v for n, v in changed.items()}, sampled or {})


def ask(parameters=None, place=0, **changed):
    return replace(questions(parameters or prices())[place], largest_group=24, **changed)


def cost(way, pupils, question=None, parameters=None):
    """Return the yearly cost of a way at each distance."""
    given_prices = parameters or prices()
    costs = yearly_costs(question or ask(), np.array([float(pupils)]), VILLAGE_KM, given_prices)
    return costs[0, WAYS.index(way), 0].tolist()


def test_an_own_teacher_of_twelve_lessons_is_paid_three_quarters_of_a_post_at_any_distance():
    assert cost("own_teacher", 9) == pytest.approx([15_000] * 3)


def test_a_travelling_teacher_drives_out_two_days_and_is_credited_a_lesson():
    # 12 lessons in two days of six, one lesson of credit; 2 days x 40 weeks x 2 x km x 0.5 EUR.
    assert cost("travelling_teacher", 9) == pytest.approx([13_000, 13_000 + 800, 13_000 + 4_000])


def test_all_lessons_over_a_link_cost_preparation_an_adult_two_rooms_and_two_people_trained():
    question = ask(place=1)
    preparation, adult = 0.1 * 12 * 1000, 12 * 400 * 20 / 40
    rooms, training = 2 * (600 / 6 + 100), 2 * 500 / 5
    assert cost("remote", 9, question) == pytest.approx([preparation + adult + rooms + training] * 3)


def test_what_may_not_be_remote_is_given_by_the_cheaper_teacher_on_the_spot():
    question = ask(remote_share=1 / 12)
    linked = 0.1 * 1000 + 200 + 2 * 200 + 200
    # Eleven lessons: three quarters of a post, 15,000; who drives out two days is paid 12,000 and 80 EUR a km.
    assert cost("remote", 9, question) == pytest.approx([linked + 12_000, linked + 12_800, linked + 15_000])


def test_what_may_not_be_remote_is_paid_by_the_hour_where_it_makes_no_part_post():
    linked = 0.1 * 6 * 1000 + 6 * 200 + 2 * 200 + 200
    assert cost("remote", 9, ask(remote_share=0.5)) == pytest.approx([linked + 6_000] * 3)
    assert cost("own_teacher", 9, ask(lessons_h=6)) == pytest.approx([6_000] * 3)


@pytest.mark.parametrize("lessons", [3, 6, 9, 12, 18, 21, 24, 27, 39])
def test_an_own_teacher_costs_what_a_run_pays_in_a_school_of_that_subject_alone(lessons):
    """Grade 8 alone, in one group: by the hour, a part post in steps, whole posts, overtime."""
    languages = SUBJECTS.index("languages")
    settled = prices(**LANGUAGES_ALONE | lesson_plan(a1_language=(0,) * 7 + (lessons, 0)))
    region, children = row_of_schools(1), pupils({8: 20})
    groups = form_groups(children, settled)
    staffed = staff_schools(region, plan_for(region), line_journeys(region), groups, children, settled)
    at_school = {name: values[0, 0, 0, languages] for name, values in staffed.measures.items()}
    assert at_school["hours_required"] == pytest.approx(lessons)
    overtime = at_school["overtime_hours"] * 1000 * settled.number("teaching.overtime_price_factor")
    paid = at_school["posts"] * 20_000 + overtime
    question = ask(settled, lessons_h=float(lessons), grades=1)
    assert cost("own_teacher", 20, question, settled) == pytest.approx([paid] * 3)


def test_pupils_are_driven_on_the_days_of_the_subject_in_the_smallest_vehicle_that_takes_them():
    # Four lessons a week of each pupil, two a day: 2 days x 40 weeks, there and back with an empty leg each.
    taxi, bus = 160 * 2 * 1.0, 160 * 2 * 2.0
    assert cost("taxi_ride", 3) == pytest.approx([800 + taxi * km for km in VILLAGE_KM])
    assert cost("taxi_ride", 9) == pytest.approx([800 + bus * km for km in VILLAGE_KM])


def test_pupils_beyond_the_room_of_the_larger_schools_group_need_a_group_of_their_own():
    question = ask(other_pupils=16, lessons_h=12)
    with_room, without = cost("taxi_ride", 24, question), cost("taxi_ride", 27, question)
    assert without[0] - with_room[0] == pytest.approx(12 * 1000)


def test_a_remote_group_of_none_of_the_larger_schools_pupils_is_a_group_more():
    question = ask(place=1, largest_remote_group=24, other_pupils=24)
    full, room = cost("remote", 9, question), cost("remote", 9, ask(place=1, other_pupils=10))
    assert full[0] - room[0] == pytest.approx(1.1 * 12 * 1000)


def test_break_even_lies_where_the_two_ways_cost_the_same():
    km = np.arange(0.0, 60.0, 7.0)
    costs = yearly_costs(ask(place=1), np.array([9.0]), km, prices())
    # remote 4,200; ride 800 + 640 km: equal at 5.3125 km.
    assert break_even_km(costs, km, "taxi_ride", "remote")[0, 0] == pytest.approx((4_200 - 800) / 640)
    assert np.isnan(break_even_km(costs, km, "remote", "own_teacher")).all()


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 60), st.integers(0, 80), st.integers(0, 20))
def test_a_longer_road_makes_nothing_cheaper_and_never_changes_an_own_teacher(pupils, km, further):
    distances = np.array([float(km), float(km + further)])
    for question in questions(prices()):
        near, far = yearly_costs(question, np.array([float(pupils)]), distances, prices())[0, :, 0].T
        assert (far >= near - 1e-9).all()
        assert near[WAYS.index("own_teacher")] == far[WAYS.index("own_teacher")]


def test_the_default_distances_are_those_told_in_the_documentation():
    told = (Path(__file__).parents[2] / "docs/remote.md").read_text()
    by_default = Parameters(1, {name: spec.value for name, spec in load_defaults().items()}, {})
    km, pupils_asked = np.arange(0.0, 150.0), np.array([12.0, 25.0])
    ways = ("taxi_ride", "remote"), ("taxi_ride", "remote"), ("travelling_teacher", "own_teacher")
    asked = questions(by_default)
    for (near, far), question, place in zip(ways, (*asked, asked[0]), (0, 0, 1), strict=True):
        costs = yearly_costs(question, pupils_asked, km, by_default)
        crossing = float(break_even_km(costs, km, near, far)[0, place])
        assert f"about {crossing:.0f} km" in told, (near, far, question.name)


def test_uncertain_prices_give_a_spread_of_break_even_distances():
    km = np.arange(0.0, 200.0)
    sampled = {"teaching.remote_room_eur": np.array([600.0, 60_000.0])}
    given_prices = prices(2, sampled)
    costs = yearly_costs(ask(place=1), np.array([9.0]), km, given_prices)
    cheap, dear = break_even_km(costs, km, "taxi_ride", "remote")[:, 0]
    assert cheap < dear


def test_of_equally_cheap_ways_the_first_named_is_shown():
    assert cheapest_way(np.array([[3.0, 1.0], [3.0, 1.0], [4.0, 1.0], [3.0, 2.0]])).tolist() == [0, 0]


def test_the_law_in_force_and_what_if_are_two_questions():
    in_force, allowed = questions(prices())
    assert (in_force.name, in_force.remote_share) == ("law_in_force", 0.5)
    assert (allowed.name, allowed.remote_share) == ("if_law_allowed", 1.0)
