"""The answer of a shared-teacher problem: people, their day plan, and every lesson and euro accounted for."""

from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from kopa_sim.teaching.tours.problem import Floats, Ints


@dataclass(frozen=True)
class Person:
    """One teacher.

    Attributes
    ----------
    number
        From 1, over the whole pool.
    home_base
        School of the post.
    subjects
        Subjects taught.
    share
        Size of the post, 1 being a whole one.
    credit_h
        Weekly lessons credited for changing site.
    overtime_h
        Weekly overtime lessons.
    changes
        Changes of site a week.
    km, minutes
        Driving of a week.
    """

    number: int
    home_base: int
    subjects: tuple[int, ...]
    share: float
    credit_h: float
    overtime_h: float
    changes: int
    km: float
    minutes: float


@dataclass(frozen=True)
class Visit:
    """One teacher at one school on one weekday.

    Attributes
    ----------
    person
        Number of the teacher.
    weekday
        From 1, Monday.
    order
        From 1, within the day.
    lessons_subject
        Lessons of the day. (subject,)
    leg_km
        Drive to the school from the school before, or from the home base.
    home_km
        Drive back to the home base, at the last school of the day.
    """

    person: int
    weekday: int
    order: int
    school: int
    lessons_subject: tuple[float, ...]
    leg_km: float
    home_km: float


@dataclass(frozen=True)
class Costs:
    """Yearly price of everything, EUR. The duty credit is paid within the posts."""

    posts: float = 0.0
    overtime: float = 0.0
    km: float = 0.0
    hourly: float = 0.0
    not_given: float = 0.0

    @property
    def total(self) -> float:
        """Sum of all parts."""
        return self.posts + self.overtime + self.km + self.hourly + self.not_given


@dataclass(frozen=True)
class SharedTeaching:
    """Who teaches what, where and on which day.

    Attributes
    ----------
    posted_school_subject, hourly_school_subject, not_given_school_subject
        Weekly lessons of those in posts (overtime among them), of hourly teachers, and of nobody. They sum to
        the lessons required.
    overtime_subject
        Weekly overtime lessons, among those of posts. (subject,)
    credit_eur
        What the credited lessons are worth as a part of the posts' price, EUR a year.
    year_km, year_hours
        Driving of a school year.
    bound
        Yearly price below which no answer is, EUR; minus infinity where nothing is proven.
    """

    people: tuple[Person, ...]
    visits: tuple[Visit, ...]
    posted_school_subject: Floats
    hourly_school_subject: Floats
    not_given_school_subject: Floats
    overtime_subject: Floats
    costs: Costs
    credit_eur: float
    year_km: float
    year_hours: float
    bound: float

    @property
    def posts(self) -> float:
        """Posts, part posts by their size."""
        return sum(person.share for person in self.people)

    @property
    def gap(self) -> float:
        """Share of the price that might still be saved: zero at a proven optimum."""
        total = self.costs.total
        return max(total - self.bound, 0.0) / total if total > 0 else 0.0

    def qualified_lessons(self, of_posts: float, of_hourly: float) -> float:
        """Return the weekly lessons given by a qualified teacher, from the qualified share of both kinds."""
        posted, hourly = self.posted_school_subject.sum(), self.hourly_school_subject.sum()
        return float(of_posts * posted + of_hourly * hourly)

    def renamed(self, schools: Ints, count: int) -> Self:
        """Return the answer with its school ``k`` called ``schools[k]`` among so many schools."""
        return replace(
            self,
            people=tuple(replace(person, home_base=int(schools[person.home_base])) for person in self.people),
            visits=tuple(replace(visit, school=int(schools[visit.school])) for visit in self.visits),
            posted_school_subject=_spread(self.posted_school_subject, schools, count),
            hourly_school_subject=_spread(self.hourly_school_subject, schools, count),
            not_given_school_subject=_spread(self.not_given_school_subject, schools, count),
        )


def _spread(lessons_school_subject: Floats, schools: Ints, count: int) -> Floats:
    wide = np.zeros((count, lessons_school_subject.shape[1]))
    wide[schools] = lessons_school_subject
    return wide
