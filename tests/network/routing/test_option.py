"""Routes of an option on the mean future."""

import numpy as np
import pytest

from kopa_sim.network import carry_pupils, flow_pupils
from kopa_sim.network.routing.anchors import route_centre
from kopa_sim.network.routing.carried import carried_from
from kopa_sim.network.routing.fleet import RideLimits, roads_of_stops, vehicle_classes
from kopa_sim.network.routing.option import RouteCache, route_option
from kopa_sim.network.routing.problem import Roads
from kopa_sim.network.routing.stretches import anchor_years
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

QUICK = {"route_iterations": 2.0}


def routed(region, mean, of=None, cache=None, present=None, **changed):
    of = plan(region) if of is None else of
    used = parameters(**{**QUICK, **changed})
    journeys, catchments = assign(region, of, mean, **changed)
    flows = flow_pupils(region, catchments, mean)
    return route_option(region, journeys, of, flows, used, cache, present=present), flows, journeys, used


def carried_school(region, flows, journeys, of, used, index):
    limit = of.transport_limit_km_year_municipality_grade[index]
    arcs = flows.catchments.by_year[index]
    found = carried_from(region, journeys, arcs, flows.pupils_by_year[index][0], limit, used)
    return found.point_school(len(region.points), len(region.schools)).sum(axis=0)


# --- Parameters --------------------------------------------------------------------------------------------------


def test_the_longest_ride_is_half_the_daily_ceiling_less_waiting():
    limits = RideLimits.of(
        parameters(daily_ceiling_min=150.0, daily_ceiling_older_min=180.0, waiting_min=10.0)
    )
    assert (limits.younger_min, limits.older_min) == (65.0, 80.0)


def test_sizes_come_from_the_smallest_with_prices_of_a_trip():
    taxi, minibus, bus = vehicle_classes(parameters(vehicle_day_eur=30.0, trips_day=2.0))
    assert [kind.seats for kind in (taxi, minibus, bus)] == [4, 16, 45]
    assert taxi.km_eur == pytest.approx(0.75 * minibus.km_eur)
    assert bus.day_eur == 15.0


def test_the_slow_stretch_of_a_ride_lies_at_the_school():
    # school at 0, stops at 10 and 12 km: 5 km at 30 and 5 km at 60 is 15 min; 2 km between stops at 60 is 2 min
    speeds = {"slow_road_km": 5.0, "slow_speed_km_h": 30.0, "fast_speed_km_h": 60.0, "winter_factor": 1.0}
    places = np.array([[0.0, 0.0], [10_000.0, 0.0], [12_000.0, 0.0]])
    roads = roads_of_stops(places, 1, parameters(detour_factor=1.0, **speeds))
    assert roads.minutes_place_place[1, 0] == pytest.approx(15.0)
    assert roads.minutes_place_place[2, 1] == pytest.approx(2.0)
    assert roads.minutes_place_place[2, 0] == pytest.approx(17.0)


# --- Who is carried ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(4))
def test_as_many_are_carried_as_the_costs_count(seed):
    region = random_region(seed)
    mean = random_pupils(region, seed)
    journeys, catchments = assign(region, plan(region), mean)
    flows = flow_pupils(region, catchments, mean)
    counted = carry_pupils(region, journeys, plan(region), flows, parameters()).entitled[0]
    for index in range(len(YEARS)):
        ours = carried_school(region, flows, journeys, plan(region), parameters(), index)
        assert ours == pytest.approx(counted[index])


# --- Routes of the option ----------------------------------------------------------------------------------------


def one_school(*distances_m, grades="1-9"):
    return region_of(
        [{"code": f"a{x}", "municipality": "901", "x": float(x)} for x in distances_m],
        [{"code": "school", "municipality": "901", "grades": grades, "places": 10_000}],
        ("901",),
    )


