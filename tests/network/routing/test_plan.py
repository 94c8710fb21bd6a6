"""Routes of one school: small cases by hand, all routes tried, and what holds for any region."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopa_sim.network.routing import (
    Roads,
    RoutedSchool,
    RoutingProblem,
    Stop,
    VehicleClass,
    plan_routes,
)
from tests.network.routing.villages import (
    BUS,
    MINIBUS,
    SIZES,
    TAXI,
    along_a_road,
    cheapest_of_all,
    roads_between,
    scattered,
)

ITERATIONS = 150


def routes_of(problem, iterations=ITERATIONS, seed=1):
    return plan_routes(problem, iterations, seed)


# --- By hand -----------------------------------------------------------------------------------------------------


def test_one_taxi_collects_those_along_its_road():
    # 20 km at 1.80 and 20 min at 42 an hour: 36 + 14
    routes = routes_of(along_a_road([(20, 2), (10, 1), (5, 1)]))
    assert routes.vehicles_by_class == {"taxi": 1, "minibus": 0, "bus": 0}
    assert [call.stop for call in routes.trips[0].calls] == [0, 1, 2]
    assert routes.km == pytest.approx(20)
    assert routes.hours == pytest.approx(1 / 3)
    assert routes.cost_eur == pytest.approx(50)


def test_pupils_ride_from_their_own_stop():
    routes = routes_of(along_a_road([(20, 2), (10, 1), (5, 1)]))
    assert routes.ride_min_stop(3) == pytest.approx([20, 10, 5])
    assert routes.trips[0].minutes == pytest.approx(20)


def test_a_vehicle_is_there_when_the_bell_rings():
    trip = routes_of(along_a_road([(20, 2)], school=RoutedSchool("school", 0, bell_min=510))).trips[0]
    assert trip.arrival_min == 510
    assert trip.start_min == 490


def test_the_cheapest_vehicle_that_takes_all_is_sent():
    for pupils, name in ((4, "taxi"), (5, "minibus"), (16, "minibus"), (17, "bus"), (45, "bus")):
        assert routes_of(along_a_road([(10, pupils)])).vehicles_by_class[name] == 1


def test_one_pupil_less_on_the_same_road_costs_the_same():
    assert routes_of(along_a_road([(10, 15)])).cost_eur == routes_of(along_a_road([(10, 16)])).cost_eur


def test_a_stop_with_more_pupils_than_the_largest_vehicle_has_several_vehicles():
    routes = routes_of(along_a_road([(10, 50)]))
    assert sorted(trip.pupils for trip in routes.trips) == [5, 45]
    assert routes.ride_min_stop(1) == pytest.approx([10])


def test_time_at_stops_is_ridden_and_paid():
    # 2 min at the outer stop, 2 at the inner, 20 driving; unloading 6 min is paid but not ridden
    school = RoutedSchool("school", 0, unload_min=5, unload_min_pupil=0.5)
    routes = routes_of(along_a_road([(20, 1), (10, 1)], school=school, boarding_min=2))
    assert routes.ride_min_stop(2) == pytest.approx([24, 12])
    assert routes.hours == pytest.approx(30 / 60)


def test_a_longest_ride_sends_two_vehicles_where_one_would_do():
    # 30 km out on one road, 30 km on the other side: one vehicle would ride 30 + 60
    problem = along_a_road([(30, 1), (-30, 1)], longest_ride_min=60.0)
    assert len(routes_of(problem).runs) == 2
    assert len(routes_of(replace(problem, longest_ride_min=90.0)).runs) == 2
    costly = tuple(replace(kind, day_eur=500.0) for kind in SIZES)
    assert len(routes_of(replace(problem, longest_ride_min=90.0, classes=costly)).runs) == 1
    assert len(routes_of(replace(problem, longest_ride_min=89.9, classes=costly)).runs) == 2


def test_the_way_from_the_depot_is_paid_and_not_ridden():
    # depot at km 50, stop at km 20, school at 0: 50 km there, 50 back; the ride is 20 min though the depot is far
    roads = roads_between([0.0, 20.0, 50.0])
    kind = VehicleClass("taxi", 4, 2.0, 60.0, 5.0, depot=2)
    problem = RoutingProblem(roads, (RoutedSchool("school", 0),), (Stop("stop", 1, 1),), (kind,), 20.0)
    routes = routes_of(problem)
    assert routes.unserved == ()
    assert routes.km == pytest.approx(100)
    assert routes.hours == pytest.approx(100 / 60)
    assert routes.cost_eur == pytest.approx(200 + 100 + 5)
    assert routes.trips[0].km == pytest.approx(20)


def test_the_first_stop_is_chosen_by_the_way_from_the_depot():
    # two stops ten minutes either side of the school; the depot stands beside the far one
    roads = roads_between([0.0, 10.0, 10.5, 60.0])
    kind = VehicleClass("taxi", 4, 1.0, 0.0, depot=3)
    stops = (Stop("near", 1, 1), Stop("far", 2, 1))
    routes = routes_of(RoutingProblem(roads, (RoutedSchool("school", 0),), stops, (kind,), 60.0))
    assert [call.stop for call in routes.trips[0].calls] == [1, 0]


def test_empty_legs_that_are_not_planned_are_paid_by_a_factor():
    plain = routes_of(along_a_road([(20, 2)], classes=(TAXI,)))
    factor = routes_of(along_a_road([(20, 2)], classes=(replace(TAXI, empty_run_factor=1.5),)))
    assert factor.km == pytest.approx(1.5 * plain.km)
    assert factor.hours == pytest.approx(1.5 * plain.hours)


def test_a_stop_is_visited_within_its_hours():
    # the outer pupils board at 8:20 at the latest, the bell rings at 9:00: they wait on board for the doors at 8:30
    problem = along_a_road([(5, 1)], latest_min=500.0)
    trip = routes_of(problem).trips[0]
    assert trip.calls[0].clock_min <= 500
    assert trip.arrival_min == pytest.approx(510)
    assert trip.minutes == pytest.approx(10)


# --- What cannot be served ---------------------------------------------------------------------------------------


def test_a_stop_beyond_the_longest_ride_is_named_and_the_others_are_served():
    routes = routes_of(along_a_road([(61, 1), (60, 1)]))
    assert [stop.name for stop in routes.unserved] == ["km 61"]
    assert "61.0 min" in routes.unserved[0].reason
    assert "60 are allowed" in routes.unserved[0].reason
    assert routes.pupils == 1
    assert np.isnan(routes.ride_min_stop(2)[0])


def test_a_stop_without_a_road_is_named():
    roads = roads_between([0.0, 10.0, 20.0])
    km, minutes = roads.km_place_place.copy(), roads.minutes_place_place.copy()
    for table in (km, minutes):
        table[1], table[:, 1] = np.inf, np.inf
        table[1, 1] = 0.0
    stops = (Stop("island", 1, 2), Stop("mainland", 2, 2))
    routes = routes_of(RoutingProblem(Roads(km, minutes), (RoutedSchool("school", 0),), stops, SIZES, 60.0))
    assert [(stop.name, stop.reason) for stop in routes.unserved] == [
        ("island", "there is no path to school")
    ]
    assert np.isfinite(routes.cost_eur)
    assert routes.pupils == 2


def test_pupils_who_board_after_the_bell_are_named():
    routes = routes_of(along_a_road([(20, 1)], earliest_min=530.0))
    assert "late for the bell" in routes.unserved[0].reason


def test_pupils_who_board_hours_before_the_doors_open_are_named():
    routes = routes_of(along_a_road([(20, 1)], latest_min=400.0))
    assert "rides too long" in routes.unserved[0].reason


def test_a_stop_that_no_depot_reaches_is_named():
    roads = roads_between([0.0, 10.0, 20.0])
    minutes = roads.minutes_place_place.copy()
    minutes[2, 1] = np.inf
    problem = RoutingProblem(
        Roads(roads.km_place_place, minutes),
        (RoutedSchool("school", 0),),
        (Stop("stop", 1, 1),),
        (replace(TAXI, depot=2),),
        60.0,
    )
    assert "depot" in routes_of(problem).unserved[0].reason


def test_nobody_to_carry_needs_no_vehicle():
    routes = routes_of(along_a_road([(20, 0), (100, 0)]))
    assert routes.runs == routes.trips == routes.unserved == ()
    assert routes.cost_eur == 0


def test_everything_wrong_is_said_at_once():
    stops = (Stop("a", 7, 1), Stop("b", 1, -1), Stop("c", 1, 1, school=3), Stop("d", 1, 1, 0, -1, 9, 8))
    with pytest.raises(ValueError, match="places are 0 to 1") as wrong:
        RoutingProblem(
            roads_between([0.0, 1.0]),
            (RoutedSchool("school", 0),),
            stops,
            (VehicleClass("none", 0, -1.0, empty_run_factor=0.5),),
            0.0,
        )
    said = str(wrong.value)
    for part in (
        "b has -1",
        "school 3",
        "earliest_min",
        "boarding_min",
        "0 seats",
        "price",
        "factor",
        "longest",
    ):
        assert part in said


def test_roads_must_be_square_and_finite_or_missing_never_negative():
    for km in (np.zeros((2, 3)), np.array([[0.0, -1.0], [1.0, 0.0]]), np.ones((2, 2))):
        with pytest.raises(ValueError, match="km_place_place"):
            RoutingProblem(Roads(km, np.zeros((2, 2))), (), (), (TAXI,), 60.0)
    with pytest.raises(ValueError, match="no vehicle class"):
        RoutingProblem(roads_between([0.0]), (), (), (), 60.0)


# --- Beside every possible plan ----------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(6))
def test_no_plan_is_cheaper_than_the_one_found(seed):
    problem = scattered(seed, 6, largest_stop=9)
    assert routes_of(problem).cost_eur == pytest.approx(cheapest_of_all(problem), abs=1e-3)


@pytest.mark.parametrize("seed", range(6, 10))
def test_nor_with_days_paid_and_a_short_ride(seed):
    classes = tuple(replace(kind, day_eur=40.0) for kind in SIZES)
    problem = scattered(seed, 6, classes, longest_ride_min=25.0, boarding_min=0.75)
    assert routes_of(problem).cost_eur == pytest.approx(cheapest_of_all(problem), abs=1e-3)


@pytest.mark.parametrize("seed", range(14, 18))
def test_nor_with_empty_legs_paid(seed):
    classes = (replace(TAXI, empty_run_factor=2.0), replace(MINIBUS, empty_run_factor=1.2), BUS)
    problem = scattered(seed, 6, classes, largest_stop=3)
    assert routes_of(problem).cost_eur == pytest.approx(cheapest_of_all(problem), abs=1e-3)


@pytest.mark.parametrize("seed", range(10, 14))
def test_nor_from_depots_of_their_own(seed):
    problem = scattered(seed, 6, size_km=20.0)
    classes = (
        replace(TAXI, depot=1, day_eur=10.0),
        replace(MINIBUS, depot=4),
        replace(BUS, empty_run_factor=1.4),
    )
    problem = replace(problem, classes=classes)
    assert routes_of(problem).cost_eur == pytest.approx(cheapest_of_all(problem), abs=1e-3)


# --- What holds for any region -----------------------------------------------------------------------------------

regions = st.builds(
    scattered,
    seed=st.integers(0, 10_000),
    n_stops=st.integers(1, 14),
    longest_ride_min=st.sampled_from([12.0, 18.0, 25.0, 60.0]),
    largest_stop=st.integers(1, 60),
    boarding_min=st.sampled_from([0.0, 0.5, 1.25]),
)
few = settings(max_examples=25, deadline=None)


@few
@given(regions)
def test_every_pupil_is_carried_once_or_named(problem):
    routes = routes_of(problem, 40)
    carried = np.zeros(len(problem.stops), dtype=int)
    for trip in routes.trips:
        for call in trip.calls:
            carried[call.stop] += call.pupils
    named = {stop.stop for stop in routes.unserved}
    for index, stop in enumerate(problem.stops):
        assert carried[index] == (0 if index in named else stop.pupils)


@few
@given(regions)
def test_no_vehicle_is_overfull_no_ride_too_long_nobody_late(problem):
    routes = routes_of(problem, 40)
    for trip in routes.trips:
        assert trip.pupils <= problem.classes[trip.vehicle_class].seats
        assert trip.arrival_min <= problem.schools[trip.school].bell_min
        assert trip.minutes <= problem.longest_ride_min
        assert trip.minutes == max(call.ride_min for call in trip.calls)
        direct = [problem.roads.minutes_place_place[problem.stops[c.stop].place, 0] for c in trip.calls]
        assert all(call.ride_min >= least - 1e-9 for call, least in zip(trip.calls, direct, strict=True))


@few
@given(regions)
def test_a_vehicle_makes_each_trip_and_the_bill_adds_up(problem):
    routes = routes_of(problem, 40)
    assert sorted(index for run in routes.runs for index in run.trips) == list(range(len(routes.trips)))
    assert sum(routes.vehicles_by_class.values()) == len(routes.runs)
    for run in routes.runs:
        kind = problem.classes[run.vehicle_class]
        assert run.cost_eur == pytest.approx(run.km * kind.km_eur + run.hours * kind.hour_eur + kind.day_eur)


@few
@given(regions, st.randoms(use_true_random=False))
def test_the_order_in_which_stops_are_given_changes_nothing(problem, random):
    order = list(range(len(problem.stops)))
    random.shuffle(order)
    shuffled = replace(problem, stops=tuple(problem.stops[index] for index in order))
    first, second = routes_of(problem, 40), routes_of(shuffled, 40)
    assert second.cost_eur == first.cost_eur
    assert second.ride_min_stop(len(order)) == pytest.approx(
        first.ride_min_stop(len(order))[order], nan_ok=True
    )


@few
@given(regions, st.randoms(use_true_random=False))
def test_nor_does_the_numbering_of_places(problem, random):
    # numbers of places are names; the road tables are permuted with them
    order = list(range(len(problem.roads)))
    random.shuffle(order)
    number = np.argsort(order)
    grid = np.ix_(order, order)
    renumbered = replace(
        problem,
        roads=Roads(problem.roads.km_place_place[grid], problem.roads.minutes_place_place[grid]),
        schools=tuple(replace(school, place=int(number[school.place])) for school in problem.schools),
        stops=tuple(replace(stop, place=int(number[stop.place])) for stop in problem.stops),
    )
    first, second = routes_of(problem, 40), routes_of(renumbered, 40)
    assert second.cost_eur == pytest.approx(first.cost_eur, rel=1e-12)


@few
@given(regions)
def test_the_same_call_gives_the_same_routes(problem):
    assert routes_of(problem, 40) == routes_of(problem, 40)


@few
@given(regions)
def test_trips_of_their_own_are_never_cheaper(problem):
    alone = sum(routes_of(replace(problem, stops=(stop,)), 1).cost_eur for stop in problem.stops)
    assert routes_of(problem, 40).cost_eur <= alone + 1e-3 * len(problem.stops)


@few
@given(st.integers(0, 10_000))
def test_a_shorter_ride_is_never_cheaper_where_all_plans_were_tried(seed):
    problem = scattered(seed, 5, longest_ride_min=24.0)
    shorter = replace(problem, longest_ride_min=22.0)
    if not routes_of(shorter).unserved:
        assert routes_of(shorter).cost_eur >= routes_of(problem).cost_eur - 1e-3
