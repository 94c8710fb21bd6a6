"""The week of principals and assistants whom several schools share: at which school on which day.

The numbers are those that are paid: the visits to each school, each a drive there and back, the posts, and the
schools' shares of the work.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

DAYS = 5
"""Working days of a week."""
SHORTEST_H = 0.05
"""Room of a day in hours that is too short for work at the seat."""
ROUNDING_H = 1e-9
"""Hours that are a rounding of numbers."""


@dataclass(frozen=True)
class SupportWork:
    """What is to be laid out as a week.

    Attributes
    ----------
    seat
        Index of the school from which they set out.
    schools
        Indices of the schools. [school]
    work_school
        Their work, in any unit. (school,)
    drives_km_school
        Kilometres a week from the seat to each school and back. (school,)
    posts
        Posts, with the time at the wheel.
    visits
        Days a week at each school other than the seat; of 1.5 every other one is driven every second week.
    week_h
        Working hours a week of a whole post.
    speed_km_h
        At which they drive.
    """

    seat: int
    schools: tuple[int, ...]
    work_school: Floats
    drives_km_school: Floats
    posts: float
    visits: float
    week_h: float
    speed_km_h: float

    @property
    def wheel_h(self) -> float:
        """Hours a week at the wheel."""
        return float(self.drives_km_school.sum()) / self.speed_km_h

    @property
    def shares(self) -> tuple[float, ...]:
        """Sizes of their posts: whole ones and the rest. The first of them drives."""
        count = max(int(np.ceil(self.posts - 1e-9)), 1)
        return tuple(min(1.0, self.posts - before) for before in range(count))


@dataclass(frozen=True)
class SupportVisit:
    """One of them at one school on one weekday.

    Attributes
    ----------
    person, weekday, order
        From 1; the order within the day.
    school
        Index of the school.
    hours
        Hours of work there.
    leg_km, home_km
        Drive from the seat, and back to it.
    """

    person: int
    weekday: int
    order: int
    school: int
    hours: float
    leg_km: float = 0.0
    home_km: float = 0.0


@dataclass
class _Day:
    """A day in the making: visits as school, hours and kilometres one way; hours at the seat."""

    away: list[tuple[int, float, float]] = field(default_factory=list)
    seat_h: float = 0.0
    wheel_h: float = 0.0

    @property
    def hours(self) -> float:
        """Hours at work and at the wheel."""
        return self.seat_h + self.wheel_h + sum(hours for _, hours, _ in self.away)

    @property
    def km(self) -> float:
        """Kilometres one way."""
        return sum(km for _, _, km in self.away)


def support_week(work: SupportWork) -> tuple[SupportVisit, ...]:
    """Return the week of the first of them, who drives, and of the others, who stay at the seat.

    The hours of a school follow its share of the work and lie on its visits; where all the visits together are more
    than one person's week the rest is done at the seat. A day is one school's as long as there are days; work at the
    seat fills free days first, then those on which a visit leaves time.
    """
    first = work.shares[0] * work.week_h - work.wheel_h
    days = _days_away(work, max(first, 0.0))
    _fill_at_seat(days, first - sum(hours for day in days for _, hours, _ in day.away), work.week_h / DAYS)
    visits = [
        visit
        for weekday, day in enumerate(sorted(days, key=lambda day: (day.km, len(day.away))), start=1)
        for visit in _visits(work, day, weekday)
    ]
    for person, share in enumerate(work.shares[1:], start=2):
        count = max(int(np.ceil(share * DAYS - 1e-9)), 1)
        hours = share * work.week_h / count
        visits += [SupportVisit(person, day, 1, work.seat, hours) for day in range(1, count + 1)]
    return tuple(visits)


def _days_away(work: SupportWork, most_h: float) -> list[_Day]:
    """Return the days of the week with the visits to the other schools."""
    days = [_Day() for _ in range(DAYS)]
    count = int(np.ceil(work.visits - 1e-9))
    others = [
        at for at, school in enumerate(work.schools) if school != work.seat and work.work_school[at] > 0
    ]
    if not count or not others:
        return days
    desk_h = work.posts * work.week_h - work.wheel_h
    wanted = np.maximum(desk_h, 0.0) * work.work_school / work.work_school.sum()
    fits = min(1.0, most_h / max(float(wanted[others].sum()), 1e-9))
    for _ in range(count):
        for at in sorted(others, key=lambda at: -work.drives_km_school[at]):
            school, one_way = work.schools[at], float(work.drives_km_school[at]) / count / 2.0
            day = min(days, key=lambda day: (school in [there for there, _, _ in day.away], day.hours))
            day.away.append((school, float(wanted[at]) * fits / count, one_way))
            day.wheel_h += 2.0 * one_way / work.speed_km_h
    return days


def _fill_at_seat(days: list[_Day], hours: float, day_h: float) -> None:
    """Put hours at the seat on free days, whole ones as far as they go, then where a visit leaves time."""
    left = hours
    for day in sorted(days, key=lambda day: day.hours):
        room = day_h - day.hours
        day.seat_h = min(room, max(left, 0.0)) if room > SHORTEST_H else 0.0
        left -= day.seat_h
    if left > ROUNDING_H:
        min(days, key=lambda day: day.hours).seat_h += left


def _visits(work: SupportWork, day: _Day, weekday: int) -> list[SupportVisit]:
    """Return a day as visits: the seat first, then the others, each from the seat and back."""
    found = []
    if day.seat_h > ROUNDING_H:
        found.append(SupportVisit(1, weekday, 1, work.seat, day.seat_h))
    for school, hours, one_way in day.away:
        found.append(SupportVisit(1, weekday, len(found) + 1, school, hours, one_way, one_way))
    return found
