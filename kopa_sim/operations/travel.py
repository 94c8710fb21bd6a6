"""Shared teachers on the road: days on which one arrives late or not at all."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kopa_sim.operations.assumptions import Assumptions
from kopa_sim.operations.school_calendar import SchoolCalendar
from kopa_sim.operations.teachers import Visit

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class TravelChances:
    """What the road does to one teacher, day by day, and the chances that decide the cover. All (day,).

    Attributes
    ----------
    late, stopped
        Days with a late arrival, and days on which a breakdown ends the drive; never both.
    where
        Uniform numbers that tell how far along the day's drive it happens.
    merge, link
        Uniform numbers for ``Cover.without_teacher``.
    late_lessons
        Lessons that a late arrival takes, were there as many.
    """

    late: Bools
    stopped: Bools
    where: Floats
    merge: Floats
    link: Floats
    late_lessons: Floats


def draw_travel(
    generator: np.random.Generator, km_day: float | Floats, calendar: SchoolCalendar, assumptions: Assumptions
) -> TravelChances:
    """Return a year's mishaps of a teacher who drives ``km_day`` to schools on a day.

    Mishaps come at random along the road (a Poisson process in kilometres); late starts are more frequent in the
    winter months, and how late one is has an exponential distribution. Days without teaching are sorted out by the
    caller.

    Parameters
    ----------
    km_day
        Kilometres of every day, or of each. (day,)
    """
    late, stopped, where, merge, link, delay = generator.random((6, calendar.days))
    per_1000_km = np.where(
        calendar.winter_day,
        assumptions.late_starts_per_1000_km_winter,
        assumptions.late_starts_per_1000_km_other,
    )
    thousand_km = np.asarray(km_day) / 1000.0
    stopped_day = stopped < -np.expm1(-thousand_km * assumptions.breakdowns_per_1000_km)
    late_day = late < -np.expm1(-thousand_km * per_1000_km)
    late_lessons = -np.log1p(-delay) * assumptions.late_start_lessons
    return TravelChances(late_day & ~stopped_day, stopped_day, where, merge, link, late_lessons)


def leg_of(visits: tuple[Visit, ...], where: float) -> int:
    """Return the place of the visit on whose drive something happens, a share of the way to schools along.

    >>> leg_of((Visit(0, 1, 2.0), Visit(1, 1, 2.0, leg_km=10.0), Visit(2, 1, 1.0, leg_km=30.0)), 0.2)
    1
    """
    reached, total = 0.0, sum(visit.leg_km for visit in visits)
    for place, visit in enumerate(visits):
        reached += visit.leg_km
        if visit.leg_km > 0.0 and where * total < reached:
            return place
    return len(visits) - 1
