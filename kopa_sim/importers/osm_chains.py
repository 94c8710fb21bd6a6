"""Making a network small: bends and short dead ends go, junctions stay, and long roads keep a node now and then."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.importers.osm_sets import some_edges
from kopa_sim.model.roads import ROAD_CLASSES, RoadNetwork

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]

SHORT_DEAD_END_KM: Final[float] = 0.1
"""A home on a dead end shorter than this joins at its other end as well."""

_DEAD_END_CLASSES: Final = tuple(ROAD_CLASSES.index(name) for name in ("street", "private"))


@dataclass(frozen=True)
class Chain:
    """Edges one after another between two nodes that stay, and the nodes along them, ends included."""

    nodes: list[int]
    edges: list[int]


class _Incidence:
    """Which edges meet each node."""

    def __init__(self, roads: RoadNetwork) -> None:
        ends = np.concatenate([roads.start, roads.end])
        order = np.argsort(ends, kind="stable")
        self.degree = np.bincount(ends, minlength=len(roads))
        self.first = np.concatenate([[0], np.cumsum(self.degree)])
        self.edge = order % max(len(roads.start), 1)

    def pairs(self) -> tuple[Ints, Ints, Ints]:
        """Return the nodes that two edges meet, and both edges."""
        node = np.flatnonzero(self.degree == 2)
        return node, self.edge[self.first[node]], self.edge[self.first[node] + 1]


def _stays(roads: RoadNetwork, incidence: _Incidence) -> Bools:
    """Return the nodes that stay: junctions, ends, and where one road becomes another. (node,)"""
    node, one, other = incidence.pairs()
    speed = np.nan_to_num(roads.speed_km_h, nan=-1.0)
    alike = (roads.road_class[one] == roads.road_class[other]) & (speed[one] == speed[other])
    alike &= roads.one_way[one] == roads.one_way[other]
    runs_through = (roads.end[one] == node) != (roads.end[other] == node)
    stays = np.ones(len(roads), dtype=np.bool_)
    stays[node] = ~(alike & (runs_through | ~roads.one_way[one]) & (one != other))
    return stays


def chains(roads: RoadNetwork) -> Iterator[Chain]:
    """Return every edge in exactly one chain; a ring without a junction begins anywhere on it."""
    incidence = _Incidence(roads)
    stays = _stays(roads, incidence)
    start, end, first = roads.start.tolist(), roads.end.tolist(), incidence.first.tolist()
    edge_at, used = incidence.edge.tolist(), [False] * len(roads.start)
    for node in [*np.flatnonzero(stays).tolist(), *np.flatnonzero(~stays).tolist()]:
        for edge in edge_at[first[node] : first[node + 1]]:
            if used[edge]:
                continue
            nodes, edges, here = [node], [], edge
            while True:
                used[here] = True
                edges.append(here)
                at = end[here] if start[here] == nodes[-1] else start[here]
                nodes.append(at)
                if stays[at] or at == node:
                    break
                one, other = edge_at[first[at]], edge_at[first[at] + 1]
                here = other if one == here else one
            yield Chain(nodes, edges)


def without_short_dead_ends(roads: RoadNetwork) -> RoadNetwork:
    """Return the network without streets and private roads that end after a few metres."""
    degree = _Incidence(roads).degree
    kept = np.ones(len(roads.start), dtype=np.bool_)
    for chain in chains(roads):
        ends = sorted(int(degree[node]) for node in (chain.nodes[0], chain.nodes[-1]))
        if ends[0] != 1 or ends[1] < 3 or roads.road_class[chain.edges[0]] not in _DEAD_END_CLASSES:
            continue
        kept[chain.edges] = roads.length_km[chain.edges].sum() >= SHORT_DEAD_END_KM
    return some_edges(roads, kept)


def contracted(roads: RoadNetwork, spacing_km: float) -> RoadNetwork:
    """Return the network with one edge in place of every stretch of about the spacing, lengths summed.

    Parameters
    ----------
    spacing_km
        Where a road is longer, a bend about every so many kilometres stays a node, so that homes along it find one.
    """
    first: list[int] = []
    start: list[int] = []
    end: list[int] = []
    length: list[float] = []
    for chain in chains(roads):
        if chain.nodes[0] == chain.nodes[-1] and len(chain.edges) == 1:
            continue
        along = np.concatenate([[0.0], np.cumsum(roads.length_km[chain.edges])])
        ends = _pieces(along, spacing_km, is_ring=chain.nodes[0] == chain.nodes[-1])
        forward = roads.start[chain.edges[0]] == chain.nodes[0]
        for left, right in pairwise(ends):
            one, other = (left, right) if forward else (right, left)
            first.append(chain.edges[left])
            start.append(chain.nodes[one])
            end.append(chain.nodes[other])
            length.append(float(along[right] - along[left]))
    kept = some_edges(roads, np.array(first, dtype=np.intp))
    nodes = np.unique(np.array([*start, *end], dtype=np.intp))
    return replace(
        kept,
        codes=tuple(roads.codes[i] for i in nodes.tolist()),
        x_m=roads.x_m[nodes],
        y_m=roads.y_m[nodes],
        start=np.searchsorted(nodes, np.array(start, dtype=np.intp)),
        end=np.searchsorted(nodes, np.array(end, dtype=np.intp)),
        length_km=np.array(length),
    )


def _pieces(along_km: Floats, spacing_km: float, *, is_ring: bool) -> list[int]:
    """Return at which nodes to cut a chain: into pieces of about the spacing, a ring in two at least."""
    pieces = max(int(np.ceil(along_km[-1] / spacing_km - 1e-9)), 2 if is_ring else 1)
    wanted = along_km[-1] * np.arange(1, pieces) / pieces
    inner = np.abs(along_km[1:-1, None] - wanted).argmin(axis=0) + 1 if len(along_km) > 2 else []
    return [0, *sorted({int(i) for i in inner}), len(along_km) - 1]
