"""Preparatory education for the newly arrived, before basic education or beside it.

It is given 900 hours a year at ages 6 to 10 and 1,000 hours to older pupils (Basic Education Decree 852/1998). Ten
pupils make a full group; those left over have a group too where that takes fewer lessons than teaching each of them
beside the ordinary groups. A group gives as many hours as its oldest pupils are due.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.grades import N_GRADES
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.subjects import N_SUBJECTS, SUBJECTS
from kopa_sim.teaching.lesson_parts import LessonPart, by_cell, for_each, summed
from kopa_sim.teaching.taught_cells import TaughtCells

Floats = NDArray[np.float64]

STAGES: Final[tuple[tuple[range, str], ...]] = (
    (range(1, 7), "class_teaching"),
    (range(7, 10), "mother_tongue"),
)
"""Grades taught together, and the subject whose teacher they have."""
OLDER_FROM_GRADE: Final[int] = 5
"""Pupils are older than ten from this grade."""
ROUNDING: Final[float] = 0.5


def preparatory_parts(taught: TaughtCells, parameters: Parameters) -> tuple[LessonPart, ...]:
    """Return the lessons of preparatory education by stage, divided over its grades by pupils."""
    pupils, share = taught.pupils_grade_cell, by_cell(parameters, "preparatory_share", taught.shape)
    parts = []
    for stage, subject in STAGES:
        newcomers = np.floor(summed(pupils, stage) * share + ROUNDING)
        lessons = preparatory_lessons(newcomers, _group_lessons(pupils, stage, parameters), parameters)
        by_subject = np.zeros((N_GRADES, N_SUBJECTS))
        by_subject[stage.start : stage.stop, SUBJECTS.index(subject)] = 1.0
        parts.append(LessonPart("preparatory", pupils, by_subject, for_each(lessons, pupils, stage)))
    return tuple(parts)


def _group_lessons(pupils: Floats, stage: range, parameters: Parameters) -> Floats:
    """Return the weekly lessons of a preparatory group, by the oldest pupils of the stage. (cell,)"""
    hours = parameters.table("teaching.preparatory_hours_year")
    older = summed(pupils, range(max(stage.start, OLDER_FROM_GRADE), stage.stop)) > 0
    weekly: Floats = np.where(older, hours["from_age_11"], hours["ages_6_10"])
    return weekly / parameters.number("teaching.school_weeks")


def preparatory_lessons(newcomers: Floats, group_h: Floats, parameters: Parameters) -> Floats:
    """Return the weekly lessons of so many newly arrived pupils of one school. Shape of ``newcomers``"""
    largest = max(1.0, float(np.floor(parameters.number("teaching.largest_preparatory_group"))))
    full = np.floor(newcomers / largest)
    beside = (newcomers - full * largest) * parameters.number("teaching.preparatory_lessons_per_pupil_h")
    lessons: Floats = full * group_h + np.minimum(beside, group_h)
    return lessons
