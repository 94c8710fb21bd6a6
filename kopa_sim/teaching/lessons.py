"""Weekly lessons by school and subject: what the groups are due, and every reason there is for more.

The lesson plan gives each group its lessons. The municipality adds a little of its own; groups too large for a
workshop are split; some pupils study a language or a religion of their own; some are given support, some have only
just arrived; a guidance counsellor meets pupils one by one. Each of these is a rule of its own, and their lessons
stand side by side. All of them follow a school's own pupils and groups, and the right to a religion follows from who
lives in the municipality besides; none of them from which other schools are open. In pre-primary education nothing is
added, and in general upper secondary education personal guidance alone.
"""

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.grades import UPPER_SECONDARY
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.staffing import Groups
from kopa_sim.model.subjects import SUBJECTS
from kopa_sim.teaching.chosen_subjects import Residents, chosen_subject_parts
from kopa_sim.teaching.counted_lessons import upper_secondary_counts_for
from kopa_sim.teaching.lesson_parts import LessonPart, Lessons, SubjectPart, by_cell
from kopa_sim.teaching.lesson_plan import COMPULSORY_GRADES, lesson_plan, plan_by_teacher
from kopa_sim.teaching.personal_guidance import lower_secondary_guidance, upper_secondary_guidance
from kopa_sim.teaching.preparatory import preparatory_parts
from kopa_sim.teaching.split_groups import split_parts
from kopa_sim.teaching.support_lessons import support_parts
from kopa_sim.teaching.taught_cells import TaughtCells, taught_cells
from kopa_sim.teaching.upper_secondary import upper_secondary_lessons

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.intp]

__all__ = ["COMPULSORY_GRADES", "Lessons", "required_lessons"]


def required_lessons(
    groups: Groups,
    pupils_draw_year_school_grade: Floats,
    staffed_year_school: Bools,
    parameters: Parameters,
    special_school: Bools | None = None,
    residents: Residents | None = None,
) -> Lessons:
    """Return the lessons schools must give, by the reason for them.

    Parameters
    ----------
    groups
        Groups by the grade whose lesson plan they follow.
    pupils_draw_year_school_grade
        All pupils, those in special classes among them.
    staffed_year_school
        Schools whose teachers the municipalities pay; others get no lessons here. (year, school)
    special_school
        Schools of special-needs education, to which no support is added; None for none. (school,)
    residents
        Pupils of each municipality, of whom those of a religion count together; None where each school is a provider
        of its own.
    """
    taught = taught_cells(groups, pupils_draw_year_school_grade, staffed_year_school, special_school)
    of_students = upper_secondary_part(taught, parameters)
    parts: tuple[LessonPart | SubjectPart, ...] = (
        plan_part(taught, parameters),
        of_students,
        local_extra_part(taught, parameters),
        *split_parts(taught, parameters),
        *chosen_subject_parts(taught, parameters, residents),
        *support_parts(taught, parameters),
        *preparatory_parts(taught, parameters),
    )
    personal = (
        lower_secondary_guidance(taught, parts, parameters),
        upper_secondary_guidance(taught, of_students, parameters),
    )
    return Lessons(taught.shape, (*parts, *personal), upper_secondary_counts_for(parameters))


def plan_part(taught: TaughtCells, parameters: Parameters) -> LessonPart:
    """Return the lessons of the plan of pre-primary and basic education: the unit is a group."""
    lessons = plan_by_teacher(lesson_plan(parameters), parameters)
    lessons[0, SUBJECTS.index("pre_primary")] = parameters.number("teaching.pre_primary_lessons_h")
    return LessonPart("plan", taught.groups_grade_cell, lessons)


def upper_secondary_part(taught: TaughtCells, parameters: Parameters) -> SubjectPart:
    """Return the lessons of upper secondary education, which no plan of a group tells but what students take."""
    students = taught.students_draw_year_school
    schools = np.flatnonzero(students.any(axis=(0, 1)))
    lessons = upper_secondary_lessons(students[:, :, schools], parameters)
    subjects = np.flatnonzero(lessons.any(axis=(1, 2, 3)))
    return SubjectPart("plan", UPPER_SECONDARY, taught.shape, schools, subjects, lessons[subjects])


def local_extra_part(taught: TaughtCells, parameters: Parameters) -> LessonPart:
    """Return what the municipality gives above the plan, in proportion to it in grades 1–9."""
    share = by_cell(parameters, "local_extra_lessons_share", taught.shape)
    lessons = plan_by_teacher(lesson_plan(parameters), parameters)
    return LessonPart("local_extra", taught.groups_grade_cell, lessons, share)
