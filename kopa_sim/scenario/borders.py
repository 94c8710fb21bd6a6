"""The borders of the municipalities, for maps: GeoJSON polygons in WGS 84."""

import json
from typing import Any, Final

import numpy as np

from kopa_sim.scenario.contents import Border
from kopa_sim.scenario.coordinates import FINLAND_DEG
from kopa_sim.scenario.findings import Findings, listed, shown
from kopa_sim.scenario.projection import to_tm35fin

_SHAPE: Final = 'a GeoJSON FeatureCollection of Polygons or MultiPolygons with a property "code"'


def read_borders(file: str, content: bytes, codes: tuple[str, ...], findings: Findings) -> tuple[Border, ...]:
    """Return every ring of the borders of the region's municipalities; others in the file are passed over."""
    try:
        collection = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        where = f":{error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        findings.add(f"{file}{where}", "not readable as JSON", _SHAPE)
        return ()
    features = collection.get("features") if isinstance(collection, dict) else None
    if not isinstance(features, list):
        findings.add(file, "no list of features", _SHAPE)
        return ()
    borders: list[Border] = []
    for number, feature in enumerate(features):
        borders += _borders_of(f"{file} feature {number + 1}", feature, codes, findings)
    lacking = [code for code in codes if code not in {border.municipality for border in borders}]
    if lacking:
        findings.notice(f"{file} has no border of municipality {listed(lacking, 8)}: maps leave it out.")
    return tuple(borders)


def _borders_of(place: str, feature: Any, codes: tuple[str, ...], findings: Findings) -> list[Border]:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    code = properties.get("code") if isinstance(properties, dict) else None
    if not isinstance(code, str | int) or isinstance(code, bool):
        findings.add(place, 'the feature has no property "code"', _SHAPE)
        return []
    name = str(code).zfill(3) if len(str(code)) <= 3 else str(code)
    if name not in codes:
        return []
    geometry = feature.get("geometry")
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    shape = geometry.get("coordinates") if isinstance(geometry, dict) else None
    polygons = [shape] if kind == "Polygon" else shape if kind == "MultiPolygon" else None
    if not isinstance(polygons, list):
        findings.add(place, f"the geometry is {shown(kind)}", "Polygon or MultiPolygon")
        return []
    try:
        rings = [np.array(ring, dtype=np.float64)[:, :2] for polygon in polygons for ring in polygon]
        inside = all(len(ring) >= 4 and FINLAND_DEG.holds(ring[:, 0], ring[:, 1]).all() for ring in rings)
    except (TypeError, ValueError, IndexError, OverflowError):
        inside = False
    if not inside:
        findings.add(
            place,
            f"the border of municipality {name} is not made of rings of longitude, latitude in Finland",
            "WGS 84 degrees, longitude first",
        )
        return []
    return [Border(name, *to_tm35fin(ring[:, 0], ring[:, 1])) for ring in rings]
