"""What lessons are counted by: groups and pupils by grade of every school in every year and future."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.grades import UPPER_SECONDARY
from kopa_sim.model.staffing import Groups
from kopa_sim.teaching.lesson_parts import Shape, to_cells

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class TaughtCells:
    """Groups and pupils, a cell being one school in one year and future; all zero where nobody teaches.

    Attributes
    ----------
    shape
        Draws, years, schools.
    pupils_grade_cell
        All pupils, those in special classes among them.
    groups_grade_cell, group_pupils_grade_cell
        Groups by the grade whose lesson plan they follow, and the pupils in them.
    special_classes_cell, special_pupils_cell
        Special classes and the pupils in them. Each (cell,)
    students_draw_year_school
        Students of upper secondary education. (draw, year, school)
    ordinary_cell
        One where a school is ordinary, zero where it is one of special-needs education. (cell,) or (1,)
    """

    shape: Shape
    pupils_grade_cell: Floats
    groups_grade_cell: Floats
    group_pupils_grade_cell: Floats
    special_classes_cell: Floats
    special_pupils_cell: Floats
    students_draw_year_school: Floats
    ordinary_cell: Floats


def taught_cells(
    groups: Groups,
    pupils_draw_year_school_grade: Floats,
    staffed_year_school: Bools,
    special_school: Bools | None,
) -> TaughtCells:
    """Return the groups and pupils of staffed schools.

    Parameters
    ----------
    staffed_year_school
        Schools whose teachers the municipalities pay. (year, school)
    special_school
        Schools of special-needs education; None for none. (school,)
    """
    draws, years, schools, _ = pupils_draw_year_school_grade.shape
    shape = (draws, years, schools)

    def row(values: Floats | Bools) -> Floats:
        return np.broadcast_to(values, shape).reshape(-1).astype(np.float64)

    def cells(values_draw_year_school_grade: Floats) -> Floats:
        by_grade = to_cells(values_draw_year_school_grade)
        by_grade *= staffed
        return by_grade

    staffed = np.float64(1.0) if staffed_year_school.all() else row(staffed_year_school)
    special = special_school is not None and special_school.any()
    return TaughtCells(
        shape,
        cells(pupils_draw_year_school_grade),
        cells(groups.groups_draw_year_school_grade),
        cells(groups.pupils_draw_year_school_grade),
        row(groups.special_groups_draw_year_school) * staffed,
        row(groups.special_pupils_draw_year_school) * staffed,
        groups.pupils_draw_year_school_grade[..., UPPER_SECONDARY] * staffed_year_school,
        row(~special_school) if special_school is not None and special else np.ones(1),
    )
