"""Who is carried where ways are dangerous."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kopa_sim.model.entitlement import entitlement
from kopa_sim.model.journeys import Journeys, YearCatchment
from kopa_sim.model.travel_law import TravelLaw
from tests.network.towns import parameters
from tests.regions import two_municipalities

REGION = two_municipalities()
LIMIT = np.full((2, 11), 5.0)


def journeys(km, dangerous=None, walking_km=None):
    """The same way from every point to every school."""
    ways = np.full((3, 3), km)
    return Journeys(ways, ways, ways, None, walking_km, dangerous)


def share(km, grade, danger, other=0.0, of=None):
    region = replace(REGION, points=replace(REGION.points, danger_share=np.full(3, danger)))
    one, none = np.ones(1), np.zeros(1, dtype=int)
    arcs = YearCatchment(none, none + grade, none, one, none, none, one)
    law = TravelLaw.of(parameters(other_grounds_share=other, special_needs_carried_share=0.0))
    return entitlement(region, of or journeys(km), arcs, LIMIT, law).paid[0]


def test_those_with_a_dangerous_way_are_carried_however_near():
    assert share(1.0, grade=3, danger=0.4) == pytest.approx(0.4)


def test_danger_and_other_grounds_are_independent():
    assert share(1.0, grade=3, danger=0.4, other=0.1) == pytest.approx(1 - 0.6 * 0.9)


def test_danger_counts_up_to_the_last_grade():
    assert share(1.0, grade=6, danger=1.0) == 1.0
    assert share(1.0, grade=7, danger=1.0) == 0.0


def test_upper_secondary_students_are_carried_by_distance_alone():
    assert share(1.0, grade=10, danger=1.0) == 0.0


def test_a_dangerous_road_on_the_shortest_way_carries_all():
    assert share(1.0, 3, 0.2, of=journeys(1.0, dangerous=np.ones((3, 3), dtype=bool))) == 1.0


def test_the_limit_is_measured_along_the_shortest_way_on_foot():
    assert share(9.0, 3, 0.0, of=journeys(9.0, walking_km=np.full((3, 3), 4.0))) == 0.0


unit = st.floats(0.0, 1.0)


@given(km=st.floats(0.0, 12.0), grade=st.integers(0, 10), low=unit, high=unit, other=unit)
def test_more_danger_never_carries_fewer(km, grade, low, high, other):
    low, high = sorted((low, high))
    assert share(km, grade, low, other) <= share(km, grade, high, other) + 1e-12 <= 1.0 + 2e-12


@given(km=st.floats(0.0, 12.0), grade=st.integers(0, 10), other=unit)
def test_no_danger_leaves_the_law_as_it_is(km, grade, other):
    law = TravelLaw.of(parameters(other_grounds_share=other, special_needs_carried_share=0.0))
    plain = law.entitled_share(np.array([km]), np.array([5.0]), np.array([grade]))[0]
    assert share(km, grade, 0.0, other) == plain
