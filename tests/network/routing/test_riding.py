"""How long pupils ride by the routes of the nearest solved year."""

from dataclasses import replace

import numpy as np
import pytest

from kopa_sim.network import flow_pupils
from kopa_sim.network.routing.option import route_option
from kopa_sim.network.routing.riding import ride_minutes
from tests.network.towns import (
    YEARS,
    assign,
    closed,
    parameters,
    plan,
    pupils,
    random_pupils,
    random_region,
    region_of,
)

EVERYBODY_BOARDS = {"route_iterations": 2.0, "other_grounds_share": 0.0, "special_needs_carried_share": 0.0}
STRAIGHT = {"detour_factor": 1.0, "winter_factor": 1.0, "slow_road_km": 0.0, "fast_speed_km_h": 60.0}


def routed(region, mean, of=None, **changed):
    of = plan(region) if of is None else of
    journeys, catchments = assign(region, of, mean, **changed)
    flows = flow_pupils(region, catchments, mean)
    return route_option(region, journeys, of, flows, parameters(**{**EVERYBODY_BOARDS, **changed}))


def along_a_road(*kilometres):
    return region_of(
        [{"code": f"km {km}", "municipality": "901", "x": 1000.0 * km} for km in kilometres],
        [{"code": "school", "municipality": "901", "grades": "1-9", "places": 10_000}],
        ("901",),
    )


def test_who_boards_first_rides_longest():
    # one bus at a kilometre a minute from 20 km, 2 min at the stops at 20 and 10 km
    region = along_a_road(10, 20)
    rides = ride_minutes(region, routed(region, pupils(region, 1.0), boarding_min=2.0, **STRAIGHT), YEARS)
    assert rides[2][:, 0] == pytest.approx([12.0, 24.0])


def test_a_home_without_a_stop_has_the_ride_of_the_nearest():
    region = along_a_road(10, 20)
    routes = routed(region, pupils(region, [1.0, 0.0]), boarding_min=0.0, **STRAIGHT)
    assert ride_minutes(region, routes, YEARS)[2][:, 0] == pytest.approx([10.0, 10.0])


def test_the_nearest_solved_year_counts():
    region = along_a_road(10, 20)
    mean = pupils(region, [1.0, 1.0])
    numbers = mean.pupils_draw_year_area_grade.copy()
    numbers[:, :2, 1] = 0.0
    routes = routed(region, replace(mean, pupils_draw_year_area_grade=numbers), boarding_min=0.0, **STRAIGHT)
    rides = ride_minutes(region, routes, YEARS)
    assert {anchor.year for anchor in routes.solved} == {2024, 2026}
    assert [ride[1, 0] for ride in rides] == pytest.approx([10.0, 10.0, 20.0, 20.0, 20.0])
    assert rides[2] is rides[3]


@pytest.mark.parametrize("seed", range(3))
def test_nobody_rides_to_a_closed_school(seed):
    region = random_region(seed)
    mean = random_pupils(region, seed, mean=3.0)
    present = routed(region, mean)
    school = present.solved[0].schools[0]
    reduced = routed(region, mean, closed(plan(region), region, region.schools.codes[school], 2027))
    rides = ride_minutes(region, reduced, YEARS)
    for year, ride in zip(YEARS, rides, strict=True):
        assert np.isnan(ride[:, school]).all() == (year >= 2027)
