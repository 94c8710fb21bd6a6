"""Shared teachers on their tours: the week that was solved for the mean future, with the lessons of this one."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.region import Schools
from kopa_sim.model.subjects import SUBJECTS
from kopa_sim.model.tours import TravellingTeacher
from kopa_sim.operations.school_calendar import DAYS_A_WEEK
from kopa_sim.operations.staffed_year import StaffedYear
from kopa_sim.operations.teachers import NOTHING, Teacher, Visit

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Toured:
    """What shared teachers take from the schools' own.

    Attributes
    ----------
    teachers
        The shared teachers.
    lessons_school_subject
        Weekly lessons they give.
    posts_school_subject
        Their posts, spread over their schools by lessons.
    km_school_subject
        Kilometres a year of the plan that their tours are.
    """

    teachers: list[Teacher]
    lessons_school_subject: Floats
    posts_school_subject: Floats
    km_school_subject: Floats


def shared_teachers(schools: Schools, staffed: StaffedYear, weeks: int) -> Toured:
    """Return the shared teachers of one year.

    A tour keeps its lessons while the school has as many in this future, and its part of them when there are fewer;
    lessons that are more go to the school's own teachers. A pool's legs are stretched so that they sum to all the
    kilometres that the yearly stage has for the pool in this future, in whichever of its subjects; where that has
    none, they stay as they were solved and count as driving that no plan has.
    """
    toured = lessons_on_tour(staffed.tours, staffed.required_school_subject.shape)
    has = staffed.local_school_subject
    scale = np.minimum(1.0, np.divide(has, toured, out=np.zeros_like(has), where=toured > 0.0))
    km_of_pool = _km_of_pools(staffed)
    km = np.zeros_like(has)
    drives = {pool: _drive(staffed, pool, planned, weeks) for pool, planned in km_of_pool.items()}
    for pool, planned in km_of_pool.items():
        km += planned * (drives[pool].stretch > 0.0)
    posts = np.zeros_like(has)
    teachers = []
    numbers: dict[tuple[int, int], int] = defaultdict(int)
    for tour in staffed.tours:
        given = _lessons_by_cell(tour)
        if not given:
            continue
        lessons = sum(given.values())
        for cell, of_cell in given.items():
            posts[cell] += tour.share * of_cell / lessons * float(scale[cell])
        subject = max(sorted({subject for _, subject in given}), key=lambda s: _of_subject(given, s))
        number = numbers[tour.home_base, subject]
        numbers[tour.home_base, subject] += 1
        teachers.append(_teacher(schools, staffed, tour, subject, number, scale, drives[tour.pool]))
    return Toured(teachers, toured * scale, posts, km)


def lessons_on_tour(tours: Sequence[TravellingTeacher], shape: tuple[int, ...]) -> Floats:
    """Return the weekly lessons of tours. (school, subject)"""
    lessons = np.zeros(shape)
    for tour in tours:
        for cell, of_cell in _lessons_by_cell(tour).items():
            lessons[cell] += of_cell
    return lessons


def _lessons_by_cell(tour: TravellingTeacher) -> dict[tuple[int, int], float]:
    given: dict[tuple[int, int], float] = defaultdict(float)
    for visit in tour.visits:
        for subject, lessons in visit.lessons:
            if lessons > NOTHING:
                given[visit.school, subject] += lessons
    return given


def _of_subject(given: dict[tuple[int, int], float], subject: int) -> float:
    return sum(lessons for (_, each), lessons in given.items() if each == subject)


@dataclass(frozen=True)
class _Drive:
    """What one future makes of the drives of a pool.

    Attributes
    ----------
    stretch
        By how much its legs are longer than those that were solved.
    planned_at
        Schools whose plan has the kilometres, and the share of each; empty where no plan has any.
    """

    stretch: float
    planned_at: tuple[tuple[int, float], ...]


def _km_of_pools(staffed: StaffedYear) -> dict[str, Floats]:
    """Return the kilometres a year that the yearly stage has for every pool with tours. Each (school, subject)

    They lie where the shared lessons of this future are, which need not be where the tours have theirs. A cell of
    several pools divides its kilometres between them by the lessons on tour, evenly where there are none.
    """
    km = staffed.driven_km_school_subject
    pools = {pool.name: pool for pool in staffed.teacher_pools}
    inside, toured = {}, {}
    for name in dict.fromkeys(tour.pool for tour in staffed.tours):
        subjects = [SUBJECTS.index(subject) for subject in pools[name].subjects]
        inside[name] = np.zeros(km.shape)
        inside[name][np.ix_(pools[name].schools, subjects)] = 1.0
        own = lessons_on_tour([tour for tour in staffed.tours if tour.pool == name], km.shape)
        toured[name] = own * inside[name]
    on_tour = sum(toured.values(), np.zeros(km.shape))
    weights = {name: np.where(on_tour > 0.0, toured[name], inside[name]) for name in inside}
    total = sum(weights.values(), np.zeros(km.shape))
    return {
        name: km * np.divide(weight, total, out=np.zeros(km.shape), where=total > 0.0)
        for name, weight in weights.items()
    }


def _drive(staffed: StaffedYear, pool: str, planned_km_school_subject: Floats, weeks: int) -> _Drive:
    """Return how a pool's tours are driven; not at all where they were solved without a drive."""
    visits = [visit for tour in staffed.tours if tour.pool == pool for visit in tour.visits]
    solved = weeks * sum(visit.leg_km + visit.home_km for visit in visits)
    planned_school = planned_km_school_subject.sum(axis=1)
    total = float(planned_school.sum())
    if solved <= 0.0:
        return _Drive(0.0, ())
    if total <= 0.0:
        return _Drive(1.0, ())
    schools = np.flatnonzero(planned_school).tolist()
    return _Drive(
        total / solved, tuple((school, float(planned_school[school]) / total) for school in schools)
    )


def _teacher(
    schools: Schools,
    staffed: StaffedYear,
    tour: TravellingTeacher,
    subject: int,
    number: int,
    scale_school_subject: Floats,
    drive: _Drive,
) -> Teacher:
    """Return a shared teacher: a day's subjects at one school are visits one after the other, the first driven to."""
    week: list[list[Visit]] = [[] for _ in range(DAYS_A_WEEK)]
    home_km = [0.0] * DAYS_A_WEEK
    unqualified = staffed.unqualified_share_school_subject
    for visit in tour.visits:
        leg = visit.leg_km * drive.stretch
        home_km[visit.weekday] += visit.home_km * drive.stretch
        for each, lessons in visit.lessons:
            scaled = lessons * float(scale_school_subject[visit.school, each])
            if scaled > NOTHING:
                share = float(unqualified[visit.school, each])
                week[visit.weekday].append(Visit(visit.school, each, scaled, share, leg))
                leg = 0.0
        home_km[visit.weekday] += leg
    return Teacher(
        post=f"{schools.codes[tour.home_base]}/{SUBJECTS[subject]}/shared/{number}",
        school=tour.home_base,
        subject=subject,
        week=tuple(tuple(visits) for visits in week),
        year=staffed.year,
        home_km=tuple(home_km),
        tour_planned_at=drive.planned_at,
    )
