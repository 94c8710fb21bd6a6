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
        Kilometres a year of the schools whose travel their tours are.
    """

    teachers: list[Teacher]
    lessons_school_subject: Floats
    posts_school_subject: Floats
    km_school_subject: Floats


def shared_teachers(schools: Schools, staffed: StaffedYear, weeks: int) -> Toured:
    """Return the shared teachers of one year.

    A tour keeps its lessons while the school has as many in this future, and its part of them when there are fewer;
    lessons that are more go to the school's own teachers. The kilometres of a pool's tours are stretched so that they
    sum to those of the yearly stage in this future.
    """
    toured = lessons_on_tour(staffed.tours, staffed.required_school_subject.shape)
    has = staffed.local_school_subject
    scale = np.minimum(1.0, np.divide(has, toured, out=np.zeros_like(has), where=toured > 0.0))
    km, stretch = _stretch_of_pools(staffed, toured, weeks)
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
        teachers.append(_teacher(schools, staffed, tour, subject, number, scale, stretch[tour.pool]))
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


def _stretch_of_pools(
    staffed: StaffedYear, toured_school_subject: Floats, weeks: int
) -> tuple[Floats, dict[str, float]]:
    """Return the kilometres that tours drive, and by how much each pool's legs are stretched.

    A school where several pools teach a subject divides its kilometres between them by lessons.
    """
    driven = np.zeros_like(toured_school_subject)
    stretch: dict[str, float] = {}
    for pool in dict.fromkeys(tour.pool for tour in staffed.tours):
        tours = [tour for tour in staffed.tours if tour.pool == pool]
        own = lessons_on_tour(tours, toured_school_subject.shape)
        share = np.divide(own, toured_school_subject, out=np.zeros_like(own), where=toured_school_subject > 0)
        planned = staffed.driven_km_school_subject * share
        of_tours = weeks * sum(visit.leg_km + visit.home_km for tour in tours for visit in tour.visits)
        stretch[pool] = float(planned.sum()) / of_tours if of_tours > 0.0 else 0.0
        if of_tours > 0.0:
            driven += planned
    return driven, stretch


def _teacher(
    schools: Schools,
    staffed: StaffedYear,
    tour: TravellingTeacher,
    subject: int,
    number: int,
    scale_school_subject: Floats,
    stretch: float,
) -> Teacher:
    """Return a shared teacher: a day's subjects at one school are visits one after the other, the first driven to."""
    week: list[list[Visit]] = [[] for _ in range(DAYS_A_WEEK)]
    home_km = [0.0] * DAYS_A_WEEK
    unqualified = staffed.unqualified_share_school_subject
    for visit in tour.visits:
        leg = visit.leg_km * stretch
        home_km[visit.weekday] += visit.home_km * stretch
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
    )
