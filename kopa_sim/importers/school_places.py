"""Places and floor area of schools, which no open source gives: enough for the pupils who live nearest."""

import math
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.importers.child_points import ChildPoints
from kopa_sim.importers.registered_schools import RegisteredSchool
from kopa_sim.importers.school_demand import STAGE_GRADES
from kopa_sim.importers.school_grades import TaughtGrades, grades_taught

Floats = NDArray[np.float64]

FILLED_SHARE: Final = 0.85
"""Assumed share of the places in use at the fullest."""
LEAST_PLACES: Final = 20
SPARE_SHARE: Final = 1.10
"""Places of a municipality by stage, at least, per pupil at the peak."""
FLOOR_AREA_PER_PUPIL_M2: Final = 14.4
"""All Finnish school buildings: 9.3 million m² (Savolainen et al. 2022) by the pupils in them."""
LEAST_FLOOR_AREA_M2: Final = 300
ALIKE_M: Final = 1000.0
"""Schools at most this much farther than the nearest share a point's pupils alike: catchments balance buildings."""


def nearest_shares(points: ChildPoints, schools: Floats, n_areas: int) -> Floats:
    """Share of each area's children who live nearest to each school. (area, school)"""
    distances = np.hypot(points.x[:, None] - schools[:, 0], points.y[:, None] - schools[:, 1])
    alike = distances <= distances.min(axis=1, keepdims=True) + ALIKE_M
    weighted = points.weight[:, None] * alike / alike.sum(axis=1, keepdims=True)
    shares = np.zeros((n_areas, len(schools)))
    np.add.at(shares, points.area, weighted)
    return shares / np.bincount(points.area, points.weight, n_areas)[:, None]


def assign_nearest(
    rows: Sequence[RegisteredSchool],
    grades: Sequence[TaughtGrades],
    home: NDArray[np.str_],
    points: ChildPoints,
    pupils_area_stage: Floats,
    sellers: Mapping[tuple[str, str], str] | None = None,
) -> dict[str, Floats]:
    """Pupils of each stage who live nearest to each school that teaches their grade. stage: (school,)

    Grades 0–9 stay in their municipality, or go to the one that ``sellers`` names for a municipality and grade; upper
    secondary students go to the nearest school of the region.
    """
    sellers = sellers or {}
    place = np.array([(row.x, row.y) for row in rows], dtype=float)
    host = np.array([row.municipality for row in rows])
    assigned: dict[str, Floats] = {}
    for index, (stage, stage_grades) in enumerate(STAGE_GRADES.items()):
        counts = np.zeros(len(rows))
        for grade in stage_grades:
            teaches = np.array(
                [
                    grade in grades_taught(taught.span) and not row.given_intake
                    for row, taught in zip(rows, grades, strict=True)
                ]
            )
            bounded = grade != "upper_secondary"
            for code in np.unique(home) if bounded else [""]:
                inside = (home == code) if bounded else np.ones(len(home), dtype=bool)
                there = host == sellers.get((str(code), grade), str(code))
                chosen = np.flatnonzero(teaches & there) if bounded else np.flatnonzero(teaches)
                if not len(chosen):
                    continue
                shares = nearest_shares(points, place[chosen], len(home))
                counts[chosen] += pupils_area_stage[inside, index] @ shares[inside] / len(stage_grades)
        assigned[stage] = counts
    return assigned


def decide_places(
    rows: Sequence[RegisteredSchool],
    assigned: dict[str, Floats],
    peaks: dict[str, dict[str, float]],
    intakes: Sequence[int | None],
) -> list[int]:
    """Places of every school.

    The pupils who live nearest, divided by 0.85; where a municipality's places of a stage would be under 1.10 times
    its pupils at the peak, all its schools of the stage are raised alike. Rounded up to the next ten, at least 20.
    A school with a given intake gets places for it by the same share.
    """
    host = np.array([row.municipality for row in rows])
    total = np.zeros(len(rows))
    for stage, pupils in assigned.items():
        places = pupils / FILLED_SHARE
        for code, peak in peaks.items():
            inside = host == code
            have, want = places[inside].sum(), SPARE_SHARE * peak.get(stage, 0.0)
            if 0 < have < want:
                places[inside] *= want / have
        total += places
    given = np.array([np.nan if pupils is None else pupils / FILLED_SHARE for pupils in intakes])
    total = np.where(np.isnan(given), total, given)
    # rounded before it is lifted, so that no last binary digit decides over ten places
    return [max(LEAST_PLACES, math.ceil(round(places, 3) / 10) * 10) for places in total.tolist()]


def floor_area_m2(pupils: float) -> int:
    """Floor area: 14.4 m² a pupil, at least 300 m², to the next ten.

    By pupils, not by places: the published area is that of the buildings as they are filled.
    """
    return max(LEAST_FLOOR_AREA_M2, math.ceil(round(FLOOR_AREA_PER_PUPIL_M2 * pupils, 3) / 10) * 10)
