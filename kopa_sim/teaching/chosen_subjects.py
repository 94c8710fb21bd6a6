"""Groups for what only some pupils study: a second A language, another religion or ethics, a second mother tongue.

Such pupils are few in each grade. A school forms the groups that take the fewest lessons: grade by grade, or grades
together within 1-2, 3-6 and 7-9, or all of 1-6 together. Religion and ethics are taught where a provider of
education, a municipality, has three pupils of them to provide with basic education (Basic Education Act 628/1998,
section 13), in every school that one of them attends; a voluntary language starts in a school from the size that a
municipality sets.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.grades import N_GRADES
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.subjects import PLAN_SUBJECTS
from kopa_sim.teaching.lesson_parts import LessonPart, Shape, by_cell, summed
from kopa_sim.teaching.lesson_plan import COMPULSORY_GRADES, lesson_plan, teachers_of_plan
from kopa_sim.teaching.support import OFFSET_OF_GRADE
from kopa_sim.teaching.taught_cells import TaughtCells

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]

YOUNGER, MIDDLE, LOWER_STAGE, UPPER_STAGE = range(1, 3), range(3, 7), range(1, 7), range(7, 10)
"""Grades that may be taught together. Where a school decides it, a subject is taught in 1–6 or 7–9 by itself."""


COMPULSORY = range(1, 10)


@dataclass(frozen=True)
class Residents:
    """The pupils whom each municipality must provide with basic education, wherever they go to school.

    Who lives where does not follow from the network, so that no school's lessons depend on which others are open.

    Attributes
    ----------
    pupils_draw_year_municipality_grade
        Pupils by the municipality they live in.
    municipality_school
        The provider of each school. (school,)
    """

    pupils_draw_year_municipality_grade: Floats
    municipality_school: Ints

    def at_schools(self, values_draw_year_municipality: Bools) -> Bools:
        """Return what is true of a municipality at each of its schools. (cell,)"""
        found: Bools = values_draw_year_municipality[:, :, self.municipality_school].reshape(-1)
        return found


@dataclass(frozen=True)
class ChosenSubject:
    """A subject that a share of the pupils study in groups of their own.

    Attributes
    ----------
    reason
        Name of its lessons among the reasons.
    by_teacher_grade_subject
        Who gives one lesson of it. (grade, subject)
    share_cell
        Share of the pupils of each grade it is taught in. (cell,) or (1,)
    lessons_grade
        Weekly lessons of a group. (grade,)
    smallest, largest
        Pupils from which it is taught in grades 1–6, or 7–9, of a school, and pupils in a group.
    right_of_provider
        Whether the smallest number is that of all pupils of grades 1–9 who live in the school's municipality.
    """

    reason: str
    by_teacher_grade_subject: Floats
    share_cell: Floats
    lessons_grade: Floats
    smallest: float
    largest: float
    right_of_provider: bool = False

    def part(self, pupils_grade_cell: Floats, residents: Residents | None = None) -> LessonPart:
        """Return the lessons of its groups: a unit is a lesson, divided over the grades by takers.

        Parameters
        ----------
        residents
            Whose pupils count together; without them every school is a provider of its own.
        """
        units = self._takers(pupils_grade_cell)
        entitled = self._entitled(units, residents) if self.right_of_provider else None
        lower = np.minimum(
            self._fewest(units, YOUNGER) + self._fewest(units, MIDDLE), self._together(units, LOWER_STAGE)
        )
        for stage, lessons in ((LOWER_STAGE, lower), (UPPER_STAGE, self._fewest(units, UPPER_STAGE))):
            pupils = summed(units, stage)
            taught = (pupils > 0) & (pupils >= self.smallest if entitled is None else entitled)
            each = np.divide(lessons, pupils, out=np.zeros_like(pupils), where=taught)
            units[stage.start : stage.stop] *= each
        return LessonPart(self.reason, units, self.by_teacher_grade_subject)

    def _entitled(self, takers_grade_cell: Floats, residents: Residents | None) -> Bools:
        """Return where the provider has as many takers as give a right to the subject. (cell,)"""
        if residents is None:
            own: Bools = summed(takers_grade_cell, COMPULSORY) >= self.smallest
            return own
        living = np.moveaxis(residents.pupils_draw_year_municipality_grade, 3, 0)
        takers = self._takers(living.reshape(N_GRADES, -1))
        enough = summed(takers, COMPULSORY) >= self.smallest
        return residents.at_schools(enough.reshape(living.shape[1:]))

    def _takers(self, pupils: Floats) -> Floats:
        """Return the share in whole pupils, in grades with lessons. (grade, cell)"""
        takers = np.zeros(pupils.shape)
        for grade in np.flatnonzero(self.lessons_grade):
            np.floor(pupils[grade] * self.share_cell + OFFSET_OF_GRADE[int(grade)], out=takers[grade])
        return takers

    def _fewest(self, takers: Floats, span: range) -> Floats:
        """Return the fewest weekly lessons of a span, its grades apart or together. (cell,)"""
        together = self._together(takers, span)
        apart = np.zeros_like(together)
        for grade in span:
            if self.lessons_grade[grade] > 0:
                apart += np.ceil(takers[grade] / self.largest) * self.lessons_grade[grade]
        return np.minimum(apart, together)

    def _together(self, takers: Floats, span: range) -> Floats:
        """Return the lessons of a span's grades taught together, as many as the one with most has. (cell,)"""
        most = max(self.lessons_grade[grade] for grade in span)
        lessons: Floats = np.ceil(summed(takers, span) / self.largest) * most
        return lessons


