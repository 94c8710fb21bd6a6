"""Borders of the municipalities: cut to the region for maps, and asked in which a point lies."""

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from kopa_sim.importers.municipality_key import place_of, present_code
from kopa_sim.scenario.coordinates import FINLAND_DEG
from kopa_sim.scenario.findings import Findings
from kopa_sim.scenario.projection import to_tm35fin

Floats = NDArray[np.float64]

_CODE_NAMES: Final = (
    "code",
    "kunta",
    "natcode",
    "municipality",
    "municipality_code",
    "nationalcode",
    "koodi",
)
_NAMES: Final = ("nimi", "name", "namn", "namefin")
FARTHEST_M: Final[float] = 5_000.0
"""Borders are simplified: a point this near to a border, outside all, belongs to the nearest municipality."""


class Ring(NamedTuple):
    """One closed line in ETRS-TM35FIN metres, and the box it lies in."""

    x: Floats
    y: Floats
    x_low: float
    x_high: float
    y_low: float
    y_high: float

    def near(self, x: float, y: float) -> bool:
        """Return whether a point lies in the box or so near that it may belong to it."""
        return (
            self.x_low - FARTHEST_M <= x <= self.x_high + FARTHEST_M
            and self.y_low - FARTHEST_M <= y <= self.y_high + FARTHEST_M
        )


Rings = list[Ring]


def is_borders(collection: Any) -> bool:
    """Return whether a parsed JSON file is a collection of polygons with codes of municipalities."""
    features = collection.get("features") if isinstance(collection, dict) else None
    if not isinstance(features, list) or not features:
        return False
    return all(_kind(feature) in ("Polygon", "MultiPolygon") for feature in features) and bool(
        _code_of(features[0])
    )


def _kind(feature: Any) -> str:
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    return str(geometry.get("type")) if isinstance(geometry, dict) else ""


def _code_of(feature: Any) -> str:
    properties = feature.get("properties") or {}
    if any(name.startswith(("postinumero", "posti_alue", "postcode")) for name in properties):
        # areas within municipalities carry their codes too
        return ""
    for names in (_CODE_NAMES, _NAMES):
        for name in names:
            place = place_of(str(properties.get(name, "")))
            if place.kind == "municipality":
                return present_code(place.code)
    return ""


def rings_of(collection: Any) -> dict[str, Rings]:
    """Return the rings of every municipality in ETRS-TM35FIN metres, by its code of today."""
    found: dict[str, Rings] = {}
    for feature in collection["features"]:
        shape = feature["geometry"]["coordinates"]
        polygons = [shape] if _kind(feature) == "Polygon" else shape
        for ring in (ring for polygon in polygons for ring in polygon):
            corners = np.array(ring, dtype=float)[:, :2]
            x, y = corners[:, 0], corners[:, 1]
            if FINLAND_DEG.holds(x, y).all():
                x, y = to_tm35fin(x, y)
            ring_m = Ring(x, y, float(x.min()), float(x.max()), float(y.min()), float(y.max()))
            found.setdefault(_code_of(feature), []).append(ring_m)
    found.pop("", None)
    return found


def municipality_at(rings: Mapping[str, Rings], x: float, y: float) -> str:
    """Return the code of the municipality a point lies in; the nearest where it lies just outside; else empty.

    A point is inside where a line from it crosses the rings an odd number of times, so holes count as outside.
    """
    close = {code: [ring for ring in own if ring.near(x, y)] for code, own in rings.items()}
    close = {code: own for code, own in close.items() if own}
    for code, own in close.items():
        if sum(_crossings(ring, x, y) for ring in own) % 2:
            return code
    away = {code: min(_distance(ring, x, y) for ring in own) for code, own in close.items()}
    nearest = min(away, key=away.__getitem__, default="")
    return nearest if nearest and away[nearest] <= FARTHEST_M else ""


def _crossings(ring: Ring, x: float, y: float) -> int:
    x0, y0 = ring.x, ring.y
    x1, y1 = np.roll(x0, -1), np.roll(y0, -1)
    spans = (y0 > y) != (y1 > y)
    with np.errstate(divide="ignore", invalid="ignore"):
        at = x0 + (y - y0) / (y1 - y0) * (x1 - x0)
    return int((spans & (at > x)).sum())


def _distance(ring: Ring, x: float, y: float) -> float:
    x0, y0 = ring.x - x, ring.y - y
    dx, dy = np.roll(x0, -1) - x0, np.roll(y0, -1) - y0
    length = np.where(dx**2 + dy**2 > 0, dx**2 + dy**2, 1.0)
    along = np.clip(-(x0 * dx + y0 * dy) / length, 0.0, 1.0)
    return float(np.hypot(x0 + along * dx, y0 + along * dy).min())


def borders_bytes(
    collection: Any, codes: Collection[str], names: Mapping[str, str], findings: Findings
) -> bytes:
    """Return the borders of a region as GeoJSON in degrees, one feature a line; empty where the file is in metres."""
    features: list[dict[str, Any]] = []
    for feature in collection["features"]:
        code = _code_of(feature)
        if code in codes:
            properties = {"code": code, "name": names[code]}
            features.append({"type": "Feature", "properties": properties, "geometry": feature["geometry"]})
    if not features or not _in_degrees(features[0]["geometry"]["coordinates"]):
        if features:
            findings.notice(
                "Borders in metres serve to place the schools; maps need them in degrees (WGS 84)."
            )
        return b""
    lines = ",\n".join(json.dumps(item, ensure_ascii=False, separators=(",", ":")) for item in features)
    return f'{{"type":"FeatureCollection","features":[\n{lines}\n]}}\n'.encode()


def _in_degrees(shape: Sequence[Any]) -> bool:
    while isinstance(shape[0], list):
        shape = shape[0]
    return bool(FINLAND_DEG.holds(np.array(float(shape[0])), np.array(float(shape[1]))))
