"""Where within an area its children live: a given points table, else a documented rule.

**The rule** (confidence: low). Without better knowledge an area's children live at twelve points of equal weight
on a sunflower spiral (Vogel 1979), which covers a disc evenly, around the area's point. The disc's radius is half
that of a circle with the area's land: people live nearer to the village than the land of a postcode area reaches.
It is kept between 0.3 and 12 km, because a block has some extent and a wilderness has few homes; where the land
area is not known it is 1 km. Only the spread within an area hangs on the rule: who lives in which area does not.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.region import Areas, Points
from kopa_sim.scenario.cells import Columns
from kopa_sim.scenario.coordinates import read_coordinates
from kopa_sim.scenario.findings import Findings, listed

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

POINTS_PER_AREA: Final[int] = 12
RADIUS_SHARE: Final[float] = 0.5
"""Radius of the disc as a share of the radius of a circle with the area's land (assumption)."""
SMALLEST_RADIUS_M: Final[float] = 300.0
LARGEST_RADIUS_M: Final[float] = 12_000.0
UNKNOWN_RADIUS_M: Final[float] = 1_000.0
"""Radius where the land area is not given (assumption)."""

FARTHEST_POINT_M: Final[float] = 60_000.0
"""A given point farther than this from its area's point is taken for a slip of the coordinates."""

_GOLDEN_ANGLE: Final[float] = np.pi * (3 - 5**0.5)


def spread_points(areas: Areas) -> Points:
    """Return the points of every area by the rule, areas in order."""
    radius = np.clip(
        RADIUS_SHARE * np.sqrt(np.nan_to_num(areas.area_m2) / np.pi), SMALLEST_RADIUS_M, LARGEST_RADIUS_M
    )
    radius = np.where(np.isnan(areas.area_m2), UNKNOWN_RADIUS_M, radius)
    east, north = _unit_spiral()
    size = len(areas) * POINTS_PER_AREA
    danger = None if areas.danger_share is None else np.repeat(areas.danger_share, POINTS_PER_AREA)
    return Points(
        area=np.repeat(np.arange(len(areas), dtype=np.intp), POINTS_PER_AREA),
        x_m=(areas.x_m[:, None] + radius[:, None] * east).reshape(size),
        y_m=(areas.y_m[:, None] + radius[:, None] * north).reshape(size),
        weight=np.full(size, 1 / POINTS_PER_AREA),
        danger_share=danger,
    )


def _unit_spiral() -> tuple[Floats, Floats]:
    """Return the spiral's points within the unit disc, their mean at its centre. (point,)"""
    order = np.arange(POINTS_PER_AREA)
    distance, angle = np.sqrt((order + 0.5) / POINTS_PER_AREA), order * _GOLDEN_ANGLE
    east, north = distance * np.cos(angle), distance * np.sin(angle)
    east, north = east - east.mean(), north - north.mean()
    reach = max(1.0, float(np.hypot(east, north).max()))
    return east / reach, north / reach


def read_points(columns: Columns | None, areas: Areas, findings: Findings) -> Points:
    """Return the given points, with the rule's for areas that have none; all by the rule without a table."""
    spread = spread_points(areas)
    if columns is None:
        findings.notice(
            f"No points table: the children of an area live at {POINTS_PER_AREA} points around its middle, within a"
            " radius from its land area (low confidence)."
        )
        return spread
    area = columns.resolve("area", areas.codes, "area", findings)
    x_m, y_m = read_coordinates(columns, findings)
    home = np.maximum(area, 0)
    away = np.hypot(x_m - areas.x_m[home], y_m - areas.y_m[home])
    for row in np.flatnonzero((area >= 0) & (away > FARTHEST_POINT_M)):
        columns.fault(
            findings,
            int(row),
            "x and y",
            f"the point lies {away[row] / 1000:.0f} km from area {areas.codes[area[row]]}",
            f"at most {FARTHEST_POINT_M / 1000:.0f} km",
        )
    without = np.setdiff1d(np.arange(len(areas)), area)
    if len(without):
        names = listed((areas.codes[i] for i in without), 8)
        findings.notice(
            f"{columns.table.file} has no point in area {names}: {POINTS_PER_AREA} points stand in."
        )
    added = np.isin(spread.area, without)
    return _in_order(
        Points(
            np.concatenate([area, spread.area[added]]),
            np.concatenate([x_m, spread.x_m[added]]),
            np.concatenate([y_m, spread.y_m[added]]),
            np.concatenate([columns.numbers["weight"], spread.weight[added]]),
            _danger(columns, areas, np.concatenate([area, spread.area[added]])),
        ),
        len(areas),
    )


def _danger(columns: Columns, areas: Areas, area_point: Ints) -> Floats | None:
    """Return the danger of the given points and then of those that stand in: their own, else the area's. (point,)"""
    if areas.danger_share is None and not columns.given("danger_share"):
        return None
    own = columns.numbers["danger_share"]
    own = np.concatenate([own, np.full(len(area_point) - len(own), np.nan)])
    of_area = np.zeros(len(areas)) if areas.danger_share is None else areas.danger_share
    return np.where(np.isnan(own), of_area[area_point], own)


def _in_order(points: Points, n_areas: int) -> Points:
    """Return points sorted by area, their weights summing to one in each."""
    order = np.argsort(points.area, kind="stable")
    order = order[points.area[order] >= 0]
    area, weight = points.area[order], points.weight[order]
    total = np.bincount(area, weights=weight, minlength=n_areas)
    danger = None if points.danger_share is None else points.danger_share[order]
    return Points(area, points.x_m[order], points.y_m[order], weight / total[area], danger)
