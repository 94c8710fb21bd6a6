"""What a school does by itself when no substitute comes: overtime, merging, the link, looking after, or losing."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.subjects import SUBJECTS
from kopa_sim.operations.assumptions import Assumptions
from kopa_sim.operations.diary import Cause, Diary
from kopa_sim.operations.lessons import AS_PLANNED, LOST, MERGED, REMOTE_COVER, SUPERVISED
from kopa_sim.operations.link_teachers import sending_school
from kopa_sim.operations.links import Link
from kopa_sim.operations.merging import merge_chance
from kopa_sim.operations.school_calendar import DAYS_A_WEEK
from kopa_sim.operations.staffed_year import StaffedYear
from kopa_sim.operations.teachers import Teacher, Visit

Floats = NDArray[np.float64]


class Cover:
    """The means of each school on each day, used up in the order in which the morning's news arrives.

    Attributes
    ----------
    watched_lessons_school, overtime_lessons_school
        Lessons that colleagues watched and took at overtime so far. (school,)

    Parameters
    ----------
    teachers
        Teachers of the year, whose free hours are the overtime at hand.
    links
        Links by school.
    days
        School days of the year.
    """

    def __init__(
        self,
        staffed: StaffedYear,
        teachers: Sequence[Teacher],
        assumptions: Assumptions,
        diary: Diary,
        links: Mapping[int, Link],
        days: int,
    ) -> None:
        self._assumptions = assumptions
        self._diary = diary
        self._links = links
        self._merge_chance_school_subject = merge_chance(staffed, assumptions)
        self._sender = _senders_of_members(staffed)
        colleagues = np.maximum(staffed.posts_school - 1.0, 0.0)
        watched = assumptions.supervision_lessons_per_colleague_day * colleagues
        self._watch_left_school_day = np.repeat(watched[:, None], days, axis=1)
        pairs = np.floor(staffed.groups_school_band.sum(axis=1) / 2.0 + 1e-9)
        self._merges_left_school_day = np.repeat(pairs[:, None], days, axis=1)
        self._room_left_school_day = np.repeat(
            _free_room_lessons(staffed, teachers, assumptions)[:, None], days, axis=1
        )
        self._free_left: dict[tuple[int, int], Floats] = {}
        for teacher in teachers:
            self._add_free_hours(teacher, days)
        self.watched_lessons_school = [0.0] * len(colleagues)
        self.overtime_lessons_school = [0.0] * len(colleagues)

    def is_away(self, teacher: Teacher, day: int) -> None:
        """Take a teacher's own free hours off those at hand: who is away covers for nobody."""
        free = self._free_hours(teacher, day % DAYS_A_WEEK)
        if free > 0.0:
            self._free_left[teacher.school, teacher.subject][day] -= free

    def without_teacher(self, cause: Cause, visit: Visit, merge_at: float, link_at: float) -> None:
        """Book the lessons of a visit in the school that have neither their teacher nor a substitute.

        In this order: a free teacher of the subject takes them at overtime, the group joins a parallel one, the
        lesson comes over the link, a colleague looks after the group, the lesson is lost.

        Parameters
        ----------
        merge_at, link_at
            Uniform numbers that decide whether a parallel group has room and whether the link has a lesson.
        """
        lessons = visit.lessons - self._at_overtime(cause, visit, visit.lessons)
        if lessons <= 0.0:
            return
        if self._can_merge(visit, cause.day, merge_at):
            self._merges_left_school_day[visit.school, cause.day] -= 1.0
            self._diary.book(cause, visit, lessons, MERGED)
            return
        lessons -= self._over_the_link(cause, visit, lessons, link_at)
        self.look_after(cause, visit, lessons)

    def look_after(self, cause: Cause, visit: Visit, lessons: float) -> None:
        """Book lessons as supervised as far as a colleague can watch over a second group, the rest as lost."""
        watched = self.watch(visit.school, cause.day, lessons)
        self._diary.book(cause, visit, watched, SUPERVISED)
        self._diary.book(cause, visit, lessons - watched, LOST)

    def watch(self, school: int, day: int, lessons: float) -> float:
        """Let colleagues watch over lessons and return how many of them they can."""
        watched = min(lessons, float(self._watch_left_school_day[school, day]))
        self._watch_left_school_day[school, day] -= watched
        self.watched_lessons_school[school] += watched
        return watched

    def _at_overtime(self, cause: Cause, visit: Visit, lessons: float) -> float:
        """Let free teachers of the subject take lessons and return how many: they are given as planned."""
        free = self._free_left.get((visit.school, visit.subject))
        taken = 0.0 if free is None else min(lessons, max(float(free[cause.day]), 0.0))
        if free is not None and taken > 0.0:
            free[cause.day] -= taken
            self.overtime_lessons_school[visit.school] += taken
            self._diary.log(cause, visit.school, visit.subject, taken, AS_PLANNED)
        return taken

    def _can_merge(self, visit: Visit, day: int, chance: float) -> bool:
        has_partner = bool(self._merges_left_school_day[visit.school, day] >= 1.0)
        return has_partner and chance < float(self._merge_chance_school_subject[visit.school, visit.subject])

    def _over_the_link(self, cause: Cause, visit: Visit, lessons: float, chance: float) -> float:
        """Let lessons come over the link, as far as the sending school has a room free, and return how many."""
        sender, link = self._sender.get((visit.school, visit.subject)), self._links.get(visit.school)
        if (
            sender is None
            or sender == visit.school
            or link is None
            or chance >= self._assumptions.remote_cover_share
        ):
            return 0.0
        at_sender = self._links.get(sender)
        if not link.up or (at_sender is not None and not at_sender.up):
            return 0.0
        taken = min(lessons, float(self._room_left_school_day[sender, cause.day]))
        self._room_left_school_day[sender, cause.day] -= taken
        self._diary.book(cause, visit, taken, REMOTE_COVER)
        return taken

    def _free_hours(self, teacher: Teacher, weekday: int) -> float:
        visits = teacher.week[weekday]
        if teacher.over_link or not visits or any(visit.school != teacher.school for visit in visits):
            return 0.0
        spare = self._assumptions.teaching_day_lessons - sum(visit.lessons for visit in visits)
        return self._assumptions.overtime_cover_share * max(spare, 0.0)

    def _add_free_hours(self, teacher: Teacher, days: int) -> None:
        of_week = np.array([self._free_hours(teacher, weekday) for weekday in range(DAYS_A_WEEK)])
        if of_week.any():
            cell = (teacher.school, teacher.subject)
            if cell not in self._free_left:
                self._free_left[cell] = np.zeros(days)
            self._free_left[cell] += np.resize(of_week, days)


def _senders_of_members(staffed: StaffedYear) -> dict[tuple[int, int], int]:
    """Return the sending school of the first remote group that serves a school in a subject."""
    found: dict[tuple[int, int], int] = {}
    for group in staffed.remote_groups:
        sender = sending_school(group, staffed)
        for school in sorted(set(group.schools)):
            for name in group.subjects:
                found.setdefault((school, SUBJECTS.index(name)), sender)
    return found


def _free_room_lessons(staffed: StaffedYear, teachers: Sequence[Teacher], assumptions: Assumptions) -> Floats:
    """Return the lessons of a day for which a school's remote rooms are free. (school,)"""
    room: Floats = staffed.remote_rooms_school * assumptions.remote_room_week_h / DAYS_A_WEEK
    used = np.zeros(len(room))
    for teacher in teachers:
        if teacher.over_link:
            used[teacher.school] += teacher.lessons(0)
    free: Floats = np.maximum(room - used, 0.0)
    return free
