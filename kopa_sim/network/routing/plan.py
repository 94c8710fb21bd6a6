"""The one call: from a problem to its routes."""

from typing import Final

import numpy as np

from kopa_sim.network.routing.pricing import SECONDS_PER_MINUTE, seconds, seconds_between
from kopa_sim.network.routing.problem import RoutingProblem
from kopa_sim.network.routing.routes import Routes, Trip, Unserved
from kopa_sim.network.routing.sharing import share_vehicles
from kopa_sim.network.routing.single_school import plan_trips

DEFAULT_ITERATIONS: Final[int] = 2000


def plan_routes(problem: RoutingProblem, iterations: int = DEFAULT_ITERATIONS, seed: int = 1) -> Routes:
    """Return the cheapest routes found that bring every pupil to school within the longest ride.

    Trips are sought school by school (a vehicle never mixes schools), and then the vehicles that make them, so
    that one may serve a school with an early bell and then one with a late bell.

    Parameters
    ----------
    iterations
        Of the solver, for each school and for sharing; the clock plays no part, so that the same call gives the
        same routes.
    seed
        Of the solver's random choices.

    Returns
    -------
    Routes
        With the stops that no vehicle can serve named beside them.

    Raises
    ------
    LimitReachedError
        If the iterations found no routes that keep the limits.

    Notes
    -----
    Trips by PyVRP's iterated local search (Wouda, Lan & Kool, INFORMS Journal on Computing 2024).
    """
    unserved = unservable(problem)
    left_out = {stop.stop for stop in unserved}
    trips: list[Trip] = []
    for school in range(len(problem.schools)):
        stops = [
            index
            for index, stop in enumerate(problem.stops)
            if stop.school == school and index not in left_out
        ]
        trips += plan_trips(problem, school, _in_own_order(problem, school, stops), iterations, seed)
    trips.sort(key=_trip_in_own_order)
    names = tuple(kind.name for kind in problem.classes)
    if not trips:
        return Routes(names, (), (), unserved)
    timed, runs = share_vehicles(problem, tuple(trips), iterations, seed)
    return Routes(names, timed, runs, unserved)


def _trip_in_own_order(trip: Trip) -> tuple[object, ...]:
    calls = tuple((call.ride_min, call.pupils) for call in trip.calls)
    return (trip.start_min, trip.arrival_min, trip.km, trip.earlier_min, calls)


def unservable(problem: RoutingProblem) -> tuple[Unserved, ...]:
    """Return the stops that no vehicle can serve, even if it serves them alone, and why."""
    found = []
    for index, stop in enumerate(problem.stops):
        reason = _reason(problem, index)
        if stop.pupils and reason:
            found.append(Unserved(index, stop.name, reason))
    return tuple(found)


def _reason(problem: RoutingProblem, index: int) -> str:
    stop = problem.stops[index]
    school = problem.schools[stop.school]
    minutes = problem.roads.minutes_place_place[stop.place, school.place]
    if not np.isfinite(minutes + problem.roads.km_place_place[stop.place, school.place]):
        return f"there is no path to {school.name}"
    boarding_s = seconds(stop.boarding_min)
    ride_s = boarding_s + int(seconds_between(minutes))
    if ride_s > int(problem.longest_ride_min * SECONDS_PER_MINUTE):
        return (
            f"the direct ride to {school.name} takes {ride_s / SECONDS_PER_MINUTE:.1f} min and at most "
            f"{problem.longest_ride_min:g} are allowed"
        )
    if seconds(stop.earliest_min) + ride_s > int(school.bell_min * SECONDS_PER_MINUTE):
        return f"who boards at {stop.earliest_min:g} min after midnight is late for the bell of {school.name}"
    waits_until = school.bell_min - school.arrival_window_min
    if stop.latest_min * SECONDS_PER_MINUTE + problem.longest_ride_min * SECONDS_PER_MINUTE < int(
        waits_until * SECONDS_PER_MINUTE
    ):
        return (
            f"who boards by {stop.latest_min:g} min after midnight rides too long before {school.name} opens"
        )
    if not _depot_reaches(problem, index):
        return "there is no path to it from any depot"
    return ""


def _depot_reaches(problem: RoutingProblem, index: int) -> bool:
    """Return whether some vehicle can come to a stop and back from its school."""
    stop = problem.stops[index]
    school = problem.schools[stop.school].place
    minutes = problem.roads.minutes_place_place
    return any(
        kind.depot is None or bool(np.isfinite(minutes[kind.depot, stop.place] + minutes[school, kind.depot]))
        for kind in problem.classes
    )


def _in_own_order(problem: RoutingProblem, school: int, stops: list[int]) -> list[int]:
    """Return stops in an order of their own, so that how they were given does not matter.

    The order is by what a stop is: its way to the school, its pupils and times, and its ways to the others.
    """
    goal = problem.schools[school].place
    places = [problem.stops[index].place for index in stops]
    km, minutes = problem.roads.km_place_place, problem.roads.minutes_place_place

    def key(index: int) -> tuple[object, ...]:
        stop = problem.stops[index]
        return (
            km[stop.place, goal],
            minutes[stop.place, goal],
            stop.pupils,
            stop.boarding_min,
            stop.earliest_min,
            stop.latest_min,
            tuple(np.sort(km[stop.place, places])),
            tuple(np.sort(minutes[stop.place, places])),
            stop.name,
        )

    return sorted(stops, key=key)
