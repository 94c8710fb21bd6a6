"""One school year of the whole region in one SimPy environment."""

from typing import Final

import numpy as np
import simpy
from numpy.typing import NDArray

from kopa_sim.model.journeys import Journeys
from kopa_sim.model.region import Region
from kopa_sim.model.streams import Streams
from kopa_sim.operations.absences import Absence, absence_law, draw_absence, draw_weekdays
from kopa_sim.operations.assumptions import Assumptions
from kopa_sim.operations.cover import Cover
from kopa_sim.operations.lessons import LOST, SUPERVISED, UNQUALIFIED, ClosedBook, LessonBook
from kopa_sim.operations.links import Link, links_of_year
from kopa_sim.operations.school_calendar import DAYS_A_WEEK, school_calendar
from kopa_sim.operations.staffed_year import StaffedYear
from kopa_sim.operations.substitute_service import Engaged, SubstituteService
from kopa_sim.operations.substitutes import Process
from kopa_sim.operations.teachers import Teacher, teachers_of_year
from kopa_sim.operations.travel import TravelChances, draw_travel

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

_CALLS_LAST: Final[float] = 0.05
_NEW_CALLS: Final[float] = 0.10
_ON_THE_ROAD: Final[float] = 0.30
_EVENING: Final[float] = 0.90
"""Order of events within a school day, which lasts one unit of the clock; their distances mean nothing."""


class Counts:
    """What happened beside the lessons, a number for each school that asked or was driven to.

    Attributes
    ----------
    asked, filled
        Substitute days.
    driven_km
        Kilometres a year more (+) or less (−) than planned.
    cost_eur
        Cost of disruptions.
    """

    def __init__(self, n_schools: int) -> None:
        self.asked = [0.0] * n_schools
        self.filled = [0.0] * n_schools
        self.driven_km = [0.0] * n_schools
        self.cost_eur = [0.0] * n_schools