def test_a_bus_fetches_a_village():
    # 9 grades × 4 pupils at 20 km along the road: one bus of 45, 20 km and 1.5 km empty for each km with pupils
    region = one_school(20_000)
    changed = {
        "detour_factor": 1.0,
        "other_grounds_share": 0.0,
        "special_needs_carried_share": 0.0,
        "empty_run_factor": 1.5,
    }
    mean = pupils(region, 4.0)
    options, *_ = routed(region, mean, **changed)
    driven = options.driven(2, np.array([[36.0], [0.0]]))
    assert driven.vehicles.tolist() == [[1.0], [0.0]]
    assert driven.km[:, 0] == pytest.approx([30.0, 0.0])
    assert options.solved[0].bill.pupils == 36
    assert region.points.x_m[list(options.solved[0].stop_points[0])].tolist() == [20_000.0]


def test_older_pupils_from_farther_away_ride_longer():
    # 56 km at 60 km/h and slower near the school: beyond 65 min for the young, within 80 for those who turned 13
    region = one_school(56_000, grades="7-9")
    changed = {
        "detour_factor": 1.0,
        "other_grounds_share": 0.0,
        "special_needs_carried_share": 0.0,
        "pick_up_min": 0.0,
    }
    options, _, _, used = routed(region, pupils(region, 3.0), **changed)
    (trip,) = options.solved[0].bill.trips
    assert RideLimits.of(used).younger_min < trip.minutes <= RideLimits.of(used).older_min
    assert options.solved[0].bill.unserved == ()


def test_each_school_of_a_centre_bears_its_pupils_part():
    region = region_of(
        [{"code": "village", "municipality": "901", "x": 15_000.0}],
        [
            {"code": "lower", "municipality": "901", "grades": "1-6", "places": 1_000},
            {"code": "upper", "municipality": "901", "grades": "7-9", "places": 1_000, "x": 1_000.0},
        ],
        ("901",),
    )
    mean = pupils(region, 4.0)
    together, flows, journeys, used = routed(region, mean, shared_drop_km=2.0)
    apart = routed(region, mean, shared_drop_km=0.0)[0]
    carried = carried_school(region, flows, journeys, plan(region), used, 2)[None]
    assert carried.tolist() == [[24.0, 12.0]]
    shared, own = together.driven(2, carried), apart.driven(2, carried)
    assert shared.vehicles.sum() == 1
    assert own.vehicles.sum() == 2
    assert shared.cost_eur[0, 0] == pytest.approx(2 * shared.cost_eur[0, 1])
    assert shared.cost_eur.sum() < own.cost_eur.sum()


def test_anchors_are_the_years_with_fewest_and_most_carried_and_one_between():
    assert anchor_years(np.array([50.0, 80.0, 66.0, 100.0, 74.0])) == [0, 3, 4]
    assert anchor_years(np.array([7.0, 7.0])) == [0]


def test_routes_are_solved_once_for_options_that_share_them():
    region = random_region(3)
    mean = random_pupils(region, 3)
    cache = RouteCache()
    present = routed(region, mean, cache=cache)[0]
    known = set(cache.found)
    assert routed(region, mean, cache=cache)[0].solved == present.solved
    assert set(cache.found) == known
    school = region.schools.codes[present.solved[0].schools[0]]
    reduced, *_ = routed(region, mean, closed(plan(region), region, school, 2027), cache, present)
    assert set(cache.found) >= known
    index = region.schools.codes.index(school)
    open_year = [
        any(index in centre.schools for centre in reduced.curves_by_year[year]) for year in range(len(YEARS))
    ]
    assert open_year == [year < 2027 for year in YEARS]


def test_a_school_closed_elsewhere_leaves_the_routes_of_a_centre_alone():
    # two towns 100 km apart; the western one closes its second school, whose pupils go to the first
    region = region_of(
        [
            {"code": "west", "municipality": "901", "x": 8_000.0},
            {"code": "far west", "municipality": "901", "x": -8_000.0},
            {"code": "east", "municipality": "902", "x": 108_000.0},
        ],
        [
            {"code": "W", "municipality": "901", "grades": "1-9", "places": 1_000},
            {"code": "V", "municipality": "901", "grades": "1-9", "places": 1_000, "x": -15_000.0},
            {"code": "E", "municipality": "902", "grades": "1-9", "places": 1_000, "x": 100_000.0},
        ],
    )
    mean = pupils(region, 3.0)
    cache = RouteCache()
    present = routed(region, mean, cache=cache)[0]
    before = len(cache.found)
    reduced, *_ = routed(region, mean, closed(plan(region), region, "V", 2027), cache, present)
    assert len(cache.found) == before + 1
    last = len(YEARS) - 1
    in_the_east = [centre for centre in reduced.curves_by_year[last] if centre.schools == (2,)]
    assert np.array_equal(in_the_east[0].curve.driven, present.curves_by_year[last][-1].curve.driven)