def chosen_subjects(parameters: Parameters, shape: Shape) -> tuple[ChosenSubject, ...]:
    """Return the subjects in force that only some pupils study, given by the teachers of their row of the plan."""
    rows = list(PLAN_SUBJECTS)
    teachers = teachers_of_plan(parameters)
    of_row = {name: teachers[:, rows.index(name)] for name in rows}
    religion = lesson_plan(parameters)[:, rows.index("religion_ethics")]
    return (
        _voluntary("a2_language", of_row["a1_language"], parameters, shape),
        _voluntary("second_mother_tongue", of_row["mother_tongue"], parameters, shape),
        *(
            ChosenSubject(
                "minority_religion",
                of_row["religion_ethics"],
                np.array([share]),
                religion,
                parameters.number("teaching.smallest_religion_group"),
                parameters.number("teaching.largest_religion_group"),
                right_of_provider=True,
            )
            for share in parameters.table("teaching.minority_religion_share").values()
        ),
    )


def _voluntary(name: str, by_teacher: Floats, parameters: Parameters, shape: Shape) -> ChosenSubject:
    """Return a subject that has a share, lessons and limits of its own."""
    lessons = np.zeros(N_GRADES)
    lessons[COMPULSORY_GRADES] = parameters.vector(f"teaching.{name}_lessons")
    return ChosenSubject(
        name,
        by_teacher,
        by_cell(parameters, f"{name}_share", shape),
        lessons,
        parameters.number(f"teaching.smallest_{name}_group"),
        parameters.number(f"teaching.largest_{name}_group"),
    )


def chosen_subject_parts(
    taught: TaughtCells, parameters: Parameters, residents: Residents | None = None
) -> tuple[LessonPart, ...]:
    """Return the lessons of all subjects that only some pupils study; those nobody takes are left out.

    Parameters
    ----------
    residents
        Pupils of each municipality, who have a right to be taught their religion together; None where each school
        is a provider of its own.
    """
    return tuple(
        chosen.part(taught.pupils_grade_cell, residents)
        for chosen in chosen_subjects(parameters, taught.shape)
        if chosen.share_cell.any() and chosen.lessons_grade.any()
    )
