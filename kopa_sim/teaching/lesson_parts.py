"""Weekly lessons as parts, one for each reason there is for them.

A part is so many units in every grade and cell, and what one unit is taught by subject: groups and their lesson
plan, groups beyond those and the subjects they are formed in, pupils and the lessons each brings. All lessons of a
school are then sums of products, and no part can lose an hour of another. A *cell* is one school in one year and
future; sums are taken cell by cell in a fixed order, so that a school's lessons are the same to the last bit whatever
stands beside it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.grades import N_GRADES
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.subjects import N_SUBJECTS

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Shape = tuple[int, int, int]


def to_cells(values_draw_year_school_grade: Floats) -> Floats:
    """Return a copy of values by grade with draws, years and schools in one row. (grade, cell)"""
    by_cell = values_draw_year_school_grade.reshape(-1, values_draw_year_school_grade.shape[3])
    return np.array(by_cell.T, order="C")


def by_cell(parameters: Parameters, name: str, shape: Shape) -> Floats:
    """Return a number of the teaching section by cell; a single one where all have the same. (cell,) or (1,)"""
    values = parameters.draws(f"teaching.{name}")
    if (values == values[0]).all():
        return values[:1]
    return np.repeat(values, shape[1] * shape[2])


def summed(values_grade_cell: Floats, grades: Iterable[int]) -> Floats:
    """Return the sum over some grades, in their order. (cell,)"""
    total = np.zeros(values_grade_cell.shape[1])
    for grade in grades:
        total += values_grade_cell[grade]
    return total


def for_each(total_cell: Floats, weight_grade_cell: Floats, grades: Iterable[int]) -> Floats:
    """Return what a unit of weight in some grades gets of a total, all of it where any has weight. (cell,)"""
    whole = summed(weight_grade_cell, grades)
    return np.divide(total_cell, whole, out=np.zeros_like(whole), where=whole > 0)


def _once() -> Floats:
    """Return one for every cell. (1,)"""
    return np.ones(1)


@dataclass(frozen=True)
class LessonPart:
    """Lessons given for one reason.

    Attributes
    ----------
    reason
        Name, such as ``plan`` or ``split_groups``.
    units_grade_cell
        What the lessons are counted by.
    lessons_grade_subject
        Weekly lessons of one unit.
    times_cell
        How many times these lessons a unit brings. Parts share their units, so that pupils stand there once.
        (cell,) or (1,)
    """

    reason: str
    units_grade_cell: Floats
    lessons_grade_subject: Floats
    times_cell: Floats = field(default_factory=_once)

    def add_to(self, lessons_subject_cell: Floats, grades: Iterable[int] = range(N_GRADES)) -> None:
        """Add the part's weekly lessons of some grades to others'."""
        for grade in grades:
            subjects = np.flatnonzero(self.lessons_grade_subject[grade])
            if not subjects.size:
                continue
            units = self.units_grade_cell[grade] * self.times_cell
            for subject in subjects:
                lessons_subject_cell[subject] += self.lessons_grade_subject[grade, subject] * units

    def total(self) -> Floats:
        """Return the part's weekly lessons over all subjects. (cell,)"""
        each = self.lessons_grade_subject.sum(axis=1, keepdims=True)
        return summed(self.units_grade_cell * self.times_cell * each, range(N_GRADES))


@dataclass(frozen=True)
class Lessons:
    """All weekly lessons schools must give.

    Attributes
    ----------
    shape
        Draws, years, schools, in whose order the cells stand.
    """

    shape: Shape
    parts: tuple[LessonPart, ...]

    def at(self, schools: Ints) -> "Lessons":
        """Return the lessons of some schools."""
        draws, years, _ = self.shape

        def chosen(part: LessonPart) -> LessonPart:
            units = part.units_grade_cell.reshape(N_GRADES, *self.shape)[..., schools]
            times = part.times_cell
            if times.size > 1:
                times = times.reshape(self.shape)[..., schools].reshape(-1)
            return replace(part, units_grade_cell=units.reshape(N_GRADES, -1), times_cell=times)

        return Lessons((draws, years, len(schools)), tuple(chosen(part) for part in self.parts))

    def by_subject(self) -> Floats:
        """Return all weekly lessons. (draw, year, school, subject)"""
        return self.of_grades(range(N_GRADES))

    def of_grades(self, grades: Iterable[int]) -> Floats:
        """Return the weekly lessons of some grades. (draw, year, school, subject)

        A composite group's lessons belong to the grade whose plan it follows.
        """
        grades = tuple(grades)
        lessons = np.zeros((N_SUBJECTS, int(np.prod(self.shape))))
        for part in self.parts:
            part.add_to(lessons, grades)
        return np.ascontiguousarray(lessons.T).reshape(*self.shape, N_SUBJECTS)

    def by_reason(self) -> dict[str, Floats]:
        """Return the weekly lessons by the reason for them. Each (draw, year, school)"""
        lessons: dict[str, Floats] = {}
        for part in self.parts:
            total = part.total().reshape(self.shape)
            lessons[part.reason] = lessons[part.reason] + total if part.reason in lessons else total
        return lessons


def unit_lessons(lessons_grade: Floats, subject: int) -> Floats:
    """Return what one unit is taught where all of it is one subject. (grade, subject)"""
    lessons = np.zeros((N_GRADES, N_SUBJECTS))
    lessons[:, subject] = lessons_grade
    return lessons
