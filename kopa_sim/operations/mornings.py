"""Mornings without the teacher: a substitute is called, and what nobody comes for the school covers itself."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kopa_sim.operations.cover import Cover
from kopa_sim.operations.diary import Cause, Diary
from kopa_sim.operations.lessons import AS_PLANNED, UNQUALIFIED
from kopa_sim.operations.missed_days import MissedDay
from kopa_sim.operations.setting import Counts, Setting
from kopa_sim.operations.substitute_service import (
    CONTINUING,
    EVENING,
    OTHER,
    YOUNG,
    Engaged,
    SubstituteService,
)
from kopa_sim.operations.substitutes import Process
from kopa_sim.operations.teachers import Teacher, Visit, first_lessons

Floats = NDArray[np.float64]


class Mornings:
    """Lives through the missed days of teachers."""

    def __init__(
        self, setting: Setting, diary: Diary, cover: Cover, service: SubstituteService, counts: Counts
    ) -> None:
        self._setting, self._diary, self._cover = setting, diary, cover
        self._service, self._counts = service, counts
        self._booked_remote: dict[tuple[int, int], Floats] = {}

    def live(self, teacher: Teacher, missed: Sequence[MissedDay]) -> Process:
        """Call for a substitute on every missed teaching day, and book what becomes of its lessons."""
        setting, counts = self._setting, self._counts
        chances = setting.generator("absent_day", teacher.key).random((4, setting.calendar.days)).tolist()
        order, qualified, merge_at, link_at = chances
        waiting, kind = False, ""
        for each in missed:
            day = each.day
            is_new = each.first or each.kind != kind
            waiting, kind = waiting or is_new, each.kind
            counts.vacant_days[teacher.school] += each.kind == "vacancy"
            if each.stand_in:
                self._stand_in(teacher, each)
                continue
            yield setting.environment.timeout(day - setting.environment.now)
            counts.asked[teacher.school] += 1.0
            counts.spells[teacher.school] += is_new
            priority = (YOUNG if teacher.young else OTHER) if each.first else CONTINUING
            engaged = yield from self._service.engage(
                teacher.school, priority + order[day], not setting.roads_closed(teacher.school, day)
            )
            if engaged is None:
                counts.waited[teacher.school] += waiting
                self._without(teacher, each, merge_at[day], link_at[day])
                continue
            waiting = False
            self._with_substitute(teacher, engaged, each, qualified[day])
            yield setting.environment.timeout(day + EVENING - setting.environment.now)
            engaged.release()

    def booked_remote(self, school: int, subject: int) -> Floats:
        """Return the remote lessons of each day that are booked already, as their teacher is away. (day,)"""
        return self._booked_remote.setdefault((school, subject), np.zeros(self._setting.calendar.days))

    def _stand_in(self, teacher: Teacher, missed: MissedDay) -> None:
        """Book a day of an unqualified teacher who has been appointed until the post is filled."""
        for visit, cause in self._visits(teacher, missed):
            self._diary.book(cause, visit, visit.lessons, UNQUALIFIED)

    def _without(self, teacher: Teacher, missed: MissedDay, merge_at: float, link_at: float) -> None:
        self._note_remote(teacher, missed.day)
        for visit, cause in self._visits(teacher, missed):
            self._cover.without_teacher(cause, teacher, visit, merge_at, link_at)

    def _with_substitute(
        self, teacher: Teacher, engaged: Engaged, missed: MissedDay, qualified_chance: float
    ) -> None:
        """Book a day with a substitute: the wait of the first morning, then lessons by who came.

        A qualified substitute gives the lessons as planned; another one gives unqualified lessons. In a vacant
        post the substitute is paid from the pay that nobody gets. Who stands in for a shared teacher drives the
        tour.
        """
        a, counts, day = self._setting.assumptions, self._counts, missed.day
        self._note_remote(teacher, day)
        waiting_share = min(1.0, engaged.call_in_lessons / teacher.lessons(day)) if missed.first else 0.0
        qualified = qualified_chance < a.qualified_substitute_share
        for visit, cause in self._visits(teacher, missed):
            self._book_visit(cause, teacher, visit, waiting_share, qualified)
        counts.filled[teacher.school] += 1.0
        driven = engaged.km + teacher.km(day)
        counts.driven_km[teacher.school] += driven
        counts.driven_hours[teacher.school] += self._setting.hours(driven, day)
        counts.filled_regionally[teacher.school] += engaged.pool is self._service.regional
        price = 0.0 if missed.kind == "vacancy" else a.substitute_day_eur
        counts.cost_eur[teacher.school] += price + a.km_allowance_eur * engaged.km

    def _book_visit(
        self, cause: Cause, teacher: Teacher, visit: Visit, waiting_share: float, qualified: bool
    ) -> None:
        waiting = visit.lessons * waiting_share
        given = visit.lessons - waiting
        if waiting > 0.0:
            self._cover.look_after(cause, teacher, visit, waiting)
        if qualified:
            self._diary.log(cause, visit.school, visit.subject, given, AS_PLANNED)
        else:
            self._diary.book(cause, visit, given, UNQUALIFIED)

    def _visits(self, teacher: Teacher, missed: MissedDay) -> list[tuple[Visit, Cause]]:
        """Return the visits of a missed day, and the cause with which each one's lessons are booked."""
        visits = teacher.visits(missed.day)
        begins = first_lessons(visits, teacher.over_link)
        return [
            (visit, Cause(missed.kind, missed.day, teacher.key, lesson))
            for visit, lesson in zip(visits, begins, strict=True)
        ]

    def _note_remote(self, teacher: Teacher, day: int) -> None:
        """Remember remote lessons whose teacher is away, so that a failing link does not book them again."""
        if teacher.over_link:
            for visit in teacher.visits(day):
                self.booked_remote(visit.school, visit.subject)[day] += visit.lessons
