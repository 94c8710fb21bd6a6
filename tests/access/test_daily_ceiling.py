"""Near and over the daily ceiling of the law: both ways with waiting, 2.5 hours, and 3 from the age of 13."""

import numpy as np
import pytest

from kopa_sim.access import measure_access, ready_journeys
from kopa_sim.network import flow_pupils
from tests.network.towns import assign, parameters, plan, pupils, region_of

NEAR, OVER = "near_limit_share", "over_limit_share"
YOUNG, GRADE_7_TO_9, UPPER = 2, 3, 4
"""Bands: grades 3–6, grades 7–9, upper secondary."""


def shares(day_min, home_extra_min=0.0):
    """Shares by band, of pupils who walk 12 minutes a kilometre for so many minutes a day, both ways together."""
    km = (day_min - home_extra_min) / 2 / 12
    region = region_of(
        [{"code": "a", "municipality": "901", "x": 1_000.0 * km}],
        [{"code": "s", "municipality": "901", "grades": "0-9+upper_secondary", "places": 1_000}],
        ("901",),
    )
    used = {"detour_factor": 1.0, "walking_limit_km": 1e6, "walking_speed_km_h": 5.0, "waiting_min": 1e6}
    mean = pupils(region, 12.0)
    journeys, catchments = assign(region, plan(region), mean, **used)
    if home_extra_min:
        longer = np.full_like(journeys.minutes_point_school, home_extra_min)
        journeys = type(journeys)(
            journeys.km_point_school, journeys.minutes_point_school, journeys.km_school_school, longer
        )
    ready = ready_journeys(region, journeys, plan(region), catchments, parameters(**used))
    values = measure_access(ready, flow_pupils(region, catchments, mean)).values
    return {name: values[name][0, 2, 0] for name in (NEAR, OVER)}


def test_two_hours_a_day_are_near_the_ceiling_of_those_under_13():
    assert shares(119.9)[NEAR][YOUNG] == 0
    assert shares(120.1)[NEAR][YOUNG] == 1
    assert shares(149.9)[NEAR][YOUNG] == 1
    assert shares(149.9)[OVER][YOUNG] == 0


def test_two_and_a_half_hours_are_the_ceiling_of_those_under_13():
    found = shares(150.1)
    assert found[OVER][YOUNG] == 1
    assert found[NEAR][YOUNG] == 0


def test_of_grade_7_those_who_turned_13_before_august_have_three_hours():
    # seven of twelve months have turned 13; grades 7, 8 and 9 are equally large
    found = shares(160.0)
    assert found[OVER][GRADE_7_TO_9] == pytest.approx(5 / 12 / 3, abs=1e-4)
    # 160 minutes are near 180 from 144 on
    assert found[NEAR][GRADE_7_TO_9] == pytest.approx((7 / 12 + 2) / 3, abs=1e-4)


def test_three_hours_are_the_ceiling_from_13_on():
    assert shares(179.9)[OVER][GRADE_7_TO_9] == pytest.approx(5 / 12 / 3, abs=1e-4)
    found = shares(180.1)
    assert found[OVER][GRADE_7_TO_9] == 1
    assert found[NEAR][GRADE_7_TO_9] == 0


def test_waiting_on_the_way_home_counts_in_the_day():
    assert shares(151.0, home_extra_min=20.0)[OVER][YOUNG] == 1
    assert shares(149.0, home_extra_min=20.0)[OVER][YOUNG] == 0


def test_upper_secondary_education_has_no_ceiling():
    found = shares(400.0)
    assert found[OVER][UPPER] == 0
    assert found[NEAR][UPPER] == 0


def test_waiting_in_the_morning_and_in_the_afternoon_counts_for_those_who_ride():
    region = region_of(
        [{"code": "a", "municipality": "901", "x": 40_000.0}],
        [{"code": "s", "municipality": "901", "grades": "0-9", "places": 1_000}],
        ("901",),
    )
    used = {"detour_factor": 1.0, "waiting_min": 10.0}
    mean = pupils(region, 10.0)
    over = []
    # the ceiling lies a minute above a day that waits as long in the afternoon as in the morning
    for afternoon in (10.0, 50.0):
        own = used | {"afternoon_waiting_min": afternoon}
        journeys, catchments = assign(region, plan(region), mean, **own)
        day = journeys.day_minutes(np.array([0]), np.array([0])).item()
        assert day == pytest.approx(2 * journeys.minutes_point_school[0, 0] + afternoon - 10)
        own["daily_ceiling_min"] = journeys.minutes_point_school[0, 0] * 2 + 1
        ready = ready_journeys(region, journeys, plan(region), catchments, parameters(**own))
        over.append(measure_access(ready, flow_pupils(region, catchments, mean)).values[OVER][0, 2, 0, YOUNG])
    assert over == [0, 1]
