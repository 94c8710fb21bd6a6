"""The least ways through a network: by time for vehicles, by length on foot.

A way by vehicle is the quickest, and of equally quick ones the shortest. Both are found in one search: time and
length of an edge stand as whole numbers in one number, the time in the higher digits, so that sums compare by time
first and then by length, and both can be read off the sum exactly. That the sums are exact is also why the order of
the nodes changes nothing.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from kopa_sim.model.parameters import Parameters
from kopa_sim.model.roads import ROAD_CLASSES, RoadNetwork

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]

TIMES_A_MINUTE: Final[float] = 60_000.0
"""Times are whole milliseconds."""
LENGTHS_A_KM: Final[float] = 8_000.0
"""Lengths are whole eighths of a metre."""
LENGTH_BITS: Final[int] = 25
"""Lengths sum to less than 2 ** 25 eighths of a metre, 4,194 km."""
LONGEST_MINUTES: Final[float] = 24 * 60.0
"""What takes longer is no way to school; within it nobody drives 4,194 km."""
SOURCES_AT_ONCE: Final[int] = 64
"""So that the distances held at one time stay small beside a large network."""


def vehicle_graph(roads: RoadNetwork, parameters: Parameters) -> csr_array:
    """Return time and length of every open edge as one number, one-way roads in their direction. (node, node)"""
    speeds = parameters.table("transport.road_speed_km_h")
    of_class = np.array([speeds[name] for name in ROAD_CLASSES])[roads.road_class]
    speed = np.where(np.isnan(roads.speed_km_h), of_class, roads.speed_km_h)
    winter = np.where(
        np.isnan(roads.winter_factor), parameters.number("transport.winter_factor"), roads.winter_factor
    )
    time = np.maximum(np.rint(TIMES_A_MINUTE * 60.0 * winter * roads.length_km / speed), 1.0)
    length = np.maximum(np.rint(LENGTHS_A_KM * roads.length_km), 1.0)
    forth = np.flatnonzero(~roads.closed)
    back = np.flatnonzero(~roads.closed & ~roads.one_way)
    return _graph(roads, time * 2.0**LENGTH_BITS + length, forth, back)


def walking_graph(roads: RoadNetwork, *, safe: bool) -> csr_array:
    """Return the length of every open edge that may be walked, in eighths of a metre. (node, node)

    Parameters
    ----------
    safe
        Without the edges that a child may not walk.
    """
    edges = np.flatnonzero(roads.walkable & ~roads.closed & ~(roads.dangerous & safe))
    return _graph(roads, np.maximum(np.rint(LENGTHS_A_KM * roads.length_km), 1.0), edges, edges)


def _graph(roads: RoadNetwork, weight_edge: Floats, forth: Ints, back: Ints) -> csr_array:
    """Return the least weight between joined nodes. (node, node)"""
    start = np.concatenate([roads.start[forth], roads.end[back]])
    end = np.concatenate([roads.end[forth], roads.start[back]])
    weight = np.concatenate([weight_edge[forth], weight_edge[back]])
    order = np.lexsort([weight, end, start])
    start, end, weight = start[order], end[order], weight[order]
    least = np.flatnonzero(np.r_[True, (np.diff(start) != 0) | (np.diff(end) != 0)][: len(start)])
    size = len(roads)
    return csr_array((weight[least], (start[least], end[least])), shape=(size, size))


def quickest(graph: csr_array, origins: Ints, destinations: Ints) -> tuple[Floats, Floats]:
    """Return minutes and km of the quickest ways; infinite where there is none. Both (origin, destination)."""
    limit = LONGEST_MINUTES * TIMES_A_MINUTE * 2.0**LENGTH_BITS
    total = _least(graph, origins, destinations, limit)
    found = np.isfinite(total)
    whole = np.where(found, total, 0.0).astype(np.int64)
    minutes = np.where(found, (whole >> LENGTH_BITS) / TIMES_A_MINUTE, np.inf)
    km = np.where(found, (whole & ((1 << LENGTH_BITS) - 1)) / LENGTHS_A_KM, np.inf)
    return minutes, km


def shortest(graph: csr_array, origins: Ints, destinations: Ints) -> Floats:
    """Return kilometres of the shortest ways on foot; infinite where there is none. (origin, destination)"""
    return _least(graph, origins, destinations, np.inf) / LENGTHS_A_KM


def _least(graph: csr_array, origins: Ints, destinations: Ints, limit: float) -> Floats:
    """Return the least sums of weights, searched from the fewer of both ends. (origin, destination)"""
    origin, of_origin = np.unique(origins, return_inverse=True)
    destination, of_destination = np.unique(destinations, return_inverse=True)
    if len(destination) < len(origin):
        least = _search(csr_array(graph.T), destination, origin, limit).T
    else:
        least = _search(graph, origin, destination, limit)
    return least[np.ix_(of_origin, of_destination)]


def _search(graph: csr_array, sources: Ints, targets: Ints, limit: float) -> Floats:
    """Return the least sums from each source (Dijkstra 1959). (source, target)"""
    parts = [
        dijkstra(graph, indices=sources[first : first + SOURCES_AT_ONCE], limit=limit)[:, targets]
        for first in range(0, len(sources), SOURCES_AT_ONCE)
    ]
    return np.concatenate([np.zeros((0, len(targets))), *parts])