class SchoolYear:
    """The simulated year: people, pools and links of a region, and the book of lessons.

    Teachers who are away call in the morning. Absences that go on are served first, then new ones in random
    order; the municipality's own pool before the regional one. In the evening every substitute is free again, so
    on each day as many absences are filled as there are substitutes within reach.
    """

    def __init__(
        self,
        region: Region,
        journeys: Journeys,
        staffed: StaffedYear,
        assumptions: Assumptions,
        streams: Streams,
        replication: int,
    ) -> None:
        self._region, self._staffed, self._assumptions = region, staffed, assumptions
        self._streams, self._replication = streams, replication
        self._environment = simpy.Environment()
        self._remote_booked_day: dict[tuple[int, int], Floats] = {}
        self.calendar = school_calendar(staffed.year, assumptions)
        self.book = LessonBook(staffed, self.calendar.weeks)
        self.counts = Counts(len(region.schools))
        self.links = links_of_year(
            self._environment, region.schools, staffed, assumptions, self.calendar.days, streams, replication
        )
        self.cover = Cover(staffed, assumptions, self.book, self.links, self.calendar.days)
        self.substitutes = SubstituteService(
            self._environment, region, journeys, staffed, assumptions, streams, replication
        )

    def run(self) -> ClosedBook:
        """Live through the year and return the closed book."""
        law = absence_law(
            self._staffed.year, self.calendar, self._assumptions, self._streams, self._replication
        )
        for teacher in teachers_of_year(
            self._region.schools, self._staffed, self.calendar.weeks, self._assumptions
        ):
            generator = self._generator("teacher_absence", teacher)
            teaches = draw_weekdays(generator, teacher.days_a_week, self.calendar)
            absence = draw_absence(generator, law, teaches)
            if len(absence):
                self._environment.process(self._live_absence(teacher, absence))
            if teacher.km_day > 0.0:
                self._send_on_the_road(teacher, teaches, absence)
        self._environment.run(until=self.calendar.days)
        for school, link in self.links.items():
            link.close()
            self._settle_link(school, link)
        for school, lessons in enumerate(self.cover.watched_lessons_school):
            self.counts.cost_eur[school] += self._assumptions.cover_lesson_eur * lessons
        return self.book.close()

    def _generator(self, decision: str, teacher: Teacher) -> np.random.Generator:
        return self._streams.generator(decision, teacher.key, self._replication)

    def _live_absence(self, teacher: Teacher, absence: Absence) -> Process:
        """Call for a substitute on every missed teaching day, and book what becomes of its lessons."""
        chances = self._generator("absent_day", teacher).random((4, self.calendar.days))
        order, qualified, merge, link = chances[:, absence.days].tolist()
        days = zip(absence.days, absence.first, strict=True)
        now = 0.0
        for index, (day, first) in enumerate(days):
            call = day + _CALLS_LAST * order[index] + (_NEW_CALLS if first else 0.0)
            yield self._environment.timeout(call - now)
            now = call
            self.counts.asked[teacher.school] += 1.0
            self._note_remote_lessons(teacher, day)
            engaged = self.substitutes.engage(teacher.school)
            if engaged is None:
                for school, lessons in teacher.lessons_by_school:
                    self.cover.without_teacher(teacher, school, lessons, day, merge[index], link[index])
                continue
            self._book_substitute(teacher, engaged, day, first, qualified[index])
            yield self._environment.timeout(day + _EVENING - now)
            now = day + _EVENING
            engaged.release()

    def _book_substitute(
        self, teacher: Teacher, engaged: Engaged, day: int, first: bool, qualified_chance: float
    ) -> None:
        """Book a day with a substitute: the wait of the first morning, then lessons by who came.

        A qualified substitute gives the lessons as planned; another one gives unqualified lessons.
        """
        a, school_of_call = self._assumptions, teacher.school
        waiting_share = min(1.0, engaged.call_in_lessons / teacher.lessons_day) if first else 0.0
        qualified = qualified_chance < a.qualified_substitute_share
        for school, lessons in teacher.lessons_by_school:
            waiting = lessons * waiting_share
            if waiting > 0.0:
                self.cover.look_after(teacher, school, waiting, day)
            if not qualified and lessons > waiting:
                given = lessons - waiting
                self.book.move(school, teacher.subject, given, UNQUALIFIED, teacher.unqualified_share)
        self.counts.filled[school_of_call] += 1.0
        self.counts.driven_km[school_of_call] += engaged.km
        self.counts.cost_eur[school_of_call] += a.substitute_day_eur + a.km_allowance_eur * engaged.km

    def _send_on_the_road(self, teacher: Teacher, teaches_day: Bools, absence: Absence) -> None:
        """Draw a shared teacher's year on the road; on days away nothing is driven."""
        self.counts.driven_km[teacher.school] -= teacher.km_day * len(absence)
        generator = self._generator("teacher_travel", teacher)
        travel = draw_travel(generator, teacher.km_day, self.calendar, self._assumptions)
        drives_day = teaches_day.copy()
        drives_day[list(absence.days)] = False
        mishaps = np.flatnonzero((travel.late | travel.stopped) & drives_day).tolist()
        if mishaps:
            self._environment.process(self._live_travel(teacher, travel, mishaps))

    def _live_travel(self, teacher: Teacher, travel: TravelChances, mishaps: list[int]) -> Process:
        """Book the lessons of late arrivals and of days on which the teacher never arrives."""
        now = 0.0
        for day in mishaps:
            yield self._environment.timeout(day + _ON_THE_ROAD - now)
            now = day + _ON_THE_ROAD
            stopped = bool(travel.stopped[day])
            for school, lessons in teacher.lessons_by_school:
                if stopped:
                    chances = float(travel.merge[day]), float(travel.link[day])
                    self.cover.without_teacher(teacher, school, lessons, day, *chances)
                else:
                    late = min(lessons, self._assumptions.late_start_lessons)
                    self.cover.look_after(teacher, school, late, day)
            if stopped:
                self.counts.driven_km[teacher.school] -= teacher.km_day / 2.0
                self.counts.cost_eur[teacher.school] += self._assumptions.breakdown_eur

    def _note_remote_lessons(self, teacher: Teacher, day: int) -> None:
        """Remember remote lessons whose teacher is away, so that a failing link does not book them again."""
        if teacher.over_link:
            for school, lessons in teacher.lessons_by_school:
                booked = self._remote_booked_day.setdefault(
                    (school, teacher.subject), np.zeros(self.calendar.days)
                )
                booked[day] += lessons

    def _settle_link(self, school: int, link: Link) -> None:
        """Book the remote lessons that fell into the failures of a school's link."""
        adult_share = float(self._staffed.site_adult_share_school[school])
        for subject in np.flatnonzero(self._staffed.remote_school_subject[school]).tolist():
            lessons_a_day = float(self._staffed.remote_school_subject[school, subject]) / DAYS_A_WEEK
            booked_day = self._remote_booked_day.get((school, subject), 0.0)
            missed = float(np.sum(link.down_share_day * (lessons_a_day - booked_day)))
            if missed > 0.0:
                self.book.move(school, subject, missed * adult_share, SUPERVISED)
                self.book.move(school, subject, missed * (1.0 - adult_share), LOST)
