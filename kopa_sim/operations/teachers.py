"""Teachers as persons: the posts of a year, one by one, each with a home base and a week."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil, floor

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.grades import GRADE_BANDS
from kopa_sim.model.region import Schools
from kopa_sim.model.streams import Streams
from kopa_sim.model.subjects import SUBJECTS
from kopa_sim.operations.assumptions import Assumptions
from kopa_sim.operations.school_calendar import DAYS_A_WEEK
from kopa_sim.operations.staffed_year import StaffedYear

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

NOTHING = 1e-9
"""Lessons or posts below this are rounding of the stage before."""

CLASS_TEACHING, PRE_PRIMARY = SUBJECTS.index("class_teaching"), SUBJECTS.index("pre_primary")
YOUNGEST, MIDDLE = GRADE_BANDS.index("1-2"), GRADE_BANDS.index("3-6")


@dataclass(frozen=True)
class Visit:
    """A teacher at one school on a weekday, in one subject.

    Attributes
    ----------
    school, subject
        Index of the school, and along the subject axis.
    lessons
        Lessons of the day.
    unqualified_share
        Share of them planned with an unqualified teacher.
    leg_km
        Drive to the school from the one before or from the home base; 0 where the teacher is there already.
    """

    school: int
    subject: int
    lessons: float
    unqualified_share: float = 0.0
    leg_km: float = 0.0


@dataclass(frozen=True)
class Teacher:
    """Who stands in for one whole or part post.

    Attributes
    ----------
    post
        Names the post: school of the home base / subject / number. The same in every year and option.
    school
        Index of the home base, to which a substitute is called.
    subject
        Index along the subject axis; of several subjects the one with most lessons.
    week
        Visits of each weekday, in order. (weekday,)
    year
        School year; with the post it names the person's chance.
    home_km
        Drive back to the home base on each weekday. (weekday,)
    over_link
        Whether the lessons are given over a link: one lesson then serves every school visited.
    standing
        Whether the post outlasts a school year, so that it can fall vacant.
    young
        Whether the pupils are those of the lowest grades, who are served first.
    tour_planned_at
        Schools whose plan has the kilometres of the tour, and the share of each; empty where no plan has them, None
        where it is the home base.
    """

    post: str
    school: int
    subject: int
    week: tuple[tuple[Visit, ...], ...]
    year: int
    home_km: tuple[float, ...] = (0.0,) * DAYS_A_WEEK
    over_link: bool = False
    standing: bool = True
    young: bool = False
    tour_planned_at: tuple[tuple[int, float], ...] | None = None

    @property
    def km_planned_at(self) -> tuple[tuple[int, float], ...]:
        """Schools whose plan has the kilometres, and the share of each."""
        return ((self.school, 1.0),) if self.tour_planned_at is None else self.tour_planned_at

    @property
    def key(self) -> str:
        """Names the person's chance in the year."""
        return f"{self.post}/{self.year}"

    @property
    def teaches_weekday(self) -> Bools:
        """Weekdays with lessons. (weekday,)"""
        return np.array([bool(visits) for visits in self.week], dtype=np.bool_)

    @property
    def days_a_week(self) -> int:
        """Weekdays with lessons."""
        return sum(bool(visits) for visits in self.week)

    @property
    def drives(self) -> bool:
        """Whether the teacher drives between schools."""
        return any(visit.leg_km > 0.0 for visits in self.week for visit in visits)

    def visits(self, day: int) -> tuple[Visit, ...]:
        """Return the visits of a school day."""
        return self.week[day % DAYS_A_WEEK]

    def lessons(self, day: int) -> float:
        """Return the lessons of a school day; over a link one lesson serves several schools."""
        lessons = [visit.lessons for visit in self.visits(day)]
        return max(lessons, default=0.0) if self.over_link else sum(lessons)

    def km(self, day: int) -> float:
        """Return the kilometres of a school day."""
        weekday = day % DAYS_A_WEEK
        return sum(visit.leg_km for visit in self.week[weekday]) + self.home_km[weekday]


def first_lessons(visits: tuple[Visit, ...], over_link: bool) -> list[int]:
    """Return the lesson of the day with which each visit begins, from 1; over a link all begin at once.

    >>> first_lessons((Visit(0, 1, 2.0), Visit(1, 1, 3.0)), over_link=False)
    [1, 3]
    """
    before = [0.0 if over_link else sum(visit.lessons for visit in visits[:at]) for at in range(len(visits))]
    return [floor(lessons + NOTHING) + 1 for lessons in before]


