"""Trips of one school: a vehicle routing problem with mixed vehicles and a longest ride.

The pupils who board first ride longest. With no duration on the leg to the first stop, the duration of a route is
their ride, so that the solver's limit on a shift is the limit on every pupil's ride; the price of that leg, its
time included, stands in its length.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pyvrp import Client, Depot, ProblemData, Solution, VehicleType

from kopa_sim.network.routing.engine import improve, of_visits, solver_problem, visits
from kopa_sim.network.routing.pricing import (
    SECONDS_PER_MINUTE,
    Wholes,
    driving_eur,
    driving_units_beside_time,
    second_units,
    seconds,
    seconds_between,
    standing_eur,
    units,
)
from kopa_sim.network.routing.problem import Floats, RoutingProblem, VehicleClass
from kopa_sim.network.routing.routes import Call, Trip

Ints = NDArray[np.intp]

START, SCHOOL, FIRST_CLIENT = 0, 1, 2
"""Locations of the solver's problem: the vehicle's start, the school, and then the stops."""


@dataclass(frozen=True)
class Load:
    """Pupils of a stop who board one vehicle: all of them unless no vehicle takes all."""

    stop: int
    pupils: int


def loads_of(problem: RoutingProblem, stops: list[int]) -> list[Load]:
    """Return the stops' pupils in loads no larger than the largest vehicle, full ones first."""
    largest = max(kind.seats for kind in problem.classes)
    return [
        Load(stop, min(largest, problem.stops[stop].pupils - done))
        for stop in stops
        for done in range(0, problem.stops[stop].pupils, largest)
    ]


def plan_trips(
    problem: RoutingProblem, school: int, stops: list[int], iterations: int, seed: int
) -> tuple[Trip, ...]:
    """Return the cheapest trips found that bring the pupils of the stops to their school.

    Parameters
    ----------
    stops
        Indices of stops that one vehicle alone can serve, in an order that does not depend on how they were
        given.

    Raises
    ------
    LimitReachedError
        If the iterations found no trips that keep the limits.
    """
    loads = loads_of(problem, stops)
    if not loads:
        return ()
    data = _solver_data(problem, school, loads)
    alone = [(_cheapest_class(problem, school, [load]), [client]) for client, load in enumerate(loads)]
    best = of_visits(data, alone)
    if len(loads) > 1:
        best = _search(problem, school, loads, data, iterations, seed)
    return tuple(_read_trips(problem, school, loads, best))


