"""Journeys to school along the roads, from door to door."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopa_sim.access import measure_access, ready_journeys
from kopa_sim.model.roads import nearest_gate
from kopa_sim.network import (
    assign_catchments,
    carry_pupils,
    flow_pupils,
    measure_journeys,
    unreachable,
)
from kopa_sim.scenario.contents import TravelTimes
from tests.network.roads.networks import closed, network, networks, of_edges, permuted
from tests.network.towns import parameters, plan, pupils, random_region, region_of

USED = parameters(
    detour_factor=1.5,
    walking_limit_km=3.0,
    walking_speed_km_h=5.0,
    waiting_min=10.0,
    afternoon_waiting_min=10.0,
    pick_up_min=8.0,
    slow_speed_km_h=30.0,
    winter_factor=1.2,
    road_access_limit_km=2.0,
)
FAST, SLOW = {"speed_km_h": 60.0}, {"speed_km_h": 30.0}
NODES = {"church": (0, 0), "crossing": (10_000, 0), "village": (10_000, 8_000), "quay": (16_000, 0)}
EDGES = [
    ("church", "crossing", 11.0, FAST),
    ("crossing", "village", 9.0, SLOW),
    ("quay", "crossing", 7.0, FAST),
]
REGION = region_of(
    [
        {"code": "mid", "municipality": "901", "x": 0.0, "y": -400.0},
        {"code": "far", "municipality": "901", "x": 10_000.0, "y": 8_200.0},
        {"code": "bay", "municipality": "901", "x": 16_000.0, "y": 0.0},
    ],
    [
        {"code": "central", "municipality": "901", "grades": "0-9", "places": 1_000},
        {
            "code": "border",
            "municipality": "901",
            "x": 10_000.0,
            "y": 100.0,
            "grades": "0-6",
            "places": 1_000,
        },
    ],
    ("901",),
)
MID, FAR, BAY = range(3)
CENTRAL, BORDER = range(2)


def measured(roads, used=USED, travel_times=None, region=REGION):
    return measure_journeys(region, used, travel_times, roads)


def given_rows(*rows):
    minutes, km = np.full((3, 2), np.nan), np.full((3, 2), np.nan)
    for area, school, of_minutes, of_km in rows:
        minutes[area, school], km[area, school] = of_minutes, of_km
    return TravelTimes(minutes, km)


def test_a_ride_is_waiting_collecting_and_driving_with_the_ways_to_and_from_the_roads():
    journeys = measured(network(NODES, EDGES))
    # home 0.2 km off the road: 0.3 km at 30 km/h; 9 km at 30, 11 km at 60
    assert journeys.km_point_school[FAR, CENTRAL] == pytest.approx(20.3)
    assert journeys.minutes_point_school[FAR, CENTRAL] == pytest.approx(18 + 1.2 * (0.6 + 18 + 11), abs=1e-3)
    # both ends off the road: 0.3 and 0.15 km
    assert journeys.km_point_school[FAR, BORDER] == pytest.approx(9.45)
    assert journeys.minutes_point_school[FAR, BORDER] == pytest.approx(18 + 1.2 * (0.9 + 18), abs=1e-3)


def test_neighbours_walk_straight_to_one_another():
    journeys = measured(network(NODES, EDGES))
    assert journeys.km_point_school[MID, CENTRAL] == pytest.approx(0.6)
    assert journeys.minutes_point_school[MID, CENTRAL] == pytest.approx(7.2)


def test_schools_are_as_far_apart_one_way_as_the_other():
    journeys = measured(network(NODES, [*EDGES[:1], ("crossing", "church", 13.0, FAST | {"one_way": True})]))
    assert journeys.km_school_school[CENTRAL, BORDER] == pytest.approx(11.15)
    one_way = network(
        NODES,
        [("church", "crossing", 11.0, {"one_way": True}), ("crossing", "church", 13.0, {"one_way": True})],
    )
    between = measured(one_way).km_school_school
    assert between.tolist() == [[0.0, pytest.approx(12.15)], [pytest.approx(12.15), 0.0]]


def test_the_way_home_is_longer_where_a_road_is_one_way():
    roads = network(
        NODES,
        [
            ("quay", "crossing", 7.0, FAST | {"one_way": True}),
            ("crossing", "quay", 10.0, FAST | {"one_way": True}),
            *EDGES[:2],
        ],
    )
    journeys = measured(roads)
    one = np.array([BAY]), np.array([CENTRAL])
    assert journeys.minutes_point_school[one] == pytest.approx(18 + 1.2 * 18, abs=1e-3)
    assert journeys.day_minutes(*one) == pytest.approx(2 * 18 + 1.2 * (18 + 21), abs=1e-3)
    later = measured(roads, parameters(**{**given_numbers(USED), "afternoon_waiting_min": 25.0}))
    assert later.day_minutes(*one) == pytest.approx(15 + journeys.day_minutes(*one))
    walked = np.array([MID]), np.array([CENTRAL])
    assert later.day_minutes(*walked) == journeys.day_minutes(*walked)


def given_numbers(used):
    return {name.removeprefix("transport."): value for name, value in used.fixed.items()}


def test_where_one_cannot_drive_home_there_is_no_path():
    journeys = measured(network(NODES, [*EDGES[:2], ("quay", "crossing", 7.0, {"one_way": True})]))
    assert np.isinf(journeys.minutes_point_school[BAY]).all()
    assert np.isinf(journeys.km_point_school[BAY]).all()


def test_a_short_way_is_walked_but_not_along_a_dangerous_road():
    near = {**NODES, "village": (10_000, 1_500)}
    region = replace(REGION, points=replace(REGION.points, y_m=np.array([-400.0, 1_500.0, 0.0])))

    def to_border(*edges):
        found = measured(network(near, [EDGES[0], *edges]), region=region)
        return found, found.minutes_point_school[FAR, BORDER], found.dangerous_point_school[FAR, BORDER]

    slow = {"speed_km_h": 10.0}
    journeys, walked, dangerous = to_border(("village", "crossing", 1.8, slow))
    assert (walked, dangerous) == (pytest.approx(12 * 1.95, abs=1e-3), False)
    journeys, ridden, dangerous = to_border(("village", "crossing", 1.8, slow | {"dangerous": True}))
    assert (ridden, dangerous) == (pytest.approx(18 + 1.2 * (6 * 1.8 + 2 * 0.15), abs=1e-3), True)
    assert journeys.shortest_km_point_school[FAR, BORDER] == pytest.approx(1.95)
    path = ("village", "crossing", 2.0, slow)
    journeys, around, dangerous = to_border(("village", "crossing", 1.8, slow | {"dangerous": True}), path)
    assert (around, dangerous) == (pytest.approx(12 * 2.15, abs=1e-3), True)
    crawl = {"speed_km_h": 3.0}
    path = ("village", "crossing", 3.2, crawl)
    journeys, ridden, _ = to_border(("village", "crossing", 1.8, crawl | {"dangerous": True}), path)
    assert ridden == pytest.approx(18 + 1.2 * (20 * 1.8 + 2 * 0.15), abs=1e-3)


def test_of_nodes_equally_near_the_first_by_code_is_joined():
    both = {"b": (1_000, 0), "a": (-1_000, 0), "c": (0, 5_000)}
    roads = network(both, [("a", "c", 6.0), ("c", "b", 7.0)])
    for of in (roads, permuted(roads, np.array([2, 1, 0])), permuted(roads, np.array([1, 2, 0]))):
        (node,), (km,) = nearest_gate(of, np.zeros(1), np.zeros(1))
        assert (of.codes[node], km) == ("a", pytest.approx(1.0))


def test_the_limits_are_measured_by_the_shortest_way_not_the_quickest():
    roads = network(
        NODES, [("village", "crossing", 8.5, {"speed_km_h": 20.0}), ("village", "crossing", 9.0, FAST)]
    )
    journeys = measured(roads)
    assert journeys.km_point_school[FAR, BORDER] == pytest.approx(9.45)
    assert journeys.shortest_km_point_school[FAR, BORDER] == pytest.approx(8.95)
    assert not journeys.dangerous_point_school.any()


def test_a_home_too_far_from_every_road_has_no_path():
    roads = network({name: NODES[name] for name in ("church", "crossing")}, EDGES[:1])
    journeys = measured(roads)
    assert np.isinf(journeys.minutes_point_school[[FAR, BAY]]).all()
    assert np.isfinite(journeys.minutes_point_school[MID]).all()


def test_a_home_does_not_join_a_motorway():
    roads = network(
        {**NODES, "ramp": (16_000, 50), "exit": (14_500, 0)},
        [*EDGES[:2], ("ramp", "crossing", 7.0, {"road_class": "motorway"}), ("exit", "crossing", 5.0, FAST)],
    )
    without_quay = replace(roads, x_m=np.where(np.array(roads.codes) == "quay", 60_000, roads.x_m))
    assert measured(without_quay).km_point_school[BAY, CENTRAL] == pytest.approx(1.5 * 1.5 + 5 + 11)


def test_the_home_of_a_closed_road_has_no_path_though_another_road_is_near():
    roads = closed(network(NODES, [*EDGES, ("quay", "village", 12.0, {"closed": True})]), 2)
    assert np.isinf(measured(roads).minutes_point_school[BAY]).all()


def test_a_table_comes_before_the_roads_and_the_roads_before_the_straight_line():
    roads, straight = network(NODES, EDGES), measured(None)
    table = given_rows(
        (FAR, CENTRAL, 44.0, np.nan), (MID, BORDER, np.nan, 30.0), (BAY, CENTRAL, np.inf, np.inf)
    )
    journeys, by_road = measured(roads, travel_times=table), measured(roads)
    assert journeys.minutes_point_school[FAR, CENTRAL] == 44.0
    assert journeys.km_point_school[FAR, CENTRAL] == by_road.km_point_school[FAR, CENTRAL]
    assert journeys.km_point_school[MID, BORDER] == 30.0
    assert journeys.shortest_km_point_school[MID, BORDER] == 30.0
    assert np.isinf(journeys.minutes_point_school[BAY, CENTRAL])
    for cell in ((MID, CENTRAL), (FAR, BORDER), (BAY, BORDER)):
        assert journeys.minutes_point_school[cell] == by_road.minutes_point_school[cell]
        assert journeys.minutes_point_school[cell] != straight.minutes_point_school[cell] or cell == (
            MID,
            CENTRAL,
        )


def test_a_table_may_know_a_way_where_the_roads_have_none():
    roads = network(NODES, EDGES[:2])
    journeys = measured(roads, travel_times=given_rows((BAY, BORDER, 35.0, np.nan)))
    assert journeys.minutes_point_school[BAY, BORDER] == 35.0
    assert journeys.km_point_school[BAY, BORDER] == pytest.approx(1.5 * np.hypot(6.0, 0.1))
    assert np.isinf(journeys.minutes_point_school[BAY, CENTRAL])


FEW = pupils(REGION, 5.0)


def test_no_number_of_a_region_with_an_island_is_infinite():
    roads = network(NODES, EDGES[:2])
    journeys, of = measured(roads), plan(REGION)
    catchments = assign_catchments(REGION, journeys, of, FEW, USED, {})
    flows = flow_pupils(REGION, catchments, FEW)
    (gap,) = unreachable(REGION, journeys, of, FEW)
    assert (gap.areas, gap.pupils) == (("bay",), pytest.approx(50.0))
    carried = carry_pupils(REGION, journeys, of, flows, USED)
    assert all(
        np.isfinite(values).all() for values in vars(carried).values() if isinstance(values, np.ndarray)
    )
    access = measure_access(ready_journeys(REGION, journeys, of, catchments, USED), flows)
    assert not any(np.isinf(values).any() for values in access.values.values())
    assert np.isfinite(access.pupils_draw_bin).all()


NEAR = parameters(road_access_limit_km=100.0, walking_limit_km=8.0)


@settings(max_examples=40, deadline=None)
@given(networks(), st.integers(0, 50), st.randoms(use_true_random=False), st.data())
def test_more_roads_never_lengthen_a_journey_and_the_order_of_nodes_changes_none(roads, seed, random, data):
    region = random_region(seed)
    order = list(range(len(roads)))
    random.shuffle(order)
    journeys = measured(roads, NEAR, region=region)
    turned = measured(permuted(roads, np.array(order)), NEAR, region=region)
    assert np.array_equal(journeys.minutes_point_school, turned.minutes_point_school)
    assert np.array_equal(journeys.km_point_school, turned.km_point_school)
    assert np.array_equal(journeys.shortest_km_point_school, turned.shortest_km_point_school)
    edge = data.draw(st.integers(0, len(roads.start) - 1))
    fewer = measured(closed(roads, edge), NEAR, region=region)
    assert (journeys.minutes_point_school <= fewer.minutes_point_school).all()
    assert (journeys.shortest_km_point_school <= fewer.shortest_km_point_school).all()
    finite = np.isfinite(journeys.minutes_point_school)
    assert np.array_equal(finite, np.isfinite(journeys.km_point_school))
    assert not np.isnan(journeys.minutes_point_school).any()


def test_a_network_without_an_edge_leads_nowhere():
    journeys = measured(of_edges(network(NODES, EDGES), []))
    assert np.isinf(journeys.minutes_point_school[FAR]).all()
    assert np.isfinite(journeys.minutes_point_school[MID, CENTRAL])
