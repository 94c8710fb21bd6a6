"""Lessons as they are held, and as the teaching obligation counts them.

The obligation of a subject is lower in upper secondary education than in basic education (OVTES part B). A teacher
of both has the mean weighted by lessons, which is the same as to count every lesson of upper secondary education
for a little more than one of basic education. Posts are filled with lessons counted so; what is told of a school
are lessons as they are held.
"""

from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.parameters import Parameters
from kopa_sim.model.subjects import SUBJECTS

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

COUNTED: Final[tuple[str, ...]] = (
    "hours_qualified",
    "hours_unqualified",
    "hours_not_given",
    "overtime_hours",
    "unqualified_for_others",
)
"""Weekly lessons that come of lessons as posts count them; those over links come of each grade's own."""
LEAST_LESSONS: Final[float] = 1e-9
"""Fewer are none: what rounding leaves of lessons that all go over a link."""


def upper_secondary_counts_for(parameters: Parameters) -> Floats:
    """Return how many lessons of basic education a lesson of upper secondary education counts for. (subject,)

    A subject without an obligation of its own in upper secondary education has the same in both.
    """
    basic = parameters.table("teaching.obligation_h")
    upper = parameters.table("teaching.upper_secondary_obligation_h")
    return np.array([basic[subject] / upper.get(subject, basic[subject]) for subject in SUBJECTS])


def counts_for_each(
    held: Floats, counted: Floats, schools: Ints, where_nothing: Floats | None = None
) -> Floats | None:
    """Return what a lesson of a school counts for; None where all count once.

    Parameters
    ----------
    held, counted
        Weekly lessons. (draw, year, school, subject)
    schools
        Schools where the two differ.
    where_nothing
        What it counts for where none is held; one where nothing is given.
    """
    if not schools.size:
        return None
    counts_for = np.ones_like(held) if where_nothing is None else where_nothing.copy()
    of_schools = held[:, :, schools]
    counts_for[:, :, schools] = np.divide(
        counted[:, :, schools], of_schools, out=counts_for[:, :, schools], where=of_schools > LEAST_LESSONS
    )
    return counts_for


def turn_into_held(measures: Mapping[str, Floats], counts_for: Floats | None, schools: Ints) -> None:
    """Turn counted lessons among the measures into lessons as they are held, in place."""
    if counts_for is None:
        return
    at = slice(None) if schools.size == counts_for.shape[2] else schools
    of_schools = counts_for[:, :, at]
    for name in COUNTED:
        if measures[name].any():
            measures[name][:, :, at] /= of_schools
