"""Teaching groups of every school: from pupils by grade to groups and the lessons they need."""

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.grades import BASIC_GRADES, UPPER_SECONDARY
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
    least = least_lessons(
        whole[..., BASIC_GRADES],
        parameters.vector("teaching.weekly_lessons"),
        group_limits(parameters, special_school),
    )
    upper_groups = upper_secondary_groups(students, parameters)
    return Groups(
        groups_draw_year_school_band=_with_last(least.groups_band, upper_groups),
        lesson_hours_draw_year_school_band=_with_last(
            least.lessons_band, upper_secondary_lessons(students, parameters)
        ),
        groups_draw_year_school_grade=_with_last(least.groups_grade, upper_groups),
        pupils_draw_year_school_grade=_with_last(least.pupils_grade, students),
    )


def _with_last(basic: Floats, upper_secondary: Floats) -> Floats:
    """Return basic education's values and upper secondary's along one axis. (draw, year, school, band | grade)"""
    return np.concatenate([basic, upper_secondary[..., None]], axis=3)
