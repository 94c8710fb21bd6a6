"""The lesson plan: weekly lessons of a group by grade and subject, and who gives them.

The Government decides how many lessons each subject has at least in grades 1-2, 3-6 and 7-9 (Decree 422/2012,
amended by 793/2018 and 112/2023), the municipality in which grade of the span. The class teacher gives what no
subject teacher does. A grade's weekly lessons are the sum of its plan: there is no second number for them.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.grades import N_GRADES, UPPER_SECONDARY
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.subjects import N_SUBJECTS, PLAN_SUBJECTS, SUBJECTS

Floats = NDArray[np.float64]

N_PLAN: Final[int] = len(PLAN_SUBJECTS)
COMPULSORY_GRADES: Final[slice] = slice(1, UPPER_SECONDARY)
"""Basic education proper: grades 1–9, the grades of the lesson plan."""
CLASS_TEACHING: Final[int] = SUBJECTS.index("class_teaching")


def lesson_plan(parameters: Parameters) -> Floats:
    """Return the weekly lessons of a group in each row of the plan; none outside grades 1–9. (grade, plan subject)"""
    plan = np.zeros((N_GRADES, N_PLAN))
    for row, name in enumerate(PLAN_SUBJECTS):
        plan[COMPULSORY_GRADES, row] = parameters.vector(f"teaching.lesson_plan_{name}")
    return plan


def weekly_lessons(parameters: Parameters) -> Floats:
    """Return the weekly lessons of a group of each grade; of a student in upper secondary education. (grade,)"""
    weekly: Floats = lesson_plan(parameters).sum(axis=1)
    weekly[0] = parameters.number("teaching.pre_primary_lessons_h")
    weekly[UPPER_SECONDARY] = parameters.number("teaching.upper_secondary_lessons_h")
    return weekly


def teachers_of_plan(parameters: Parameters) -> Floats:
    """Return who gives a lesson of the plan: one at its teacher's subject. (grade, plan subject, subject)

    Below ``subject_teacher_from_grade`` it is the class teacher.
    """
    first = parameters.table("teaching.subject_teacher_from_grade")
    gives = np.zeros((N_GRADES, N_PLAN, N_SUBJECTS))
    for row, (name, taught_by) in enumerate(PLAN_SUBJECTS.items()):
        by_class_teacher = np.arange(N_GRADES) < first[name]
        gives[by_class_teacher, row, CLASS_TEACHING] = 1.0
        gives[~by_class_teacher, row, SUBJECTS.index(taught_by)] = 1.0
    return gives


def plan_by_teacher(plan_grade_row: Floats, parameters: Parameters) -> Floats:
    """Return lessons of the plan, or some of them, by the subject of who gives them. (grade, subject)"""
    lessons: Floats = np.einsum("gp,gps->gs", plan_grade_row, teachers_of_plan(parameters))
    return lessons
