"""Mornings without the teacher: a substitute is called, and what nobody comes for the school covers itself."""

from collections.abc import Sequence
from dataclasses import dataclass

from kopa_sim.operations.cover import Cover
from kopa_sim.operations.diary import Cause, Diary
from kopa_sim.operations.lessons import AS_PLANNED, UNQUALIFIED
from kopa_sim.operations.missed_days import MissedDay
from kopa_sim.operations.remote_days import RemoteDays
from kopa_sim.operations.roads import Taken
from kopa_sim.operations.setting import ON_THE_ROAD, Counts, Setting
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


@dataclass
class AbsenceWait:
    """How long one absence waits for its first substitute, from each pool and from any."""

    counts: Counts
    school: int
    for_anybody: bool = True
    for_local: bool = True
    for_regional: bool = True
    called_region: bool = False

    def morning(self, from_home: bool, filled: bool, calls_region: bool) -> None:
        """Count a morning's call.

        Parameters
        ----------
        from_home, filled
            Whether somebody came from the municipality's own pool, and whether anybody came.
        calls_region
            Whether the region is called: nobody came from home or from a neighbour, and it reaches the school.
        """
        counts, school = self.counts, self.school
        self.for_anybody &= not filled
        self.for_local &= not from_home
        counts.waited[school] += self.for_anybody
        counts.waited_locally[school] += self.for_local
        if not calls_region:
            return
        counts.asked_regionally[school] += 1.0
        counts.spells_regionally[school] += not self.called_region
        self.called_region = True
        self.for_regional &= not filled
        counts.waited_regionally[school] += self.for_regional


class Mornings:
    """Lives through the missed days of teachers."""

    def __init__(
        self,
        setting: Setting,
        diary: Diary,
        cover: Cover,
        service: SubstituteService,
        remote: RemoteDays,
        counts: Counts,
    ) -> None:
        self._setting, self._diary, self._cover = setting, diary, cover
        self._service, self._remote, self._counts = service, remote, counts

    def live(self, teacher: Teacher, missed: Sequence[MissedDay], taken: Taken) -> Process:
        """Call for a substitute on every missed teaching day, and book what becomes of its lessons.

        Parameters
        ----------
        taken
            Lessons that the road takes on days on which somebody drives.
        """
        setting, counts = self._setting, self._counts
        chances = setting.generator("absent_day", teacher.key).random((4, setting.calendar.days)).tolist()
        order, qualified, merge_at, link_at = chances
        wait, before = AbsenceWait(counts, teacher.school), ("", 0)
        for each in missed:
            day = each.day
            is_new = each.first or (each.kind, each.gap) != before
            before = each.kind, each.gap
            if is_new:
                wait = AbsenceWait(counts, teacher.school)
            yield setting.environment.timeout(day - setting.environment.now)
            counts.vacant_days[teacher.school] += each.kind == "vacancy"
            if each.stand_in:
                yield setting.environment.timeout(ON_THE_ROAD)
                self._stand_in(teacher, each, taken)
                continue
            counts.asked[teacher.school] += 1.0
            counts.spells[teacher.school] += is_new
            priority = (YOUNG if teacher.young else OTHER) if each.first else CONTINUING
            closed = setting.closed_municipalities(day)
            engaged = yield from self._service.engage(teacher.school, priority + order[day], closed)
            pool = None if engaged is None else engaged.pool
            calls_region = pool is None or pool is self._service.regional
            wait.morning(
                pool is self._service.local_pool(teacher.school),
                pool is not None,
                calls_region and self._service.reaches(teacher.school, closed),
            )
            if engaged is None:
                self._without(teacher, each, merge_at[day], link_at[day])
                continue
            self._with_substitute(teacher, engaged, each, qualified[day])
            yield setting.environment.timeout(day + EVENING - setting.environment.now)
            engaged.release()

    def _stand_in(self, teacher: Teacher, missed: MissedDay, taken: Taken) -> None:
        """Book a day of an unqualified teacher who has been appointed until the post is filled.

        What the road takes of the day is booked there.
        """
        visits = self._visits(teacher, missed)
        on_the_road = taken.get(missed.day, (0.0,) * len(visits))
        for (visit, cause), lost in zip(visits, on_the_road, strict=True):
            if teacher.over_link:
                self._remote.teacher_away(cause, visit, 0.0, UNQUALIFIED)
            else:
                self._diary.book(cause, visit, visit.lessons - lost, UNQUALIFIED)

    def _without(self, teacher: Teacher, missed: MissedDay, merge_at: float, link_at: float) -> None:
        for visit, cause in self._visits(teacher, missed):
            if teacher.over_link:
                self._remote.teacher_away(cause, visit, visit.lessons)
            else:
                self._cover.without_teacher(cause, visit, merge_at, link_at)

    def _with_substitute(
        self, teacher: Teacher, engaged: Engaged, missed: MissedDay, qualified_chance: float
    ) -> None:
        """Book a day with a substitute: the wait of the first morning, then lessons by who came.

        A qualified substitute gives the lessons as planned; another one gives unqualified lessons. In a vacant
        post the substitute is paid from the pay that nobody gets. Who stands in for a shared teacher drives the
        tour.
        """
        a, counts, day = self._setting.assumptions, self._counts, missed.day
        waiting_share = min(1.0, engaged.call_in_lessons / teacher.lessons(day)) if missed.first else 0.0
        qualified = qualified_chance < a.qualified_substitute_share
        for visit, cause in self._visits(teacher, missed):
            self._book_visit(cause, teacher, visit, waiting_share, qualified)
        counts.filled[teacher.school] += 1.0
        hours = self._setting.hours
        counts.drive([(teacher.school, 1.0)], engaged.km, hours(engaged.km, day))
        counts.drive(teacher.km_planned_at, teacher.km(day), hours(teacher.km(day), day))
        from_region = engaged.pool is self._service.regional
        from_home = engaged.pool is self._service.local_pool(teacher.school)
        counts.filled_regionally[teacher.school] += from_region
        counts.filled_by_neighbours[teacher.school] += not (from_region or from_home)
        price = 0.0 if missed.kind == "vacancy" else a.substitute_day_eur
        counts.cost_eur[teacher.school] += price + a.km_allowance_eur * engaged.km

    def _book_visit(
        self, cause: Cause, teacher: Teacher, visit: Visit, waiting_share: float, qualified: bool
    ) -> None:
        waiting = visit.lessons * waiting_share
        given = visit.lessons - waiting
        if teacher.over_link:
            self._remote.teacher_away(cause, visit, waiting, AS_PLANNED if qualified else UNQUALIFIED)
            return
        if waiting > 0.0:
            self._cover.look_after(cause, visit, waiting)
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
