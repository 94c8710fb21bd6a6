"""What happened in one simulated school year, for people who want to watch it: who is where, which lesson is lost.

A log is kept only when it is asked for, for one option, replication and year.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

DISRUPTIONS: Final[tuple[str, ...]] = (
    "absence",
    "vacancy",
    "leave",
    "late",
    "breakdown",
    "closed_road",
    "link",
    "site_adult",
    "school_transport",
)
"""Kinds of disruption."""

Tour = tuple[tuple[tuple[int, float], ...], ...]
"""For each weekday, Monday first, the schools of the day in order, each with its lessons."""


@dataclass(frozen=True)
class DisruptionEvent:
    """What one disruption did to the lessons of one subject at one school on one day.

    Attributes
    ----------
    day
        School day, from 0; ``YearLog.calendar`` has its date.
    lesson_of_day
        Lesson of the day with which it begins, from 1; None where the whole day is meant.
    kind
        One of DISRUPTIONS.
    person
        Key of the teacher; empty where no teacher is concerned (a link, a school run).
    school, subject
        Index of the school and along the subject axis; the subject is -1 where none is concerned.
    lessons
        Lessons concerned; 0 where only minutes or pupils are.
    outcome
        One of ``OperationsOutcome.LESSON_OUTCOMES``; empty where no lesson changes its outcome.
    minutes
        Minutes late; 0 where nobody is late.
    pupils
        Pupils who came late with a school run; 0 for other kinds.
    """

    day: int
    lesson_of_day: int | None
    kind: str
    person: str
    school: int
    subject: int
    lessons: float
    outcome: str
    minutes: float = 0.0
    pupils: float = 0.0


@dataclass(frozen=True)
class PersonWeek:
    """A teacher and where the teacher is on each weekday.

    Attributes
    ----------
    person
        Key of the teacher, as in the events.
    subject
        Index along the subject axis; of a teacher of several subjects the one with most lessons.
    home_base
        Index of the school of the post, to which a substitute is called.
    tour
        Schools of each weekday in order, with the lessons there. Over a link: the schools that receive them.
    over_link
        Whether the lessons are given over a link from the home base.
    """

    person: str
    subject: int
    home_base: int
    tour: Tour
    over_link: bool = False


@dataclass(frozen=True)
class YearLog:
    """One school year as it was lived through.

    Attributes
    ----------
    year
        School year.
    persons
        Teachers in the order of their posts.
    events
        Events, rising by day.
    calendar
        Date of each school day. (day,)
    """

    year: int
    persons: tuple[PersonWeek, ...]
    events: tuple[DisruptionEvent, ...]
    calendar: tuple[date, ...]

    def week(self, number: int) -> tuple[DisruptionEvent, ...]:
        """Return the events of one teaching week, numbered from 0."""
        return tuple(event for event in self.events if event.day // 5 == number)
