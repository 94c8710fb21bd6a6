"""How far and how long."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kopa_sim.network import measure_journeys
from kopa_sim.network.rides import journey_minutes, ride_minutes
from kopa_sim.scenario.contents import TravelTimes
from tests.network.towns import parameters
from tests.regions import NAN, two_municipalities

PLAIN = parameters(
    detour_factor=1.5,
    walking_limit_km=3.0,
    walking_speed_km_h=5.0,
    waiting_min=10.0,
    pick_up_min=8.0,
    slow_road_km=5.0,
    slow_speed_km_h=30.0,
    fast_speed_km_h=60.0,
    winter_factor=1.1,
)


def minutes(km):
    return journey_minutes(np.array([km]), PLAIN)[0]


def given_times(region, minutes_rows, km_rows=()):
    shape = (len(region.areas), len(region.schools))
    tables = (np.full(shape, NAN), np.full(shape, NAN))
    for table, rows in zip(tables, (minutes_rows, km_rows), strict=True):
        for area, school, value in rows:
            table[region.areas.codes.index(area), region.schools.codes.index(school)] = value
    return TravelTimes(*tables)


def test_a_road_is_longer_than_the_straight_line_by_the_detour_factor():
    region = two_municipalities()
    journeys = measure_journeys(region, PLAIN, None)
    assert journeys.km_point_school[0].tolist() == pytest.approx([0.75, 18.75, 45.75])
    assert journeys.km_school_school[0].tolist() == pytest.approx([0.0, 18.0, 45.0])
    assert np.array_equal(journeys.km_school_school, journeys.km_school_school.T)


def test_a_short_journey_is_walked():
    assert minutes(1.0) == pytest.approx(12.0)


def test_a_ride_is_waiting_collecting_and_driving_slower_in_winter():
    # 18 min of waiting and collecting, 5 km at 30 km/h and 25 km at 60 km/h: 10 + 25 min, times 1.1
    assert minutes(30.0) == pytest.approx(18.0 + 1.1 * 35.0)


def test_the_quicker_of_walking_and_riding_is_taken():
    assert minutes(2.9) == pytest.approx(ride_minutes(np.array([2.9]), PLAIN)[0])
    assert minutes(1.5) == pytest.approx(18.0)


def test_nobody_walks_beyond_the_walking_limit():
    slow_rides = parameters(waiting_min=120.0, walking_limit_km=2.0)
    walked, ridden = journey_minutes(np.array([2.0, 2.01]), slow_rides)
    assert walked < 30.0
    assert ridden > 120.0


@given(st.floats(0, 200), st.floats(0, 200), st.floats(0.5, 8.0), st.floats(0, 60))
def test_a_longer_journey_never_takes_less_time(one, other, walking_limit, waiting):
    shorter, longer = sorted((one, other))
    used = parameters(walking_limit_km=walking_limit, waiting_min=waiting)
    first, second = journey_minutes(np.array([shorter, longer]), used)
    assert first <= second


def test_a_given_travel_time_holds_for_all_points_of_the_area():
    region = two_municipalities()
    given_table = given_times(region, [("a2", "centre", 33.0)])
    journeys = measure_journeys(region, PLAIN, given_table)
    plain = measure_journeys(region, PLAIN, None)
    assert journeys.minutes_point_school[1, 0] == 33.0
    assert journeys.km_point_school[1, 0] == plain.km_point_school[1, 0]
    other = np.ones_like(plain.minutes_point_school, dtype=bool)
    other[1, 0] = False
    assert np.array_equal(journeys.minutes_point_school[other], plain.minutes_point_school[other])


def test_given_kilometres_set_the_minutes_where_no_minutes_are_given():
    region = two_municipalities()
    journeys = measure_journeys(region, PLAIN, given_times(region, [], [("a2", "centre", 30.0)]))
    assert journeys.km_point_school[1, 0] == 30.0
    assert journeys.minutes_point_school[1, 0] == pytest.approx(minutes(30.0))


def test_a_place_without_a_road_is_infinitely_far():
    region = two_municipalities()
    infinite = [("b1", "centre", np.inf)]
    journeys = measure_journeys(region, PLAIN, given_times(region, infinite, infinite))
    assert np.isinf(journeys.minutes_point_school[2, 0])
    assert np.isinf(journeys.km_point_school[2, 0])


def test_the_order_of_the_points_does_not_matter():
    region = two_municipalities()
    turned = replace(region.points, x_m=region.points.x_m[::-1], y_m=region.points.y_m[::-1])
    first = measure_journeys(region, PLAIN, None)
    second = measure_journeys(replace(region, points=turned), PLAIN, None)
    assert np.array_equal(first.minutes_point_school, second.minutes_point_school[::-1])


def test_the_way_home_takes_as_long_as_the_way_to_school_unless_waiting_differs():
    journeys = measure_journeys(two_municipalities(), PLAIN, None)
    point, school = np.array([0, 0]), np.array([0, 1])
    assert journeys.day_minutes(point, school) == pytest.approx(2 * journeys.minutes_point_school[0, :2])


def test_who_rides_home_waits_longer_and_who_walks_does_not():
    used = replace(PLAIN, fixed={**PLAIN.fixed, "transport.afternoon_waiting_min": 35.0})
    journeys = measure_journeys(two_municipalities(), used, None)
    walked, ridden = journeys.minutes_point_school[0, :2]
    day = journeys.day_minutes(np.array([0, 0]), np.array([0, 1]))
    assert day == pytest.approx([2 * walked, 2 * ridden + 25.0])
