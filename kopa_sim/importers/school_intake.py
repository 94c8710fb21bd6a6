"""Given intakes of special, non-municipal and Swedish-language schools: assumptions of low confidence."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.importers.registered_schools import RegisteredSchool
from kopa_sim.importers.school_demand import STAGE_GRADES
from kopa_sim.importers.school_grades import TaughtGrades, grades_taught

SPECIAL_SHARE: Final = 0.012
"""Pupils of special schools as a share of the municipality's residents of 7–15."""
STATE_PER_GRADE: Final = 45
PRIVATE_PER_GRADE: Final = 13
PRIVATE_LARGEST_SHARE: Final = 0.02
"""A private school takes at most this share of the municipality's age group."""
SWEDISH_PER_GRADE: Final = 6
UPPER_SECONDARY_YEARS: Final = 3


def given_intakes(
    rows: Sequence[RegisteredSchool], grades: Sequence[TaughtGrades], residents_7_15: dict[str, int]
) -> list[int | None]:
    """Return the assumed pupils of every school with a given intake, None for the others."""
    return [
        _intake(row, taught, rows, residents_7_15[row.municipality]) if row.given_intake else None
        for row, taught in zip(rows, grades, strict=True)
    ]


def _intake(
    row: RegisteredSchool, taught: TaughtGrades, rows: Sequence[RegisteredSchool], residents: int
) -> int:
    if row.special:
        same = sum(other.special and other.municipality == row.municipality for other in rows)
        return max(5, round(SPECIAL_SHARE * residents / same))
    spans = grades_taught(taught.span)
    years = len(spans) + (UPPER_SECONDARY_YEARS - 1) * spans.count("upper_secondary")
    if row.language == "sv":
        return SWEDISH_PER_GRADE * years
    if row.provider == "state":
        return STATE_PER_GRADE * years
    return max(1, round(min(PRIVATE_PER_GRADE, PRIVATE_LARGEST_SHARE * residents / 9)) * years)


def less_given_intakes(
    rows: Sequence[RegisteredSchool],
    grades: Sequence[TaughtGrades],
    intakes: Sequence[int | None],
    home: NDArray[np.str_],
    pupils_area_stage: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Pupils by area and stage who are left for catchments.

    A given intake takes the same share of every grade that the school teaches in its own municipality.
    """
    taken = np.zeros_like(pupils_area_stage)
    for row, taught, intake in zip(rows, grades, intakes, strict=True):
        if intake is None:
            continue
        inside = home == row.municipality
        spans = set(grades_taught(taught.span))
        covered = np.array([len(spans & set(names)) / len(names) for names in STAGE_GRADES.values()])
        served = float((pupils_area_stage[inside].sum(axis=0) * covered).sum())
        taken[inside] += pupils_area_stage[inside] * covered * intake / served
    return pupils_area_stage - taken
