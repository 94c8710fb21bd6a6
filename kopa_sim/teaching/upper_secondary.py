"""Groups and lessons of a general upper secondary school.

A small school must still offer a whole programme, so its lessons do not fall with its students: there is no
statutory smallest size, but the compulsory studies of three year groups and enough choice to reach 150
credits have to be on the tray every year. Two credits, 28.5 hours, are one weekly 45-minute lesson of a school
year (Decree 124/2021). Subjects are not yet told apart.
"""

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.grades import UPPER_SECONDARY
from kopa_sim.model.parameters import Parameters
from kopa_sim.teaching.by_draw import by_draw
from kopa_sim.teaching.group_limits import whole_limit
from kopa_sim.teaching.lesson_plan import weekly_lessons

Floats = NDArray[np.float64]


def upper_secondary_groups(students_draw_year_school: Floats, parameters: Parameters) -> Floats:
    """Return groups: by the largest size, but one for each year group while students last. (draw, year, school)"""
    students = students_draw_year_school
    fewest = np.minimum(parameters.number("teaching.upper_secondary_fewest_groups"), students)
    by_size = np.ceil(students / whole_limit(parameters, "largest_group_upper_secondary"))
    groups: Floats = np.maximum(fewest, by_size)
    return groups


def upper_secondary_lessons(students_draw_year_school: Floats, parameters: Parameters) -> Floats:
    """Return weekly lessons: what students take at the mean group size, at least the tray. (draw, year, school)"""
    students = students_draw_year_school
    taken_each = weekly_lessons(parameters)[UPPER_SECONDARY]
    by_students = students * taken_each / by_draw(parameters, "upper_secondary_mean_group", 3)
    tray = by_draw(parameters, "upper_secondary_smallest_tray_h", 3)
    lessons: Floats = np.where(students > 0, np.maximum(tray, by_students), 0.0)
    return lessons
