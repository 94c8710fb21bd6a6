"""Shared teachers as they travel: the home base, and on each weekday the schools in order.

The tours are those of one year of the mean future; a future with fewer lessons at a school has them scaled.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class TourVisit:
    """One teacher at one school on one weekday.

    Attributes
    ----------
    weekday
        From 0, Monday.
    school
        Index of the school.
    lessons
        Pairs of subject (along the subject axis) and lessons of the day.
    leg_km
        Drive to the school from the school before, or from the home base.
    home_km
        Drive back to the home base, at the last school of the day.
    """

    weekday: int
    school: int
    lessons: tuple[tuple[int, float], ...]
    leg_km: float
    home_km: float = 0.0


@dataclass(frozen=True)
class TravellingTeacher:
    """A teacher whom schools share.

    Attributes
    ----------
    pool
        Name of the pool of schools.
    number
        From 1, within the pool.
    home_base
        Index of the school of the post.
    share
        Size of the post, 1 being a whole one.
    visits
        Visits of a week, in order of weekday and of the day.
    """

    pool: str
    number: int
    home_base: int
    share: float
    visits: tuple[TourVisit, ...]
