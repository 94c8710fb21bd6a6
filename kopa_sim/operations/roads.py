"""Days of shared teachers on the road: late at a school, stopped on the way there, or kept at home by a storm."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kopa_sim.operations.cover import Cover
from kopa_sim.operations.diary import Cause
from kopa_sim.operations.missed_days import MissedDay
from kopa_sim.operations.setting import ON_THE_ROAD, Counts, Setting
from kopa_sim.operations.substitutes import Process
from kopa_sim.operations.teachers import Teacher, Visit, first_lessons
from kopa_sim.operations.travel import TravelChances, draw_travel, leg_of

Bools = NDArray[np.bool_]


Taken = Mapping[int, tuple[float, ...]]
"""Lessons of each visit that the road takes, by school day."""


@dataclass(frozen=True)
class Mishap:
    """What the road does to a teacher on one day.

    Attributes
    ----------
    kind
        "late", "breakdown" or "closed_road".
    place
        Visit on the way to which it happens.
    merge, link
        Uniform numbers for ``Cover.without_teacher``.
    late_lessons
        Lessons that a late arrival takes, were there as many.
    """

    day: int
    kind: str
    place: int
    merge: float
    link: float
    late_lessons: float = 0.0

    def taken(self, visits: tuple[Visit, ...]) -> tuple[float, ...]:
        """Return the lessons of each visit that are not given: some of one when late, else all from it on."""
        late = self.kind == "late"
        return tuple(
            0.0
            if at < self.place or (late and at > self.place)
            else min(visit.lessons, self.late_lessons)
            if late
            else visit.lessons
            for at, visit in enumerate(visits)
        )


class Roads:
    """Lives through the drives of shared teachers."""

    def __init__(self, setting: Setting, cover: Cover, counts: Counts) -> None:
        self._setting, self._cover, self._counts = setting, cover, counts

    def send(self, teacher: Teacher, missed: Sequence[MissedDay], teaches_day: Bools) -> Taken:
        """Draw a shared teacher's year on the road and return the lessons that it takes.

        On days away nothing is driven, unless somebody stands in: who stands in drives the tour and meets the same
        mishaps, and gives the lessons that the road leaves.
        """
        setting = self._setting
        drives_day = teaches_day.copy()
        for each in missed:
            if not each.stand_in:
                drives_day[each.day] = False
                self._not_driven(teacher, each.day, teacher.km(each.day))
        of_week = [sum(visit.leg_km for visit in visits) for visits in teacher.week]
        km_day = np.resize(np.array(of_week), setting.calendar.days)
        generator = setting.generator("teacher_travel", teacher.key)
        travel = draw_travel(generator, km_day, setting.calendar, setting.assumptions)
        closed_day = setting.closed_municipality_day.any(axis=0)
        days = np.flatnonzero((travel.late | travel.stopped | closed_day) & drives_day).tolist()
        mishaps = [mishap for day in days if (mishap := self._mishap(teacher, travel, day)) is not None]
        if mishaps:
            setting.environment.process(self._live(teacher, mishaps))
        return {mishap.day: mishap.taken(teacher.visits(mishap.day)) for mishap in mishaps}

    def _mishap(self, teacher: Teacher, travel: TravelChances, day: int) -> Mishap | None:
        """Return what the road does on a day: whichever comes first of a closed road and a breakdown, or a delay."""
        visits = teacher.visits(day)
        chances = float(travel.merge[day]), float(travel.link[day])
        closed = self._first_closed(teacher, visits, day)
        place = leg_of(visits, float(travel.where[day]))
        if closed is not None and not (travel.stopped[day] and place < closed):
            return Mishap(day, "closed_road", closed, *chances)
        if travel.stopped[day]:
            return Mishap(day, "breakdown", place, *chances)
        if travel.late[day]:
            return Mishap(day, "late", place, *chances, late_lessons=float(travel.late_lessons[day]))
        return None

    def _live(self, teacher: Teacher, mishaps: Sequence[Mishap]) -> Process:
        """Book the lessons of late arrivals and of schools that the teacher never reaches."""
        environment = self._setting.environment
        for mishap in mishaps:
            yield environment.timeout(mishap.day + ON_THE_ROAD - environment.now)
            if mishap.kind == "late":
                self._late(teacher, mishap)
            else:
                self._cancel(teacher, mishap)

    def _first_closed(self, teacher: Teacher, visits: tuple[Visit, ...], day: int) -> int | None:
        """Return the place of the first visit to which no road leads on a day."""
        at = teacher.school
        for place, visit in enumerate(visits):
            closed = self._setting.roads_closed(visit.school, day) or self._setting.roads_closed(at, day)
            if visit.leg_km > 0.0 and closed:
                return place
            at = visit.school
        return None

    def _cancel(self, teacher: Teacher, mishap: Mishap) -> None:
        """Book a day that ends on the way to a visit: the lessons there and at later schools have no teacher.

        After a breakdown half of the leg has been driven, and others bring the teacher home.
        """
        day, place, visits = mishap.day, mishap.place, teacher.visits(mishap.day)
        begins = first_lessons(visits, teacher.over_link)
        for visit, lesson in zip(visits[place:], begins[place:], strict=True):
            cause = Cause(mishap.kind, day, teacher.key, lesson)
            self._cover.without_teacher(cause, visit, mishap.merge, mishap.link)
        later = sum(visit.leg_km for visit in visits[place + 1 :])
        home = teacher.km(day) - sum(visit.leg_km for visit in visits)
        leg = visits[place].leg_km
        if mishap.kind == "breakdown":
            self._not_driven(teacher, day, leg / 2.0 + later + home)
            self._counts.cost_eur[teacher.school] += self._setting.assumptions.breakdown_eur
        else:
            left_home = any(visit.leg_km > 0.0 for visit in visits[:place])
            self._not_driven(teacher, day, leg + later + (0.0 if left_home else home))

    def _late(self, teacher: Teacher, mishap: Mishap) -> None:
        """Book the part of the first lessons at a school that a late arrival eats."""
        visits = teacher.visits(mishap.day)
        missed = mishap.taken(visits)[mishap.place]
        lesson = first_lessons(visits, teacher.over_link)[mishap.place]
        minutes = missed * self._setting.assumptions.lesson_min
        cause = Cause("late", mishap.day, teacher.key, lesson, minutes)
        self._cover.look_after(cause, visits[mishap.place], missed)

    def _not_driven(self, teacher: Teacher, day: int, km: float) -> None:
        self._counts.drive(teacher.km_planned_at, -km, -self._setting.hours(km, day))
