"""Who is carried, who is lodged, and what is driven."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopa_sim.model.plan import Agreement
from kopa_sim.model.streams import DrawBlock, Streams
from kopa_sim.network import carry_pupils, flow_pupils
from kopa_sim.network.vehicles import VehicleRule, drive
from tests.network.towns import (
    YEARS,
    assign,
    parameters,
    plan,
    pupils,
    random_pupils,
    random_region,
    region_of,
)


def carried(region, of=None, mean=None, **changed):
    of = plan(region) if of is None else of
    mean = pupils(region, 10.0) if mean is None else mean
    journeys, catchments = assign(region, of, mean, **changed)
    flows = flow_pupils(region, catchments, mean)
    return carry_pupils(region, journeys, of, flows, parameters(**changed))


def one_school(*distances_m, grades="1-9"):
    """Areas on a line east of one school."""
    return region_of(
        [{"code": f"a{x}", "municipality": "901", "x": float(x)} for x in distances_m],
        [{"code": "school", "municipality": "901", "grades": grades, "places": 10_000}],
        ("901",),
    )


NO_DETOUR = {"detour_factor": 1.0, "other_grounds_share": 0.0, "special_needs_carried_share": 0.0}


def test_pupils_beyond_the_limit_are_carried():
    transport = carried(one_school(4_000, 6_000), **NO_DETOUR)
    assert transport.entitled[0, 0].tolist() == [90.0]


def test_a_share_of_those_nearby_is_carried_on_other_grounds():
    transport = carried(
        one_school(1_000, 2_000),
        detour_factor=1.0,
        other_grounds_share=0.03,
        special_needs_carried_share=0.02,
    )
    assert transport.entitled[0, 0, 0] == pytest.approx(0.05 * 180)


def test_a_local_limit_holds_for_its_grades_and_years():
    region = one_school(4_000)
    limits = plan(region).transport_limit_km_year_municipality_grade.copy()
    limits[3:, :, 1:3] = 3.0
    of = replace(plan(region), transport_limit_km_year_municipality_grade=limits)
    transport = carried(region, of, **NO_DETOUR)
    assert transport.entitled[0, :, 0].tolist() == [0.0, 0.0, 0.0, 20.0, 20.0]


def test_kilometres_and_hours_follow_the_stepping_rule():
    transport = carried(one_school(6_000, 10_000), **NO_DETOUR)
    rule = VehicleRule.of(parameters(**NO_DETOUR))
    expected = drive(np.array([180.0]), np.array([8.0]), rule)
    assert transport.vehicles[0, 0, 0] == expected.vehicles[0]
    assert transport.vehicle_km[0, 0, 0] == pytest.approx(expected.priced_km[0])
    assert transport.vehicle_h[0, 0, 0] == pytest.approx(expected.hours[0])


def test_pupils_from_opposite_sides_need_vehicles_of_their_own():
    few = pupils(one_school(0, 0), 0.2)
    east = carried(one_school(8_000, 9_000), mean=few, **NO_DETOUR)
    both = carried(one_school(8_000, -9_000), mean=few, **NO_DETOUR)
    assert east.vehicles[0, 0, 0] == 1
    assert both.vehicles[0, 0, 0] == 2


def test_one_direction_means_one_round():
    few = pupils(one_school(0, 0), 0.2)
    both = carried(one_school(8_000, -9_000), mean=few, directions=1.0, **NO_DETOUR)
    assert both.vehicles[0, 0, 0] == 1


def test_falling_numbers_do_not_lower_the_kilometres_within_a_step():
    region = one_school(8_000)
    full = carried(region, mean=pupils(region, 4.0), **NO_DETOUR)
    fewer = carried(region, mean=pupils(region, 3.5), **NO_DETOUR)
    assert fewer.entitled[0, 0, 0] < full.entitled[0, 0, 0]
    assert fewer.vehicle_km[0, 0, 0] == pytest.approx(full.vehicle_km[0, 0, 0])


def test_who_would_travel_too_long_is_lodged_instead():
    transport = carried(one_school(6_000, 90_000), **NO_DETOUR)
    assert transport.boarded[0, 0].tolist() == [90.0]
    assert transport.entitled[0, 0].tolist() == [90.0]


def test_the_ceiling_is_longer_from_thirteen_on():
    # 70 km take 18 + 1.1 (5/35 + 65/60) h = 98.9 min at the defaults; allow 95 and 100 min one way
    limits = {"daily_ceiling_min": 190.0, "daily_ceiling_older_min": 200.0}
    transport = carried(one_school(70_000), **NO_DETOUR, **limits)
    # grades 1-6 and five twelfths of grade 7 had not turned 13
    assert transport.boarded[0, 0, 0] == pytest.approx(60.0 + 10 * (1 - 0.5833))


def test_upper_secondary_travels_at_kelas_or_at_its_own_cost():
    region = one_school(1_000, 4_000, 8_000, grades="1-9+upper_secondary")
    transport = carried(region, **NO_DETOUR)
    # 10 students each; twice a day on 190 days
    assert transport.student_km[0, 0, 0] == pytest.approx(10 * 8 * 2 * 190)
    assert transport.own_student_km[0, 0, 0] == pytest.approx(10 * 4 * 2 * 190)
    assert transport.entitled[0, 0, 0] == pytest.approx(90.0)


def test_nobody_carried_means_nothing_driven():
    transport = carried(one_school(1_000), **NO_DETOUR)
    for values in (transport.entitled, transport.vehicle_km, transport.vehicle_h, transport.vehicles):
        assert not values.any()


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 100_000))
def test_the_carried_and_the_lodged_are_among_the_pupils_of_the_school(seed):
    region = random_region(seed)
    journeys, catchments = assign(region)
    flows = flow_pupils(
        region, catchments, random_pupils(region, seed, draws=32), Streams(1), DrawBlock(0, 32)
    )
    transport = carry_pupils(region, journeys, plan(region), flows, parameters())
    shape = (32, len(YEARS), len(region.schools))
    present = flows.pupils_draw_year_school_grade(len(region.schools))[..., :10].sum(axis=3)
    for name in (name for name in transport.__dataclass_fields__ if not name.endswith("_home_school")):
        assert getattr(transport, name).shape == shape
        assert (getattr(transport, name) >= 0).all()
    assert (transport.entitled + transport.boarded <= present + 1e-9).all()
    assert np.array_equal(transport.vehicles, np.round(transport.vehicles))


def test_years_with_the_same_catchment_and_pupils_have_the_same_transport():
    region = random_region(3)
    transport = carried(region)
    assert np.array_equal(transport.vehicle_km[:, 0], transport.vehicle_km[:, -1])


def test_the_ceiling_is_on_the_day_with_the_waiting_in_the_afternoon():
    # 40 km: 18 min of waiting and collecting and 47.9 min of driving, 131.8 min a day
    far = {**NO_DETOUR, "slow_speed_km_h": 35.0, "fast_speed_km_h": 60.0, "winter_factor": 1.1}
    assert not carried(one_school(40_000), **far).boarded.any()
    lodged = carried(one_school(40_000), afternoon_waiting_min=30.0, **far).boarded
    # 151.8 min is over 2.5 h and not over 3 h: grades 1-6 and the part of grade 7 that is not yet 13
    assert lodged[0, 0, 0] == pytest.approx(60 + 10 * (1 - 0.5833))


def test_ridden_kilometres_are_told_by_home_where_municipalities_divide_transport():
    region = region_of(
        [
            {"code": "near", "municipality": "901", "x": 6_000.0},
            {"code": "far", "municipality": "902", "x": 12_000.0},
        ],
        [{"code": "school", "municipality": "901", "grades": "1-9", "places": 10_000}],
        ("901", "902"),
    )
    of = plan(region)
    of = replace(of, allowed_year_home_school_grade=np.ones_like(of.allowed_year_home_school_grade))
    buses = Agreement("buses", "shared_transport", (0, 1), np.ones(len(YEARS), dtype=bool))
    divided = carried(region, replace(of, agreements=(buses,)), **NO_DETOUR)
    assert carried(region, of, **NO_DETOUR).carried_km_draw_year_home_school is None
    assert divided.carried_km_draw_year_home_school[0, 0, :, 0] == pytest.approx([90 * 6.0, 90 * 12.0])
