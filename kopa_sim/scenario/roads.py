"""The tables roads_nodes and roads_edges: the roads of the region as a graph."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.parameters import ParameterValue
from kopa_sim.model.region import Region
from kopa_sim.model.roads import ROAD_CLASSES, RoadNetwork, nearest_gate
from kopa_sim.scenario.cells import Columns
from kopa_sim.scenario.coordinates import read_coordinates
from kopa_sim.scenario.findings import Findings, listed, shown
from kopa_sim.scenario.municipalities import refuse_repeats

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]

ACCESS_LIMIT: Final[str] = "transport.road_access_limit_km"
"""Parameter with the longest straight line from a home or school to the network."""

SHORTER_SHARE: Final[float] = 0.01
SHORTER_KM: Final[float] = 0.02
"""A road may be shorter than the straight line between its ends by both of these, which is rounding of its
coordinates; more is a slip."""

_NAMED: Final[int] = 8


def read_roads(
    nodes: Columns | None, edges: Columns | None, findings: Findings, *, has_table: bool = False
) -> RoadNetwork | None:
    """Return the network, after saying what is wrong with it; None without both tables.

    Parameters
    ----------
    has_table
        Whether the scenario gives travel times too.
    """
    if nodes is not None:
        refuse_repeats(nodes, "node", findings)
    if nodes is None or edges is None:
        return None
    x_m, y_m = read_coordinates(nodes, findings)
    codes = nodes.texts["node"]
    start = edges.resolve("from", codes, "node", findings)
    end = edges.resolve("to", codes, "node", findings)
    length_km = edges.numbers["length_km"]
    _refuse_loops(edges, start, end, findings)
    _refuse_shorter_than_straight(edges, start, end, x_m, y_m, findings)
    closed = edges.flag("closed")
    findings.notice(
        f"Journeys follow the roads of {edges.table.file}: {len(nodes):,} nodes, {len(edges):,} edges,"
        f" {closed.sum():,} of them closed"
        + ("; rows of travel_times come before them." if has_table else ".")
    )
    _tell_lone_nodes(nodes, start, end, findings)
    return RoadNetwork(
        codes=codes,
        x_m=x_m,
        y_m=y_m,
        start=start,
        end=end,
        length_km=length_km,
        road_class=_road_classes(edges),
        speed_km_h=edges.numbers["speed_km_h"],
        winter_factor=edges.numbers["winter_factor"],
        one_way=edges.flag("one_way"),
        closed=closed,
        dangerous=edges.flag("dangerous"),
    )


def _road_classes(edges: Columns) -> Ints:
    """Return the index of each edge's class; that of the first class where it is wrong, which has been said."""
    index = {name: i for i, name in enumerate(ROAD_CLASSES)}
    return np.array([index.get(name, 0) for name in edges.texts["road_class"]], dtype=np.intp)


def _refuse_loops(edges: Columns, start: Ints, end: Ints, findings: Findings) -> None:
    for row in np.flatnonzero((start == end) & (start >= 0)).tolist():
        read = f"the edge leads from node {shown(edges.texts['from'][row])} to itself"
        edges.fault(findings, row, "to", read, "two different nodes")


def _refuse_shorter_than_straight(
    edges: Columns, start: Ints, end: Ints, x_m: Floats, y_m: Floats, findings: Findings
) -> None:
    straight_km = np.hypot(x_m[start] - x_m[end], y_m[start] - y_m[end]) / 1000.0
    missing_km = straight_km - edges.numbers["length_km"]
    short = (missing_km > SHORTER_KM) & (missing_km > SHORTER_SHARE * straight_km)
    for row in np.flatnonzero(short & (start >= 0) & (end >= 0)).tolist():
        edges.fault(
            findings,
            row,
            "length_km",
            f"{edges.numbers['length_km'][row]:g} km between nodes that lie {straight_km[row]:.2f} km apart in a"
            " straight line",
            "a length along the road, in kilometres",
            "check the unit, and the coordinates of both nodes",
        )


def _tell_lone_nodes(nodes: Columns, start: Ints, end: Ints, findings: Findings) -> None:
    joined = np.zeros(len(nodes), dtype=np.bool_)
    joined[start[start >= 0]] = joined[end[end >= 0]] = True
    alone = [nodes.texts["node"][row] for row in np.flatnonzero(~joined)]
    if alone:
        findings.notice(
            f"{nodes.table.file}: no edge meets node {listed(alone, _NAMED)}; homes whose nearest node it is have no"
            " path."
        )


def tell_far_from_roads(
    roads: RoadNetwork, region: Region, limit_km: ParameterValue | None, findings: Findings
) -> None:
    """Notice the homes and schools that lie too far from every node to have a path."""
    if not isinstance(limit_km, float):
        return
    points, schools = region.points, region.schools
    far = nearest_gate(roads, points.x_m, points.y_m)[1] > limit_km
    if far.any():
        share = np.bincount(points.area, weights=points.weight * far, minlength=len(region.areas))
        names = listed(
            (f"{region.areas.codes[area]} {share[area]:.0%}" for area in np.flatnonzero(share > 0)), _NAMED
        )
        findings.notice(
            f"Homes farther than {limit_km:g} km from every node of the roads have no path by road (share of the"
            f" area's children: {names}). More nodes, a larger {ACCESS_LIMIT} or rows of travel_times give them one."
        )
    off = np.flatnonzero(nearest_gate(roads, schools.x_m, schools.y_m)[1] > limit_km)
    if len(off):
        names = listed((schools.codes[school] for school in off), _NAMED)
        findings.notice(
            f"School {names} lies farther than {limit_km:g} km from every node of the roads: no path leads there"
            " by road."
        )
