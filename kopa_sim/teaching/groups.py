"""Teaching groups of every school: from pupils by grade to groups and the lessons they need."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.grades import BAND_OF_GRADE, BASIC_GRADES, N_BANDS, N_GRADES, UPPER_SECONDARY
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.staffing import Groups
from kopa_sim.teaching.by_draw import by_draw
from kopa_sim.teaching.composite import LeastLessons, join_years, least_lessons
from kopa_sim.teaching.forming_rules import FormingRules, LastYear, move_up
from kopa_sim.teaching.group_limits import along_cells, group_limits, most_supported_pupils, whole_limit
from kopa_sim.teaching.lesson_plan import weekly_lessons
from kopa_sim.teaching.support import SpecialClasses, second_adults, special_classes, whole_share
from kopa_sim.teaching.upper_secondary import upper_secondary_groups, upper_secondary_lessons

Floats = NDArray[np.float64]
Numbers = NDArray[np.floating]
Bools = NDArray[np.bool_]
Shape = tuple[int, ...]

N_BASIC: Final[int] = BASIC_GRADES.stop


def whole_pupils(pupils_draw_year_school_grade: Floats) -> Floats:
    """Return whole pupils of grades 0–9, keeping each school's total to within half a pupil. (grade, cell)

    Sampled futures hold whole pupils and are unchanged. Expected pupils of the mean future are fractions;
    rounding their running sum along the grades neither loses pupils nor puts any in an empty grade.
    """
    by_cell = pupils_draw_year_school_grade.reshape(-1, pupils_draw_year_school_grade.shape[3])
    whole = np.ascontiguousarray(by_cell[:, BASIC_GRADES].T)
    running, before = np.zeros(whole.shape[1]), np.zeros(whole.shape[1])
    for grade in whole:
        running += grade
        up_to_here = np.floor(running + 0.5)
        np.subtract(up_to_here, before, out=grade)
        before = up_to_here
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
    shape = pupils_draw_year_school_grade.shape[:3]
    special_school = np.zeros(shape[2], dtype=bool) if special_school is None else special_school
    whole = whole_pupils(pupils_draw_year_school_grade)
    classes = _special_classes(whole, parameters, special_school, shape)
    supported = whole_share(whole, along_cells(by_draw(parameters, "individual_support_share", 3), shape))
    in_groups = (whole - classes.pupils_grade_cell).astype(np.float32)
    least = _least_lessons(
        in_groups,
        (supported - classes.pupils_grade_cell).astype(np.float32),
        parameters,
        special_school,
        shape,
    )
    students = np.floor(pupils_draw_year_school_grade[..., UPPER_SECONDARY] + 0.5)
    upper_groups = upper_secondary_groups(students, parameters)
    upper_lessons = upper_secondary_lessons(students, parameters).sum(axis=0)
    return Groups(
        groups_draw_year_school_band=_by_band(least.groups_of_lowest, upper_groups),
        lesson_hours_draw_year_school_band=_by_band(least.lessons_of_lowest, upper_lessons),
        groups_draw_year_school_grade=_by_grade(least.groups_of_leading, upper_groups),
        pupils_draw_year_school_grade=_by_grade(least.pupils_of_leading, students),
        special_groups_draw_year_school=classes.groups_cell.reshape(shape),
        special_pupils_draw_year_school=classes.pupils_cell.reshape(shape),
        second_adult_groups_draw_year_school=_second_adults(least, parameters, special_school, shape),
        composite_pupils_draw_year_school=_together(in_groups, least.alone).reshape(shape),
    )


def _together(pupils: Numbers, alone: Numbers) -> Floats:
    """Return the pupils whose grade has no groups of its own, so that they learn in composite ones. (cell,)"""
    together: Floats = np.where(alone > 0, 0.0, pupils).sum(axis=0, dtype=np.float64)
    return together


def _special_classes(
    whole: Floats, parameters: Parameters, special_school: Bools, shape: Shape
) -> SpecialClasses:
    """Return the special classes of ordinary schools."""
    share = by_draw(parameters, "individual_support_share", 3) * by_draw(parameters, "special_class_share", 3)
    return special_classes(
        whole_share(whole, along_cells(share, shape)),
        smallest=along_cells(whole_limit(parameters, "smallest_special_class"), shape),
        largest=along_cells(whole_limit(parameters, "largest_group_special"), shape),
        may_form=along_cells(~special_school, shape),
    )


def _least_lessons(
    pupils: Numbers, supported: Numbers, parameters: Parameters, special_school: Bools, shape: Shape
) -> LeastLessons:
    """Return the cheapest groups of all cells: of all years at once, or year by year where groups are kept."""
    weekly = weekly_lessons(parameters)
    limits = group_limits(parameters, special_school if special_school.any() else None)
    if not parameters.flag("teaching.keep_groups"):
        return least_lessons(pupils, supported, weekly, FormingRules(limits.at_cells(shape)))
    draws, years, schools = shape
    one_year = (draws, 1, schools)
    limits = limits.at_cells(one_year)
    tolerance = np.where(special_school, 0.0, by_draw(parameters, "group_tolerance_pupils", 3))
    tolerance = along_cells(np.rint(tolerance).astype(np.float32), one_year)
    last_year, by_year = None, []
    for year in range(years):
        in_year, supported_in_year = (
            grades.reshape(N_BASIC, *shape)[:, :, year].reshape(N_BASIC, -1) for grades in (pupils, supported)
        )
        least = least_lessons(in_year, supported_in_year, weekly, FormingRules(limits, last_year))
        by_year.append(least)
        last_year = LastYear(move_up(least.alone), least.composite_cells(), tolerance)
    return join_years(by_year, one_year)


def _second_adults(
    least: LeastLessons, parameters: Parameters, special_school: Bools, shape: Shape
) -> Floats:
    """Return the groups that need a second adult for the pupils with individual support. (draw, year, school)"""
    if not parameters.flag("teaching.second_adult_for_support"):
        return np.zeros((1, 1, 1))
    needed = second_adults(
        least.groups_of_leading,
        least.supported_of_leading,
        along_cells(whole_limit(parameters, "most_supported_one_teacher"), shape),
        along_cells(most_supported_pupils(parameters), shape),
    )
    adults: Floats = needed.sum(axis=0, dtype=np.float64).reshape(shape) * ~special_school
    return adults


def _by_band(basic_grade_cell: Numbers, upper_secondary: Floats) -> Floats:
    """Return basic education's values summed by band, and upper secondary's. (draw, year, school, band)"""
    by_band = np.empty((*upper_secondary.shape, N_BANDS))
    flat = by_band.reshape(-1, N_BANDS)
    for band in range(N_BANDS - 1):
        grades = np.flatnonzero(band == BAND_OF_GRADE)
        flat[:, band] = basic_grade_cell[grades[0] : grades[-1] + 1].sum(axis=0)
    by_band[..., -1] = upper_secondary
    return by_band


def _by_grade(basic_grade_cell: Numbers, upper_secondary: Floats) -> Floats:
    """Return basic education's values and upper secondary's by grade. (draw, year, school, grade)"""
    by_grade = np.empty((*upper_secondary.shape, N_GRADES))
    by_grade.reshape(-1, N_GRADES)[:, BASIC_GRADES] = basic_grade_cell.T
    by_grade[..., UPPER_SECONDARY] = upper_secondary
    return by_grade
