"""One week of a simulated school year, day by day: who is where, and which lessons go another way than planned."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.region import Schools
from kopa_sim.model.school_year_log import DisruptionEvent, PersonWeek, YearLog
from kopa_sim.study.result import OptionResult, RunResult
from kopa_sim.study.shown_week import DAYS_A_WEEK, days_of_week, most_disrupted_week

Floats = NDArray[np.float64]

LOST, SUPERVISED = "lessons_lost", "lessons_supervised"
TAUGHT: Final[tuple[str, ...]] = (
    "lessons_as_planned",
    "lessons_unqualified",
    "lessons_merged",
    "lessons_remote_cover",
)
"""Outcomes in which the group is taught although its teacher is not there."""

ROAD: Final[tuple[str, ...]] = ("late", "breakdown", "closed_road", "school_transport")
LINKS: Final[tuple[str, ...]] = ("link", "site_adult")


@dataclass(frozen=True)
class OnTheMove:
    """A teacher who is at another place than the own school's on a day, or at several.

    Attributes
    ----------
    schools
        Where the teacher is, in order, the home base first. Over a link: the home base and the schools that receive.
    lessons
        Lessons of the day.
    trouble
        Kinds of disruption that met the teacher that day.
    """

    person: PersonWeek
    schools: tuple[int, ...]
    lessons: float
    trouble: tuple[str, ...]


@dataclass(frozen=True)
class SchoolDay:
    """One day of the week that is shown."""

    day: date
    moves: tuple[OnTheMove, ...]
    links: tuple[OnTheMove, ...]
    events: tuple[DisruptionEvent, ...]

    def lessons(self, outcomes: Iterable[str]) -> float:
        """Return the lessons that ended so because of a disruption."""
        wanted = frozenset(outcomes)
        return sum(event.lessons for event in self.events if event.outcome in wanted)

    def lessons_school(self, outcomes: Iterable[str], n_schools: int) -> Floats:
        """Return the same by school. (school,)"""
        wanted = frozenset(outcomes)
        total = np.zeros(n_schools)
        for event in self.events:
            if event.outcome in wanted:
                total[event.school] += event.lessons
        return total

    def schools_with(self, kinds: Iterable[str]) -> tuple[int, ...]:
        """Return the schools that a kind of disruption met, rising."""
        wanted = frozenset(kinds)
        return tuple(sorted({event.school for event in self.events if event.kind in wanted}))


@dataclass(frozen=True)
class SchoolWeek:
    """A week of one simulated year.

    Attributes
    ----------
    number
        Teaching week of the year, from 0.
    """

    year: int
    number: int
    days: tuple[SchoolDay, ...]


def log_of(result: RunResult, option: OptionResult) -> YearLog | None:
    """Return the year of an option that is shown: its own, or that of as_is where it decides nothing else yet."""
    own = option.operations.log if option.operations else None
    as_is = result.as_is.operations
    return own or (as_is.log if as_is else None)


def place_of_schools(schools: Schools) -> tuple[int, ...]:
    """Return for each school the first one at its address: schools at one address are one place. (school,)"""
    corners = list(zip(schools.x_m.round().tolist(), schools.y_m.round().tolist(), strict=True))
    return tuple(corners.index(corner) for corner in corners)


def school_week(log: YearLog, number: int, places: Sequence[int] = ()) -> SchoolWeek:
    """Return one teaching week of a year, day by day.

    Parameters
    ----------
    places
        Of ``place_of_schools``; empty where each school is a place of its own.
    """
    events = log.week(number)
    first = number * DAYS_A_WEEK
    days = [
        _school_day(
            log, day, weekday, tuple(event for event in events if event.day == first + weekday), places
        )
        for weekday, day in enumerate(days_of_week(log, number))
    ]
    return SchoolWeek(log.year, number, tuple(days))


def _school_day(
    log: YearLog,
    day: date,
    weekday: int,
    events: tuple[DisruptionEvent, ...],
    places: Sequence[int],
) -> SchoolDay:
    troubles: dict[str, list[str]] = {}
    for event in events:
        if event.person:
            troubles.setdefault(event.person, []).append(event.kind)
    found = [
        OnTheMove(person, schools, lessons, tuple(dict.fromkeys(troubles.get(person.person, ()))))
        for person in log.persons
        for schools, lessons in (_where(person, weekday),)
        if len({places[school] if places else school for school in schools}) > 1
    ]
    return SchoolDay(
        day,
        moves=tuple(move for move in found if not move.person.over_link),
        links=tuple(move for move in found if move.person.over_link),
        events=events,
    )


def _where(person: PersonWeek, weekday: int) -> tuple[tuple[int, ...], float]:
    """Return the home base and the schools of a day in order, and its lessons; nothing on a day without lessons."""
    visits = person.tour[weekday] if weekday < len(person.tour) else ()
    if not visits:
        return (), 0.0
    schools = [person.home_base]
    for school, _ in visits:
        if school != schools[-1]:
            schools.append(school)
    return tuple(schools), sum(lessons for _, lessons in visits)


def weeks_shown(result: RunResult) -> tuple[SchoolWeek | None, ...]:
    """Return the week of every option: for all the one that is most disrupted as it is, so that they compare."""
    as_is = log_of(result, result.as_is)
    if as_is is None:
        return (None,) * len(result.options)
    number = most_disrupted_week(as_is)
    places = place_of_schools(result.scenario.region.schools)
    logs = [log_of(result, option) for option in result.options]
    return tuple(school_week(log, number, places) if log is not None else None for log in logs)
