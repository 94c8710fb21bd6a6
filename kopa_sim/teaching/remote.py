"""Lessons given over a link to pupils of several schools at once.

Pupils sit in their own school with an adult; the teacher sits at the sending school, with that school's own pupils or
with none, and takes the others in over the link. Only schools whose small groups merge into fewer take part, grade by
grade; elsewhere everybody stays with their own teacher, and so does personal guidance, which is not given to groups.
The sending school's teachers are paid for merged groups that have none of their own pupils, and for preparing all
merged groups.
The Basic Education Act knows contact teaching only, so in basic education this is a supplement; the measure bounds
its share.
"""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.grades import N_GRADES, UPPER_SECONDARY
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.plan import Plan, RemoteGroup
from kopa_sim.model.staffing import Groups, RemoteMeetings
from kopa_sim.model.subjects import N_SUBJECTS, SUBJECTS
from kopa_sim.teaching.by_draw import by_draw
from kopa_sim.teaching.lessons import Lessons
from kopa_sim.teaching.merged_groups import MergedGroups, merge_groups
from kopa_sim.teaching.personal_guidance import PERSONAL_GUIDANCE
from kopa_sim.teaching.sites import seat_of_year, where_two_or_more

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]

SITE_TEACHER: Final[int] = SUBJECTS.index("class_teaching")
"""What a teacher beside the pupils is paid as."""


@dataclass(frozen=True)
class RemoteDelivery:
    """The lessons of one rule, and who gives them.

    Attributes
    ----------
    schools
        Schools that take part. (member,)
    sending_year
        The school whose teachers give the lessons. (year,)
    received_draw_year_member_subject
        Weekly lessons each school gets over the link, as posts count them; none at the sending school.
        (draw, year, member, subject)
    held_draw_year_member_subject
        The same as they are held.
    """

    schools: Ints
    sending_year: Ints
    received_draw_year_member_subject: Floats
    held_draw_year_member_subject: Floats


@dataclass(frozen=True)
class RemoteLessons:
    """What remote teaching changes, all rules together.

    Lessons received and sent are counted as posts count them, in lessons of basic education (``Lessons.counted``);
    lessons held, and hours on the link and beside the pupils, are lessons as they are held.

    Attributes
    ----------
    received
        Weekly lessons that pupils get over the link instead of from a teacher of their school.
        (draw, year, school, subject)
    held
        The same as they are held: a school may have lessons of both school forms and get those of one over the link.
    sent_extra
        Weekly lessons the sending schools' teachers are paid for beyond their own pupils' lessons.
        (draw, year, school, subject)
    link_hours
        Weekly lessons in which the school is on the link, sending or receiving. (draw, year, school)
    site_adult_hours
        Weekly lessons in which an adult is paid beside the pupils. (draw, year, school)
    site_teacher_hours
        Those of them in which the adult is a teacher. (draw, year, school)
    meetings
        Days on which groups meet in person.
    deliveries
        The lessons received rule by rule, with the schools that send them.
    """

    received: Floats
    held: Floats
    sent_extra: Floats
    link_hours: Floats
    site_adult_hours: Floats
    site_teacher_hours: Floats
    meetings: tuple[RemoteMeetings, ...] = ()
    deliveries: tuple[RemoteDelivery, ...] = ()

    @property
    def extra_load(self) -> Floats:
        """Weekly lessons that teachers are paid for beyond those of their own pupils. (draw, year, school, subject)

        A teacher beside the pupils is paid like a class teacher.
        """
        load = self.sent_extra.copy()
        load[..., SITE_TEACHER] += self.site_teacher_hours
        return load


@dataclass(frozen=True)
class _Participants:
    """Who takes part in a rule; all but ``members`` along (year, member).

    ``met`` collects the pupils of receiving schools, (draw, year, member), ``received`` their lessons as posts count
    them and ``held`` as they are held, both (draw, year, member, subject).
    """

    rule: RemoteGroup
    members: Ints
    active: Bools
    sends: Bools
    met: Floats
    received: Floats
    held: Floats


@dataclass(frozen=True)
class LocalTeaching:
    """What the schools teach before any remote teaching.

    Attributes
    ----------
    lessons
        Weekly lessons by grade and subject.
    groups_draw_year_school_grade
        Groups by the grade whose lesson plan they follow.
    pupils_draw_year_school_grade
        Pupils in these groups.
    year_groups_grade
        Groups side by side that even the smallest school has in a grade: the year groups of upper secondary
        education, which stand in one grade, and one elsewhere. (grade,)
    """

    lessons: Lessons
    groups_draw_year_school_grade: Floats
    pupils_draw_year_school_grade: Floats
    year_groups_grade: Floats


def local_teaching(lessons: Lessons, groups: Groups, parameters: Parameters) -> LocalTeaching:
    """Return the groups and lessons of each grade; a composite group stands in the grade whose plan it follows."""
    year_groups = np.ones(N_GRADES)
    year_groups[UPPER_SECONDARY] = parameters.number("teaching.upper_secondary_fewest_groups")
    return LocalTeaching(
        lessons, groups.groups_draw_year_school_grade, groups.pupils_draw_year_school_grade, year_groups
    )


def no_remote_lessons(shape: tuple[int, ...]) -> RemoteLessons:
    """Return what holds where nothing is taught over a link; ``shape`` is (draws, years, schools)."""
    by_subject = (*shape, N_SUBJECTS)
    received, held, sent_extra = np.zeros((3, *by_subject))
    link, adults, teachers = np.zeros((3, *shape))
    return RemoteLessons(received, held, sent_extra, link, adults, teachers)


