"""Which vehicle makes which trips of one morning, by the bells of the schools."""

from kopa_sim.network.routing.errands import Errand, chain_errands, legs_of, shift_of
from kopa_sim.network.routing.pricing import seconds, seconds_between
from kopa_sim.network.routing.problem import RoutingProblem
from kopa_sim.network.routing.routes import Trip, VehicleRun


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
    errands = tuple(_errand(problem, trip) for trip in trips)
    legs = [legs_of(problem.roads, kind, errands) for kind in problem.classes]
    timed = list(trips)
    runs = []
    chains = chain_errands(problem.roads, problem.classes, errands, iterations, seed)
    for number, chain in sorted(chains, key=lambda chain: chain[1]):
        kind = problem.classes[number]
        shift = shift_of(legs[number], errands, chain)
        for index, start_min in zip(chain, shift.starts_min, strict=True):
            timed[index] = trips[index].beginning_at(start_min, number)
        cost_eur = shift.km * kind.km_eur + shift.hours * kind.hour_eur + kind.day_eur
        runs.append(VehicleRun(number, tuple(chain), shift.km, shift.hours, cost_eur))
    return tuple(timed), tuple(runs)


def _errand(problem: RoutingProblem, trip: Trip) -> Errand:
    school = problem.schools[trip.school]
    places = [problem.stops[call.stop].place for call in trip.calls] + [school.place]
    driving_s = seconds_between(problem.roads.minutes_place_place[places[:-1], places[1:]])
    unload_s = seconds(school.unload_min + trip.pupils * school.unload_min_pupil)
    return Errand(
        first=places[0],
        last=school.place,
        pupils=trip.pupils,
        vehicle_class=trip.vehicle_class,
        km=trip.km,
        driving_s=int(driving_s.sum()),
        busy_s=seconds(trip.minutes) + unload_s,
        latest_min=trip.start_min,
        earlier_min=trip.earlier_min,
    )
