"""Where within a postcode area its children live: around the middle, and around the schools that stand in it."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.importers.postcode_areas import MeasuredAreas
from kopa_sim.importers.registered_schools import RegisteredSchool
from kopa_sim.importers.writing import Rows

Floats = NDArray[np.float64]
Site = tuple[float, float]

SPREAD_SHARE: Final = 0.6
"""Radius of the points as a share of the radius of a circle of the area's size: few live at the rim."""
LARGEST_RADIUS_M: Final = 12_000.0
UNKNOWN_RADIUS_M: Final = 1_000.0
FEW_CHILDREN: Final = 50
NEAR_SCHOOL_SHARE: Final = 0.5
"""Share of the children of an area with primary schools who live around them; assumed, low confidence."""
NEIGHBOURHOOD_RADIUS_M: Final = 1000.0
NEIGHBOURHOOD_POINTS: Final = 6
SAME_SITE_M: Final = 50.0
GOLDEN_ANGLE: Final = math.pi * (3.0 - math.sqrt(5.0))


@dataclass(frozen=True)
class ChildPoints:
    """Weighted points, area by area. All arrays (point,); weights sum to one within an area."""

    area: NDArray[np.intp]
    x: Floats
    y: Floats
    weight: Floats


def sunflower(x: float, y: float, radius: float, count: int) -> list[Site]:
    """Return points spread evenly over a disc."""
    return [
        (
            x + radius * math.sqrt((index + 0.5) / count) * math.cos(index * GOLDEN_ANGLE),
            y + radius * math.sqrt((index + 0.5) / count) * math.sin(index * GOLDEN_ANGLE),
        )
        for index in range(count)
    ]


def points_of(rows: Sequence[tuple[int, float, float, float]]) -> ChildPoints:
    """Return points from rows of area, x, y, weight: whole metres, weights of four decimals."""
    area, x, y, weight = (np.array(column, dtype=float) for column in zip(*rows, strict=True))
    return ChildPoints(area.astype(np.intp), np.round(x), np.round(y), np.round(weight, 4))


def place_children(measured: MeasuredAreas, primary_schools: Sequence[RegisteredSchool]) -> ChildPoints:
    """Return the points of every area.

    Every area has points in a sunflower pattern around its middle, 12 of them, or 6 where it has under 50
    children. Half of the children of an area with primary schools move to 6 points within 1 km of each.
    """
    areas, sites = measured.areas, school_sites(measured, primary_schools)
    rows: list[tuple[int, float, float, float]] = []
    for index in range(len(areas)):
        around = sites.get(index, [])
        by_schools = NEAR_SCHOOL_SHARE if around else 0.0
        count = 6 if measured.children[index].sum() < FEW_CHILDREN else 12
        middle = float(areas.x[index]), float(areas.y[index])
        for x, y in sunflower(*middle, _radius_m(float(areas.area_m2[index])), count):
            rows.append((index, x, y, (1.0 - by_schools) / count))
        for site in around:
            for x, y in sunflower(*site, NEIGHBOURHOOD_RADIUS_M, NEIGHBOURHOOD_POINTS):
                rows.append((index, x, y, by_schools / (len(around) * NEIGHBOURHOOD_POINTS)))
    return points_of(rows)


def _radius_m(area_m2: float) -> float:
    if not area_m2 > 0:
        return UNKNOWN_RADIUS_M
    return min(LARGEST_RADIUS_M, SPREAD_SHARE * math.sqrt(area_m2 / math.pi))


def school_sites(measured: MeasuredAreas, schools: Sequence[RegisteredSchool]) -> Mapping[int, list[Site]]:
    """Return the sites of schools by index of the area they stand in, schools within 50 m being one site.

    The area is that of the school's postcode, else the one of its municipality whose middle is nearest in
    units of the area's own radius: the school of a wide area stands far from the middle of it.
    """
    areas = measured.areas
    radius = np.sqrt(np.nan_to_num(areas.area_m2, nan=UNKNOWN_RADIUS_M**2 * math.pi) / math.pi)
    place = {code: index for index, code in enumerate(areas.codes)}
    found: dict[int, list[Site]] = defaultdict(list)
    for school in schools:
        index = place.get(school.postcode, -1)
        if index < 0 or areas.home[index] != school.municipality:
            near = np.flatnonzero(areas.home == school.municipality)
            away = np.hypot(areas.x[near] - school.x, areas.y[near] - school.y)
            index = int(near[(away / radius[near]).argmin()])
        site = (float(school.x), float(school.y))
        if all(math.dist(site, other) > SAME_SITE_M for other in found[index]):
            found[index].append(site)
    return found


def point_rows(points: ChildPoints, codes: Sequence[str]) -> Rows:
    """Return points.csv."""
    rows = [
        (codes[area], int(x), int(y), f"{weight:.4f}")
        for area, x, y, weight in zip(points.area, points.x, points.y, points.weight, strict=True)
    ]
    return Rows(("area", "x", "y", "weight"), rows)
