"""What is to be shared: lessons of the schools, the roads between them, the rules and the prices."""

from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

WHOLE = 1e-6
"""Lessons that differ by less are the same number of lessons."""
SAME_SITE_KM = 0.05
"""Distance up to which two schools stand at one address."""


@dataclass(frozen=True)
class Week:
    """How a teacher's week is made.

    Attributes
    ----------
    days
        Working days of a week.
    lessons_a_day
        Most lessons one teacher gives on one day.
    sites_a_day
        Most sites one teacher works at on one day; schools at one address are one site.
    longest_leg_km
        Longest single drive between two schools.
    longest_driving_min
        Longest driving of one day, from the home base and back to it.
    credit_h
        Lessons credited against the obligation, by least changes of site a week: pairs of changes and lessons,
        both rising (collective agreement OVTES section 18).
    weeks
        School weeks of a year.
    """

    credit_h: tuple[tuple[int, float], ...]
    longest_leg_km: float
    longest_driving_min: float
    weeks: float
    days: int = 5
    lessons_a_day: int = 6
    sites_a_day: int = 2

    def credit(self, changes: int) -> float:
        """Return the lessons credited from so many changes of site a week."""
        return max((lessons for least, lessons in self.credit_h if changes >= least), default=0.0)

    def tiers(self) -> list[tuple[int, float]]:
        """Return the steps of the credit: the most changes of each that can occur, and its lessons."""
        most = self.days * (self.sites_a_day - 1)
        starts = [0] + [least for least, _ in self.credit_h if 0 < least <= most]
        ends = [start - 1 for start in starts[1:]] + [most]
        return [(end, self.credit(start)) for start, end in zip(starts, ends, strict=True)]


@dataclass(frozen=True)
class Posts:
    """What a post is and what lessons cost in a year.

    Attributes
    ----------
    obligation_h
        Weekly lessons of a whole post. (subject,)
    family
        Subjects with the same number may be taught by one person. (subject,)
    shares
        Sizes of post that are made, 1 being a whole one.
    overtime_limit_h
        Weekly overtime lessons of one whole post.
    largest_hourly_share
        Lessons of one family that one school may leave to hourly teachers, as a share of a post.
    part_posts_travel
        Whether somebody in a part post must teach at the home base and at another school: what one school alone
        makes a part post of is then made before anything is shared.
    post_eur, overtime_eur, hourly_eur, not_given_eur
        Yearly price of a whole post, and of one weekly lesson as overtime, by an hourly teacher, or not given at
        all. (subject,)
    km_eur
        Price of a kilometre driven.
    """

    obligation_h: Floats
    family: Ints
    post_eur: Floats
    overtime_eur: Floats
    hourly_eur: Floats
    not_given_eur: Floats
    km_eur: float
    shares: tuple[float, ...] = (1.0,)
    overtime_limit_h: float = 0.0
    largest_hourly_share: float = np.inf
    part_posts_travel: bool = False


@dataclass(frozen=True)
class SharingProblem:
    """A pool of schools whose lessons are to be given by people.

    Attributes
    ----------
    lessons_school_subject
        Weekly lessons. Where all are whole numbers, people get whole lessons.
    km_school_school, minutes_school_school
        Drive from the school of the row to that of the column.
    home_bases
        Schools that may be a home base; where none are named, every school with lessons of the family.

    Raises
    ------
    ValueError
        When shapes do not fit or a number cannot be.
    """

    lessons_school_subject: Floats
    km_school_school: Floats
    minutes_school_school: Floats
    week: Week
    posts: Posts
    home_bases: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        schools, subjects = self.lessons_school_subject.shape
        for name, roads in (("km", self.km_school_school), ("minutes", self.minutes_school_school)):
            if roads.shape != (schools, schools):
                raise ValueError(f"{name} between schools has shape {roads.shape}, not {(schools, schools)}")
        for name in ("obligation_h", "family", "post_eur", "overtime_eur", "hourly_eur", "not_given_eur"):
            if getattr(self.posts, name).shape != (subjects,):
                raise ValueError(f"{name} needs one value for each of {subjects} subjects")
        if (self.lessons_school_subject < 0).any() or not np.isfinite(self.lessons_school_subject).all():
            raise ValueError("weekly lessons are finite and not negative")
        if (self.posts.obligation_h <= 0).any():
            raise ValueError("every subject needs an obligation above zero")
        if not self.posts.shares or not all(0 < share <= 1 for share in self.posts.shares):
            raise ValueError("shares of a post lie above 0 and at most at 1")

    @property
    def whole(self) -> bool:
        """Whether all lessons are whole numbers."""
        return bool(
            np.abs(self.lessons_school_subject - np.rint(self.lessons_school_subject)).max(initial=0.0)
            < WHOLE
        )

    @property
    def site_school(self) -> Ints:
        """The first school at the address of each. (school,)"""
        first: Ints = ((self.km_school_school <= SAME_SITE_KM) | np.eye(self.schools, dtype=bool)).argmax(
            axis=1
        )
        return first

    @property
    def schools(self) -> int:
        """Number of schools."""
        return len(self.lessons_school_subject)

    def families(self) -> list[Ints]:
        """Return the subjects of each family. [(subject of family,)]"""
        return [np.flatnonzero(self.posts.family == family) for family in np.unique(self.posts.family)]

    def at_schools(self, schools: Ints) -> Self:
        """Return the problem of some of the schools, in the order given."""
        square = np.ix_(schools, schools)
        place = {school: place for place, school in enumerate(schools.tolist())}
        return replace(
            self,
            home_bases=tuple(sorted(place[base] for base in self.home_bases if base in place)),
            lessons_school_subject=self.lessons_school_subject[schools],
            km_school_school=self.km_school_school[square],
            minutes_school_school=self.minutes_school_school[square],
        )
