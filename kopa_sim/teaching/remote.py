"""Lessons given over a link to pupils of several schools at once.

Pupils sit in their own school with an adult; the teacher sits at the sending school with that school's own
pupils and takes the others in over the link. What each receiving school gives away is replaced by merged
groups, never more of them than there were apart, and the sending school's teachers are paid for these.
The Basic Education Act knows contact teaching only, so in basic education this is a supplement; the measure bounds
its share.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.grades import BAND_OF_GRADE
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.plan import Plan, RemoteGroup
from kopa_sim.model.subjects import N_SUBJECTS, SUBJECTS
from kopa_sim.teaching.by_draw import by_draw
from kopa_sim.teaching.group_limits import GroupLimits, single_grade_groups, whole_limit
from kopa_sim.teaching.lessons import Lessons
from kopa_sim.teaching.sites import seat_of_year, where_two_or_more

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class RemoteLessons:
    """What remote teaching changes, all rules together.

    Attributes
    ----------
    received
        Weekly lessons that pupils get over the link instead of from a teacher of their school.
        (draw, year, school, subject)
    sent_extra
        Weekly lessons the sending schools' teachers are paid for beyond their own pupils' lessons.
        (draw, year, school, subject)
    link_hours
        Weekly lessons in which the school is on the link, sending or receiving. (draw, year, school)
    site_adult_hours
        Weekly lessons in which an adult is paid beside the pupils. (draw, year, school)
    """

    received: Floats
    sent_extra: Floats
    link_hours: Floats
    site_adult_hours: Floats


@dataclass(frozen=True)
class LocalTeaching:
    """What the schools teach before any remote teaching.

    Attributes
    ----------
    lessons
        Weekly lessons by band and subject.
    groups_draw_year_school_grade
        Groups by grade; a composite group is divided over its band's grades.
    part_draw_year_school_grade
        Share of its band's lessons that each grade has.
    pupils_draw_year_school_grade
        Pupils.
    """

    lessons: Lessons
    groups_draw_year_school_grade: Floats
    part_draw_year_school_grade: Floats
    pupils_draw_year_school_grade: Floats


def local_teaching(
    lessons: Lessons,
    groups_draw_year_school_band: Floats,
    pupils_draw_year_school_grade: Floats,
    limits: GroupLimits,
    parameters: Parameters,
) -> LocalTeaching:
    """Return the groups and lessons of each grade.

    A band's groups and lessons are divided by what its grades would need if each were taught alone, which
    is exact where there are no composite groups.
    """
    alone = single_grade_groups(
        pupils_draw_year_school_grade, limits, whole_limit(parameters, "largest_group_upper_secondary")
    )
    weight = alone * parameters.vector("teaching.weekly_lessons")
    of_band = np.stack(
        [
            weight[..., band == BAND_OF_GRADE].sum(axis=3)
            for band in range(groups_draw_year_school_band.shape[3])
        ],
        axis=3,
    )[..., BAND_OF_GRADE]
    part = np.divide(weight, of_band, out=np.zeros_like(weight), where=of_band > 0)
    groups = part * groups_draw_year_school_band[..., BAND_OF_GRADE]
    return LocalTeaching(lessons, groups, part, pupils_draw_year_school_grade)


def no_remote_lessons(shape: tuple[int, ...]) -> RemoteLessons:
    """Return what holds where nothing is taught over a link; ``shape`` is (draws, years, schools)."""
    by_subject = (*shape, N_SUBJECTS)
    return RemoteLessons(np.zeros(by_subject), np.zeros(by_subject), np.zeros(shape), np.zeros(shape))


def merged_groups(
    pupils: Floats, local_groups: Floats, sender_groups: Floats, largest_group: float
) -> Floats:
    """Return the groups taught together: by size, keeping the sender's own, never more than apart."""
    by_size = np.ceil(pupils / largest_group)
    merged: Floats = np.minimum(np.maximum(by_size, sender_groups), local_groups)
    return merged


def teach_remotely(
    plan: Plan, staffed_year_school: Bools, local: LocalTeaching, parameters: Parameters
) -> RemoteLessons:
    """Return the effect of the Plan's remote groups, one after the other on the lessons still given locally."""
    remaining = local.lessons.by_subject()
    result = no_remote_lessons(remaining.shape[:3])
    for rule in plan.remote_groups:
        members = np.array(sorted({*rule.schools, *([rule.sending_school] * (rule.sending_school >= 0))}))
        active, sends = _who_takes_part(rule, members, plan, staffed_year_school)
        _apply_rule(rule, members, active, sends, local, remaining, result, parameters)
    return result


def _who_takes_part(
    rule: RemoteGroup, members: Ints, plan: Plan, staffed_year_school: Bools
) -> tuple[Bools, Bools]:
    """Return which members take part and which one of them sends. Both (year, member)"""
    teaches = staffed_year_school & plan.teaches_year_school_grade[:, :, list(rule.grades)].any(axis=2)
    able = teaches.copy()
    if rule.sending_school >= 0:
        able[:, rule.sending_school] = staffed_year_school[:, rule.sending_school]
    sends = members == seat_of_year(rule.sending_school, members, able, plan.places_year_school)[:, None]
    active = where_two_or_more(rule.years[:, None] & (teaches[:, members] | (sends & able[:, members])))
    return active, sends & active


def _apply_rule(
    rule: RemoteGroup,
    members: Ints,
    active: Bools,
    sends: Bools,
    local: LocalTeaching,
    remaining: Floats,
    result: RemoteLessons,
    parameters: Parameters,
) -> None:
    """Add one rule to the result and take its lessons from those remaining."""
    grades, taught = list(rule.grades), active[:, :, None] & np.isin(SUBJECTS, rule.subjects)
    of_rule = local.lessons.at(members).of_grades(
        rule.grades, local.part_draw_year_school_grade[:, :, members]
    )
    offered = np.minimum(rule.lesson_share * of_rule * taught, remaining[:, :, members])
    groups = local.groups_draw_year_school_grade[:, :, members][..., grades].sum(axis=3) * active
    pupils = local.pupils_draw_year_school_grade[:, :, members][..., grades].sum(axis=3) * active
    together = merged_groups(
        pupils.sum(axis=2), groups.sum(axis=2), (groups * sends).sum(axis=2), rule.largest_group
    )
    ratio = together / np.maximum(groups.sum(axis=2), 1e-12)
    received = offered * ~sends[:, :, None]
    of_sender = (offered * sends[:, :, None]).sum(axis=2)
    merged = np.where(received.sum(axis=2) > 0, offered.sum(axis=2) * ratio[:, :, None], 0.0)
    paid = merged * by_draw(parameters, "remote_preparation_factor", 3)
    extra = np.maximum(paid - of_sender, 0.0) * (merged > 0)
    result.received[:, :, members] += received
    result.sent_extra[:, :, members] += extra[:, :, None] * sends[:, :, None]
    result.link_hours[:, :, members] += received.sum(axis=3) + merged.sum(axis=2)[:, :, None] * sends
    result.site_adult_hours[:, :, members] += rule.site_adult_share * received.sum(axis=3)
    remaining[:, :, members] -= received


def remote_rooms(link_hours: Floats, parameters: Parameters) -> Floats:
    """Return the remote rooms a school needs for its lessons on the link. Shape of ``link_hours``"""
    rooms: Floats = np.ceil(link_hours / parameters.number("teaching.remote_room_week_h") - 1e-9)
    return np.maximum(rooms, 0.0)