def _search(
    problem: RoutingProblem, school: int, loads: list[Load], data: ProblemData, iterations: int, seed: int
) -> Solution:
    found = improve(data, iterations // 2, seed)
    resized = [
        (_cheapest_class(problem, school, [loads[client] for client in order]), order)
        for _, order in visits(found)
    ]
    return improve(data, iterations - iterations // 2, seed + 1, of_visits(data, resized))


def _solver_data(problem: RoutingProblem, school: int, loads: list[Load]) -> ProblemData:
    place = np.array([problem.stops[load.stop].place for load in loads], dtype=np.intp)
    goal = problem.schools[school]
    nodes = np.concatenate([[goal.place, goal.place], place])
    km = problem.roads.km_place_place[np.ix_(nodes, nodes)]
    driving_s = seconds_between(problem.roads.minutes_place_place[np.ix_(nodes, nodes)])
    driving_s[START], driving_s[:, START] = 0, 0
    bell_s = int(goal.bell_min * SECONDS_PER_MINUTE)
    opens_s = max(bell_s - int(goal.arrival_window_min * SECONDS_PER_MINUTE), 0)
    return solver_problem(
        n_locations=len(nodes),
        clients=[_client(problem, index, load) for index, load in enumerate(loads)],
        depots=[Depot(START), Depot(SCHOOL, tw_early=opens_s, tw_late=bell_s)],
        vehicle_types=[
            _vehicle(problem, school, index, kind, len(loads)) for index, kind in enumerate(problem.classes)
        ],
        distance_matrices=[_leg_units(problem, kind, km, driving_s, nodes) for kind in problem.classes],
        duration_matrices=[driving_s for _ in problem.classes],
    )


def _client(problem: RoutingProblem, index: int, load: Load) -> Client:
    stop = problem.stops[load.stop]
    return Client(
        location=FIRST_CLIENT + index,
        pickup=[load.pupils],
        service_duration=seconds(stop.boarding_min),
        tw_early=seconds(stop.earliest_min),
        tw_late=int(stop.latest_min * SECONDS_PER_MINUTE),
    )


def _vehicle(
    problem: RoutingProblem, school: int, profile: int, kind: VehicleClass, available: int
) -> VehicleType:
    return VehicleType(
        num_available=available,
        capacity=[kind.seats],
        start_depot=START,
        end_depot=SCHOOL,
        fixed_cost=int(units(np.array(_fixed_eur(problem, school, kind)))),
        shift_duration=int(problem.longest_ride_min * SECONDS_PER_MINUTE),
        unit_distance_cost=1,
        unit_duration_cost=second_units(kind),
        profile=profile,
    )


def _fixed_eur(problem: RoutingProblem, school: int, kind: VehicleClass) -> float:
    """Return what a trip costs whichever stops it serves: the day, unloading, and the way back to the depot."""
    goal = problem.schools[school]
    fixed = kind.day_eur + standing_eur(kind, seconds(goal.unload_min))
    return fixed + float(_depot_legs_eur(problem, kind, np.array([goal.place]), back=True)[0])


def _depot_legs_eur(problem: RoutingProblem, kind: VehicleClass, place: Ints, back: bool) -> Floats:
    """Return the price of the legs from the class's depot to places, or back from them. (place,)"""
    if kind.depot is None:
        return np.zeros(len(place))
    legs = (place, kind.depot) if back else (kind.depot, place)
    km = problem.roads.km_place_place[legs]
    return driving_eur(kind, km, seconds_between(problem.roads.minutes_place_place[legs]))


def _leg_units(
    problem: RoutingProblem, kind: VehicleClass, km: Floats, driving_s: Wholes, nodes: Ints
) -> Wholes:
    """Return the price of every leg for a class, beside the seconds that the solver prices. (node, node)"""
    leg = driving_units_beside_time(kind, km, driving_s)
    leg[START], leg[:, START] = 0, 0
    leg[START, FIRST_CLIENT:] = units(_depot_legs_eur(problem, kind, nodes[FIRST_CLIENT:], back=False))
    np.fill_diagonal(leg, 0)
    return leg


def _cheapest_class(problem: RoutingProblem, school: int, loads: list[Load]) -> int:
    """Return the class that makes a trip at the least price; of equal ones the first."""
    pupils = sum(load.pupils for load in loads)
    places = [problem.stops[load.stop].place for load in loads]
    way = np.array([*places, problem.schools[school].place])
    km = problem.roads.km_place_place[way[:-1], way[1:]].sum()
    driving_s = seconds_between(problem.roads.minutes_place_place[way[:-1], way[1:]]).sum()
    boarding_s = sum(seconds(problem.stops[load.stop].boarding_min) for load in loads)

    def price(kind: VehicleClass) -> float:
        driving = float(driving_eur(kind, km, driving_s))
        first = float(_depot_legs_eur(problem, kind, way[:1], back=False)[0])
        return _fixed_eur(problem, school, kind) + first + driving + standing_eur(kind, boarding_s)

    fitting = [index for index, kind in enumerate(problem.classes) if kind.seats >= pupils]
    return min(fitting, key=lambda index: price(problem.classes[index]))


def _read_trips(problem: RoutingProblem, school: int, loads: list[Load], solution: Solution) -> list[Trip]:
    """Return the trips of a solution, each at the latest time at which its rides are as short as they can be."""
    trips = []
    for route in solution.routes():
        later_s = route.slack()
        arrival_s = route.end_time() + later_s
        calls = []
        for activity in route.schedule():
            if activity.is_client():
                load = loads[activity.idx]
                comes_s = activity.start_time - activity.wait_duration + later_s
                calls.append(
                    Call(
                        load.stop,
                        load.pupils,
                        comes_s / SECONDS_PER_MINUTE,
                        (arrival_s - comes_s) / SECONDS_PER_MINUTE,
                    )
                )
        way = [problem.stops[call.stop].place for call in calls] + [problem.schools[school].place]
        trips.append(
            Trip(
                school,
                vehicle_class=route.vehicle_type(),
                calls=tuple(calls),
                km=float(problem.roads.km_place_place[way[:-1], way[1:]].sum()),
                start_min=calls[0].clock_min,
                arrival_min=arrival_s / SECONDS_PER_MINUTE,
                earlier_min=later_s / SECONDS_PER_MINUTE,
            )
        )
    return trips
