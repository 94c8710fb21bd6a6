"""The roads of a region as a graph: nodes joined by edges."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]

ROAD_CLASSES: Final[tuple[str, ...]] = (
    "motorway",
    "trunk",
    "regional",
    "connecting",
    "street",
    "private",
    "ferry",
)
"""Classes of roads, from the fastest: motorways; main roads of the State; regional and connecting roads; streets;
private and forest roads; ferries."""

NOT_WALKED: Final[tuple[str, ...]] = ("motorway",)
"""Classes on which nobody may walk and no home has its gate (Road Traffic Act 729/2018: motorways are for
motor vehicles)."""


ALIKE_M: Final[float] = 0.001
"""Nodes whose distances differ by no more are equally near."""


@dataclass(frozen=True)
class RoadNetwork:
    """Nodes and edges. Arrays (node,) or (edge,); coordinates in ETRS-TM35FIN metres.

    Attributes
    ----------
    start, end
        Indices of the nodes that an edge joins. (edge,)
    length_km
        Above 0. (edge,)
    road_class
        Indices into ROAD_CLASSES. (edge,)
    speed_km_h, winter_factor
        Of the edge itself; NaN where those of its class and of all roads hold. (edge,)
    one_way
        Driven from start to end only; walked both ways. (edge,)
    closed
        Not passable at all. (edge,)
    dangerous
        A road that a child may not walk. (edge,)
    """

    codes: tuple[str, ...]
    x_m: Floats
    y_m: Floats
    start: Ints
    end: Ints
    length_km: Floats
    road_class: Ints
    speed_km_h: Floats
    winter_factor: Floats
    one_way: Bools
    closed: Bools
    dangerous: Bools

    def __len__(self) -> int:
        return len(self.codes)

    @property
    def walkable(self) -> Bools:
        """Edges that one may walk along, dangerous ones among them, closed or not. (edge,)"""
        not_walked = [ROAD_CLASSES.index(name) for name in NOT_WALKED]
        return ~np.isin(self.road_class, not_walked)

    @property
    def gate(self) -> Bools:
        """Nodes at which homes and schools may join the network. (node,)

        All but those that only motorways meet. A closed road is still the road of those who live along it, and a
        node that no edge meets is a place without a road, such as an island.
        """
        met, met_on_foot = (
            np.bincount(np.concatenate([self.start[edges], self.end[edges]]), minlength=len(self)) > 0
            for edges in (np.ones(len(self.start), dtype=np.bool_), self.walkable)
        )
        return met_on_foot | ~met


def nearest_gate(roads: RoadNetwork, x_m: Floats, y_m: Floats) -> tuple[Ints, Floats]:
    """Return the node at which each place joins the network, and how far it is in a straight line in km. (place,)

    Of gates equally near the one first by code is taken, so that the order of the nodes changes nothing. Without
    a gate every place is infinitely far from node 0.
    """
    gates = np.flatnonzero(roads.gate)
    if not len(gates):
        return np.zeros(len(x_m), dtype=np.intp), np.full(len(x_m), np.inf)
    gates = gates[np.argsort(np.array(roads.codes)[gates], kind="stable")]
    tree = cKDTree(np.column_stack([roads.x_m[gates], roads.y_m[gates]]))
    places_m = np.column_stack([x_m, y_m])
    away_m = np.asarray(tree.query(places_m)[0], dtype=np.float64)
    alike: list[list[int]] = list(tree.query_ball_point(places_m, away_m + ALIKE_M))
    first = np.array([min(found) for found in alike], dtype=np.intp)
    return gates[first], away_m / 1000.0
