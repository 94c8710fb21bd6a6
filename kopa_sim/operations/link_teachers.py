"""Teachers behind the links: who gives the lessons that schools receive from elsewhere."""

from collections.abc import Iterator
from math import ceil

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.plan import RemoteGroup
from kopa_sim.model.region import Schools
from kopa_sim.model.subjects import SUBJECTS
from kopa_sim.operations.assumptions import Assumptions
from kopa_sim.operations.school_calendar import DAYS_A_WEEK
from kopa_sim.operations.staffed_year import StaffedYear
from kopa_sim.operations.teachers import NOTHING, Teacher, Visit

Floats = NDArray[np.float64]


def link_teachers(schools: Schools, staffed: StaffedYear, assumptions: Assumptions) -> list[Teacher]:
    """Return the teachers behind the links: one a remote group and subject, more when one is too few.

    The receiving school with most lessons tells how many teachers a group needs. A school that belongs to two
    groups in the same subject is served by the first.
    """
    unqualified = staffed.remote_unqualified_share_school_subject
    found = []
    for group, subject, weekly in _served(staffed):
        sender = sending_school(group, staffed)
        needed = ceil(max(weekly.values()) / assumptions.full_post_lessons - 1e-6)
        for number in range(needed):
            visits = tuple(
                Visit(school, subject, lessons / DAYS_A_WEEK / needed, float(unqualified[school, subject]))
                for school, lessons in weekly.items()
            )
            found.append(
                Teacher(
                    post=f"{schools.codes[sender]}/{SUBJECTS[subject]}/remote/{group.name}/{number}",
                    school=sender,
                    subject=subject,
                    week=(visits,) * DAYS_A_WEEK,
                    year=staffed.year,
                    over_link=True,
                )
            )
    return found


def _served(staffed: StaffedYear) -> Iterator[tuple[RemoteGroup, int, dict[int, float]]]:
    """Yield each remote group and subject with the weekly lessons that schools receive."""
    remote = staffed.remote_school_subject
    taken = np.zeros(remote.shape, dtype=np.bool_)
    for group in staffed.remote_groups:
        for subject in (SUBJECTS.index(name) for name in group.subjects):
            weekly = {
                school: float(remote[school, subject])
                for school in sorted(set(group.schools))
                if remote[school, subject] > NOTHING and not taken[school, subject]
            }
            if weekly:
                taken[list(weekly), subject] = True
                yield group, subject, weekly


def link_posts(teachers: list[Teacher], shape: tuple[int, ...], assumptions: Assumptions) -> Floats:
    """Return the posts of sending schools whose holders sit behind a link. (school, subject)"""
    posts = np.zeros(shape)
    for teacher in teachers:
        weekly = DAYS_A_WEEK * teacher.lessons(0)
        posts[teacher.school, teacher.subject] += weekly / assumptions.full_post_lessons
    return posts


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


def senders(staffed: StaffedYear) -> dict[tuple[int, int], int]:
    """Return the school from which each school gets the lessons of each subject over a link."""
    return {
        (school, subject): sending_school(group, staffed)
        for group, subject, weekly in _served(staffed)
        for school in weekly
    }
