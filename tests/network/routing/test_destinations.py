"""Schools of one centre, served by one trip."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopa_sim.network.routing.destinations import group_schools, roads_to_all
from tests.network.routing.villages import roads_between

KM = roads_between([0.0, 1.0, 2.5, 20.0]).km_place_place


def test_schools_near_the_largest_join_it():
    assert group_schools([0, 1, 2, 3], np.array([50.0, 10.0, 20.0, 30.0]), KM, 2.0) == ((0, 1), (3,), (2,))


def test_who_is_largest_decides_the_centre():
    # school 1 lies within 2 km of both others
    assert group_schools([0, 1, 2], np.array([10.0, 50.0, 20.0]), KM, 2.0) == ((1, 0, 2),)


def test_without_a_distance_every_school_has_its_own_trips():
    assert group_schools([0, 2], np.array([1.0, 2.0]), np.zeros((4, 4)), 0.0) == ((2,), (0,))


def test_a_centre_has_at_most_five_schools():
    groups = group_schools(list(range(7)), np.ones(7), np.zeros((7, 7)), 1.0)
    assert [len(group) for group in groups] == [5, 2]


def test_a_trip_passes_the_schools_in_the_order_that_is_shortest_from_the_stop():
    # schools at km 0 and 3; from km 10 it is 7 to the nearer and 3 more, from km −4 it is 4 and 3
    roads = roads_to_all(roads_between([0.0, 3.0, 10.0, -4.0]), 2)
    assert roads.km_place_place[1:, 0].tolist() == [10.0, 7.0]
    assert roads.km_place_place[1, 2] == 14.0
    assert roads.minutes_place_place[1:, 0].tolist() == [10.0, 7.0]


def test_one_school_is_reached_as_before():
    before = roads_between([0.0, 3.0, 10.0])
    after = roads_to_all(before, 1)
    assert np.array_equal(after.km_place_place, before.km_place_place)
    assert np.array_equal(after.minutes_place_place, before.minutes_place_place)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 4), st.integers(1, 5))
def test_no_way_past_all_schools_is_shorter(seed, n_schools, n_stops):
    places = np.random.default_rng(seed).uniform(0, 20, (n_schools + n_stops, 2))
    before = roads_between(places)
    after = roads_to_all(before, n_schools)
    for stop in range(n_stops):
        ways = [
            before.minutes_place_place[(n_schools + stop, *order[:-1]), order].sum()
            for order in permutations(range(n_schools))
        ]
        assert after.minutes_place_place[stop + 1, 0] == pytest.approx(min(ways))
