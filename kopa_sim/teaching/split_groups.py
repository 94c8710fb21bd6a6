"""Groups that are too large for some subjects and are split for their lessons.

A kitchen or a workshop has room for sixteen. Where a school's groups of a grade are larger than a subject allows,
more groups are formed in that subject's lessons: in the upper grades from all pupils of the grade, whose parallel
groups are mixed; below, every group is split by itself, because its teacher and its timetable are its own.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.parameters import Parameters
from kopa_sim.model.subjects import PLAN_SUBJECTS
from kopa_sim.teaching.lesson_parts import LessonPart
from kopa_sim.teaching.lesson_plan import lesson_plan, plan_by_teacher
from kopa_sim.teaching.taught_cells import TaughtCells

Floats = NDArray[np.float64]

REASON: Final[str] = "split_groups"


def split_parts(taught: TaughtCells, parameters: Parameters) -> tuple[LessonPart, ...]:
    """Return the lessons of groups beyond the groups there are, one part for each largest size."""
    largest = parameters.table("teaching.largest_unsplit_group")
    mixed_from = parameters.number("teaching.parallel_groups_mixed_from_grade")
    plan, parts = lesson_plan(parameters), []
    pupils, formed = taught.group_pupils_grade_cell, taught.groups_grade_cell
    for size in sorted({largest[name] for name in PLAN_SUBJECTS} - {0.0}):
        of_size = plan * np.array([largest[name] == size for name in PLAN_SUBJECTS])
        more = np.zeros(pupils.shape)
        for grade in np.flatnonzero(of_size.any(axis=1)):
            more[grade] = groups_beyond(pupils[grade], formed[grade], size, mixed=bool(grade >= mixed_from))
        parts.append(LessonPart(REASON, more, plan_by_teacher(of_size, parameters)))
    return tuple(parts)


def groups_beyond(pupils: Floats, formed: Floats, largest: float, *, mixed: bool) -> Floats:
    """Return how many groups beyond those there are a largest size takes, in one grade. (cell,)

    Parameters
    ----------
    pupils, formed
        Groups of the grade and the pupils in them, spread evenly: some have one pupil more than the others.
    largest
        Pupils in a group of the subject.
    mixed
        Whether the pupils of parallel groups are mixed.
    """
    largest = max(1.0, float(np.floor(largest)))
    if mixed:
        return np.maximum(np.ceil(pupils / largest) - formed, 0.0)
    smaller = np.floor(pupils / np.maximum(formed, 1.0))
    with_one_more = pupils - smaller * formed
    of_smaller, of_larger = np.ceil(smaller / largest), np.ceil((smaller + 1.0) / largest)
    beyond = (formed - with_one_more) * of_smaller + with_one_more * of_larger - formed
    return np.maximum(beyond, 0.0)
