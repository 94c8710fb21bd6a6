"""The roads of a region from extracts of OpenStreetMap to the tables of a scenario."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np

from kopa_sim.importers.folder_tables import rows_of
from kopa_sim.importers.osm_chains import contracted, without_short_dead_ends
from kopa_sim.importers.osm_extract import Extract, read_extracts
from kopa_sim.importers.osm_sets import belonging_roads, open_traps
from kopa_sim.importers.paavo_tables import number
from kopa_sim.importers.writing import Cell, table_bytes
from kopa_sim.model.roads import ROAD_CLASSES, RoadNetwork
from kopa_sim.scenario.coordinates import FINLAND_DEG, FINLAND_M, Box
from kopa_sim.scenario.findings import Findings, listed
from kopa_sim.scenario.projection import to_tm35fin

MARGIN_KM: Final[float] = 10.0
"""Roads this far beyond the outermost home or school are kept: the quickest way may leave the region."""
SPACING_KM: Final[float] = 1.0
"""Longest stretch of road without a node."""

_PLACES: Final = ("areas", "points", "schools")

ATTRIBUTION: Final[str] = """# Where the roads come from

Roads: © OpenStreetMap contributors, Open Database License (ODbL) 1.0, https://www.openstreetmap.org/copyright

`roads_nodes.csv` and `roads_edges.csv` are a database derived from OpenStreetMap and stand under the same licence:
whoever passes them on names OpenStreetMap and the licence, and passes them on under it.

Extract: {files}{made}.

What was made of it: roads for motor vehicles and ferries; forest tracks, paths and parking aisles left out; dead ends
under 100 m left out; bends merged into edges with a node at least about every {spacing:g} km; coordinates rounded to
a metre in ETRS-TM35FIN; class of road by the tag `highway`; own speed where the posted limit is below the speed of
the class. Closed and dangerous roads are not known from the map: columns `closed` and `dangerous` may be added by
hand.
"""


def road_files(
    files: Sequence[Path],
    folder: Path,
    findings: Findings,
    *,
    margin_km: float = MARGIN_KM,
    spacing_km: float = SPACING_KM,
) -> dict[str, bytes]:
    """Return roads_nodes.csv, roads_edges.csv and roads_attribution.md.

    Parameters
    ----------
    folder
        Its areas.csv, points.csv and schools.csv, as far as they are there, say where the region lies.
    margin_km
        How far beyond the outermost of these places roads are kept.
    spacing_km
        Longest stretch of road without a node, about.

    Raises
    ------
    ScenarioError
        With everything that is wrong.
    """
    box = region_box(folder, margin_km)
    if box is None:
        findings.notice(
            f"{folder} has no areas.csv with coordinates: all roads of the extract in Finland are kept."
        )
    extract = read_extracts(files, FINLAND_M if box is None else box)
    roads = belonging_roads(extract.roads, extract.cut, findings)
    roads = contracted(without_short_dead_ends(open_traps(roads)), spacing_km)
    findings.notice(
        f"{extract.roads.length_km.sum():,.0f} km of road in {len(extract.roads.start):,} stretches became"
        f" {len(roads):,} nodes and {len(roads.start):,} edges ({roads.length_km.sum():,.0f} km)."
    )
    findings.notice(
        'scenario.toml reads them where [tables] says roads_nodes = "roads_nodes.csv" and roads_edges ='
        ' "roads_edges.csv"; passing them on needs roads_attribution.md beside them.'
    )
    return {
        "roads_nodes.csv": _nodes(roads),
        "roads_edges.csv": _edges(roads),
        "roads_attribution.md": _attribution(files, extract, spacing_km),
    }


def region_box(folder: Path, margin_km: float) -> Box | None:
    """Return the rectangle around the places of the folder's tables; None without any.

    It is in ETRS-TM35FIN metres and within what a scenario takes for Finland.
    """
    x, y = np.array(
        [
            (number(row.get("x") or ".."), number(row.get("y") or ".."))
            for name in _PLACES
            for row in rows_of(folder, name)
        ]
    ).reshape(-1, 2).T  # fmt: skip
    degrees = FINLAND_DEG.holds(x, y)
    east, north = to_tm35fin(x, y)
    x, y = np.where(degrees, east, x), np.where(degrees, north, y)
    known = ~(np.isnan(x) | np.isnan(y))
    if not known.any():
        return None
    x, y, margin_m, whole = x[known], y[known], margin_km * 1000.0, FINLAND_M
    return Box(
        max(x.min() - margin_m, whole.x_low),
        min(x.max() + margin_m, whole.x_high),
        max(y.min() - margin_m, whole.y_low),
        min(y.max() + margin_m, whole.y_high),
    )


def _nodes(roads: RoadNetwork) -> bytes:
    rows: list[tuple[Cell, ...]] = [
        (code, int(x), int(y))
        for code, x, y in zip(roads.codes, roads.x_m.tolist(), roads.y_m.tolist(), strict=True)
    ]
    return table_bytes(("node", "x", "y"), rows)


def _edges(roads: RoadNetwork) -> bytes:
    """Return the edges in the order of their nodes; two-way ones begin at the first."""
    turned = ~roads.one_way & (roads.start > roads.end)
    start = np.where(turned, roads.end, roads.start)
    end = np.where(turned, roads.start, roads.end)
    order = np.lexsort([roads.road_class, roads.length_km, end, start])
    rows: list[tuple[Cell, ...]] = [
        (
            roads.codes[start[i]],
            roads.codes[end[i]],
            max(round(float(roads.length_km[i]), 3), 0.001),
            ROAD_CLASSES[roads.road_class[i]],
            None if np.isnan(roads.speed_km_h[i]) else float(roads.speed_km_h[i]),
            "yes" if roads.one_way[i] else None,
        )
        for i in order.tolist()
    ]
    return table_bytes(("from", "to", "length_km", "road_class", "speed_km_h", "one_way"), rows)


def _attribution(files: Sequence[Path], extract: Extract, spacing_km: float) -> bytes:
    made = f", data of {listed(extract.made)}" if extract.made else ""
    names = listed(f"`{file.name}`" for file in files)
    return ATTRIBUTION.format(files=names, made=made, spacing=spacing_km).encode("utf-8")
