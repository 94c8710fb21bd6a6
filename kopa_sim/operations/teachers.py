"""Teachers as persons: the posts of a year, one by one."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil, floor

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.plan import RemoteGroup
from kopa_sim.model.region import Schools
from kopa_sim.model.subjects import SUBJECTS
from kopa_sim.operations.assumptions import Assumptions
from kopa_sim.operations.school_calendar import DAYS_A_WEEK
from kopa_sim.operations.staffed_year import StaffedYear

Bools = NDArray[np.bool_]

_NOTHING = 1e-9
"""Lessons or posts below this are rounding of the stage before."""


@dataclass(frozen=True)
class Teacher:
    """Who stands in for one whole or part post in one school year.

    Attributes
    ----------
    key
        Names the person's chance: school / subject / number of the post / year.
    school
        Index of the school to which a substitute is called.
    subject
        Index along the subject axis.
    days_a_week
        Days on which the post teaches; a post of 0.3 teaches on two of five.
    lessons_by_school
        Lessons of one teaching day at each school; several schools only over a link.
    unqualified_share
        Share of the lessons planned with an unqualified teacher.
    km_day
        Kilometres between schools on a teaching day.
    over_link
        Whether the lessons are given over a link.
    """

    key: str
    school: int
    subject: int
    days_a_week: int
    lessons_by_school: tuple[tuple[int, float], ...]
    unqualified_share: float = 0.0
    km_day: float = 0.0
    over_link: bool = False

    @property
    def lessons_day(self) -> float:
        """Lessons of a teaching day; over a link one lesson serves several schools."""
        return max(lessons for _, lessons in self.lessons_by_school)


def teachers_of_year(
    schools: Schools, staffed: StaffedYear, weeks: int, assumptions: Assumptions
) -> list[Teacher]:
    """Return the teachers of one year: those in the schools, then those behind the links.

    Parameters
    ----------
    weeks
        Teaching weeks, over which the year's kilometres are spread.
    """
    posts = [
        teacher
        for school, subject in np.argwhere(
            staffed.qualified_school_subject + staffed.unqualified_school_subject > _NOTHING
        ).tolist()
        for teacher in _teachers_of_cell(schools, staffed, school, subject, weeks, assumptions)
    ]
    return posts + list(_teachers_over_links(schools, staffed, assumptions))


def _teachers_of_cell(
    schools: Schools, staffed: StaffedYear, school: int, subject: int, weeks: int, assumptions: Assumptions
) -> Iterator[Teacher]:
    """Yield the teachers of one subject at one school, whole posts first, then the part post.

    Lessons are spread over the posts by their size. Kilometres belong to the part post, for a school keeps its
    whole posts and shares what is left; without a part post they are spread too. Lessons without a post are given
    by the hour: they count as the part post that would carry them.
    """
    qualified = float(staffed.qualified_school_subject[school, subject])
    unqualified = float(staffed.unqualified_school_subject[school, subject])
    lessons = qualified + unqualified
    km = float(staffed.driven_km_school_subject[school, subject])
    posts = float(staffed.posts_school_subject[school, subject])
    if posts < _NOTHING:
        posts = lessons / assumptions.full_post_lessons
    sizes = post_sizes(posts)
    part_post = len(sizes) - 1 if sizes and sizes[-1] < 1.0 else None
    for number, size in enumerate(sizes):
        days_a_week = teaching_days_a_week(size)
        share = size / posts
        km_share = share if part_post is None else float(number == part_post)
        yield Teacher(
            key=f"{schools.codes[school]}/{SUBJECTS[subject]}/{number}/{staffed.year}",
            school=school,
            subject=subject,
            days_a_week=days_a_week,
            lessons_by_school=((school, lessons * share / days_a_week),),
            unqualified_share=unqualified / lessons,
            km_day=km * km_share / (days_a_week * weeks),
        )


def post_sizes(posts: float) -> list[float]:
    """Return whole posts and the part post that make up a number of posts.

    >>> post_sizes(2.25)
    [1.0, 1.0, 0.25]
    """
    whole = floor(posts + _NOTHING)
    part = posts - whole
    return [1.0] * whole + ([part] if part > _NOTHING else [])


def teaching_days_a_week(post_size: float) -> int:
    """Return on how many days a week a post of this size teaches: a fifth of a post a day, begun days whole.

    >>> teaching_days_a_week(0.3), teaching_days_a_week(1.0)
    (2, 5)
    """
    return min(DAYS_A_WEEK, max(1, ceil(post_size * DAYS_A_WEEK - 1e-6)))


def _teachers_over_links(
    schools: Schools, staffed: StaffedYear, assumptions: Assumptions
) -> Iterator[Teacher]:
    """Yield the teachers behind the remote lessons: one a remote group and subject, more when one is too few.

    The receiving school with most remote lessons tells how many teachers a group needs.
    """
    taken = np.zeros(staffed.remote_school_subject.shape, dtype=np.bool_)
    for group in staffed.remote_groups:
        sender = sending_school(group, staffed)
        for subject in (SUBJECTS.index(name) for name in group.subjects):
            weekly = [
                (school, float(staffed.remote_school_subject[school, subject]))
                for school in sorted(set(group.schools))
                if staffed.remote_school_subject[school, subject] > _NOTHING and not taken[school, subject]
            ]
            if not weekly:
                continue
            taken[[school for school, _ in weekly], subject] = True
            needed = ceil(max(lessons for _, lessons in weekly) / assumptions.full_post_lessons - 1e-6)
            for number in range(needed):
                yield Teacher(
                    key=f"remote/{schools.codes[sender]}/{group.name}/{SUBJECTS[subject]}/{number}/{staffed.year}",
                    school=sender,
                    subject=subject,
                    days_a_week=DAYS_A_WEEK,
                    lessons_by_school=tuple((at, week / DAYS_A_WEEK / needed) for at, week in weekly),
                    over_link=True,
                )


def sending_school(group: RemoteGroup, staffed: StaffedYear) -> int:
    """Return the school where the teacher of a remote group sits.

    The stated school while it has staff, else the member with staff that has most places.
    """
    stated = group.sending_school
    if stated >= 0 and staffed.posts_school[stated] > 0.0:
        return stated
    members = np.array(sorted(set(group.schools)), dtype=np.intp)
    places = np.where(staffed.posts_school[members] > 0.0, staffed.places_school[members], -1.0)
    return int(members[np.argmax(places)])
