"""Pupils who have started a span of grades may finish it where they are."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopa_sim.network import flow_pupils
from kopa_sim.scenario.measures.base import PlanContext
from kopa_sim.scenario.measures.pair_grades import PairGrades
from tests.network.towns import (
    assign,
    closed,
    open_borders,
    plan,
    pupils,
    random_pupils,
    random_region,
    region_of,
    school_of,
    with_places,
)

YEARS = tuple(range(2024, 2036))
CHANGE = 2027


def town(*rows, x=1_000.0):
    """One area at ``x`` and schools along a road, in one municipality unless said."""
    schools = [{"municipality": "901", "places": 1_000, **row} for row in rows]
    return region_of(
        [{"code": "a1", "municipality": "901", "x": x}, {"code": "b1", "municipality": "902"}], schools
    )


def opened(of, region, code, year):
    """The Plan with a school that stands shut until a year."""
    school = region.schools.codes.index(code)
    is_open = of.open_year_school.copy()
    is_open[np.array(of.years) < year, school] = False
    return replace(of, open_year_school=is_open)


def schools_by_grade(region, catchments, year, area="a1", grades=range(10)):
    arcs = catchments.by_year[YEARS.index(year)]
    return [school_of(region, arcs, area, grade) for grade in grades]


NEAR_AND_FAR = town({"code": "far", "x": 9_000.0, "grades": "0-9"}, {"code": "near", "grades": "0-6"})


def test_a_nearer_school_that_opens_takes_those_who_start():
    region = NEAR_AND_FAR
    _, catchments = assign(
        region, opened(plan(region, YEARS), region, "near", CHANGE), pupils(region, 8.0, YEARS)
    )
    assert schools_by_grade(region, catchments, 2026) == ["far"] * 10
    assert schools_by_grade(region, catchments, 2027) == ["near"] + ["far"] * 9
    assert schools_by_grade(region, catchments, 2030) == ["near"] * 4 + ["far"] * 6
    assert schools_by_grade(region, catchments, 2033) == ["near"] * 7 + ["far"] * 3


def test_without_the_right_to_finish_everyone_follows_the_new_catchment_at_once():
    region = NEAR_AND_FAR
    of = opened(plan(region, YEARS), region, "near", CHANGE)
    _, catchments = assign(region, of, pupils(region, 8.0, YEARS), finish_started_span=False)
    assert schools_by_grade(region, catchments, 2027) == ["near"] * 7 + ["far"] * 3


def test_pupils_of_a_closed_school_move_at_once():
    region = NEAR_AND_FAR
    _, catchments = assign(
        region, closed(plan(region, YEARS), region, "near", CHANGE), pupils(region, 8.0, YEARS)
    )
    assert schools_by_grade(region, catchments, 2027) == ["far"] * 10


def test_those_who_stay_on_move_when_their_school_closes():
    region = NEAR_AND_FAR
    of = closed(opened(plan(region, YEARS), region, "near", CHANGE), region, "far", 2029)
    _, catchments = assign(region, of, pupils(region, 8.0, YEARS))
    assert schools_by_grade(region, catchments, 2028, grades=range(7)) == ["near"] * 2 + ["far"] * 5
    assert schools_by_grade(region, catchments, 2029, grades=range(7)) == ["near"] * 7


def test_an_open_border_takes_those_who_start_grade_seven():
    region = town(
        {"code": "own", "x": 9_000.0, "grades": "0-9"},
        {"code": "next_door", "municipality": "902", "x": 2_000.0, "grades": "0-9"},
    )
    closed_before = plan(region, YEARS)
    allowed = open_borders(closed_before, grades=[7, 8, 9]).allowed_year_home_school_grade.copy()
    allowed[: YEARS.index(CHANGE)] = closed_before.allowed_year_home_school_grade[: YEARS.index(CHANGE)]
    of = replace(closed_before, allowed_year_home_school_grade=allowed)
    _, catchments = assign(region, of, pupils(region, 8.0, YEARS))
    assert schools_by_grade(region, catchments, 2027) == ["own"] * 7 + ["next_door", "own", "own"]
    assert schools_by_grade(region, catchments, 2029) == ["own"] * 7 + ["next_door"] * 3


def test_pupils_leave_when_the_border_closes_again():
    region = town(
        {"code": "own", "x": 9_000.0, "grades": "0-9"},
        {"code": "next_door", "municipality": "902", "x": 2_000.0, "grades": "0-9"},
    )
    opening = open_borders(plan(region, YEARS), grades=range(10))
    allowed = opening.allowed_year_home_school_grade.copy()
    allowed[YEARS.index(CHANGE) :] = plan(region, YEARS).allowed_year_home_school_grade[YEARS.index(CHANGE) :]
    _, catchments = assign(
        region, replace(opening, allowed_year_home_school_grade=allowed), pupils(region, 8.0, YEARS)
    )
    assert schools_by_grade(region, catchments, 2026) == ["next_door"] * 10
    assert schools_by_grade(region, catchments, 2027) == ["own"] * 10


def test_pupils_move_when_their_school_no_longer_teaches_their_grade():
    region = NEAR_AND_FAR
    of = plan(region, YEARS)
    grades = of.grades_year_school_grade.copy()
    grades[YEARS.index(CHANGE) :, 1, 3:] = False
    _, catchments = assign(region, replace(of, grades_year_school_grade=grades), pupils(region, 8.0, YEARS))
    assert schools_by_grade(region, catchments, 2027, grades=range(7)) == ["near"] * 3 + ["far"] * 4


def test_a_pupil_who_was_always_going_to_change_school_changes_it_and_nothing_moves():
    region = town(
        {"code": "far", "x": 9_000.0, "grades": "0-9"},
        {"code": "small", "grades": "1-2"},
        {"code": "upper", "x": 3_000.0, "grades": "3-6"},
    )
    _, catchments = assign(region, plan(region, YEARS), pupils(region, 8.0, YEARS))
    expected = ["far", "small", "small", "upper", "upper", "upper", "upper", "far", "far", "far"]
    assert schools_by_grade(region, catchments, 2035) == expected
    assert len({id(arcs) for arcs in catchments.by_year}) == 1


def test_years_after_the_last_who_stayed_are_those_of_the_new_network():
    region, few, cache = NEAR_AND_FAR, pupils(NEAR_AND_FAR, 8.0, YEARS), {}
    _, later = assign(region, opened(plan(region, YEARS), region, "near", CHANGE), few, cache)
    _, always = assign(region, plan(region, YEARS), few, cache)
    assert later.by_year[YEARS.index(2032)] is not always.by_year[0]
    assert all(arcs is always.by_year[0] for arcs in later.by_year[YEARS.index(2033) :])


def test_a_full_school_keeps_its_pupils_and_sends_away_those_who_start():
    region = NEAR_AND_FAR
    mean = pupils(region, 10.0, YEARS)
    places = with_places(plan(region, YEARS), region, near=70)
    mean.pupils_draw_year_area_grade[0, YEARS.index(2027) :, 0, 1:7] = 11.0
    _, catchments = assign(region, places, mean)
    at_near = flow_pupils(region, catchments, mean).pupils_draw_year_school_grade(2)[0, :, 1]
    assert at_near[YEARS.index(2026)].tolist()[:7] == [10.0] * 7
    assert at_near[YEARS.index(2027), 1:7] == pytest.approx(np.full(6, 11.0))
    assert at_near[YEARS.index(2027), 0] == pytest.approx(4.0)


def test_those_present_leave_a_school_only_as_far_as_places_force_them():
    region = NEAR_AND_FAR
    mean = pupils(region, 10.0, YEARS)
    of = plan(region, YEARS)
    places = of.places_year_school.copy()
    places[:, 1], places[YEARS.index(2027) :, 1] = 70.0, 45.0
    _, catchments = assign(region, replace(of, places_year_school=places), mean)
    at_near = flow_pupils(region, catchments, mean).pupils_draw_year_school_grade(2)[0, :, 1]
    assert at_near[YEARS.index(2027)].sum() == pytest.approx(45.0)
    assert at_near[YEARS.index(2027), 0] == pytest.approx(0.0)


def test_paired_schools_exchange_their_pupils_whatever_else_is_nearer():
    region = town(
        {"code": "lower", "grades": "0-6"},
        {"code": "nearest_other", "x": 4_000.0, "grades": "0-6"},
        {"code": "upper", "x": 9_000.0, "grades": "0-9"},
    )
    pair = PairGrades(measure="pair_grades", lower="lower", upper="upper", last_lower_grade=2, year=CHANGE)
    context = PlanContext(region, np.zeros((len(YEARS), 3)))
    _, catchments = assign(region, pair.apply(plan(region, YEARS), context), pupils(region, 8.0, YEARS))
    expected = ["lower"] * 3 + ["upper"] * 7
    assert schools_by_grade(region, catchments, 2026) == ["lower"] * 7 + ["upper"] * 3
    assert schools_by_grade(region, catchments, 2027) == expected
    assert schools_by_grade(region, catchments, 2035) == expected


def test_pupils_of_the_upper_building_go_down_to_the_lower_one():
    region = town(
        {"code": "lower", "x": 9_000.0, "grades": "0-6"},
        {"code": "nearest_other", "x": 4_000.0, "grades": "0-6"},
        {"code": "upper", "grades": "0-9"},
    )
    pair = PairGrades(measure="pair_grades", lower="lower", upper="upper", last_lower_grade=2, year=CHANGE)
    context = PlanContext(region, np.zeros((len(YEARS), 3)))
    _, catchments = assign(region, pair.apply(plan(region, YEARS), context), pupils(region, 8.0, YEARS))
    assert schools_by_grade(region, catchments, 2027) == ["lower"] * 3 + ["upper"] * 7


def test_a_receiver_hands_the_grades_of_a_closed_school_on_to_its_partner():
    region = town(
        {"code": "closing", "grades": "0-6"},
        {"code": "nearest_other", "x": 4_000.0, "grades": "0-6"},
        {"code": "lower", "x": 9_000.0, "grades": "0-6"},
        {"code": "upper", "x": 12_000.0, "grades": "0-9"},
    )
    pair = PairGrades(measure="pair_grades", lower="lower", upper="upper", last_lower_grade=2, year=CHANGE)
    context = PlanContext(region, np.zeros((len(YEARS), 4)))
    of = closed(pair.apply(plan(region, YEARS), context), region, "closing", CHANGE, receiving="lower")
    _, catchments = assign(region, of, pupils(region, 8.0, YEARS))
    assert schools_by_grade(region, catchments, 2027) == ["lower"] * 3 + ["upper"] * 7


def mean_minutes(arcs, journeys, region):
    """Mean minutes of every served (area, grade)."""
    minutes = arcs.arc_mean(journeys.minutes_point_school[arcs.cell_point, arcs.school[arcs.cell_arc]])
    return np.bincount(
        arcs.area * 11 + arcs.grade, weights=minutes * arcs.share, minlength=len(region.areas) * 11
    )


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 100_000), st.booleans())
def test_opening_a_school_never_lengthens_a_journey(seed, finish):
    region = random_region(seed)
    without = closed(plan(region, YEARS), region, "s7", 2024)
    journeys, before = assign(region, without, pupils(region, 8.0, YEARS), finish_started_span=finish)
    opening = opened(plan(region, YEARS), region, "s7", CHANGE)
    _, after = assign(region, opening, pupils(region, 8.0, YEARS), finish_started_span=finish)
    for one, other in zip(before.by_year, after.by_year, strict=True):
        assert (mean_minutes(other, journeys, region) <= mean_minutes(one, journeys, region) + 1e-9).all()


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 100_000), st.sampled_from([60.0, 150.0, 10_000.0]))
def test_nobody_is_lost_and_every_grade_is_taught_where_it_goes(seed, places):
    region = random_region(seed, places=places)
    mean = random_pupils(region, seed, years=YEARS)
    of = closed(opened(plan(region, YEARS), region, "s7", CHANGE), region, "s6", 2029)
    _, catchments = assign(region, of, mean)
    for index, arcs in enumerate(catchments.by_year):
        total = np.bincount(arcs.area * 11 + arcs.grade, weights=arcs.share)
        assert total[total > 0] == pytest.approx(1.0)
        assert of.teaches_year_school_grade[index][arcs.school, arcs.grade].all()
