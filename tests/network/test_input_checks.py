"""What makes a network impossible."""

from dataclasses import replace

import numpy as np
import pytest

from kopa_sim.network import measure_journeys, places_short, unreachable
from tests.network.towns import (
    closed,
    open_borders,
    parameters,
    plan,
    pupils,
    random_pupils,
    random_region,
    region_of,
    with_places,
)
from tests.regions import two_municipalities

REGION = two_municipalities()


def gaps(region, of, mean=None, journeys=None):
    journeys = measure_journeys(region, parameters(), None) if journeys is None else journeys
    return unreachable(region, journeys, of, pupils(region, 10.0) if mean is None else mean)


def shortages(region, of, mean=None):
    mean = pupils(region, 10.0) if mean is None else mean
    return places_short(region, measure_journeys(region, parameters(), None), of, mean, parameters())


def test_a_network_that_serves_everyone_has_no_gap():
    assert gaps(REGION, plan(REGION)) == []
    assert gaps(random_region(1), plan(random_region(1))) == []


def test_grades_left_without_a_school_are_named_with_year_areas_and_pupils():
    (gap,) = gaps(REGION, closed(plan(REGION), REGION, "centre", 2027))
    assert (gap.year, gap.municipality, gap.grades, gap.areas) == (2027, "901", (7, 8, 9), ("a1", "a2"))
    assert gap.pupils == pytest.approx(60.0)


def test_open_borders_close_the_gap():
    assert gaps(REGION, open_borders(closed(plan(REGION), REGION, "centre", 2027))) == []


def test_each_grade_is_reported_at_its_first_year_only():
    of = closed(closed(plan(REGION), REGION, "centre", 2027), REGION, "village", 2028)
    found = gaps(REGION, of)
    assert [(gap.year, gap.grades) for gap in found] == [(2027, (7, 8, 9)), (2028, (0, 1, 2, 3, 4, 5, 6))]


def test_years_before_the_first_costed_one_do_not_matter():
    of = plan(REGION)
    is_open = of.open_year_school.copy()
    is_open[:2, 0] = False
    assert gaps(REGION, replace(of, open_year_school=is_open)) == []


def test_a_grade_that_the_region_never_taught_is_not_part_of_the_scenario():
    assert all(10 not in gap.grades for gap in gaps(REGION, closed(plan(REGION), REGION, "centre", 2027)))


def test_a_municipality_without_pupils_has_no_gap():
    mean = pupils(REGION, [10.0, 10.0, 0.0])
    assert gaps(REGION, closed(plan(REGION), REGION, "other", 2027), mean) == []


def test_an_area_without_a_road_is_named():
    journeys = measure_journeys(REGION, parameters(), None)
    minutes = journeys.minutes_point_school.copy()
    minutes[1] = np.inf
    (gap,) = gaps(REGION, plan(REGION), journeys=replace(journeys, minutes_point_school=minutes))
    assert (gap.municipality, gap.areas, gap.year) == ("901", ("a2",), 2026)


def test_a_given_intake_school_serves_no_more_than_its_intake():
    def region(intake):
        return region_of(
            [{"code": "a1", "municipality": "901"}],
            [
                {"code": "lower", "municipality": "901", "grades": "0-6"},
                {
                    "code": "state",
                    "municipality": "901",
                    "grades": "7-9",
                    "pupils": intake,
                    "provider": "state",
                },
            ],
            ("901",),
        )

    assert gaps(region(30.0), plan(region(30.0))) == []
    (gap,) = gaps(region(12.0), plan(region(12.0)))
    assert gap.grades == (7, 8, 9)
    assert gap.pupils == pytest.approx(18.0)


def test_enough_places_are_no_shortage_even_when_the_nearest_school_is_full():
    of = with_places(plan(REGION), REGION, village=20)
    assert shortages(REGION, of) == []


def test_a_shortage_names_schools_grades_and_places():
    of = with_places(plan(REGION), REGION, centre=100, village=50)
    (short,) = shortages(REGION, of)
    assert (short.year, short.schools) == (2026, ("centre", "village"))
    assert short.grades == tuple(range(10))
    assert short.pupils == pytest.approx(200.0)
    assert short.places == pytest.approx(150.0)
    assert short.short == pytest.approx(50.0)


def test_only_the_first_costed_year_counts():
    of = plan(REGION)
    places = of.places_year_school.copy()
    places[[0, 1, 3, 4]] = 1.0
    assert shortages(REGION, replace(of, places_year_school=places)) == []


def test_half_a_pupil_is_nobody():
    assert shortages(REGION, with_places(plan(REGION), REGION, other=99.6)) == []
    assert len(shortages(REGION, with_places(plan(REGION), REGION, other=99.4))) == 1


def test_shortages_of_municipalities_that_share_nothing_are_named_apart():
    of = with_places(plan(REGION), REGION, centre=100, village=50, other=20)
    assert [short.schools for short in shortages(REGION, of)] == [("centre", "village"), ("other",)]


def test_the_shortage_is_what_the_places_lack_however_pupils_are_assigned():
    region = random_region(8, n_municipalities=1, places=50.0)
    mean = random_pupils(region, 8)
    found = shortages(region, plan(region), mean)
    for short in found:
        assert short.pupils - short.places == pytest.approx(short.short, abs=1e-3)
    assert found


def test_students_of_a_language_without_upper_secondary_education_here_leave_and_its_pupils_must_have_a_school():
    schools = REGION.schools
    grades = schools.grades_school_grade.copy()
    grades[schools.codes.index("centre"), 10] = True
    swedish = replace(REGION.areas, languages=("fi", "sv", "fi"))
    region = replace(REGION, areas=swedish, schools=replace(schools, grades_school_grade=grades))
    (gap,) = gaps(region, open_borders(plan(region), grades=[10]))
    assert (gap.areas, gap.grades) == (("a2",), tuple(range(10)))
