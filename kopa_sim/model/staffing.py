"""Teaching groups, lesson hours and posts."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

STAFFING_MEASURES: Final[tuple[str, ...]] = (
    "hours_required",
    "hours_qualified",
    "hours_unqualified",
    "hours_remote",
    "hours_not_given",
    "posts",
    "overtime_hours",
    "driven_km",
    "driven_hours",
)
"""Measures of staffing.csv. Hours are weekly lessons unless they are driven, which are a year's."""


@dataclass(frozen=True)
class Groups:
    """Teaching groups.

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
    """

    groups_draw_year_school_band: Floats
    lesson_hours_draw_year_school_band: Floats
    groups_draw_year_school_grade: Floats
    pupils_draw_year_school_grade: Floats

    @property
    def rooms_draw_year_school(self) -> Floats:
        """Rooms needed, one a group. (draw, year, school)"""
        rooms: Floats = self.groups_draw_year_school_band.sum(axis=3)
        return rooms


@dataclass(frozen=True)
class Staffing:
    """Who teaches. Arrays over the Plan's years.

    ``measures`` maps each of STAFFING_MEASURES to (draw, year, school, subject). Shared posts and travel are
    spread over the pool's schools by hours. ``hours_required`` = qualified + unqualified + remote + not given.

    Attributes
    ----------
    surplus_posts_draw_year_municipality_subject
        Posts still paid although no longer needed. (draw, year, municipality, subject)
    site_adult_hours_draw_year_school
        Weekly hours of adults beside remote lessons.
    remote_rooms_draw_year_school
        Remote rooms in use, for equipment cost.
    site_changes_draw_year_school
        Weekly changes of site by shared teachers, spread by hours.
    principal_posts_draw_year_school, assistant_posts_draw_year_school
        Posts.
    standing_posts_draw_year_school_subject, hourly_posts_draw_year_school_subject
        The two parts of ``posts``: appointments that outlast a school year, and lessons given by the hour.
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
    """

    years: tuple[int, ...]
    values: dict[str, Floats]

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
