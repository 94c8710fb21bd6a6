"""Days of remote teaching: failures of links at both ends, and adults who are not there beside the pupils."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from kopa_sim.operations.absences import AbsenceLaw, draw_absence, spells_a_year
from kopa_sim.operations.cover import Cover
from kopa_sim.operations.diary import Cause, Diary
from kopa_sim.operations.lessons import LOST, SUPERVISED
from kopa_sim.operations.link_teachers import senders
from kopa_sim.operations.links import Link
from kopa_sim.operations.mornings import Mornings
from kopa_sim.operations.school_calendar import DAYS_A_WEEK
from kopa_sim.operations.setting import ON_THE_ROAD, Setting
from kopa_sim.operations.substitutes import Process
from kopa_sim.operations.teachers import Visit

Floats = NDArray[np.float64]

_NOTHING = 1e-12


class RemoteDays:
    """Lives through what happens beside pupils who are taught over a link."""

    def __init__(
        self,
        setting: Setting,
        diary: Diary,
        cover: Cover,
        mornings: Mornings,
        links: Mapping[int, Link],
        law: AbsenceLaw,
    ) -> None:
        self._setting, self._diary, self._cover = setting, diary, cover
        self._mornings, self._links, self._law = mornings, links, law
        self._senders = senders(setting.staffed)

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
            alone = generator.random(days) >= a.site_adult_replaced_share
            absence = draw_absence(generator, law, np.ones(days, dtype=np.bool_))
            away = [day for day in absence.days if alone[day]]
            if away:
                setting.environment.process(self._without_adult(school, away))

    def _without_adult(self, school: int, days: list[int]) -> Process:
        """Let a colleague watch over the pupils before the screen, who else cannot be left alone."""
        setting = self._setting
        share = float(setting.staffed.site_adult_share_school[school])
        for day in days:
            yield setting.environment.timeout(day + ON_THE_ROAD - setting.environment.now)
            cause = Cause("site_adult", day)
            for visit in self._visits(school):
                booked = self._mornings.booked_remote(school, visit.subject)
                alone = max(visit.lessons - float(booked[day]), 0.0) * share
                lost = alone - self._cover.watch(school, day, alone)
                booked[day] += lost
                self._diary.book(cause, visit, lost, LOST)

    def settle_links(self) -> None:
        """Book the remote lessons that fell into failures of a school's link or of its sending school's."""
        for school in self._links:
            adult_share = float(self._setting.staffed.site_adult_share_school[school])
            for visit in self._visits(school):
                down_day = self._down_day(school, visit.subject)
                booked = self._mornings.booked_remote(school, visit.subject)
                missed_day = down_day * np.maximum(visit.lessons - booked, 0.0)
                for day in np.flatnonzero(missed_day > _NOTHING).tolist():
                    cause, missed = Cause("link", day), float(missed_day[day])
                    self._diary.book(cause, visit, missed * adult_share, SUPERVISED)
                    self._diary.book(cause, visit, missed * (1.0 - adult_share), LOST)

    def _down_day(self, school: int, subject: int) -> Floats:
        """Return the share of each day in which a lesson cannot come: a link at either end is down. (day,)"""
        up: Floats = 1.0 - self._links[school].down_share_day
        sender = self._senders.get((school, subject), school)
        if sender != school and sender in self._links:
            up = up * (1.0 - self._links[sender].down_share_day)
        return np.maximum(1.0 - up, 0.0)

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
