"""Which roads of an extract belong together: the largest set, islands, and pieces that are only slips of the map."""

from dataclasses import dataclass, fields, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from kopa_sim.model.roads import RoadNetwork
from kopa_sim.scenario.findings import Findings

Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]

SMALLEST_ISLAND_KM: Final[float] = 0.5
"""Less road than this is a yard, not an island with homes."""
WATER_M: Final[float] = 100.0
"""A set nearer than this to the largest one is a slip of the map: nobody lives beyond water that narrow."""

_OF_NODES: Final = ("codes", "x_m", "y_m")


@dataclass(frozen=True)
class _Sets:
    """Sets of nodes that roads join. ``label`` is the set of each node, ``km`` the road of each set."""

    label: Ints
    km: NDArray[np.float64]


def some_edges(roads: RoadNetwork, kept: Bools | Ints) -> RoadNetwork:
    """Return the network of some edges and the nodes that they meet."""
    edges = {f.name: getattr(roads, f.name)[kept] for f in fields(roads) if f.name not in _OF_NODES}
    node = np.unique(np.concatenate([edges["start"], edges["end"]]))
    place = np.zeros(len(roads), dtype=np.intp)
    place[node] = np.arange(len(node))
    edges |= {"start": place[edges["start"]], "end": place[edges["end"]]}
    codes = tuple(roads.codes[i] for i in node.tolist())
    return replace(roads, codes=codes, x_m=roads.x_m[node], y_m=roads.y_m[node], **edges)


def belonging_roads(roads: RoadNetwork, cut: Bools, findings: Findings) -> RoadNetwork:
    """Return the largest set of roads and the islands beside it, saying what is left out.

    A set that leads out of the region without meeting the largest one there is left out: what it joins is not known.

    Parameters
    ----------
    cut
        Nodes whose road leads on out of the region. (node,)
    """
    sets = _sets(roads)
    main = int(sets.km.argmax())
    away = _metres_from(roads, sets, main)
    leads_out = np.zeros(len(sets.km), dtype=np.bool_)
    leads_out[sets.label[cut]] = True
    island = (sets.km >= SMALLEST_ISLAND_KM) & (away > WATER_M) & ~leads_out
    kept = island.copy()
    kept[main] = True
    with_road = sets.km > 0
    if (with_road & ~kept).any():
        findings.notice(
            f"{int((with_road & ~kept).sum()):,} pieces of road ({sets.km[~kept].sum():,.1f} km of"
            f" {sets.km.sum():,.1f} km) that meet no other road are left out."
        )
    if island.any():
        findings.notice(
            f"{int(island.sum()):,} sets of roads ({sets.km[island].sum():,.1f} km) have no road or car ferry to the"
            " rest and are kept as islands: from there no path leads to the other side."
        )
    return some_edges(roads, kept[sets.label[roads.start]])


def _sets(roads: RoadNetwork) -> _Sets:
    _, label = connected_components(_graph(roads), directed=False)
    km = np.bincount(label[roads.start], weights=roads.length_km, minlength=label.max() + 1)
    return _Sets(label.astype(np.intp), km.astype(np.float64))


def _graph(roads: RoadNetwork) -> coo_array:
    """Return where vehicles go from node to node. (node, node)"""
    back = ~roads.one_way
    start = np.concatenate([roads.start, roads.end[back]])
    end = np.concatenate([roads.end, roads.start[back]])
    return coo_array((np.ones(len(start)), (start, end)), shape=(len(roads), len(roads)))


def _metres_from(roads: RoadNetwork, sets: _Sets, main: int) -> NDArray[np.float64]:
    """Return how far each set lies from the nearest node of the main one. (set,)"""
    others = np.flatnonzero(sets.label != main)
    inside = sets.label == main
    tree = cKDTree(np.column_stack([roads.x_m[inside], roads.y_m[inside]]))
    metres = np.asarray(tree.query(np.column_stack([roads.x_m[others], roads.y_m[others]]))[0])
    nearest = np.full(len(sets.km), np.inf)
    np.minimum.at(nearest, sets.label[others], metres)
    nearest[main] = 0.0
    return nearest


def open_traps(roads: RoadNetwork) -> RoadNetwork:
    """Return the network with those one-way roads driven both ways from which, or to which, nothing else leads.

    They are slips of the map or roads cut off at the edge of the region; a home on one would have no path.
    """
    _, label = connected_components(_graph(roads), directed=True, connection="strong")
    return replace(roads, one_way=roads.one_way & (label[roads.start] == label[roads.end]))