def test_one_pupil_expected_now_and_then_is_carried_when_there_is_one():
    region = one_school(20_000)
    options, *_ = routed(region, pupils(region, 0.03), other_grounds_share=0.0)
    driven = options.driven(2, np.array([[0.3, 0.0], [1.0, 0.0]]))
    assert driven.vehicles[:, 0].tolist() == [0.0, 1.0]
    assert driven.cost_eur[1, 0] > 0


def test_given_ways_take_the_place_of_straight_lines():
    region = one_school(20_000)
    journeys, catchments = assign(region, plan(region), pupils(region, 4.0))
    flows = flow_pupils(region, catchments, pupils(region, 4.0))

    def ways(schools, points):
        km = 35.0 * (1.0 - np.eye(len(schools) + len(points)))
        return Roads(km, km)

    options = route_option(region, journeys, plan(region), flows, parameters(**QUICK), ways=ways)
    assert options.solved[0].bill.trips[0].km == 35.0


@pytest.mark.parametrize("seed", range(3))
def test_anchor_years_are_met_up_to_the_rounding_to_whole_pupils(seed):
    region = random_region(seed)
    mean = random_pupils(region, seed, mean=3.0)
    options, flows, journeys, used = routed(region, mean)
    n_schools = len(region.schools)
    for year in sorted({centre.year for centre in options.solved}):
        index = YEARS.index(year)
        carried = carried_school(region, flows, journeys, plan(region), used, index)
        whole = np.zeros(n_schools)
        for centre in options.solved:
            if centre.year == year:
                assert centre.bill.pupils == round(carried[list(centre.schools)].sum())
                whole[centre.schools[0]] = centre.bill.pupils
        driven = options.driven(index, whole[None])
        bills = [centre.bill for centre in options.solved if centre.year == year]
        assert driven.cost_eur.sum() <= sum(bill.cost_eur for bill in bills) + 1e-6
        assert driven.vehicles.sum() >= 0


def test_the_same_region_gives_the_same_routes():
    region = random_region(1)
    mean = random_pupils(region, 1)
    assert routed(region, mean)[0].solved == routed(region, mean)[0].solved


def test_stops_of_a_centre_stand_at_points_of_the_region():
    region = random_region(2)
    points = np.arange(len(region.points))
    centre = route_centre(region, (0,), 2026, points, np.full(len(points), 2.0), parameters(**QUICK))
    assert sum(len(part) for part in centre.stop_points) <= len(points)
    assert {point for part in centre.stop_points for point in part} <= set(points.tolist())


@pytest.mark.parametrize("beside", [4.0, 0.2])
def test_before_its_first_measure_an_option_has_the_curves_of_the_present_network(beside):
    # with 0.2 a grade the closed school's pupils are too few to divide the years of the one that stays
    region = region_of(
        [{"code": f"a{x}", "municipality": "901", "x": float(x)} for x in (8_000, 30_000, 44_000)],
        [
            {"code": "stays", "municipality": "901", "grades": "1-9", "places": 1_000},
            {"code": "closes", "municipality": "901", "grades": "1-9", "places": 1_000, "x": 37_000.0},
        ],
        ("901",),
    )
    mean = pupils(region, [60.0, beside, beside])
    cache = RouteCache()
    present = routed(region, mean, cache=cache)[0]
    reduced = routed(region, mean, closed(plan(region), region, "closes", 2027), cache, present)[0]
    for index, year in enumerate(YEARS):
        own, first = reduced.curves_by_year[index], present.curves_by_year[index]
        alike = {id(curve) for curve in own} == {id(curve) for curve in first}
        assert alike == (year < 2027)
