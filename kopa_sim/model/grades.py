"""Grades, the ages they are served at, and the bands in which they are reported.

Grade = age on 31 December of the year the school year starts, minus 6: pre-primary education is grade 0 at
six, the first grade starts in the year a child turns seven (Basic Education Act 628/1998, sections 25, 26 a).
"""

import re
from typing import Final

import numpy as np
from numpy.typing import NDArray

GRADES: Final[tuple[str, ...]] = ("0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "upper_secondary")
"""Labels along every grade axis, in order."""

GRADE_BANDS: Final[tuple[str, ...]] = ("pre_primary", "1-2", "3-6", "7-9", "upper_secondary")
"""Labels along every grade-band axis, in order."""

N_GRADES: Final[int] = len(GRADES)
N_BANDS: Final[int] = len(GRADE_BANDS)
UPPER_SECONDARY: Final[int] = GRADES.index("upper_secondary")

BASIC_GRADES: Final[slice] = slice(0, 10)
"""Pre-primary and basic education: grades 0 to 9."""

BAND_OF_GRADE: Final[NDArray[np.intp]] = np.array([0, 1, 1, 2, 2, 2, 2, 3, 3, 3, 4], dtype=np.intp)
"""Index of the band of each grade. (grade,)"""

FIRST_AGE: Final[int] = 6
"""Age of grade 0 on 31 December."""

UPPER_SECONDARY_AGES: Final[range] = range(16, 19)

_SPAN = re.compile(r"^(\d)\s*[-–]\s*(\d)$")


def age_of_grade(grade: int) -> int:
    """Return the age on 31 December at which grade 0 to 9 is attended."""
    return FIRST_AGE + grade


def grades_of_span(span: str) -> tuple[int, ...]:
    """Return the grade indices of a span as planners write it.

    Spans are joined by ``+``: "1-6", "0-9", "7-9", "upper_secondary", "1-9+upper_secondary".

    Raises
    ------
    ValueError
        If a part is neither a grade, a rising range of grades 0 to 9, nor ``upper_secondary``.
    """
    indices: set[int] = set()
    for part in (piece.strip() for piece in span.split("+")):
        if part in GRADES:
            indices.add(GRADES.index(part))
            continue
        match = _SPAN.match(part)
        if match is None or int(match[1]) > int(match[2]):
            raise ValueError(f"not a grade span: {span!r}")
        indices.update(range(int(match[1]), int(match[2]) + 1))
    return tuple(sorted(indices))


def span_of_grades(offered: NDArray[np.bool_]) -> str:
    """Return the span a planner would write for a boolean grade axis, such as "0-6". (grade,)"""
    indices = [int(index) for index in np.flatnonzero(offered)]
    runs: list[list[int]] = []
    for index in (i for i in indices if i < UPPER_SECONDARY):
        if runs and index == runs[-1][-1] + 1:
            runs[-1].append(index)
        else:
            runs.append([index])
    parts = [str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs]
    if UPPER_SECONDARY in indices:
        parts.append("upper_secondary")
    return "+".join(parts)
