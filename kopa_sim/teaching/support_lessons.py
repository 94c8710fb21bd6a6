"""Lessons that support learning: remedial, of the part-time special teacher, individual support, special classes.

Remedial teaching is given by pupils' own teachers and follows pupils, as the part-time special teacher's lessons do:
a small group needs no less of either. A pupil with individual support who is taught in an ordinary group brings
lessons in a small group beside it; one in a special class is taught there, as many lessons as the others of the
school. Special schools have their support in the size of their groups.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.grades import N_GRADES
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.subjects import PLAN_SUBJECTS, SUBJECTS
from kopa_sim.teaching.lesson_parts import LessonPart, by_cell, for_each, unit_lessons
from kopa_sim.teaching.lesson_plan import COMPULSORY_GRADES, lesson_plan, plan_by_teacher, weekly_lessons
from kopa_sim.teaching.taught_cells import TaughtCells

Floats = NDArray[np.float64]

SPECIAL: Final[int] = SUBJECTS.index("special_education")
SPECIAL_CLASS: Final[int] = SUBJECTS.index("special_class_teaching")
REMEDIAL_ROWS: Final[tuple[str, ...]] = ("mother_tongue", "a1_language", "b1_language", "mathematics")
"""Rows of the plan in which remedial teaching is given, in proportion to their lessons."""
COMPULSORY: Final[Floats] = np.array(
    [float(COMPULSORY_GRADES.start <= grade < COMPULSORY_GRADES.stop) for grade in range(N_GRADES)]
)


def support_parts(taught: TaughtCells, parameters: Parameters) -> tuple[LessonPart, ...]:
    """Return the lessons of support in ordinary schools."""
    pupils = taught.pupils_grade_cell * COMPULSORY[:, None]
    pupils *= taught.ordinary_cell
    one_special_lesson = unit_lessons(COMPULSORY, SPECIAL)

    def a_hundred(name: str) -> Floats:
        return by_cell(parameters, name, taught.shape) / 100.0

    supported = supported_in_ordinary_groups(pupils, taught, parameters)
    each = by_cell(parameters, "lessons_per_supported_pupil_h", taught.shape)
    remedial, special = (a_hundred(f"{name}_lessons_per_100_pupils_h") for name in ("remedial", "special"))
    return (
        LessonPart("remedial", pupils, remedial_lessons(parameters), remedial),
        LessonPart("part_time_special", pupils, one_special_lesson, special),
        LessonPart("individual_support", pupils, one_special_lesson, supported * each),
        *special_class_parts(pupils, taught, parameters),
    )


def remedial_lessons(parameters: Parameters) -> Floats:
    """Return who gives one remedial lesson of each grade. (grade, subject)"""
    plan = lesson_plan(parameters)
    rows = plan * np.isin(list(PLAN_SUBJECTS), REMEDIAL_ROWS)
    rows = np.where(rows.sum(axis=1, keepdims=True) > 0, rows, plan)
    whole = rows.sum(axis=1, keepdims=True)
    return plan_by_teacher(np.divide(rows, whole, out=np.zeros_like(rows), where=whole > 0), parameters)


def supported_in_ordinary_groups(pupils: Floats, taught: TaughtCells, parameters: Parameters) -> Floats:
    """Return the share of pupils with individual support who are not in a special class. (cell,)

    They stand in the grades in proportion to pupils.
    """
    share = by_cell(parameters, "individual_support_share", taught.shape)
    supported = np.zeros(pupils.shape[1])
    for grade in range(N_GRADES):
        supported += pupils[grade] * share
    ordinary = supported - taught.special_pupils_cell
    return for_each(np.maximum(ordinary, 0.0), pupils, range(N_GRADES))


def special_class_parts(
    pupils: Floats, taught: TaughtCells, parameters: Parameters
) -> tuple[LessonPart, ...]:
    """Return the lessons of special classes, as many as the school's grades have by pupils on average.

    A special class teacher gives them, whose obligation is lower than a special-needs teacher's (OVTES).
    """
    if not taught.special_classes_cell.any():
        return ()
    classes = for_each(taught.special_classes_cell, pupils, range(N_GRADES))
    lessons = weekly_lessons(parameters) * COMPULSORY
    return (LessonPart("special_classes", pupils, unit_lessons(lessons, SPECIAL_CLASS), classes),)