def teach_remotely(
    plan: Plan, staffed_year_school: Bools, local: LocalTeaching, parameters: Parameters
) -> RemoteLessons:
    """Return the effect of the Plan's remote groups, one after the other on the lessons still given locally."""
    remaining = local.lessons.counted(local.lessons.by_subject()).copy()
    result = no_remote_lessons(remaining.shape[:3])
    meetings, deliveries = [], []
    for rule in plan.remote_groups:
        members = np.array(sorted({*rule.schools, *([rule.sending_school] * (rule.sending_school >= 0))}))
        active, sends = _who_takes_part(rule, members, plan, staffed_year_school)
        met = np.zeros((*remaining.shape[:2], len(members)))
        received = np.zeros((*met.shape, remaining.shape[3]))
        held = np.zeros_like(received)
        taking = _Participants(rule, members, active, sends, met, received, held)
        for grade in rule.grades:
            _teach_grade(taking, grade, local, remaining, result, parameters)
        sending = members[sends.argmax(axis=1)]
        deliveries.append(RemoteDelivery(members, sending, received, held))
        if rule.meetings_a_year > 0:
            meetings.append(RemoteMeetings(members, sending, met, rule.meetings_a_year))
    return replace(result, meetings=tuple(meetings), deliveries=tuple(deliveries))


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


def _teach_grade(
    taking: _Participants,
    grade: int,
    local: LocalTeaching,
    remaining: Floats,
    result: RemoteLessons,
    parameters: Parameters,
) -> None:
    """Add one grade of a rule to the result and take its lessons from those remaining.

    The lessons that the sending school's pupils share with others are bound as well: its teacher stands before them.
    """
    rule, members, active, sends = taking.rule, taking.members, taking.active, taking.sends
    year_groups = local.year_groups_grade[grade]
    groups = local.groups_draw_year_school_grade[:, :, members, grade] * active / year_groups
    pupils = local.pupils_draw_year_school_grade[:, :, members, grade] * active / year_groups
    merged = merge_groups(pupils, groups, sends, rule.largest_group)
    taking.met[:] += pupils * merged.joins * year_groups
    on_link = np.flatnonzero(merged.joins.any(axis=(0, 1)) | sends.any(axis=0))
    schools, groups, sends, merged = (
        members[on_link],
        groups[..., on_link],
        sends[:, on_link],
        merged.at(on_link),
    )
    counts_for = local.lessons.counts_for(grade)
    in_groups = local.lessons.without(PERSONAL_GUIDANCE).at(schools)
    of_grade = in_groups.of_grades((grade,)) * (np.isin(SUBJECTS, rule.subjects) * counts_for)
    offered = np.minimum(rule.lesson_share * of_grade, remaining[:, :, schools])
    received = offered * merged.joins[..., None]
    own, new = _sent_lessons(offered, groups, sends, merged)
    factor = by_draw(parameters, "remote_preparation_factor", 3)
    extra = factor * new + (factor - 1.0) * own
    result.received[:, :, schools] += received
    taking.received[:, :, on_link] += received
    as_held = received / counts_for
    result.held[:, :, schools] += as_held
    taking.held[:, :, on_link] += as_held
    result.sent_extra[:, :, schools] += extra[:, :, None] * sends[:, :, None]
    held = as_held.sum(axis=3)
    result.link_hours[:, :, schools] += held + ((own + new) / counts_for).sum(axis=2)[:, :, None] * sends
    beside = rule.site_adult_share * held
    result.site_adult_hours[:, :, schools] += beside
    result.site_teacher_hours[:, :, schools] += beside * rule.adult_is_teacher
    remaining[:, :, schools] -= received + own[:, :, None] * sends[:, :, None]


def _sent_lessons(
    offered: Floats, groups: Floats, sends: Bools, merged: MergedGroups
) -> tuple[Floats, Floats]:
    """Return the sending school's own lessons that others share, and those that are given for others alone.

    The former it gives anyway. A merged group without its pupils has as many lessons as the groups it replaces have
    on average; so has one with its pupils, where those have fewer or none. Both (draw, year, subject)
    """
    own_groups = (groups * sends).sum(axis=2)
    own = (offered * sends[:, :, None]).sum(axis=2)
    own_linked = own * (merged.with_sender / np.maximum(own_groups, 1.0))[..., None]
    apart = _lessons_of(merged.without_sender, offered, groups, merged.in_new_groups)
    together = _lessons_of(merged.with_sender, offered, groups, merged.joins & ~merged.in_new_groups)
    return own_linked, apart + np.maximum(together - own_linked, 0.0)


def _lessons_of(merged_groups: Floats, offered: Floats, groups: Floats, joins: Bools) -> Floats:
    """Return the weekly lessons of merged groups, as many each as the groups that join have. (draw, year, subject)"""
    replaced = (groups * joins).sum(axis=2)
    share = np.divide(merged_groups, replaced, out=np.zeros_like(replaced), where=replaced > 0)
    lessons: Floats = (offered * joins[..., None]).sum(axis=2) * share[..., None]
    return lessons


def remote_rooms(link_hours: Floats, parameters: Parameters) -> Floats:
    """Return the remote rooms a school needs for its lessons on the link. Shape of ``link_hours``"""
    rooms: Floats = np.ceil(link_hours / parameters.number("teaching.remote_room_week_h") - 1e-9)
    return np.maximum(rooms, 0.0)
