"""The book of lessons: every planned lesson ends in exactly one outcome."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.staffing import OperationsOutcome
from kopa_sim.operations.staffed_year import StaffedYear

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

OUTCOMES: Final[tuple[str, ...]] = OperationsOutcome.LESSON_OUTCOMES
AS_PLANNED, UNQUALIFIED, MERGED, REMOTE_COVER, SUPERVISED, LOST = range(len(OUTCOMES))

_NOT_QUALIFIED: Final[tuple[int, ...]] = (UNQUALIFIED, SUPERVISED, LOST)
"""Outcomes in which no qualified teacher teaches. A merged group sits with another qualified teacher."""

_ROUNDING: Final[float] = 1e-6
"""Lessons a year by which sums of many small parts may stray."""


class LessonBook:
    """Lessons of one school year by outcome, school and subject.

    It opens with the plan: lessons of qualified teachers, in the school or over a link, are given as planned,
    those of unqualified staff are ``lessons_unqualified``, lessons that nobody was found for are ``lessons_lost``.
    Disruptions move lessons from there; each move is one line, and the lines are summed when the book is closed.

    Attributes
    ----------
    planned_school_subject, planned_qualified_school_subject
        Lessons a year in the plan, and those of them with a qualified teacher. (school, subject)
    unstaffed_school_subject
        Lessons a year that nobody was found for in the plan, lost whatever the year brings. (school, subject)

    Parameters
    ----------
    staffed
        The year's weekly lessons.
    weeks
        Teaching weeks.
    """

    def __init__(self, staffed: StaffedYear, weeks: int) -> None:
        self.planned_school_subject = weeks * staffed.required_school_subject
        self.planned_qualified_school_subject = weeks * (
            staffed.qualified_school_subject + staffed.remote_qualified_school_subject
        )
        self._opening = np.zeros((len(OUTCOMES), *self.planned_school_subject.shape))
        self._opening[AS_PLANNED] = self.planned_qualified_school_subject
        remote_unqualified = staffed.remote_school_subject - staffed.remote_qualified_school_subject
        self._opening[UNQUALIFIED] = weeks * (staffed.unqualified_school_subject + remote_unqualified)
        self.unstaffed_school_subject = weeks * staffed.not_given_school_subject
        self._opening[LOST] = self.unstaffed_school_subject
        self._lines: list[tuple[int, int, int, float, float]] = []

    def move(
        self, school: int, subject: int, lessons: float, outcome: int, unqualified_share: float = 0.0
    ) -> None:
        """Book lessons of a post under another outcome than planned.

        Parameters
        ----------
        unqualified_share
            Share of the post's lessons that were planned with an unqualified teacher.
        """
        self._lines.append((school, subject, outcome, lessons, unqualified_share))

    def close(self) -> "ClosedBook":
        """Sum the lines and check that no lesson got lost between the outcomes, and that none was booked twice.

        Raises
        ------
        ArithmeticError
            If the outcomes of a school and subject do not sum to its planned lessons, or one of them is negative:
            more lessons were then moved out of the plan than stood in it.
        """
        lines = np.array(self._lines, dtype=np.float64).reshape(-1, 5)
        place, outcome = self._places(lines), lines[:, 2].astype(np.intp)
        lessons, qualified = lines[:, 3], lines[:, 3] * (1.0 - lines[:, 4])
        book = self._opening.copy()
        book[AS_PLANNED] -= self._sum(place, qualified)
        book[UNQUALIFIED] -= self._sum(place, lessons - qualified)
        for number in range(len(OUTCOMES)):
            book[number] += self._sum(place, np.where(outcome == number, lessons, 0.0))
        missed = self._sum(place, np.where(np.isin(outcome, _NOT_QUALIFIED), qualified, 0.0))
        self._check(book)
        return ClosedBook(book, missed)

    def _places(self, lines: Floats) -> Ints:
        places: Ints = (lines[:, 0] * self.planned_school_subject.shape[1] + lines[:, 1]).astype(np.intp)
        return places

    def _sum(self, place: Ints, values: Floats) -> Floats:
        """Return lines summed in their order. (school, subject)"""
        shape = self.planned_school_subject.shape
        total = np.bincount(place, weights=values, minlength=shape[0] * shape[1])
        return total.reshape(shape).astype(np.float64)

    def _check(self, book: Floats) -> None:
        total = book.sum(axis=0)
        amiss = ~np.isclose(total, self.planned_school_subject, rtol=1e-6, atol=_ROUNDING)
        if amiss.any():
            school, subject = np.argwhere(amiss)[0].tolist()
            raise ArithmeticError(
                f"lessons of school {school}, subject {subject} sum to {total[school, subject]:.6f}, planned were"
                f" {self.planned_school_subject[school, subject]:.6f}"
            )
        if book.min(initial=0.0) < -_ROUNDING:
            outcome, school, subject = np.argwhere(book < -_ROUNDING)[0].tolist()
            raise ArithmeticError(
                f"{OUTCOMES[outcome]} of school {school}, subject {subject} are"
                f" {book[outcome, school, subject]:.6f}: lessons were booked twice"
            )


@dataclass(frozen=True)
class ClosedBook:
    """What became of the lessons of a year.

    Attributes
    ----------
    lessons_outcome_school_subject
        Lessons a year by outcome, in the order of OUTCOMES. (outcome, school, subject)
    qualified_missed_school_subject
        Lessons planned with a qualified teacher that none gave. (school, subject)
    """

    lessons_outcome_school_subject: Floats
    qualified_missed_school_subject: Floats
