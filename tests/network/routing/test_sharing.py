"""Schools that share vehicles by their bells."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from kopa_sim.network.routing import RoutedSchool, RoutingProblem, Stop, VehicleClass, plan_routes
from tests.network.routing.villages import BUS, MINIBUS, TAXI, roads_between

DAY = replace(MINIBUS, day_eur=100.0)
ITERATIONS = 200


def two_schools(second_bell_min, classes=(DAY,), window_min=0.0, unload_min=0.0, pupils=(5, 5)):
    """School A at km 0 with its stop at km 10, school B at km 5 with its stop at km −10; a minute a kilometre."""
    roads = roads_between([0.0, 10.0, 5.0, -10.0])
    schools = (
        RoutedSchool("A", 0, 480.0, window_min, unload_min),
        RoutedSchool("B", 2, second_bell_min, window_min, unload_min),
    )
    stops = (Stop("of A", 1, pupils[0], 0), Stop("of B", 3, pupils[1], 1))
    return RoutingProblem(roads, schools, stops, classes, 60.0)


def test_a_vehicle_serves_an_early_school_and_then_a_late_one():
    # A at 8:00; 10 min empty to B's stop, 15 min to B at 8:45: one vehicle, which waits 20 min
    routes = plan_routes(two_schools(525.0), ITERATIONS)
    assert len(routes.runs) == 1
    assert [routes.trips[index].school for index in routes.runs[0].trips] == [0, 1]
    assert routes.km == pytest.approx(10 + 10 + 15)
    assert routes.hours == pytest.approx((10 + 10 + 20 + 15) / 60)
    assert routes.cost_eur == pytest.approx(35 * 2.4 + 55 / 60 * 42 + 100)


@pytest.mark.parametrize(("second_bell_min", "vehicles"), [(505.0, 1), (504.9, 2), (480.0, 2)])
def test_bells_must_lie_far_enough_apart(second_bell_min, vehicles):
    assert len(plan_routes(two_schools(second_bell_min), ITERATIONS).runs) == vehicles


def test_unloading_takes_time_between_two_trips():
    assert len(plan_routes(two_schools(505.0, unload_min=3.0), ITERATIONS).runs) == 2
    assert len(plan_routes(two_schools(508.0, unload_min=3.0), ITERATIONS).runs) == 1


def test_arriving_well_before_the_bell_lets_vehicles_share():
    routes = plan_routes(two_schools(495.0, window_min=15.0), ITERATIONS)
    assert len(routes.runs) == 1
    for trip, bell_min in zip(routes.trips, (480.0, 495.0), strict=True):
        assert bell_min - 15.0 <= trip.arrival_min <= bell_min


def test_vehicles_are_not_shared_where_that_is_dearer():
    # without a price for the day, ten kilometres empty between the schools only cost
    assert len(plan_routes(two_schools(525.0, classes=(MINIBUS,)), ITERATIONS).runs) == 2


def test_a_larger_vehicle_makes_a_smaller_ones_trip_when_that_saves_a_day():
    classes = (replace(TAXI, day_eur=100.0), DAY)
    routes = plan_routes(two_schools(525.0, classes, pupils=(9, 3)), ITERATIONS)
    assert routes.vehicles_by_class == {"taxi": 0, "minibus": 1}
    assert {trip.vehicle_class for trip in routes.trips} == {1}


def test_a_smaller_vehicle_never_makes_a_larger_ones_trip():
    classes = (replace(TAXI, day_eur=1.0), replace(BUS, day_eur=500.0))
    routes = plan_routes(two_schools(525.0, classes, pupils=(3, 9)), ITERATIONS)
    for trip in routes.trips:
        assert trip.pupils <= classes[trip.vehicle_class].seats


def many_schools(seed, n_schools, window_min):
    generator = np.random.default_rng(seed)
    places = generator.uniform(0, 25, (n_schools * 3, 2))
    schools = tuple(
        RoutedSchool(f"school {s}", s, float(generator.integers(480, 600)), window_min, 2.0)
        for s in range(n_schools)
    )
    stops = tuple(
        Stop(f"stop {p}", p, int(generator.integers(1, 12)), p % n_schools, 0.5)
        for p in range(n_schools, 3 * n_schools)
    )
    kind = VehicleClass("minibus", 16, 1.0, 0.0, 200.0)
    return RoutingProblem(roads_between(places), schools, stops, (kind,), 60.0)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 6), st.sampled_from([0.0, 10.0]))
def test_no_vehicle_is_in_two_places_at_once(seed, n_schools, window_min):
    problem = many_schools(seed, n_schools, window_min)
    routes = plan_routes(problem, 60)
    minutes = problem.roads.minutes_place_place
    for trip in routes.trips:
        bell_min = problem.schools[trip.school].bell_min
        assert bell_min - window_min - 1e-6 <= trip.arrival_min <= bell_min + 1e-6
    for run in routes.runs:
        trips = [routes.trips[index] for index in run.trips]
        for before, after in pairwise(trips):
            school = problem.schools[before.school].place
            empty_min = minutes[school, problem.stops[after.calls[0].stop].place]
            assert before.arrival_min + 2.0 + empty_min <= after.start_min + 1e-6


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 6))
def test_sharing_is_the_cheapest_where_times_are_fixed(seed, n_schools):
    # with fixed times and one size, who follows whom is an assignment problem: each link saves a day and costs km
    problem = many_schools(seed, n_schools, 0.0)
    routes = plan_routes(problem, 200)
    roads = problem.roads
    n = len(routes.trips)
    saved = np.zeros((n, 2 * n))
    for i, before in enumerate(routes.trips):
        for j, after in enumerate(routes.trips):
            legs = (problem.schools[before.school].place, problem.stops[after.calls[0].stop].place)
            in_time = before.arrival_min + 2.0 + roads.minutes_place_place[legs] <= after.start_min + 1e-9
            saved[i, j] = 200.0 - roads.km_place_place[legs] if i != j and in_time else -1e6
    links = linear_sum_assignment(saved, maximize=True)
    alone = sum(trip.km for trip in routes.trips) + 200.0 * n
    assert routes.cost_eur == pytest.approx(alone - saved[links].sum(), abs=1e-2)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 5))
def test_the_order_of_schools_changes_nothing(seed, n_schools):
    problem = many_schools(seed, n_schools, 5.0)
    turned = replace(
        problem,
        schools=problem.schools[::-1],
        stops=tuple(replace(stop, school=n_schools - 1 - stop.school) for stop in problem.stops),
    )
    assert plan_routes(turned, 60).cost_eur == pytest.approx(plan_routes(problem, 60).cost_eur, rel=1e-12)
