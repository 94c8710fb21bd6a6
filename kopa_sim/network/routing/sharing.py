"""Which vehicle makes which trips: one that has been to one school may fetch the pupils of another.

The trips stand; what is sought is who drives them and when. Each trip is a client of a second routing problem, its
service the whole trip, its window what the bells allow. A larger vehicle may make a smaller one's trip at its own
price. Nothing is shared unless it costs less than vehicles of their own.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from pyvrp import Client, Depot, ProblemData, VehicleType

from kopa_sim.network.routing.engine import improve, of_visits, solver_problem, visits
from kopa_sim.network.routing.pricing import (
    NO_PATH_UNITS,
    SECONDS_PER_MINUTE,
    UNITS_PER_EUR,
    Wholes,
    driving_units_beside_time,
    paid_hours,
    second_units,
    seconds,
    seconds_between,
)
from kopa_sim.network.routing.problem import Floats, RoutingProblem, VehicleClass
from kopa_sim.network.routing.routes import Trip, VehicleRun

YARD: Final[int] = 0
"""Location where all vehicles begin and end; trip t is location t + 1."""


@dataclass(frozen=True)
class _Legs:
    """Legs without pupils for one class, from the row's trip to the column's; the yard comes first.

    Attributes
    ----------
    km, driving_s
        (location, location)
    """

    km: Floats
    driving_s: Wholes


def share_vehicles(
    problem: RoutingProblem, trips: tuple[Trip, ...], iterations: int, seed: int
) -> tuple[tuple[Trip, ...], tuple[VehicleRun, ...]]:
    """Return the trips with their times and classes, and the vehicles that make them.

    Parameters
    ----------
    trips
        Each at its latest time, in an order that does not depend on how stops and schools were given.

    Raises
    ------
    LimitReachedError
        If the solver ends without an answer, which its start rules out.
    """
    legs = [_legs(problem, kind, trips) for kind in problem.classes]
    chains = [(trip.vehicle_class, [index]) for index, trip in enumerate(trips)]
    if any(_may_follow(problem, trips, of_class).any() for of_class in legs):
        data = _solver_data(problem, trips, legs)
        chains = visits(improve(data, iterations, seed, of_visits(data, chains)))
    timed = list(trips)
    runs = []
    for kind, chain in sorted(chains, key=lambda chain: chain[1]):
        for index, start_min in zip(chain, _start_times(problem, trips, legs[kind], chain), strict=True):
            timed[index] = trips[index].beginning_at(start_min, kind)
        runs.append(_run(problem, timed, legs[kind], kind, chain))
    return tuple(timed), tuple(runs)


def _legs(problem: RoutingProblem, kind: VehicleClass, trips: tuple[Trip, ...]) -> _Legs:
    first = np.array([problem.stops[trip.calls[0].stop].place for trip in trips], dtype=np.intp)
    last = np.array([problem.schools[trip.school].place for trip in trips], dtype=np.intp)
    size = len(trips) + 1
    km, minutes = np.zeros((size, size)), np.zeros((size, size))
    for target, table in (
        (km, problem.roads.km_place_place),
        (minutes, problem.roads.minutes_place_place),
    ):
        target[1:, 1:] = table[np.ix_(last, first)]
        if kind.depot is not None:
            target[YARD, 1:] = table[kind.depot, first]
            target[1:, YARD] = table[last, kind.depot]
    np.fill_diagonal(km, 0.0)
    np.fill_diagonal(minutes, 0.0)
    return _Legs(km, seconds_between(minutes))


def _may_follow(problem: RoutingProblem, trips: tuple[Trip, ...], legs: _Legs) -> NDArray[np.bool_]:
    """Return which trip can be made after which. (trip, trip)"""
    latest = np.array([trip.start_min for trip in trips])
    free = np.array([_free_min(problem, trip, trip.start_min - trip.earlier_min) for trip in trips])
    possible = free[:, None] + legs.driving_s[1:, 1:] / SECONDS_PER_MINUTE <= latest[None, :]
    np.fill_diagonal(possible, False)
    return possible


def _free_min(problem: RoutingProblem, trip: Trip, start_min: float) -> float:
    """Return when the vehicle has unloaded, if the trip begins at a time."""
    return start_min + (_busy_s(problem, trip)) / SECONDS_PER_MINUTE


def _busy_s(problem: RoutingProblem, trip: Trip) -> int:
    return seconds(trip.minutes) + _unload_s(problem, trip)


def _unload_s(problem: RoutingProblem, trip: Trip) -> int:
    school = problem.schools[trip.school]
    return seconds(school.unload_min + trip.pupils * school.unload_min_pupil)


def _solver_data(problem: RoutingProblem, trips: tuple[Trip, ...], legs: list[_Legs]) -> ProblemData:
    clients = [
        Client(
            location=index + 1,
            service_duration=_busy_s(problem, trip),
            tw_early=seconds(max(trip.start_min - trip.earlier_min, 0.0)),
            tw_late=seconds(trip.start_min),
        )
        for index, trip in enumerate(trips)
    ]
    return solver_problem(
        n_locations=len(trips) + 1,
        clients=clients,
        depots=[Depot(YARD)],
        vehicle_types=[
            VehicleType(
                num_available=len(trips),
                fixed_cost=round(kind.day_eur * UNITS_PER_EUR),
                unit_distance_cost=1,
                unit_duration_cost=second_units(kind),
                profile=index,
            )
            for index, kind in enumerate(problem.classes)
        ],
        distance_matrices=[
            _leg_units(problem, kind, trips, of_class)
            for kind, of_class in zip(problem.classes, legs, strict=True)
        ],
        duration_matrices=[of_class.driving_s for of_class in legs],
    )


def _leg_units(problem: RoutingProblem, kind: VehicleClass, trips: tuple[Trip, ...], legs: _Legs) -> Wholes:
    """Return the price of every leg and of the trip to which it leads. (location, location)"""
    km = np.array([trip.km for trip in trips])
    driving_s = np.array([_driving_s(problem, trip) for trip in trips])
    trip_units = driving_units_beside_time(kind, km, driving_s)
    trip_units[[trip.pupils > kind.seats for trip in trips]] = NO_PATH_UNITS
    leg = driving_units_beside_time(kind, legs.km, legs.driving_s)
    leg[:, 1:] += trip_units
    np.fill_diagonal(leg, 0)
    return leg


def _driving_s(problem: RoutingProblem, trip: Trip) -> int:
    """Return the seconds of a trip in which the vehicle moves."""
    places = [problem.stops[call.stop].place for call in trip.calls] + [problem.schools[trip.school].place]
    return int(seconds_between(problem.roads.minutes_place_place[places[:-1], places[1:]]).sum())


def _start_times(
    problem: RoutingProblem, trips: tuple[Trip, ...], legs: _Legs, chain: list[int]
) -> list[float]:
    """Return when each trip of a chain begins: the last as late as it may, the others as late as they must."""
    starts = [trips[chain[-1]].start_min]
    for before, after in zip(reversed(chain[:-1]), reversed(chain[1:]), strict=True):
        leave_min = starts[-1] - float(legs.driving_s[before + 1, after + 1]) / SECONDS_PER_MINUTE
        latest = leave_min - _busy_s(problem, trips[before]) / SECONDS_PER_MINUTE
        starts.append(min(trips[before].start_min, latest))
    return starts[::-1]


def _run(
    problem: RoutingProblem, trips: list[Trip], legs: _Legs, kind_index: int, chain: list[int]
) -> VehicleRun:
    kind = problem.classes[kind_index]
    nodes = np.array([YARD, *(index + 1 for index in chain), YARD])
    made = [trips[index] for index in chain]
    empty_s = legs.driving_s[nodes[:-1], nodes[1:]]
    between_s = seconds(made[-1].arrival_min - made[0].start_min) + _unload_s(problem, made[-1])
    driving_s = int(empty_s.sum()) + sum(_driving_s(problem, trip) for trip in made)
    standing_s = between_s + int(empty_s[0] + empty_s[-1]) - driving_s
    km = kind.empty_run_factor * (float(legs.km[nodes[:-1], nodes[1:]].sum()) + sum(t.km for t in made))
    hours = paid_hours(kind, driving_s, standing_s)
    cost_eur = km * kind.km_eur + hours * kind.hour_eur + kind.day_eur
    return VehicleRun(kind_index, tuple(chain), km, hours, cost_eur)
