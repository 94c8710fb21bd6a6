"""Weekly lessons as parts, one for each reason there is for them.

A part is so many units in every grade and cell, and what one unit is taught by subject: groups and their lesson
plan, groups beyond those and the subjects they are formed in, pupils and the lessons each brings. Where lessons are
no such product, a part names them by school and subject. All lessons of a school are then sums of products, and no
part can lose an hour of another. A *cell* is one school in one year and future; sums are taken cell by cell in a
fixed order, so that a school's lessons are the same to the last bit whatever stands beside it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.grades import N_GRADES, UPPER_SECONDARY
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

    def at(self, shape: Shape, schools: Ints) -> "LessonPart":
        """Return the part of some schools, given the shape of all."""
        units = self.units_grade_cell.reshape(N_GRADES, *shape)[..., schools]
        times = self.times_cell
        if times.size > 1:
            times = times.reshape(shape)[..., schools].reshape(-1)
        return replace(self, units_grade_cell=units.reshape(N_GRADES, -1), times_cell=times)


@dataclass(frozen=True)
class SubjectPart:
    """Lessons of one grade that are known by school and subject.

    Attributes
    ----------
    shape
        Draws, years, schools, in whose order the cells stand.
    members
        Schools that have any. (member,)
    subjects
        Subjects in which they have any. (taught subject,)
    lessons_subject_draw_year_member
        Weekly lessons. (taught subject, draw, year, member)
    """

    reason: str
    grade: int
    shape: Shape
    members: Ints
    subjects: Ints
    lessons_subject_draw_year_member: Floats

    def add_to(self, lessons_subject_cell: Floats, grades: Iterable[int] = range(N_GRADES)) -> None:
        """Add the part's weekly lessons of some grades to others'."""
        if self.grade not in grades:
            return
        for subject, lessons in zip(self.subjects, self.lessons_subject_draw_year_member, strict=True):
            lessons_subject_cell[subject].reshape(self.shape)[:, :, self.members] += lessons

    def total(self) -> Floats:
        """Return the part's weekly lessons over all subjects. (cell,)"""
        total = np.zeros(self.shape)
        total[:, :, self.members] = self.lessons_subject_draw_year_member.sum(axis=0)
        return total.reshape(-1)

    def at(self, shape: Shape, schools: Ints) -> "SubjectPart":
        """Return the part of some schools, given the shape of all."""
        places = [(place, school) for place, school in enumerate(schools.tolist()) if school in self.members]
        members = np.array([place for place, _ in places], dtype=np.intp)
        held = np.searchsorted(self.members, np.array([school for _, school in places], dtype=np.intp))
        return replace(
            self,
            shape=(*shape[:2], len(schools)),
            members=members,
            lessons_subject_draw_year_member=self.lessons_subject_draw_year_member[..., held],
        )


@dataclass(frozen=True)
class Lessons:
    """All weekly lessons schools must give.

    Attributes
    ----------
    shape
        Draws, years, schools, in whose order the cells stand.
    counts_for_subject
        How many lessons of basic education a lesson of upper secondary education counts for, by the teaching
        obligations of both. (subject,)
    """

    shape: Shape
    parts: tuple[LessonPart | SubjectPart, ...]
    counts_for_subject: Floats = field(default_factory=lambda: np.ones(N_SUBJECTS))

    def at(self, schools: Ints) -> "Lessons":
        """Return the lessons of some schools."""
        shape = (*self.shape[:2], len(schools))
        return replace(self, shape=shape, parts=tuple(part.at(self.shape, schools) for part in self.parts))

    def without(self, reason: str) -> "Lessons":
        """Return the lessons but those given for one reason."""
        return replace(self, parts=tuple(part for part in self.parts if part.reason != reason))

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

    def counted(self, lessons_draw_year_school_subject: Floats) -> Floats:
        """Return all lessons, given ``by_subject``, as a post counts them: in lessons of basic education.

        A teacher of both school forms gives as many of either as the obligation of each allows.
        (draw, year, school, subject)
        """
        if not self.schools_counted.size:
            return lessons_draw_year_school_subject
        counted, more = lessons_draw_year_school_subject.copy(), self.counts_for_subject - 1.0
        for part in self._upper_secondary:
            for subject, lessons in zip(part.subjects, part.lessons_subject_draw_year_member, strict=True):
                counted[:, :, part.members, subject] += more[subject] * lessons
        return counted

    @property
    def schools_counted(self) -> Ints:
        """Schools where a lesson may count for more than one: those of upper secondary education."""
        return np.unique(
            np.concatenate([np.zeros(0, np.intp), *(part.members for part in self._upper_secondary)])
        )

    @property
    def _upper_secondary(self) -> list[SubjectPart]:
        parts = [part for part in self.parts if isinstance(part, SubjectPart)]
        return [part for part in parts if part.grade == UPPER_SECONDARY]

    def counts_for(self, grade: int) -> Floats:
        """Return how many lessons of basic education a lesson of a grade counts for. (subject,)"""
        return self.counts_for_subject if grade == UPPER_SECONDARY else np.ones(N_SUBJECTS)

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
