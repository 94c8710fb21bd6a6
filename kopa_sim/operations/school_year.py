"""One school year of the whole region in one SimPy environment."""

from itertools import islice, repeat

import numpy as np
import simpy
from numpy.typing import NDArray

from kopa_sim.model.journeys import Journeys
from kopa_sim.model.region import Region
from kopa_sim.model.school_year_log import PersonWeek, Tour, YearLog
from kopa_sim.model.streams import Streams
from kopa_sim.operations.absences import Absence, absence_law, draw_absence
from kopa_sim.operations.assumptions import Assumptions
from kopa_sim.operations.careers import Gap, gaps_of_year
from kopa_sim.operations.cover import Cover
from kopa_sim.operations.diary import Diary
from kopa_sim.operations.lessons import ClosedBook, LessonBook
from kopa_sim.operations.links import links_of_year
from kopa_sim.operations.missed_days import MissedDay, missed_days
from kopa_sim.operations.mornings import Mornings
from kopa_sim.operations.remote_days import RemoteDays
from kopa_sim.operations.remoteness import recruiting_km
from kopa_sim.operations.roads import Roads
from kopa_sim.operations.school_calendar import school_calendar
from kopa_sim.operations.school_runs import live_school_runs
from kopa_sim.operations.setting import Counts, make_setting
from kopa_sim.operations.staffed_year import StaffedYear
from kopa_sim.operations.substitute_service import SubstituteService
from kopa_sim.operations.teachers import Teacher
from kopa_sim.operations.workforce import teachers_of_year

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


class SchoolYear:
    """The simulated year: people, pools, roads and links of a region, and the book of lessons.

    Teachers who are away call in the morning, and the calls of a morning are answered by priority. In the evening
    every substitute is free again, so on each day as many absences are filled as there are substitutes within
    reach.

    Attributes
    ----------
    stopped
        Whether the year ended early at the limit of events; what comes after counts as planned.
    reached_days
        School days that were lived through to the evening; all of the year unless it was stopped.
    """

    def __init__(
        self,
        region: Region,
        journeys: Journeys,
        staffed: StaffedYear,
        assumptions: Assumptions,
        streams: Streams,
        replication: int,
        first_year: int | None = None,
        keep_log: bool = False,
    ) -> None:
        environment = simpy.Environment()
        self.calendar = school_calendar(staffed.year, assumptions)
        self.setting = make_setting(
            environment, region, journeys, staffed, assumptions, self.calendar, streams, replication
        )
        self.stopped = False
        self.reached_days = 0
        self._first_year = staffed.year if first_year is None else first_year
        days = self.calendar.days
        self.book = LessonBook(staffed, self.calendar.weeks)
        self.diary = Diary(self.book, keep_log)
        self.counts = Counts(len(region.schools))
        self.teachers = teachers_of_year(region.schools, staffed, self.calendar.weeks, assumptions, streams)
        self.links = links_of_year(
            environment, region.schools, staffed, assumptions, days, streams, replication
        )
        self.cover = Cover(staffed, self.teachers, assumptions, self.diary, self.links, days)
        self.substitutes = SubstituteService(
            environment, region, journeys, staffed, assumptions, streams, replication
        )
        self._law = absence_law(staffed.year, self.calendar, assumptions, streams, replication)
        self._remote = RemoteDays(self.setting, self.diary, self.cover, self.links, self._law)
        self._mornings = Mornings(
            self.setting, self.diary, self.cover, self.substitutes, self._remote, self.counts
        )
        self._roads = Roads(self.setting, self.cover, self.counts)

    def run(self) -> ClosedBook:
        """Live through the year and return the closed book."""
        setting = self.setting
        gaps = self._gaps()
        for teacher in self.teachers:
            teaches = np.resize(teacher.teaches_weekday, self.calendar.days)
            missed = self.missed(teacher, gaps.get(teacher.post, []), teaches)
            self.expect(teacher, missed, teaches)
        self._remote.expect_adults()
        self._live()
        for link in self.links.values():
            link.close()
        self._remote.settle()
        live_school_runs(setting, self.diary, self.counts, self.reached_days)
        self._price_cover()
        return self.book.close()

    def missed(self, teacher: Teacher, gaps: list[Gap], teaches_day: Bools) -> tuple[MissedDay, ...]:
        """Draw the teaching days that a post misses."""
        generator = self.setting.generator("teacher_absence", teacher.key)
        absence: Absence = draw_absence(generator, self._law, teaches_day)
        return missed_days(absence, gaps, teaches_day)

    def expect(self, teacher: Teacher, missed: tuple[MissedDay, ...], teaches_day: Bools) -> None:
        """Send a teacher through the year: to the missed days, and on the road on the others."""
        for each in missed:
            self.cover.is_away(teacher, each.day)
        taken = self._roads.send(teacher, missed, teaches_day) if teacher.drives else {}
        if missed:
            self.setting.environment.process(self._mornings.live(teacher, missed, taken))

    def log(self) -> YearLog:
        """Return the year as it was lived through; without events unless a log was kept."""
        return YearLog(
            year=self.setting.year,
            persons=tuple(_person(teacher) for teacher in self.teachers),
            events=tuple(sorted(self.diary.events, key=lambda event: event.day)),
            calendar=self.calendar.dates,
        )

    def _gaps(self) -> dict[str, list[Gap]]:
        setting = self.setting
        return gaps_of_year(
            self.teachers,
            setting.region,
            recruiting_km(setting.region, setting.journeys),
            self._first_year,
            setting.year,
            self.calendar.days,
            setting.assumptions,
            setting.streams,
            setting.replication,
        )

    def _live(self) -> None:
        """Let the events of the year happen, up to the limit; else the clock ends with the last school day."""
        environment, days = self.setting.environment, self.calendar.days
        for _ in islice(repeat(None), self.setting.assumptions.most_events):
            if environment.peek() >= days:
                break
            environment.step()
        self.stopped = environment.peek() < days
        if not self.stopped:
            environment.run(until=days)
        self.reached_days = int(environment.now)

    def _price_cover(self) -> None:
        a = self.setting.assumptions
        for school in range(len(self.counts.cost_eur)):
            self.counts.cost_eur[school] += a.cover_lesson_eur * self.cover.watched_lessons_school[school]
            self.counts.cost_eur[school] += a.overtime_lesson_eur * self.cover.overtime_lessons_school[school]


def _person(teacher: Teacher) -> PersonWeek:
    tour: Tour = tuple(tuple((visit.school, visit.lessons) for visit in visits) for visits in teacher.week)
    return PersonWeek(teacher.key, teacher.subject, teacher.school, tour, teacher.over_link)
