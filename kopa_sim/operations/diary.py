"""The diary of a school year: every disruption is booked here, and kept as an event where a log is asked for."""

from dataclasses import dataclass
from math import exp
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.grades import GRADE_BANDS
from kopa_sim.model.school_year_log import DisruptionEvent
from kopa_sim.model.subjects import SUBJECTS
from kopa_sim.operations.lessons import LOST, OUTCOMES, LessonBook
from kopa_sim.operations.staffed_year import StaffedYear
from kopa_sim.operations.teachers import Visit

Floats = NDArray[np.float64]

GROUP_SUBJECTS: Final[frozenset[int]] = frozenset(
    SUBJECTS.index(name) for name in ("pre_primary", "class_teaching", "special_class_teaching")
)
"""Subjects whose teachers have one group all day."""

_SUBJECT_BANDS: Final[list[int]] = [GRADE_BANDS.index("7-9"), GRADE_BANDS.index("upper_secondary")]


@dataclass(frozen=True)
class Cause:
    """Why lessons of a day are not given as planned.

    Attributes
    ----------
    kind
        One of ``model.school_year_log.DISRUPTIONS``.
    day
        School day.
    person
        Key of the teacher concerned; empty where none is.
    lesson_of_day
        Lesson with which it begins, from 1; None where the whole day is meant.
    minutes
        Minutes late.
    """

    kind: str
    day: int
    person: str = ""
    lesson_of_day: int | None = None
    minutes: float = 0.0


class Diary:
    """Books lessons under their outcomes, and remembers who lost how many on which day.

    Attributes
    ----------
    events
        Events in the order of booking; empty where no log is kept.
    """

    def __init__(self, book: LessonBook, keep_log: bool = False) -> None:
        self.events: list[DisruptionEvent] = []
        self._book = book
        self._keep_log = keep_log
        self._lost_by_group: dict[tuple[int, int, str], float] = {}
        self._lost_by_school: dict[tuple[int, int], float] = {}

    def book(self, cause: Cause, visit: Visit, lessons: float, outcome: int) -> None:
        """Book lessons of a visit under an outcome."""
        if lessons <= 0.0:
            return
        self._book.move(visit.school, visit.subject, lessons, outcome, visit.unqualified_share)
        if outcome == LOST:
            self._note_loss(cause, visit, lessons)
        self.log(cause, visit.school, visit.subject, lessons, outcome)

    def log(
        self,
        cause: Cause,
        school: int,
        subject: int,
        lessons: float,
        outcome: int | None,
        pupils: float = 0.0,
    ) -> None:
        """Keep an event, where a log is asked for; with None no lesson changes its outcome."""
        if self._keep_log:
            self.events.append(
                DisruptionEvent(
                    day=cause.day,
                    lesson_of_day=cause.lesson_of_day,
                    kind=cause.kind,
                    person=cause.person,
                    school=school,
                    subject=subject,
                    lessons=lessons,
                    outcome="" if outcome is None else OUTCOMES[outcome],
                    minutes=cause.minutes,
                    pupils=pupils,
                )
            )

    def _note_loss(self, cause: Cause, visit: Visit, lessons: float) -> None:
        if visit.subject in GROUP_SUBJECTS:
            by_group = (visit.school, cause.day, cause.person)
            self._lost_by_group[by_group] = self._lost_by_group.get(by_group, 0.0) + lessons
        else:
            by_school = (visit.school, cause.day)
            self._lost_by_school[by_school] = self._lost_by_school.get(by_school, 0.0) + lessons

    def pupil_days_over_one_lost(self, staffed: StaffedYear) -> Floats:
        """Return the pupil-days on which a pupil lost more than one lesson. (school,)

        A class teacher's lost lessons are all those of one group. Lost lessons of other subjects fall on the
        groups of the school at random: with a mean of m a group, more than one with probability 1 − exp(−m)(1 +
        m), by Poisson. Lessons for which the plan has nobody are not among them.
        """
        days = np.zeros(len(staffed.places_school))
        pupils, groups = staffed.pupils_school_band, staffed.groups_school_band
        of_class = _per(pupils[:, :3].sum(axis=1), groups[:, :3].sum(axis=1))
        for (school, _, _), lessons in self._lost_by_group.items():
            days[school] += of_class[school] * (lessons > 1.0)
        older = groups[:, _SUBJECT_BANDS].sum(axis=1)
        taught = np.where(older > 0.0, older, groups.sum(axis=1))
        taught_pupils = np.where(older > 0.0, pupils[:, _SUBJECT_BANDS].sum(axis=1), pupils.sum(axis=1))
        for (school, _), lessons in self._lost_by_school.items():
            if taught[school] > 0.0:
                mean = lessons / float(taught[school])
                days[school] += taught_pupils[school] * (1.0 - exp(-mean) * (1.0 + mean))
        return days


def _per(part: Floats, whole: Floats) -> Floats:
    found: Floats = np.divide(part, whole, out=np.zeros_like(part), where=whole > 0.0)
    return found
