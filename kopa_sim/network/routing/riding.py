"""How long pupils ride who are carried: by the routes of the year nearest to their own."""

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.region import Region
from kopa_sim.network.routing.anchors import CentreRoutes
from kopa_sim.network.routing.option import OptionRoutes

Floats = NDArray[np.float64]


def ride_minutes(region: Region, routes: OptionRoutes, years: tuple[int, ...]) -> tuple[Floats, ...]:
    """Return the minutes in a vehicle from every point to the schools to which anybody is carried, year by year.

    From each point they are those of the nearest stop that is visited in the solved year nearest to the year; of
    two as near the earlier counts. NaN to schools to which nobody is carried. Years alike share one array.
    (point, school)
    """
    rides: dict[int, Floats] = {}
    by_anchors: dict[tuple[int, ...], Floats] = {}
    result = []
    for index, year in enumerate(years):
        nearest = routes.nearest(index, year)
        key = tuple(id(anchor) for anchor in nearest)
        if key not in by_anchors:
            table = np.full((len(region.points), len(region.schools)), np.nan)
            for anchor in nearest:
                if id(anchor) not in rides:
                    rides[id(anchor)] = _from_points(region, anchor)
                table[:, list(anchor.schools)] = rides[id(anchor)][:, None]
            by_anchors[key] = table
        result.append(by_anchors[key])
    return tuple(result)


def _from_points(region: Region, centre: CentreRoutes) -> Floats:
    """Return the ride from the nearest visited stop. (point,)"""
    stops: list[int] = []
    minutes: list[float] = []
    for routes, points in zip(centre.routes, centre.stop_points, strict=True):
        ride_stop = routes.ride_min_stop(len(points))
        visited = np.flatnonzero(~np.isnan(ride_stop))
        stops += [points[stop] for stop in visited]
        minutes += ride_stop[visited].tolist()
    if not stops:
        return np.full(len(region.points), np.nan)
    homes = region.points
    east = homes.x_m[:, None] - homes.x_m[stops][None]
    north = homes.y_m[:, None] - homes.y_m[stops][None]
    ride: Floats = np.array(minutes)[np.hypot(east, north).argmin(axis=1)]
    return ride
