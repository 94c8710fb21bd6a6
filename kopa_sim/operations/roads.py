"""Days of shared teachers on the road: late at a school, stopped on the way there, or kept at home by a storm."""

from collections.abc import Sequence

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


class Roads:
    """Lives through the drives of shared teachers."""

    def __init__(self, setting: Setting, cover: Cover, counts: Counts) -> None:
        self._setting, self._cover, self._counts = setting, cover, counts

    def send(self, teacher: Teacher, missed: Sequence[MissedDay], teaches_day: Bools) -> None:
        """Draw a shared teacher's year on the road; on days away nothing is driven, unless somebody stands in."""
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
        if days:
            setting.environment.process(self._live(teacher, travel, days))

    def _live(self, teacher: Teacher, travel: TravelChances, days: Sequence[int]) -> Process:
        """Book the lessons of late arrivals and of schools that the teacher never reaches."""
        environment = self._setting.environment
        for day in days:
            visits = teacher.visits(day)
            closed = self._first_closed(teacher, visits, day)
            if closed is None and not (travel.late[day] or travel.stopped[day]):
                continue
            yield environment.timeout(day + ON_THE_ROAD - environment.now)
            place = leg_of(visits, float(travel.where[day]))
            if closed is not None and not (travel.stopped[day] and place < closed):
                self._cancel(teacher, "closed_road", closed, day, travel)
            elif travel.stopped[day]:
                self._cancel(teacher, "breakdown", place, day, travel)
            else:
                self._late(teacher, place, day, float(travel.late_lessons[day]))

    def _first_closed(self, teacher: Teacher, visits: tuple[Visit, ...], day: int) -> int | None:
        """Return the place of the first visit to which no road leads on a day."""
        at = teacher.school
        for place, visit in enumerate(visits):
            closed = self._setting.roads_closed(visit.school, day) or self._setting.roads_closed(at, day)
            if visit.leg_km > 0.0 and closed:
                return place
            at = visit.school
        return None

    def _cancel(self, teacher: Teacher, kind: str, place: int, day: int, travel: TravelChances) -> None:
        """Book a day that ends on the way to a visit: the lessons there and at later schools have no teacher.

        After a breakdown half of the leg has been driven, and others bring the teacher home.
        """
        visits = teacher.visits(day)
        begins = first_lessons(visits, teacher.over_link)
        chances = float(travel.merge[day]), float(travel.link[day])
        for visit, lesson in zip(visits[place:], begins[place:], strict=True):
            cause = Cause(kind, day, teacher.key, lesson)
            self._cover.without_teacher(cause, teacher, visit, *chances)
        later = sum(visit.leg_km for visit in visits[place + 1 :])
        home = teacher.km(day) - sum(visit.leg_km for visit in visits)
        leg = visits[place].leg_km
        if kind == "breakdown":
            self._not_driven(teacher, day, leg / 2.0 + later + home)
            self._counts.cost_eur[teacher.school] += self._setting.assumptions.breakdown_eur
        else:
            left_home = any(visit.leg_km > 0.0 for visit in visits[:place])
            self._not_driven(teacher, day, leg + later + (0.0 if left_home else home))

    def _late(self, teacher: Teacher, place: int, day: int, late_lessons: float) -> None:
        """Book the part of the first lessons at a school that a late arrival eats."""
        a, visits = self._setting.assumptions, teacher.visits(day)
        missed = min(visits[place].lessons, late_lessons)
        lesson = first_lessons(visits, teacher.over_link)[place]
        cause = Cause("late", day, teacher.key, lesson, missed * a.lesson_min)
        self._cover.look_after(cause, teacher, visits[place], missed)

    def _not_driven(self, teacher: Teacher, day: int, km: float) -> None:
        self._counts.driven_km[teacher.school] -= km
        self._counts.driven_hours[teacher.school] -= self._setting.hours(km, day)
