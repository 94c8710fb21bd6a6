"""Teaching groups of every school: from pupils by grade to groups and the lessons they need."""

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.grades import BASIC_GRADES, GRADE_BANDS, UPPER_SECONDARY
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.staffing import Groups
from kopa_sim.teaching.composite import least_lessons
from kopa_sim.teaching.group_limits import group_limits
from kopa_sim.teaching.upper_secondary import upper_secondary_groups, upper_secondary_lessons

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


def whole_pupils(pupils_draw_year_school_grade: Floats) -> Floats:
    """Return whole pupils by grade, keeping each school's total over grades 0–9 to within half a pupil.

    Sampled futures hold whole pupils and are unchanged. Expected pupils of the mean future are fractions;
    rounding their running sum along the grades neither loses pupils nor puts any in an empty grade.
    """
    whole = np.floor(pupils_draw_year_school_grade + 0.5)
    running = np.floor(np.cumsum(pupils_draw_year_school_grade[..., BASIC_GRADES], axis=3) + 0.5)
    whole[..., BASIC_GRADES] = np.diff(running, axis=3, prepend=0.0)
    return whole


def form_groups(
    pupils_draw_year_school_grade: Floats, parameters: Parameters, special_school: Bools | None = None
) -> Groups:
    """Form the groups that need the fewest lessons, with composite classes where they save some.

    Parameters
    ----------
    pupils_draw_year_school_grade
        Pupils. (draw, year, school, grade)
    special_school
        Schools of special-needs education, whose groups are smaller by decree; None for none. (school,)

    Returns
    -------
    Groups
        Groups and weekly lessons before additions, by band; zero where there are no pupils.
    """
    whole = whole_pupils(pupils_draw_year_school_grade)
    students = whole[..., UPPER_SECONDARY]
    shape = (*whole.shape[:3], len(GRADE_BANDS))
    groups, lessons = np.zeros(shape), np.zeros(shape)
    groups[..., :-1], lessons[..., :-1] = least_lessons(
        whole[..., BASIC_GRADES],
        parameters.vector("teaching.weekly_lessons"),
        group_limits(parameters, special_school),
    )
    groups[..., -1] = upper_secondary_groups(students, parameters)
    lessons[..., -1] = upper_secondary_lessons(students, parameters)
    return Groups(groups, lessons)
