"""The stepping rule of vehicles."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kopa_sim.network.vehicles import VehicleRule, drive
from tests.network.towns import parameters

RULE = VehicleRule(
    pupils_class=np.array([4.0, 16.0, 40.0]),
    detour_km_class=np.array([2.0, 6.0, 12.0]),
    price_ratio_class=np.array([0.75, 1.0, 1.5]),
    smallest_route_pupils=0.5,
    trips_year=380.0,
    empty_run_factor=1.5,
    speed_km_h=40.0,
    turnaround_h=0.25,
)


def one(pupils, mean_km=10.0):
    driving = drive(np.array([float(pupils)]), np.array([mean_km]), RULE)
    return driving.vehicles[0], driving.priced_km[0], driving.hours[0]


def test_a_taxi_drives_there_and_back_with_a_detour_and_an_empty_leg():
    # 380 trips × (10 + 2) km × 1.5 = 6,840 km; a taxi kilometre costs three quarters of a minibus kilometre
    vehicles, km, hours = one(3)
    assert vehicles == 1
    assert km == pytest.approx(6_840 * 0.75)
    assert hours == pytest.approx(6_840 / 40 + 380 * 0.25)


@pytest.mark.parametrize(
    ("pupils", "vehicles"),
    [(0, 0), (0.4, 0), (0.5, 1), (4, 1), (5, 1), (16, 1), (17, 1), (40, 1), (41, 2), (81, 3)],
)
def test_vehicles_step_up_with_pupils(pupils, vehicles):
    assert one(pupils)[0] == vehicles


def test_the_smallest_vehicle_that_takes_all_is_sent():
    assert one(4)[1] < one(5)[1] < one(17)[1]


@given(st.integers(5, 16), st.integers(5, 16))
def test_fewer_pupils_on_the_same_road_cost_the_same(first, second):
    assert one(first) == one(second)


@given(st.floats(0, 300), st.floats(0, 300), st.floats(0, 80))
def test_more_pupils_never_cost_less_kilometres(first, second, km):
    fewer, more = sorted((first, second))
    assert one(fewer, km)[1] <= one(more, km)[1]


@given(st.floats(1, 300), st.floats(0, 80), st.floats(0, 80))
def test_longer_journeys_never_take_fewer_hours(pupils, first, second):
    shorter, longer = sorted((first, second))
    assert one(pupils, shorter)[2] <= one(pupils, longer)[2]


def test_the_classes_are_read_from_the_smallest_to_the_largest():
    rule = VehicleRule.of(
        parameters(
            seats={"bus": 50.0, "taxi": 4.0},
            mean_fill_share=0.5,
            collection_detour_km={"taxi": 1.0, "bus": 9.0},
            vehicle_km_price_ratio={"taxi": 0.5, "bus": 1.0},
            trips_day=2.0,
            school_days=190.0,
        )
    )
    assert rule.pupils_class.tolist() == [2.0, 25.0]
    assert rule.detour_km_class.tolist() == [1.0, 9.0]
    assert rule.price_ratio_class.tolist() == [0.5, 1.0]
    assert rule.trips_year == 380.0
