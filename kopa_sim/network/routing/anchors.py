"""Routes of one centre's schools in one year of the mean future: from expected pupils at points to a bill."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.parameters import Parameters
from kopa_sim.model.region import Region
from kopa_sim.network.routing.depots import nearest_yards, places_m, standing_of
from kopa_sim.network.routing.destinations import roads_to_all
from kopa_sim.network.routing.fleet import RideLimits, roads_of_stops, vehicle_classes
from kopa_sim.network.routing.plan import plan_routes, unservable
from kopa_sim.network.routing.problem import Roads, RoutedSchool, RoutingProblem, Stop
from kopa_sim.network.routing.routes import Routes, Trip, Unserved, VehicleRun
from kopa_sim.network.routing.stops import make_stops, whole_pupils

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

BELL_MIN: Final[float] = 540.0
"""Which vehicle serves several centres is found afterwards, so that the hour does not matter here."""
SEED: Final[int] = 1
LEAST_ITERATIONS: Final[int] = 100
"""For a centre with few stops: so many cost hardly any time."""

Ways = Callable[[Ints, Ints], Roads]
"""Gives the ways between places: schools of the region first, then points of the region.

After the schools its depots go on with their numbers.
"""


@dataclass(frozen=True)
class CentreRoutes:
    """The morning's routes to the schools of one centre in one anchor year.

    Attributes
    ----------
    schools
        Indices into the region's schools, the one with most pupils first.
    routes
        Those of pupils within the younger pupils' ride limit and, where some live farther, those of older ones.
    stop_points
        The point of the region at which each stop stands, for each of the routes in the order of its stops.
    """

    schools: tuple[int, ...]
    year: int
    routes: tuple[Routes, ...]
    stop_points: tuple[tuple[int, ...], ...]

    @property
    def bill(self) -> Routes:
        """All of it as one."""
        return joined(self.routes)


def route_centre(
    region: Region,
    schools: tuple[int, ...],
    year: int,
    points: Ints,
    pupils: Floats,
    parameters: Parameters,
    ways: Ways | None = None,
) -> CentreRoutes:
    """Return the routes that carry pupils to the schools of one centre.

    Parameters
    ----------
    points, pupils
        Where expected numbers of the schools' pupils are carried from. (point,)
    ways
        Between stops and schools; straight lines times the detour factor where not given.
    """
    points_m = np.column_stack([region.points.x_m[points], region.points.y_m[points]])
    gathered = make_stops(points_m, pupils, parameters.number("transport.stop_radius_m"))
    whole = whole_pupils(gathered.pupils)
    limits = RideLimits.of(parameters)
    stop_points = points[gathered.point]
    roads, depots = _roads_and_depots(region, schools, stop_points, parameters, ways)
    before_stops = len(roads) - len(stop_points)
    boarding_min = parameters.number("transport.boarding_min")
    centre = RoutedSchool(
        region.schools.codes[schools[0]],
        0,
        BELL_MIN,
        arrival_window_min=0.0,
        unload_min=parameters.number("transport.turnaround_min"),
    )
    stops = tuple(
        Stop(f"point {point}", before_stops + number, int(whole[number]), 0, boarding_min)
        for number, point in enumerate(stop_points)
    )
    problem = RoutingProblem(roads, (centre,), stops, vehicle_classes(parameters, depots), limits.younger_min)
    parts = _by_ride_limit(problem, limits.older_min)
    return CentreRoutes(
        schools,
        year,
        tuple(plan_routes(part, _iterations(part, parameters), SEED) for part, _ in parts),
        tuple(tuple(stop_points[members].tolist()) for _, members in parts),
    )


def _roads_and_depots(
    region: Region, schools: tuple[int, ...], stop_points: Ints, parameters: Parameters, ways: Ways | None
) -> tuple[Roads, tuple[int, ...] | None]:
    """Return the ways of a centre, and the place where each size of vehicle stands if they have any.

    The first place is the centre, then come the yards of vehicles where there are any, and then the stops.
    """
    standing, kinds = standing_of(region, parameters), vehicle_classes(parameters)
    own = () if standing is None else tuple(standing.places(schools[0], kind.name) for kind in kinds)
    extra = np.unique(np.concatenate(own)) if own else np.zeros(0, dtype=np.intp)
    index = np.concatenate([np.array(schools, dtype=np.intp), extra])
    if ways is None:
        points = np.column_stack([region.points.x_m[stop_points], region.points.y_m[stop_points]])
        stands = np.concatenate([places_m(region, index), points])
        roads = roads_to_all(roads_of_stops(stands, len(index), parameters), len(schools))
    else:
        roads = roads_to_all(ways(index, stop_points), len(schools))
    if not own:
        return roads, None
    places = tuple(1 + np.searchsorted(extra, of_size) for of_size in own)
    driven = vehicle_classes(parameters, (0,) * len(kinds))
    return nearest_yards(roads, driven, places, len(extra))


def _iterations(problem: RoutingProblem, parameters: Parameters) -> int:
    visited = sum(stop.pupils > 0 for stop in problem.stops)
    return max(LEAST_ITERATIONS, round(parameters.number("transport.route_iterations") * visited))


def _by_ride_limit(problem: RoutingProblem, older_min: float) -> list[tuple[RoutingProblem, Ints]]:
    """Return the problem of the stops within the younger pupils' limit, and that of those beyond it.

    Who lives beyond it is carried only after turning 13, so that the longer limit holds for all of them.
    """
    beyond = np.zeros(len(problem.stops), dtype=np.bool_)
    beyond[[stop.stop for stop in unservable(problem)]] = True
    parts = [(problem, np.flatnonzero(~beyond)), (problem, np.flatnonzero(beyond))]
    limits = (problem.longest_ride_min, older_min)
    return [
        (
            replace(part, stops=tuple(problem.stops[i] for i in members), longest_ride_min=limit_min),
            members,
        )
        for (part, members), limit_min in zip(parts, limits, strict=True)
        if len(members)
    ]


def joined(parts: tuple[Routes, ...]) -> Routes:
    """Return routes of several problems with the same vehicle classes as one bill."""
    trips: list[Trip] = []
    runs: list[VehicleRun] = []
    unserved: list[Unserved] = []
    for part in parts:
        before = len(trips)
        runs += [replace(run, trips=tuple(index + before for index in run.trips)) for run in part.runs]
        trips += part.trips
        unserved += part.unserved
    return Routes(parts[0].class_names, tuple(trips), tuple(runs), tuple(unserved))
