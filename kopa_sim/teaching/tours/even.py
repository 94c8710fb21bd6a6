"""A person's week with its lessons spread evenly: the same drives, schools and lessons, so the same price.

The programme and the quick search fill a day before they begin another; nobody would plan a week so.
"""

from dataclasses import replace
from itertools import permutations

import numpy as np

from kopa_sim.teaching.tours.crew import WHOLE_POST
from kopa_sim.teaching.tours.family import Family
from kopa_sim.teaching.tours.people import Day, Worker
from kopa_sim.teaching.tours.problem import WHOLE, Floats

LEAST_DIFFERENCE = 2.0
"""Days that differ by fewer lessons are even: one lesson moved would only turn them round."""


def even_week(family: Family, worker: Worker) -> Worker:
    """Return the person with days as even as the schools they visit allow, subjects spread over them.

    Days driven stay as they are, each school on them with a lesson at least. Somebody in a whole post is at the home
    base on days that are free otherwise.
    """
    days = [*worker.days, *_free_days(family, worker)]
    lessons = np.array([_by_school(family, day) for day in days])
    taught = _evened(days, lessons.sum(axis=2)) if family.whole else lessons.sum(axis=2)
    dealt = _dealt(taught, lessons.sum(axis=0), whole=family.whole)
    even = [
        Day(day.drive, here[list(day.drive.sites)])
        for day, here in zip(days, dealt, strict=True)
        if here.sum() > WHOLE
    ]
    return replace(worker, days=tuple(even))


def _free_days(family: Family, worker: Worker) -> list[Day]:
    """Return days at the home base without lessons yet, for a whole post whose holder has some days there."""
    at_home = [day for day in worker.days if day.drive.sites == (worker.base,)]
    if not family.whole or not at_home or worker.share < WHOLE_POST:
        return []
    empty = Day(at_home[0].drive, np.zeros_like(at_home[0].lessons_site_subject))
    return [empty] * (family.problem.week.days - len(worker.days))


def _by_school(family: Family, day: Day) -> Floats:
    """Return the lessons of a day. (school, subject of family)"""
    lessons = np.zeros_like(family.lessons)
    lessons[list(day.drive.sites)] = day.lessons_site_subject
    return lessons


def _evened(days: list[Day], taught_day_school: Floats) -> Floats:
    """Return whole lessons moved one by one from fuller to emptier days of the same school. (day, school)"""
    taught = taught_day_school.copy()
    while (move := _best_move(days, taught)) is not None:
        fuller, emptier, school = move
        taught[fuller, school] -= 1.0
        taught[emptier, school] += 1.0
    return taught


def _best_move(days: list[Day], taught: Floats) -> tuple[int, int, int] | None:
    """Return the fuller day, the emptier one and the school of the move that evens most, nothing if none does."""
    total = taught.sum(axis=1)
    pairs = sorted(permutations(range(len(days)), 2), key=lambda pair: total[pair[1]] - total[pair[0]])
    for fuller, emptier in pairs:
        if total[fuller] - total[emptier] < LEAST_DIFFERENCE - WHOLE:
            return None
        both = [school for school in days[fuller].drive.sites if school in days[emptier].drive.sites]
        movable = [school for school in both if taught[fuller, school] > 1.0 + WHOLE]
        if movable:
            return fuller, emptier, max(movable, key=lambda school: float(taught[fuller, school]))
    return None


def _dealt(taught_day_school: Floats, lessons_school_subject: Floats, *, whole: bool) -> Floats:
    """Return each day's lessons by subject, every subject over as many days as it can. (day, school, subject)"""
    dealt = np.zeros((*taught_day_school.shape, lessons_school_subject.shape[1]))
    for school in np.flatnonzero(lessons_school_subject.sum(axis=1) > WHOLE).tolist():
        room, subjects = taught_day_school[:, school].copy(), lessons_school_subject[school]
        if not whole:
            dealt[:, school] = np.outer(room, subjects) / subjects.sum()
            continue
        for subject in np.argsort(-subjects, kind="stable").tolist():
            for _ in range(round(subjects[subject])):
                had = np.where(room > WHOLE, dealt[:, school, subject], np.inf)
                day = int(np.lexsort((-room, had))[0])
                dealt[day, school, subject] += 1.0
                room[day] -= 1.0
    return dealt
