"""Which schools a pupil may be assigned to."""

from dataclasses import replace

import numpy as np

from kopa_sim.network import measure_journeys
from kopa_sim.network.choices import grade_classes, nearest_placement
from kopa_sim.network.given_intake import first_year_residents
from kopa_sim.network.year_network import year_network
from tests.network.towns import closed, open_borders, parameters, plan, pupils, region_of
from tests.regions import two_municipalities

REGION = two_municipalities()


def classes(region, of, year_index=-1):
    residents = first_year_residents(region, of, pupils(region, 10.0))
    network = year_network(region, of, year_index, residents, 0.95)
    return grade_classes(region, measure_journeys(region, parameters(), None), network)


def test_grades_taught_by_the_same_schools_are_decided_together():
    found = [of.grades.tolist() for of in classes(REGION, plan(REGION))]
    assert found == [[0, 1, 2, 3, 4, 5, 6], [7, 8, 9], [10]]


def test_borders_open_for_some_grades_split_the_classes():
    found = [of.grades.tolist() for of in classes(REGION, open_borders(plan(REGION), grades=[1, 2]))]
    assert found == [[0, 3, 4, 5, 6], [1, 2], [7, 8, 9], [10]]


def test_pupils_stay_within_their_municipality_unless_borders_are_open():
    lower = classes(REGION, plan(REGION))[0]
    assert np.isinf(lower.minutes_point_school[0, 2])
    assert np.isfinite(classes(REGION, open_borders(plan(REGION)))[0].minutes_point_school[0, 2])


def test_a_grade_without_a_school_reaches_nothing():
    upper = classes(REGION, plan(REGION))[2]
    assert not upper.reachable_point.any()
    assert len(nearest_placement(upper).point) == 0


def test_the_nearest_school_takes_everyone_of_the_point():
    lower = nearest_placement(classes(REGION, plan(REGION))[0])
    assert lower.school.tolist() == [0, 1, 2]
    assert lower.share.tolist() == [1.0, 1.0, 1.0]


def test_equally_near_schools_are_taken_in_the_order_of_the_table():
    twins = [
        {"code": code, "municipality": "901", "x": x, "grades": "0-9"}
        for code, x in (("w", -2e3), ("e", 2e3))
    ]
    region = region_of([{"code": "a1", "municipality": "901"}], twins, ("901",))
    assert classes(region, plan(region))[0].nearest_point.tolist() == [0]


def test_a_school_of_another_language_is_not_a_choice():
    schools = replace(REGION.schools, languages=("sv", "fi", "fi"))
    lower = classes(replace(REGION, schools=schools), plan(REGION))[0]
    assert lower.nearest_point.tolist()[:2] == [1, 1]


def test_an_area_without_a_language_may_use_any_school():
    areas = replace(REGION.areas, languages=("", "fi", "fi"))
    schools = replace(REGION.schools, languages=("sv", "fi", "fi"))
    lower = classes(replace(REGION, areas=areas, schools=schools), plan(REGION))[0]
    assert lower.nearest_point.tolist()[0] == 0


LINE = region_of(
    [{"code": f"a{x}", "municipality": "901", "x": 1_000.0 * x} for x in (0, 10, 20, 30)],
    [
        {"code": "west", "municipality": "901", "x": 0.0, "grades": "0-9"},
        {"code": "middle", "municipality": "901", "x": 12_000.0, "grades": "0-6"},
        {"code": "east", "municipality": "901", "x": 30_000.0, "grades": "0-9"},
    ],
    ("901",),
)


def test_a_named_receiver_takes_those_who_lived_nearest_to_the_closed_school():
    nearest = classes(LINE, closed(plan(LINE), LINE, "middle", 2027))[0].nearest_point
    assert nearest.tolist() == [0, 0, 2, 2]
    named = classes(LINE, closed(plan(LINE), LINE, "middle", 2027, receiving="east"))[0].nearest_point
    assert named.tolist() == [0, 2, 2, 2]


def test_before_the_closure_the_school_keeps_its_own():
    before = classes(LINE, closed(plan(LINE), LINE, "middle", 2027, receiving="east"), 0)[0]
    assert before.nearest_point.tolist() == [0, 1, 1, 2]


def test_grades_the_receiver_does_not_teach_go_to_the_nearest_school():
    of = closed(plan(LINE), LINE, "west", 2027, receiving="middle")
    by_grade = {int(grade): found for found in classes(LINE, of) for grade in found.grades}
    assert by_grade[3].nearest_point.tolist() == [1, 1, 1, 2]
    assert by_grade[8].nearest_point.tolist() == [2, 2, 2, 2]


def test_a_receiver_behind_a_closed_border_is_not_a_choice():
    of = closed(plan(REGION), REGION, "village", 2027, receiving="other")
    assert classes(REGION, of)[0].nearest_point.tolist() == [0, 0, 2]
    opened = open_borders(of)
    assert classes(REGION, opened)[0].nearest_point.tolist() == [0, 2, 2]
