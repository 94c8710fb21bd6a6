"""School places within reach, by hand and as a property."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopa_sim.access.floating_catchment import reach_in_year, weight_by_area, zone_weight
from kopa_sim.model.grades import N_GRADES
from kopa_sim.model.parameters import Parameters
from kopa_sim.network import measure_journeys
from tests.network.towns import closed, open_borders, parameters, plan, random_region, region_of

# ten minutes a kilometre: everyone walks at 6 km/h along the straight line
WALKING = {"detour_factor": 1.0, "walking_limit_km": 1e6, "walking_speed_km_h": 6.0, "waiting_min": 1e6}


def settings_of(minutes=30.0, weights=(1.0,), **transport):
    return Parameters(
        1,
        dict(parameters(**transport).fixed)
        | {"access.catchment_minutes": minutes, "access.catchment_zone_weights": tuple(weights)},
    )


def reach(region, used, of=None, index=0):
    of = plan(region) if of is None else of
    return reach_in_year(
        region, of, weight_by_area(region, measure_journeys(region, used, None), used), index
    )


def two_villages():
    """A school of 40 places in one village and of 20 in the next, three kilometres away, in one municipality."""
    return region_of(
        [
            {"code": "a1", "municipality": "901", "x": 0.0},
            {"code": "a2", "municipality": "901", "x": 3_000.0},
        ],
        [
            {"code": "large", "municipality": "901", "x": 0.0, "grades": "1", "places": 40},
            {"code": "small", "municipality": "901", "x": 3_000.0, "grades": "1", "places": 20},
        ],
    )


def first_graders(*by_area):
    pupils = np.zeros((1, len(by_area), N_GRADES))
    pupils[0, :, 1] = by_area
    return pupils.reshape(1, -1)


def reached(region, pupils, used, **more):
    return reach(region, used, **more).places_per_pupil(pupils).reshape(len(region.areas), N_GRADES)[:, 1]


def test_a_reach_shorter_than_the_way_leaves_every_village_its_own_school():
    found = reached(two_villages(), first_graders(10, 10), settings_of(29.0, **WALKING))
    assert found == pytest.approx([40 / 10, 20 / 10])


def test_villages_within_reach_share_both_schools():
    found = reached(two_villages(), first_graders(10, 20), settings_of(30.0, **WALKING))
    assert found == pytest.approx([60 / 30, 60 / 30])


def test_places_farther_away_count_for_less():
    # weight ½ at 30 minutes: 40 / (10 + ½·20) = 2 places at the large school, 20 / (½·10 + 20) = 0.8 at the small one
    found = reached(two_villages(), first_graders(10, 20), settings_of(30.0, (1.0, 0.5), **WALKING))
    assert found == pytest.approx([2 + 0.5 * 0.8, 0.5 * 2 + 0.8])


def test_a_closed_school_has_no_places():
    region = two_villages()
    of = closed(plan(region), region, "small", 2027)
    found = reached(region, first_graders(10, 10), settings_of(29.0, **WALKING), of=of, index=3)
    assert found == pytest.approx([4.0, 0.0])


def test_a_border_keeps_a_neighbours_places_out_of_reach():
    region = region_of(
        [
            {"code": "a1", "municipality": "901", "x": 0.0},
            {"code": "b1", "municipality": "902", "x": 1_000.0},
        ],
        [{"code": "school", "municipality": "901", "x": 0.0, "grades": "1", "places": 30}],
    )
    used = settings_of(30.0, **WALKING)
    assert reached(region, first_graders(10, 5), used) == pytest.approx([3.0, 0.0])
    opened = open_borders(plan(region))
    assert reached(region, first_graders(10, 5), used, of=opened) == pytest.approx([2.0, 2.0])


def test_places_of_a_special_school_are_no_ones_to_choose():
    region = two_villages()
    special = replace(region.schools, special=np.array([False, True]))
    found = reached(replace(region, schools=special), first_graders(10, 10), settings_of(30.0, **WALKING))
    assert found == pytest.approx([40 / 20, 40 / 20])


def test_zones_are_of_equal_length_and_hold_their_upper_bound():
    found = zone_weight(np.array([0.0, 10.0, 10.1, 20.0, 30.0, 30.1, np.inf]), 30.0, (1.0, 0.68, 0.22))
    assert found.tolist() == [1.0, 1.0, 0.68, 0.68, 0.22, 0.0, 0.0]


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 100_000), st.floats(5, 90), st.sampled_from([(1.0,), (1.0, 0.68, 0.22)]))
def test_places_within_reach_over_all_pupils_are_the_places_that_anyone_reaches(seed, minutes, weights):
    region = random_region(seed, places=50.0)
    of_year = reach(region, settings_of(minutes, weights))
    pupils = np.random.default_rng(seed).poisson(3.0, (4, len(region.areas) * N_GRADES)).astype(float)
    reachable = np.asarray(of_year.weight.T @ pupils.T).T > 0
    total = (of_year.places_per_pupil(pupils) * pupils).sum(axis=1)
    assert total == pytest.approx((reachable * of_year.places).sum(axis=1), rel=1e-12)
