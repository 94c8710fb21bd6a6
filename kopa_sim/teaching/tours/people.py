"""People, their weeks, and what they cost."""

from dataclasses import dataclass

import numpy as np

from kopa_sim.teaching.tours.crew import WHOLE_POST
from kopa_sim.teaching.tours.family import DayPattern, Family
from kopa_sim.teaching.tours.problem import WHOLE, Floats


@dataclass(frozen=True)
class Day:
    """One day of a person.

    Attributes
    ----------
    drive
        The schools in the order of driving.
    lessons_site_subject
        Lessons at each of them. (site, subject of family)
    """

    drive: DayPattern
    lessons_site_subject: Floats


@dataclass(frozen=True)
class Worker:
    """A person of one family: home base, size of post and the days of the week (idle days left out)."""

    base: int
    share: float
    days: tuple[Day, ...]

    @property
    def changes(self) -> int:
        """Changes of site a week."""
        return sum(day.drive.changes for day in self.days)

    @property
    def km(self) -> float:
        """Kilometres a week."""
        return sum(day.drive.km for day in self.days)

    @property
    def minutes(self) -> float:
        """Minutes of driving a week."""
        return sum(day.drive.minutes for day in self.days)

    def lessons(self, family: Family) -> Floats:
        """Return the lessons given. (school, subject of family)"""
        given = np.zeros_like(family.lessons)
        for day in self.days:
            for site, lessons in zip(day.drive.sites, day.lessons_site_subject, strict=True):
                given[site] += lessons
        return given

    def overtime(self, family: Family) -> Floats:
        """Return the lessons above the obligation, of the subjects whose overtime is cheapest. (subject of family,)

        An overtime lesson frees what it takes of the post, so the cheapest is that with the lowest price for it.
        """
        given: Floats = self.lessons(family).sum(axis=0)
        credit = family.problem.week.credit(self.changes)
        over = float(given @ family.load_of_lesson) - family.room(self.share, credit)
        overtime: Floats = np.zeros(len(given))
        for subject in np.argsort(family.eur("overtime_eur") / family.load_of_lesson, kind="stable"):
            needed = max(over, 0.0) / family.load_of_lesson[subject]
            overtime[subject] = min(needed, given[subject])
            over -= overtime[subject] * family.load_of_lesson[subject]
        overtime[overtime < WHOLE] = 0.0
        return np.rint(overtime) if family.whole and family.alike else overtime

    def eur(self, family: Family) -> float:
        """Return the yearly price of the post, its overtime and its kilometres."""
        overtime = float(self.overtime(family) @ family.eur("overtime_eur"))
        return self.share * family.post_eur + overtime + self.km * family.km_year_eur

    def stands(self, family: Family) -> bool:
        """Whether the post may be made: a part post, where the pool says so, only for two schools or more."""
        if self.share >= WHOLE_POST or not family.problem.posts.part_posts_travel:
            return True
        return int((self.lessons(family).sum(axis=1) > WHOLE).sum()) >= 2

    def allowed(self, family: Family) -> bool:
        """Whether the week keeps every rule."""
        week, posts = family.problem.week, family.problem.posts
        overtime = self.overtime(family).sum()
        limit = posts.overtime_limit_h if self.share >= WHOLE_POST else 0.0
        full = all(day.lessons_site_subject.sum() <= week.lessons_a_day + WHOLE for day in self.days)
        room = family.room(self.share, week.credit(self.changes)) > -WHOLE
        return bool(room and full and len(self.days) <= week.days and overtime <= limit + 1e-4)


@dataclass(frozen=True)
class Remainder:
    """Lessons that no post gives. Each (school, subject of family)"""

    hourly: Floats
    not_given: Floats

    def eur(self, family: Family) -> float:
        """Return their yearly price."""
        hourly, missing = family.eur("hourly_eur"), family.eur("not_given_eur")
        return float((self.hourly * hourly).sum() + (self.not_given * missing).sum())


def remainder(family: Family, left: Floats) -> Remainder:
    """Return what is left over, given by the hour as far as allowed and cheaper than not at all.

    Parameters
    ----------
    left
        Lessons. (school, subject of family)
    """
    gain = family.eur("not_given_eur") - family.eur("hourly_eur")
    limit = np.full(len(left), family.problem.posts.largest_hourly_share)
    hourly = np.zeros_like(left)
    for subject in np.argsort(-gain * family.obligation_h, kind="stable"):
        if gain[subject] < 0:
            continue
        obligation = family.obligation_h[subject]
        most = limit * obligation
        if family.whole:
            most = np.floor(most + WHOLE)
        hourly[:, subject] = np.minimum(left[:, subject], most)
        limit = limit - hourly[:, subject] / obligation
    return Remainder(hourly, left - hourly)


def left_by(family: Family, workers: tuple[Worker, ...] | list[Worker]) -> Floats:
    """Return the lessons that these people do not give. (school, subject of family)"""
    given = sum((worker.lessons(family) for worker in workers), np.zeros_like(family.lessons))
    left = family.lessons - given
    return np.where(np.abs(left) < WHOLE, 0.0, left)


def price(family: Family, workers: tuple[Worker, ...] | list[Worker]) -> float:
    """Return the yearly price of these people and of what they leave over."""
    rest = remainder(family, left_by(family, workers)).eur(family)
    return sum(worker.eur(family) for worker in workers) + rest
