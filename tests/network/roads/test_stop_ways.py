"""Ways between stops and schools from the best source there is."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopa_sim.network import measure_journeys
from kopa_sim.network.roads import stop_ways
from kopa_sim.network.routing import RoutedSchool, RoutingProblem, Stop, VehicleClass, plan_routes
from kopa_sim.network.routing.fleet import roads_of_stops
from kopa_sim.scenario.contents import TravelTimes
from tests.network.roads.networks import network, networks
from tests.network.roads.test_journeys_by_road import (
    BAY,
    BORDER,
    CENTRAL,
    EDGES,
    FAR,
    FAST,
    MID,
    NODES,
    REGION,
    USED,
    given_rows,
)
from tests.network.towns import parameters, random_region

SCHOOLS, POINTS = np.array([BORDER, CENTRAL]), np.array([BAY, FAR])


def ways(roads=None, table=None, schools=SCHOOLS, points=POINTS):
    journeys = measure_journeys(REGION, USED, table, roads)
    return stop_ways(REGION, journeys, USED, roads, table)(schools, points)


def test_straight_lines_stand_in_where_nothing_is_known():
    places_m = np.array([[10_000.0, 100.0], [0.0, 0.0], [16_000.0, 0.0], [10_000.0, 8_200.0]])
    straight = roads_of_stops(places_m, 2, USED)
    found = ways()
    assert np.array_equal(found.km_place_place, straight.km_place_place)
    assert np.array_equal(found.minutes_place_place, straight.minutes_place_place)


def test_ways_follow_the_roads_with_schools_first_and_no_waiting():
    found = ways(network(NODES, EDGES))
    # border, central, bay, far
    assert found.km_place_place[2].tolist() == pytest.approx([7.15, 18.0, 0.0, 16.3])
    assert found.minutes_place_place[2].tolist() == pytest.approx(
        [1.2 * 7.3, 1.2 * 18, 0.0, 1.2 * (7 + 18 + 0.6)], abs=1e-3
    )
    assert found.km_place_place == pytest.approx(found.km_place_place.T)


def test_each_way_has_its_own_direction():
    one_way = network(NODES, [*EDGES[:2], ("quay", "crossing", 7.0, FAST | {"one_way": True})])
    found = ways(one_way)
    assert found.km_place_place[2, 1] == pytest.approx(18.0)
    assert np.isinf(found.km_place_place[1, 2])


def test_the_same_stop_twice_is_no_way_apart_and_an_island_stop_has_no_path():
    found = ways(network(NODES, EDGES[:2]), points=np.array([FAR, FAR, BAY]))
    assert found.km_place_place[2, 3] == 0.0
    assert np.isinf(found.km_place_place[4, :4]).all()
    assert found.km_place_place[4, 4] == 0.0


def test_a_table_gives_the_ways_to_school_less_waiting_and_collecting():
    table = given_rows((FAR, CENTRAL, 58.0, 24.0), (BAY, CENTRAL, np.nan, 20.0), (BAY, BORDER, 30.0, np.nan))
    found, straight = ways(table=table), ways()
    assert found.minutes_place_place[3, 1] == found.minutes_place_place[1, 3] == pytest.approx(40.0)
    assert found.km_place_place[3, 1] == found.km_place_place[1, 3] == 24.0
    # from kilometres: 5 km of slow roads at 30, 15 km at 60
    assert found.minutes_place_place[2, 1] == pytest.approx(1.2 * (10 + 15))
    assert found.minutes_place_place[2, 0] == pytest.approx(12.0)
    assert found.km_place_place[2, 0] == straight.km_place_place[2, 0]
    assert found.km_place_place[0, 1] == straight.km_place_place[0, 1]


def test_a_given_walk_is_driven_no_faster_than_a_motorway():
    found = ways(table=given_rows((FAR, CENTRAL, 12.0, 1.0)))
    assert found.minutes_place_place[3, 1] == pytest.approx(60 * 1.0 / 95)


def test_stops_are_no_nearer_to_one_another_than_their_ways_to_school_differ():
    table = given_rows((FAR, CENTRAL, 98.0, 60.0), (BAY, CENTRAL, 38.0, 20.0))
    found = ways(table=table, schools=np.array([CENTRAL]))
    assert found.km_place_place[1, 2] == found.km_place_place[2, 1] == 40.0
    assert found.minutes_place_place[1, 2] == pytest.approx(60.0)


def test_a_stop_cut_off_by_the_table_is_cut_off_from_the_others():
    table = given_rows((FAR, CENTRAL, np.inf, np.inf), (MID, CENTRAL, 5.0, 1.0))
    found = ways(table=table, schools=np.array([CENTRAL]), points=np.array([MID, FAR, FAR]))
    assert np.isinf(found.km_place_place[1, 2])
    assert found.km_place_place[2, 3] == 0.0
    assert not np.isnan(found.km_place_place).any()


def test_the_table_comes_before_the_roads():
    table = given_rows((FAR, CENTRAL, 58.0, 24.0))
    found, by_road = ways(network(NODES, EDGES), table), ways(network(NODES, EDGES))
    assert found.km_place_place[3, 1] == 24.0
    assert found.km_place_place[2, 0] == by_road.km_place_place[2, 0]


NEAR = parameters(road_access_limit_km=100.0)


@settings(max_examples=30, deadline=None)
@given(networks(), st.integers(0, 30), st.booleans(), st.booleans())
def test_whatever_is_known_the_ways_can_be_routed(roads, seed, has_roads, has_table):
    region, rng = random_region(seed), np.random.default_rng(seed)
    shape = (len(region.areas), len(region.schools))
    km = rng.choice([np.nan, np.inf, 3.0, 25.0], shape)
    table = TravelTimes(np.where(np.isinf(km), np.inf, rng.choice([np.nan, 6.0, 40.0], shape)), km)
    source = {"travel_times": table if has_table else None, "roads": roads if has_roads else None}
    journeys = measure_journeys(region, NEAR, **source)
    found = stop_ways(region, journeys, NEAR, **source)(np.array([2, 0]), np.arange(len(region.points))[::3])
    for of_places in (found.km_place_place, found.minutes_place_place):
        assert (of_places >= 0).all()
        assert not np.diagonal(of_places).any()


def test_routes_follow_the_roads_and_name_the_stop_without_a_path():
    found = ways(network(NODES, EDGES[:2]), schools=np.array([CENTRAL]), points=np.array([FAR, BAY]))
    problem = RoutingProblem(
        found,
        (RoutedSchool("central", 0),),
        (Stop("far", 1, 3), Stop("bay", 2, 2)),
        (VehicleClass("taxi", 4, 1.8, 42.0),),
        longest_ride_min=65.0,
    )
    routes = plan_routes(problem, 50, 1)
    assert routes.km == pytest.approx(20.3, abs=0.01)
    (left,) = routes.unserved
    assert problem.stops[left.stop].name == "bay"
