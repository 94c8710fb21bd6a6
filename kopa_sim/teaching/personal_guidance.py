"""Personal guidance: what a guidance counsellor does beside the lessons of the plan.

A counsellor meets pupils one by one and in small groups, most of the work of a post, and is appointed for so many
pupils. Pupils are due the lessons of the counsellor whom their number calls for; what the plan and its additions do
not hold of them is personal guidance. So guidance follows pupils, and groups only where they are so small that the
lessons of the plan are more than that. It is due in special schools and to pupils of special classes as well (Basic
Education Act 628/1998, section 11 a; Act on General Upper Secondary Education 714/2018, section 25).
"""

from collections.abc import Iterable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.grades import N_GRADES, UPPER_SECONDARY
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.subjects import SUBJECTS
from kopa_sim.teaching.by_draw import by_draw
from kopa_sim.teaching.lesson_parts import LessonPart, SubjectPart, by_cell, for_each, summed, unit_lessons
from kopa_sim.teaching.taught_cells import TaughtCells

Floats = NDArray[np.float64]

GUIDANCE: Final[int] = SUBJECTS.index("guidance")
LOWER_SECONDARY: Final[range] = range(7, 10)
"""Grades of basic education whose pupils a guidance counsellor has; below, the class teacher guides them."""
PERSONAL_GUIDANCE: Final[str] = "personal_guidance"


def lower_secondary_guidance(
    taught: TaughtCells, others: Iterable[LessonPart | SubjectPart], parameters: Parameters
) -> LessonPart:
    """Return the personal guidance of grades 7-9, divided over them by pupils.

    Parameters
    ----------
    others
        All other lessons, whose guidance counts towards what pupils are due.
    """
    pupils = taught.pupils_grade_cell
    obligation = parameters.table("teaching.obligation_h")["guidance"]
    due = summed(pupils, LOWER_SECONDARY) * (
        obligation / by_cell(parameters, "pupils_per_counsellor_7_9", taught.shape)
    )
    lacking = np.maximum(due - guidance_held(others, pupils.shape[1]), 0.0)
    one_lesson = np.isin(np.arange(N_GRADES), LOWER_SECONDARY).astype(np.float64)
    return LessonPart(
        PERSONAL_GUIDANCE,
        pupils,
        unit_lessons(one_lesson, GUIDANCE),
        for_each(lacking, pupils, LOWER_SECONDARY),
    )


def guidance_held(parts: Iterable[LessonPart | SubjectPart], n_cells: int) -> Floats:
    """Return the weekly lessons of a guidance counsellor in grades 7-9 that stand in parts. (cell,)"""
    held = np.zeros(n_cells)
    for part in parts:
        if not isinstance(part, LessonPart):
            continue
        for grade in LOWER_SECONDARY:
            if part.lessons_grade_subject[grade, GUIDANCE]:
                units = part.units_grade_cell[grade] * part.times_cell
                held += part.lessons_grade_subject[grade, GUIDANCE] * units
    return held


def upper_secondary_guidance(taught: TaughtCells, plan: SubjectPart, parameters: Parameters) -> SubjectPart:
    """Return the personal guidance of upper secondary education, given the lessons that its students take."""
    students = taught.students_draw_year_school[:, :, plan.members]
    basic = parameters.table("teaching.obligation_h")
    obligation = parameters.table("teaching.upper_secondary_obligation_h").get("guidance", basic["guidance"])
    due = students * (obligation / by_draw(parameters, "students_per_counsellor_upper_secondary", 3))
    held = plan.lessons_subject_draw_year_member[plan.subjects == GUIDANCE].sum(axis=0)
    return SubjectPart(
        PERSONAL_GUIDANCE,
        UPPER_SECONDARY,
        taught.shape,
        plan.members,
        np.array([GUIDANCE], dtype=np.intp),
        np.maximum(due - held, 0.0)[None],
    )
