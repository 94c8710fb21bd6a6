"""The least ways through a network."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kopa_sim.model.roads import ROAD_CLASSES
from kopa_sim.network.roads import graph as graphs
from kopa_sim.network.roads.graph import quickest, shortest, vehicle_graph, walking_graph
from tests.network.roads.networks import all_ways, closed, network, networks, of_edges, permuted
from tests.network.towns import parameters

SPEEDS = {
    "motorway": 100.0,
    "trunk": 80.0,
    "regional": 60.0,
    "connecting": 50.0,
    "street": 30.0,
    "private": 20.0,
    "ferry": 10.0,
}
USED = parameters(road_speed_km_h=SPEEDS, winter_factor=1.2)
NODES = {"a": (0, 0), "b": (10_000, 0), "c": (20_000, 0)}


def every(roads):
    return np.arange(len(roads))


def drive(roads):
    return quickest(vehicle_graph(roads, USED), every(roads), every(roads))


def walk(roads, *, safe=False):
    return shortest(walking_graph(roads, safe=safe), every(roads), every(roads))


def minutes_of(roads, edge):
    speed, winter = roads.speed_km_h[edge], roads.winter_factor[edge]
    speed = SPEEDS[ROAD_CLASSES[roads.road_class[edge]]] if np.isnan(speed) else speed
    return 60 * (1.2 if np.isnan(winter) else winter) * roads.length_km[edge] / speed


def arcs(roads, weight, *, one_ways=True, kept=lambda edge: True):
    for edge in np.flatnonzero(~roads.closed):
        if kept(edge):
            yield roads.start[edge], roads.end[edge], weight(edge)
            if not (one_ways and roads.one_way[edge]):
                yield roads.end[edge], roads.start[edge], weight(edge)


def walked(roads, safe):
    motorway = ROAD_CLASSES.index("motorway")
    return lambda edge: roads.road_class[edge] != motorway and not (safe and roads.dangerous[edge])


def test_time_is_length_by_speed_slower_in_winter():
    # 12 km at 60 km/h and 6 km at the edge's own 40 km/h and own winter: 12 × 1.2 + 9 × 1.5
    roads = network(
        NODES,
        [
            ("a", "b", 12.0, {"road_class": "regional"}),
            ("b", "c", 6.0, {"speed_km_h": 40, "winter_factor": 1.5}),
        ],
    )
    minutes, km = drive(roads)
    assert minutes[0].tolist() == pytest.approx([0.0, 14.4, 27.9], abs=1e-4)
    assert km[0].tolist() == pytest.approx([0.0, 12.0, 18.0], abs=1e-4)


def test_vehicles_take_the_quickest_way_and_walkers_the_shortest():
    roads = network(
        NODES,
        [
            ("a", "c", 22.0, {"road_class": "private"}),
            ("a", "b", 14.0, {"road_class": "trunk"}),
            ("b", "c", 14.0, {"road_class": "trunk"}),
        ],
    )
    minutes, km = drive(roads)
    assert (minutes[0, 2], km[0, 2]) == (pytest.approx(1.2 * 21.0, abs=1e-4), pytest.approx(28.0))
    assert walk(roads)[0, 2] == pytest.approx(22.0)


def test_of_equally_quick_roads_the_shortest_is_taken():
    roads = network(NODES, [("a", "b", 12.0, {"speed_km_h": 60}), ("a", "b", 11.0, {"speed_km_h": 55})])
    assert drive(roads)[1][0, 1] == pytest.approx(11.0)
    assert drive(of_edges(roads, [1, 0]))[1][0, 1] == pytest.approx(11.0)


def test_a_one_way_road_is_driven_one_way_and_walked_both():
    roads = network(NODES, [("a", "b", 11.0, {"one_way": True}), ("b", "c", 11.0), ("c", "a", 25.0)])
    minutes, km = drive(roads)
    assert km[0, 1] == pytest.approx(11.0)
    assert km[1, 0] == pytest.approx(36.0)
    assert minutes[1, 0] > minutes[0, 1]
    assert walk(roads)[1, 0] == pytest.approx(11.0)


def test_nothing_leads_along_a_closed_road_nor_to_an_island():
    roads = network(
        {**NODES, "island": (30_000, 0)},
        [("a", "b", 11.0, {"closed": True}), ("b", "c", 11.0)],
    )
    minutes, km = drive(roads)
    for table in (minutes, km, walk(roads)):
        assert np.isinf(table[0, 1:]).all()
        assert np.isinf(table[:3, 3]).all()
        assert np.isfinite(table[1, 2])


def test_a_way_of_more_than_a_day_is_none():
    roads = network(NODES, [("a", "b", 300.0, {"speed_km_h": 10}), ("b", "c", 300.0, {"speed_km_h": 130})])
    minutes, km = drive(roads)
    assert np.isinf(minutes[0, 1])
    assert np.isinf(km[0, 1])
    assert minutes[1, 2] == pytest.approx(1.2 * 60 * 300 / 130, abs=1e-4)


def test_nobody_walks_a_motorway_and_no_child_a_dangerous_road():
    roads = network(
        NODES, [("a", "b", 11.0, {"road_class": "motorway"}), ("b", "c", 11.0, {"dangerous": True})]
    )
    assert np.isinf(walk(roads)[0, 1])
    assert walk(roads)[1, 2] == pytest.approx(11.0)
    assert np.isinf(walk(roads, safe=True)[1, 2])


@given(networks())
def test_the_ways_are_those_found_by_trying_every_node_in_between(roads):
    minutes, _ = drive(roads)
    by_hand = all_ways(len(roads), arcs(roads, lambda edge: minutes_of(roads, edge)))
    assert minutes == pytest.approx(by_hand, abs=1e-3)
    for safe in (False, True):
        on_foot = arcs(roads, roads.length_km.__getitem__, one_ways=False, kept=walked(roads, safe))
        assert walk(roads, safe=safe) == pytest.approx(all_ways(len(roads), on_foot), abs=1e-3)


@given(networks(), st.data())
def test_one_more_road_never_makes_a_way_longer_and_a_closed_one_never_shorter(roads, data):
    edge = data.draw(st.integers(0, len(roads.start) - 1))
    fewer = of_edges(roads, np.arange(len(roads.start)) != edge)
    assert (drive(roads)[0] <= drive(fewer)[0]).all()
    assert (walk(roads) <= walk(fewer)).all()
    assert np.array_equal(drive(closed(roads, edge))[0], drive(fewer)[0])
    assert np.array_equal(walk(closed(roads, edge)), walk(fewer))


@given(networks(), st.randoms(use_true_random=False))
def test_the_order_of_nodes_and_roads_changes_nothing(roads, random):
    order = list(range(len(roads)))
    random.shuffle(order)
    turned = of_edges(permuted(roads, np.array(order)), np.arange(len(roads.start))[::-1])
    for before, after in zip((*drive(roads), walk(roads)), (*drive(turned), walk(turned)), strict=True):
        assert np.array_equal(before[np.ix_(order, order)], after)


@given(networks())
def test_it_does_not_matter_from_which_end_the_search_goes(roads):
    graph, one = vehicle_graph(roads, USED), np.array([0])
    forward = quickest(graph, one, every(roads))
    whole = drive(roads)
    backward = quickest(graph, every(roads), one)
    for number in range(2):
        assert np.array_equal(forward[number][0], whole[number][0])
        assert np.array_equal(backward[number][:, 0], whole[number][:, 0])


def test_many_places_are_searched_in_parts(monkeypatch):
    roads = network(NODES, [("a", "b", 11.0), ("b", "c", 11.0)])
    whole = drive(roads)
    monkeypatch.setattr(graphs, "SOURCES_AT_ONCE", 2)
    assert np.array_equal(drive(roads)[1], whole[1])
    repeated = quickest(vehicle_graph(roads, USED), np.array([2, 0, 2]), np.array([1, 1, 0]))[1]
    assert repeated.tolist() == whole[1][np.ix_([2, 0, 2], [1, 1, 0])].tolist()
