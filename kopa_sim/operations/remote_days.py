"""Days of remote teaching: teachers away behind the link, failures at both ends, adults missing beside the pupils."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.operations.absences import AbsenceLaw, draw_absence, spells_a_year
from kopa_sim.operations.cover import Cover
from kopa_sim.operations.diary import Cause, Diary
from kopa_sim.operations.lessons import AS_PLANNED, LOST, SUPERVISED, UNQUALIFIED
from kopa_sim.operations.link_teachers import senders
from kopa_sim.operations.links import Link
from kopa_sim.operations.school_calendar import DAYS_A_WEEK
from kopa_sim.operations.setting import ON_THE_ROAD, Setting
from kopa_sim.operations.substitutes import Process
from kopa_sim.operations.teachers import Visit

Floats = NDArray[np.float64]
Cell = tuple[int, int]
"""A receiving school and a subject."""

_NOTHING: Final[float] = 1e-12


@dataclass(frozen=True)
class TeacherAway:
    """A day of a teacher behind the link that somebody else gives, or nobody.

    Attributes
    ----------
    visit
        The lessons of one receiving school.
    untaught
        Those that nobody gives.
    substitute
        AS_PLANNED where a qualified substitute gives the others, UNQUALIFIED where another one does.
    """

    cause: Cause
    visit: Visit
    untaught: float
    substitute: int


@dataclass(frozen=True)
class RemoteDay:
    """The remote lessons of one school, subject and day, and what they need: adult, link and teacher.

    Attributes
    ----------
    visit
        The lessons, all teachers together.
    alone
        Those whose adult is away and over whom no colleague watches.
    adult_share
        Share of the lessons beside which the option pays an adult.
    down_share
        Share of the day in which a link at either end does not work.
    away
        Teachers who are away.
    """

    visit: Visit
    alone: float
    adult_share: float
    down_share: float
    away: tuple[TeacherAway, ...]

    def book(self, diary: Diary, day: int) -> None:
        """Book each lesson under one outcome: pupils left alone first, then no teacher, then no link."""
        lessons = self.visit.lessons
        diary.book(Cause("site_adult", day), self.visit, self.alone, LOST)
        left_share = 1.0 - self.alone / lessons
        if left_share <= _NOTHING:
            return
        with_adult = (self.adult_share - self.alone / lessons) / left_share
        untaught = 0.0
        for each in self.away:
            untaught += each.untaught
            self._unserved(diary, each.cause, each.visit, each.untaught * left_share, with_adult)
            given = (each.visit.lessons - each.untaught) * left_share * (1.0 - self.down_share)
            if each.substitute == UNQUALIFIED:
                diary.book(each.cause, each.visit, given, UNQUALIFIED)
            elif given > 0.0:
                diary.log(each.cause, each.visit.school, each.visit.subject, given, AS_PLANNED)
        unlinked = max(lessons - untaught, 0.0) * left_share * self.down_share
        self._unserved(diary, Cause("link", day), self.visit, unlinked, with_adult)

    @staticmethod
    def _unserved(diary: Diary, cause: Cause, visit: Visit, lessons: float, with_adult: float) -> None:
        """Book lessons without teaching: supervised where somebody sits beside the pupils, else lost."""
        share = min(max(with_adult, 0.0), 1.0)
        diary.book(cause, visit, lessons * share, SUPERVISED)
        diary.book(cause, visit, lessons * (1.0 - share), LOST)


class RemoteDays:
    """Remembers what befalls remote lessons on each day, and books them when the year is over.

    A remote lesson needs an adult beside the pupils as far as the option pays for one, links that work at both ends,
    and a teacher or substitute behind them. A failure is known only afterwards, as a share of a day, so all three
    are settled together: each lesson once.
    """

    def __init__(
        self, setting: Setting, diary: Diary, cover: Cover, links: Mapping[int, Link], law: AbsenceLaw
    ) -> None:
        self._setting, self._diary, self._cover = setting, diary, cover
        self._links, self._law = links, law
        self._senders = senders(setting.staffed)
        self._away: dict[Cell, dict[int, list[TeacherAway]]] = defaultdict(lambda: defaultdict(list))
        self._alone: dict[Cell, dict[int, float]] = defaultdict(dict)

    def teacher_away(self, cause: Cause, visit: Visit, untaught: float, substitute: int = AS_PLANNED) -> None:
        """Remember that the teacher of some remote lessons is away.

        Parameters
        ----------
        untaught
            Lessons that nobody gives.
        substitute
            AS_PLANNED where a qualified substitute gives the others, UNQUALIFIED where another one does.
        """
        away = TeacherAway(cause, visit, untaught, substitute)
        self._away[visit.school, visit.subject][cause.day].append(away)

    def expect_adults(self) -> None:
        """Draw on which days the adult of each receiving school is away and nobody else sits down instead."""
        setting, a = self._setting, self._setting.assumptions
        days = setting.calendar.days
        law = replace(
            self._law,
            spells=spells_a_year(
                a.site_adult_absence_days, a.absence_spell_median_days, a.absence_spell_log_sd, days
            ),
        )
        lessons = setting.staffed.remote_school_subject.sum(axis=1) * setting.staffed.site_adult_share_school
        for school in np.flatnonzero(lessons > 0.0).tolist():
            key = f"{setting.region.schools.codes[school]}/{setting.year}"
            generator = setting.generator("site_adult", key)
            unreplaced = generator.random(days) >= a.site_adult_replaced_share
            absence = draw_absence(generator, law, np.ones(days, dtype=np.bool_))
            away = [day for day in absence.days if unreplaced[day]]
            if away:
                setting.environment.process(self._without_adult(school, away))

    def settle(self) -> None:
        """Book the remote lessons of every day on which somebody or something was missing."""
        for school in np.flatnonzero(self._setting.staffed.remote_school_subject.any(axis=1)).tolist():
            adult_share = float(self._setting.staffed.site_adult_share_school[school])
            for visit in self._visits(school):
                cell = school, visit.subject
                down_day = self._down_day(school, visit.subject)
                away, alone = self._away.get(cell, {}), self._alone.get(cell, {})
                for day in sorted({*away, *alone, *np.flatnonzero(down_day > _NOTHING).tolist()}):
                    remote = RemoteDay(
                        visit,
                        alone.get(day, 0.0),
                        adult_share,
                        float(down_day[day]),
                        tuple(away.get(day, ())),
                    )
                    remote.book(self._diary, day)

    def _without_adult(self, school: int, days: list[int]) -> Process:
        """Let a colleague watch over the pupils before the screen, who else cannot be left alone."""
        setting = self._setting
        share = float(setting.staffed.site_adult_share_school[school])
        for day in days:
            yield setting.environment.timeout(day + ON_THE_ROAD - setting.environment.now)
            for visit in self._visits(school):
                alone = visit.lessons * share
                alone -= self._cover.watch(school, day, alone)
                self._alone[school, visit.subject][day] = alone

    def _down_day(self, school: int, subject: int) -> Floats:
        """Return the share of each day in which a lesson cannot come: a link at either end is down. (day,)"""
        up = np.ones(self._setting.calendar.days)
        for end in {school, self._senders.get((school, subject), school)}:
            if end in self._links:
                up = up * (1.0 - self._links[end].down_share_day)
        return np.clip(1.0 - up, 0.0, 1.0)

    def _visits(self, school: int) -> list[Visit]:
        """Return the lessons of a day that a school gets over the link, by subject."""
        staffed = self._setting.staffed
        return [
            Visit(
                school,
                subject,
                float(staffed.remote_school_subject[school, subject]) / DAYS_A_WEEK,
                float(staffed.remote_unqualified_share_school_subject[school, subject]),
            )
            for subject in np.flatnonzero(staffed.remote_school_subject[school] > 0.0).tolist()
        ]
