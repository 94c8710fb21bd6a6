"""Teaching groups, lesson hours and posts."""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.school_year_log import YearLog

Floats = NDArray[np.float64]

STAFFING_MEASURES: Final[tuple[str, ...]] = (
    "hours_required",
    "hours_qualified",
    "hours_unqualified",
    "hours_remote",
    "hours_remote_qualified",
    "hours_not_given",
    "posts",
    "overtime_hours",
    "driven_km",
    "driven_hours",
)
"""Measures of staffing.csv. Hours are weekly lessons unless they are driven, which are a year's."""

MUNICIPAL_STAFFING_MEASURES: Final[tuple[str, ...]] = ("surplus_posts", "dismissed_posts")
"""Measures of staffing.csv that belong to the employer and to no school."""

SUPPORT_STAFF: Final[tuple[str, ...]] = ("principal", "assistant")
"""Staff beside the teachers, as they stand in the column ``subject`` of staffing.csv."""


def _none_anywhere() -> Floats:
    """Return zero for every draw, year and school. (1, 1, 1)"""
    return np.zeros((1, 1, 1))


@dataclass(frozen=True)
class Groups:
    """Teaching groups.

    Special classes stand apart: neither they nor their pupils and lessons are in the arrays by band and grade.

    Attributes
    ----------
    groups_draw_year_school_band
        Groups; a composite group belongs to the band of its lowest grade. (draw, year, school, band)
    lesson_hours_draw_year_school_band
        Weekly lessons these groups need before additions. (draw, year, school, band)
    groups_draw_year_school_grade
        Groups by the grade whose lesson plan they follow: a composite group is taught as its grade with most
        lessons, the lowest of equals. Sums to the groups by band. (draw, year, school, grade)
    pupils_draw_year_school_grade
        Pupils in these groups, so that pupils / groups is the size of each of them. (draw, year, school, grade)
    special_groups_draw_year_school, special_pupils_draw_year_school
        Special classes of ordinary schools and the pupils taught in them. Both (draw, year, school), or (1, 1, 1)
        where no school has any.
    second_adult_groups_draw_year_school
        Ordinary groups that have a second adult for their pupils with individual support. (draw, year, school), or
        (1, 1, 1) where none has.
    composite_pupils_draw_year_school
        Pupils of grades 0–9 in composite groups. (draw, year, school)
    """

    groups_draw_year_school_band: Floats
    lesson_hours_draw_year_school_band: Floats
    groups_draw_year_school_grade: Floats
    pupils_draw_year_school_grade: Floats
    special_groups_draw_year_school: Floats = field(default_factory=_none_anywhere)
    special_pupils_draw_year_school: Floats = field(default_factory=_none_anywhere)
    second_adult_groups_draw_year_school: Floats = field(default_factory=_none_anywhere)
    composite_pupils_draw_year_school: Floats = field(default_factory=_none_anywhere)

    @property
    def rooms_draw_year_school(self) -> Floats:
        """Rooms needed, one a group and one a special class. (draw, year, school)"""
        rooms: Floats = self.groups_draw_year_school_band.sum(axis=3) + self.special_groups_draw_year_school
        return rooms


@dataclass(frozen=True)
class RemoteMeetings:
    """Days on which a group that is taught over a link meets in person at the sending school.

    Attributes
    ----------
    schools
        Schools that take part. (member,)
    sending_year
        The school where they meet. (year,)
    pupils_draw_year_member
        Pupils who are driven there; none from the sending school itself. (draw, year, member)
    days
        Days a year.
    """

    schools: NDArray[np.intp]
    sending_year: NDArray[np.intp]
    pupils_draw_year_member: Floats
    days: float


@dataclass(frozen=True)
class PoolUse:
    """What the shared teachers of a pool are paid for, spread over its schools by the lessons they give there.

    Attributes
    ----------
    name
        Name of the pool.
    schools
        Indices of its schools. (member,)
    posts, lessons, overtime
        Posts; weekly lessons, and those of them beyond the teaching obligation, as the obligation counts them.
        (draw, year, member, subject)
    driven_km
        Kilometres a school year. (draw, year, member, subject)
    """

    name: str
    schools: NDArray[np.intp]
    posts: Floats
    lessons: Floats
    overtime: Floats
    driven_km: Floats


