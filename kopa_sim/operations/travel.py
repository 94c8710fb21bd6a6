"""Shared teachers on the road: days on which one arrives late or not at all."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kopa_sim.operations.assumptions import Assumptions
from kopa_sim.operations.school_calendar import SchoolCalendar

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class TravelChances:
    """What the road does to one teacher, day by day, and the chances that decide the cover. All (day,).

    Attributes
    ----------
    late, stopped
        Days with a late arrival, and days on which a breakdown or a closed road keeps the teacher away; never both.
    merge, link
        Uniform numbers for ``Cover.without_teacher``.
    """

    late: Bools
    stopped: Bools
    merge: Floats
    link: Floats


def draw_travel(
    generator: np.random.Generator, km_day: float, calendar: SchoolCalendar, assumptions: Assumptions
) -> TravelChances:
    """Return a year's mishaps of a teacher who drives ``km_day`` on a teaching day.

    Mishaps come at random along the road (a Poisson process in kilometres); late starts are more frequent in
    the winter months. Days without teaching are sorted out by the caller.
    """
    late, stopped, merge, link = generator.random((4, calendar.days))
    per_1000_km = np.where(
        calendar.winter_day,
        assumptions.late_starts_per_1000_km_winter,
        assumptions.late_starts_per_1000_km_other,
    )
    thousand_km = km_day / 1000.0
    stopped_day = stopped < -np.expm1(-thousand_km * assumptions.breakdowns_per_1000_km)
    late_day = late < -np.expm1(-thousand_km * per_1000_km)
    return TravelChances(late_day & ~stopped_day, stopped_day, merge, link)
