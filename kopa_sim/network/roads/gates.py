"""Where homes and schools join the road network, and the ways between them from door to door."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.parameters import Parameters
from kopa_sim.model.roads import RoadNetwork, nearest_gate

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]


@dataclass(frozen=True)
class Gates:
    """Places joined to the network at their nearest nodes. All arrays (place,).

    Attributes
    ----------
    node
        Index of the node.
    access_km
        Length of the way between the place and its node; infinite where that is too far for a path.
    """

    x_m: Floats
    y_m: Floats
    node: Ints
    access_km: Floats

    @classmethod
    def of(cls, roads: RoadNetwork, x_m: Floats, y_m: Floats, parameters: Parameters) -> "Gates":
        """Return how places join: in a straight line times the detour factor, up to the longest access."""
        node, straight_km = nearest_gate(roads, x_m, y_m)
        within = straight_km <= parameters.number("transport.road_access_limit_km")
        detour = parameters.number("transport.detour_factor")
        return cls(x_m, y_m, node, np.where(within, detour * straight_km, np.inf))

    def at(self, places: Ints) -> "Gates":
        """Return some of the places."""
        return Gates(self.x_m[places], self.y_m[places], self.node[places], self.access_km[places])


def access_km(origins: Gates, destinations: Gates) -> Floats:
    """Return the ways from both doors to the network, together. (origin, destination)"""
    both: Floats = origins.access_km[:, None] + destinations.access_km
    return both


def neighbours_km(origins: Gates, destinations: Gates, parameters: Parameters) -> Floats:
    """Return the direct ways between places with one and the same node; infinite for others. (origin, destination)

    They need not go by the node: a straight line times the detour factor is never longer than both access ways.
    """
    straight_m = np.hypot(origins.x_m[:, None] - destinations.x_m, origins.y_m[:, None] - destinations.y_m)
    direct = parameters.number("transport.detour_factor") * straight_m / 1000.0
    neighbours = (origins.node[:, None] == destinations.node) & np.isfinite(access_km(origins, destinations))
    return np.where(neighbours, direct, np.inf)


def access_minutes(km: Floats, parameters: Parameters) -> Floats:
    """Return the driving time of ways off the network, at the speed of slow roads. Any shape."""
    hours = km / parameters.number("transport.slow_speed_km_h")
    minutes: Floats = 60.0 * parameters.number("transport.winter_factor") * hours
    return minutes