@dataclass(frozen=True)
class Staffing:
    """Who teaches. Arrays over the Plan's years.

    ``measures`` maps each of STAFFING_MEASURES to (draw, year, school, subject). Shared posts and travel are
    spread over the pool's schools by hours. ``hours_required`` = qualified + unqualified + remote + not given;
    ``hours_remote_qualified`` are those of the remote lessons that a qualified teacher gives.

    Attributes
    ----------
    surplus_posts_draw_year_municipality_subject
        Posts still paid although not needed, dismissed ones for their notice. (draw, year, municipality, subject)
    site_adult_hours_draw_year_school
        Weekly hours of adults beside remote lessons.
    remote_rooms_draw_year_school
        Remote rooms in use, for equipment cost.
    site_changes_draw_year_school
        Weekly changes of site by shared teachers, spread by hours.
    principal_posts_draw_year_school, assistant_posts_draw_year_school
        Posts; the time at the wheel of principals of several schools is among them.
    standing_posts_draw_year_school_subject, hourly_posts_draw_year_school_subject
        The two parts of ``posts``: appointments that outlast a school year, and lessons given by the hour.
    site_teacher_hours_draw_year_school
        Those of the adults' hours for which a teacher is found, who is among the posts; None for none.
    meetings
        Days on which remote groups meet in person.
    dismissed_posts_draw_year_municipality_subject
        Posts given notice in the year; None where nobody is dismissed. (draw, year, municipality, subject)
    supervised_pupils_draw_year_school
        Pupils in morning and afternoon activities, whose adults are among the assistants; None for none.
    principal_km_draw_year_school
        Kilometres a year that principals of several schools drive; None for none.
    assistant_km_draw_year_school
        Kilometres a year that assistants of several schools drive; None for none. Their time is among the posts.
    surplus_support_draw_year_municipality_staff
        Posts of principals and assistants, in the order of SUPPORT_STAFF, still paid although not needed; None for
        none. (draw, year, municipality, staff)
    unqualified_for_others_draw_year_school_subject
        Weekly lessons that unqualified teachers are paid for beyond those of their school's own pupils: over links,
        and beside pupils who are taught over one. None for none.
    counts_for_draw_year_school_subject
        How many lessons of basic education a lesson that a school gives its own pupils itself counts for in the
        teaching obligation, above one where lessons of upper secondary education are among them; None where there
        are none. (draw, year, school, subject)
    not_given_counted_draw_year_school_subject
        Weekly lessons not given, those over links among them, as the teaching obligation counts them; None where
        nothing goes over a link, and ``counted`` tells. (draw, year, school, subject)
    pool_uses
        What shared teachers do, already among ``measures``, for the pools whose bill an agreement divides.
    """

    measures: dict[str, Floats]
    surplus_posts_draw_year_municipality_subject: Floats
    site_adult_hours_draw_year_school: Floats
    remote_rooms_draw_year_school: Floats
    site_changes_draw_year_school: Floats
    principal_posts_draw_year_school: Floats
    assistant_posts_draw_year_school: Floats
    standing_posts_draw_year_school_subject: Floats | None = None
    hourly_posts_draw_year_school_subject: Floats | None = None
    site_teacher_hours_draw_year_school: Floats | None = None
    meetings: tuple[RemoteMeetings, ...] = ()
    dismissed_posts_draw_year_municipality_subject: Floats | None = None
    supervised_pupils_draw_year_school: Floats | None = None
    principal_km_draw_year_school: Floats | None = None
    assistant_km_draw_year_school: Floats | None = None
    surplus_support_draw_year_municipality_staff: Floats | None = None
    unqualified_for_others_draw_year_school_subject: Floats | None = None
    counts_for_draw_year_school_subject: Floats | None = None
    not_given_counted_draw_year_school_subject: Floats | None = None
    pool_uses: tuple[PoolUse, ...] = ()

    def counted(self, hours_draw_year_school_subject: Floats) -> Floats:
        """Return weekly lessons as the teaching obligation counts them, in lessons of basic education."""
        counts_for = self.counts_for_draw_year_school_subject
        hours = hours_draw_year_school_subject
        return hours if counts_for is None else hours * counts_for


@dataclass(frozen=True)
class StoppedYear:
    """A simulated year that reached the limit of events after some of its school days."""

    replication: int
    year: int
    school_days: int


@dataclass(frozen=True)
class OperationsOutcome:
    """What the simulated school years gave, as shares, by replication.

    Attributes
    ----------
    years
        Simulated years.
    values
        Measure of operations.csv -> (replication, year, municipality). Lesson outcomes are yearly lessons and
        sum to ``lessons_planned``.
    lessons_replication_outcome_year_school_subject
        Lessons a year by outcome, in the order of LESSON_OUTCOMES; None where they were not kept by school.
        (replication, outcome, year, school, subject)
    stopped
        Whether a year ended early because it reached the limit of events.
    log
        What happened day by day in the year that is shown, in the first replication; None where none was kept.
    school_values
        Measures that are counted at schools -> (replication, year, school).
    stopped_years
        Years that ended early, those of replications that were left out among them.
    """

    years: tuple[int, ...]
    values: dict[str, Floats]
    lessons_replication_outcome_year_school_subject: Floats | None = None
    stopped: bool = False
    log: YearLog | None = None
    school_values: dict[str, Floats] = field(default_factory=dict)
    stopped_years: tuple[StoppedYear, ...] = ()

    LESSON_OUTCOMES = (
        "lessons_as_planned",
        "lessons_unqualified",
        "lessons_merged",
        "lessons_remote_cover",
        "lessons_supervised",
        "lessons_lost",
    )


@dataclass(frozen=True)
class Disruption:
    """What the simulated school years mean for every future, interpolated between the simulated years.

    Attributes
    ----------
    qualified_kept_share_year_municipality
        Share of the lessons planned with a qualified teacher that a qualified teacher gave. (year, municipality)
    cost_eur_per_lesson_year_municipality
        Disruption cost per planned lesson, euros. (year, municipality)

    Both run over the Plan's years.
    """

    qualified_kept_share_year_municipality: Floats
    cost_eur_per_lesson_year_municipality: Floats