@dataclass(frozen=True)
class Left:
    """What the schools' own teachers give, when shared teachers and those behind links have taken theirs.

    All (school, subject): weekly lessons, posts, posts that stand, and kilometres a year that belong to no tour.
    """

    lessons: Floats
    posts: Floats
    standing: Floats
    km: Floats


def own_teachers(
    schools: Schools, staffed: StaffedYear, left: Left, weeks: int, assumptions: Assumptions, streams: Streams
) -> list[Teacher]:
    """Return the teachers whom no other school shares.

    Parameters
    ----------
    weeks
        Teaching weeks, over which the year's kilometres are spread.
    """
    return [
        teacher
        for school, subject in np.argwhere(left.lessons > NOTHING).tolist()
        for teacher in _teachers_of_cell(schools, staffed, left, school, subject, weeks, assumptions, streams)
    ]


def _teachers_of_cell(
    schools: Schools,
    staffed: StaffedYear,
    left: Left,
    school: int,
    subject: int,
    weeks: int,
    assumptions: Assumptions,
    streams: Streams,
) -> Iterator[Teacher]:
    """Yield the teachers of one subject at one school, whole posts first, then the part post.

    Lessons are spread over the posts by their size. Kilometres without a tour belong to the part post, for a school
    keeps its whole posts and shares what is left; without a part post they are spread too. Lessons without a post are
    given by the hour: they count as the part post that would carry them.
    """
    lessons, km = float(left.lessons[school, subject]), float(left.km[school, subject])
    posts = float(left.posts[school, subject])
    if posts < NOTHING:
        posts = lessons / assumptions.full_post_lessons
    standing = float(left.standing[school, subject])
    unqualified = float(staffed.unqualified_share_school_subject[school, subject])
    sizes = post_sizes(posts)
    part_post = len(sizes) - 1 if sizes and sizes[-1] < 1.0 else None
    young_share = share_of_young(staffed, school, subject)
    for number, size in enumerate(sizes):
        post = f"{schools.codes[school]}/{SUBJECTS[subject]}/{number}"
        days_a_week = teaching_days_a_week(size)
        share = size / posts
        km_share = share if part_post is None else float(number == part_post)
        visit = Visit(
            school,
            subject,
            lessons * share / days_a_week,
            unqualified,
            km * km_share / (days_a_week * weeks),
        )
        yield Teacher(
            post=post,
            school=school,
            subject=subject,
            week=week_of(visit, weekdays(streams, post, days_a_week)),
            year=staffed.year,
            standing=number + NOTHING < standing,
            young=number + 0.5 < young_share * len(sizes),
        )


def share_of_young(staffed: StaffedYear, school: int, subject: int) -> float:
    """Return the share of a school's posts in a subject that teach pre-primary pupils or grades 1–2."""
    if subject == PRE_PRIMARY:
        return 1.0
    if subject != CLASS_TEACHING:
        return 0.0
    young, middle = staffed.group_lessons_school_band[school, [YOUNGEST, MIDDLE]].tolist()
    return float(young / (young + middle)) if young > 0.0 else 0.0


def week_of(visit: Visit, taught: list[int]) -> tuple[tuple[Visit, ...], ...]:
    """Return a week with the same visit on some weekdays."""
    return tuple((visit,) if weekday in taught else () for weekday in range(DAYS_A_WEEK))


def weekdays(streams: Streams, post: str, days_a_week: int) -> list[int]:
    """Return the weekdays on which a post teaches, the same in every year; a larger post keeps those of a smaller."""
    if days_a_week >= DAYS_A_WEEK:
        return list(range(DAYS_A_WEEK))
    order = streams.generator("teacher_week", post).permutation(DAYS_A_WEEK)
    return sorted(order[:days_a_week].tolist())


def post_sizes(posts: float) -> list[float]:
    """Return whole posts and the part post that make up a number of posts.

    >>> post_sizes(2.25)
    [1.0, 1.0, 0.25]
    """
    whole = floor(posts + NOTHING)
    part = posts - whole
    return [1.0] * whole + ([part] if part > NOTHING else [])


def teaching_days_a_week(post_size: float) -> int:
    """Return on how many days a week a post of this size teaches: a fifth of a post a day, begun days whole.

    >>> teaching_days_a_week(0.3), teaching_days_a_week(1.0)
    (2, 5)
    """
    return min(DAYS_A_WEEK, max(1, ceil(post_size * DAYS_A_WEEK - 1e-6)))
