"""One year of one future: who teaches what at which school."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.grades import BAND_OF_GRADE, N_BANDS
from kopa_sim.model.plan import Plan, RemoteGroup, SubstitutePool, TeacherPool
from kopa_sim.model.staffing import Groups, Staffing
from kopa_sim.model.subjects import SUBJECTS
from kopa_sim.model.tours import TravellingTeacher

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class SchoolRuns:
    """Morning runs of school transport, by the Plan's years.

    Attributes
    ----------
    pupils_draw_year_school
        Pupils whom school vehicles carry.
    vehicles_draw_year_school
        Vehicles a school day; a part is that of a vehicle that serves several schools.
    """

    pupils_draw_year_school: Floats
    vehicles_draw_year_school: Floats


@dataclass(frozen=True)
class StaffedYear:
    """Groups, weekly lessons and posts of one school year in one future.

    Attributes
    ----------
    required_school_subject
        Weekly lessons; the four that follow sum to them. (school, subject)
    qualified_school_subject, unqualified_school_subject
        Weekly lessons given in the school by qualified and by unqualified teachers. (school, subject)
    remote_school_subject, not_given_school_subject
        Weekly lessons given over a link, and those for which nobody is found. (school, subject)
    remote_qualified_school_subject
        Those of the lessons over a link that a qualified teacher gives. (school, subject)
    posts_school_subject
        Posts, fractions allowed. (school, subject)
    standing_posts_school_subject
        Those of them that outlast a school year; the rest are lessons given by the hour. (school, subject)
    driven_km_school_subject
        Kilometres a year between schools. (school, subject)
    site_adult_share_school
        Share of the remote lessons beside which an adult sits. (school,)
    remote_rooms_school
        Rooms for lessons over a link. (school,)
    groups_school_band, group_lessons_school_band
        Groups and their weekly lessons. (school, band)
    pupils_school_band
        Pupils in these groups. (school, band)
    places_school
        Pupils the buildings can take. (school,)
    run_pupils_school, run_vehicles_school
        Pupils whom school vehicles carry, and vehicles. (school,)
    remote_groups
        Remote groups that work this year.
    tours
        Teachers whom schools share.
    teacher_pools
        Schools that share teachers this year.
    substitute_pools
        Municipalities that send each other substitutes this year.
    """

    year: int
    required_school_subject: Floats
    qualified_school_subject: Floats
    unqualified_school_subject: Floats
    remote_school_subject: Floats
    remote_qualified_school_subject: Floats
    not_given_school_subject: Floats
    posts_school_subject: Floats
    standing_posts_school_subject: Floats
    driven_km_school_subject: Floats
    site_adult_share_school: Floats
    remote_rooms_school: Floats
    groups_school_band: Floats
    group_lessons_school_band: Floats
    pupils_school_band: Floats
    places_school: Floats
    run_pupils_school: Floats
    run_vehicles_school: Floats
    remote_groups: tuple[RemoteGroup, ...]
    tours: tuple[TravellingTeacher, ...] = ()
    teacher_pools: tuple[TeacherPool, ...] = ()
    substitute_pools: tuple[SubstitutePool, ...] = ()

    @property
    def posts_school(self) -> Floats:
        """Posts of each school. (school,)"""
        posts: Floats = self.posts_school_subject.sum(axis=1)
        return posts

    @property
    def local_school_subject(self) -> Floats:
        """Weekly lessons given in the school. (school, subject)"""
        return self.qualified_school_subject + self.unqualified_school_subject

    @property
    def unqualified_share_school_subject(self) -> Floats:
        """Share of the lessons given in the school that an unqualified teacher gives. (school, subject)"""
        return _share(self.unqualified_school_subject, self.local_school_subject)

    @property
    def remote_unqualified_share_school_subject(self) -> Floats:
        """Share of the lessons over a link that an unqualified teacher gives. (school, subject)"""
        given = self.remote_school_subject
        return _share(given - self.remote_qualified_school_subject, given).clip(0.0, 1.0)

    @property
    def remote_member_school_subject(self) -> Bools:
        """Schools and subjects that a remote group serves. (school, subject)"""
        member = np.zeros(self.posts_school_subject.shape, dtype=np.bool_)
        for group in self.remote_groups:
            subjects = [SUBJECTS.index(name) for name in group.subjects]
            member[np.ix_(sorted(set(group.schools)), subjects)] = True
        return member

    @property
    def group_size_school_band(self) -> Floats:
        """Mean pupils of a group; 0 where there is none. (school, band)"""
        return _share(self.pupils_school_band, self.groups_school_band)


def _share(part: Floats, whole: Floats) -> Floats:
    found: Floats = np.divide(part, whole, out=np.zeros_like(whole), where=whole > 0.0)
    return found


def staffed_year(
    plan: Plan,
    groups: Groups,
    staffing: Staffing,
    draw: int,
    year: int,
    runs: SchoolRuns | None = None,
    tours: Sequence[TravellingTeacher] = (),
) -> StaffedYear:
    """Return one draw and year of the groups and the staff of an option.

    Raises
    ------
    ValueError
        If the Plan does not cover the year.
    """
    if year not in plan.years:
        raise ValueError(f"the Plan runs from {plan.years[0]} to {plan.years[-1]}, not to {year}")
    index = plan.years.index(year)
    measures = {name: values[draw, index].astype(np.float64) for name, values in staffing.measures.items()}
    remote = measures["hours_remote"].sum(axis=1)
    adults = staffing.site_adult_hours_draw_year_school[draw, index]
    standing = staffing.standing_posts_draw_year_school_subject
    n_schools = len(remote)
    return StaffedYear(
        year=year,
        required_school_subject=measures["hours_required"],
        qualified_school_subject=measures["hours_qualified"],
        unqualified_school_subject=measures["hours_unqualified"],
        remote_school_subject=measures["hours_remote"],
        remote_qualified_school_subject=measures["hours_remote_qualified"],
        not_given_school_subject=measures["hours_not_given"],
        posts_school_subject=measures["posts"],
        standing_posts_school_subject=measures["posts"] if standing is None else standing[draw, index],
        driven_km_school_subject=measures["driven_km"],
        site_adult_share_school=np.clip(_share(adults, remote), 0.0, 1.0),
        remote_rooms_school=staffing.remote_rooms_draw_year_school[draw, index],
        groups_school_band=groups.groups_draw_year_school_band[draw, index],
        group_lessons_school_band=groups.lesson_hours_draw_year_school_band[draw, index],
        pupils_school_band=_pupils_by_band(groups, draw, index),
        places_school=plan.places_year_school[index].astype(np.float64),
        run_pupils_school=np.zeros(n_schools) if runs is None else runs.pupils_draw_year_school[draw, index],
        run_vehicles_school=np.zeros(n_schools)
        if runs is None
        else runs.vehicles_draw_year_school[draw, index],
        remote_groups=tuple(group for group in plan.remote_groups if group.years[index]),
        tours=tuple(tours),
        teacher_pools=tuple(pool for pool in plan.teacher_pools if pool.years[index]),
        substitute_pools=tuple(pool for pool in plan.substitute_pools if pool.years[index]),
    )


def _pupils_by_band(groups: Groups, draw: int, index: int) -> Floats:
    by_grade = groups.pupils_draw_year_school_grade[draw, index]
    by_band = np.zeros((len(by_grade), N_BANDS))
    for grade, band in enumerate(BAND_OF_GRADE.tolist()):
        by_band[:, band] += by_grade[:, grade]
    return by_band
