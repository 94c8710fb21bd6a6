"""The school days of a year: which weeks teach, and which days are winter."""

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.operations.assumptions import Assumptions

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]

DAYS_A_WEEK: Final[int] = 5


@dataclass(frozen=True)
class SchoolCalendar:
    """School days of one year, numbered from 0, five to a week.

    Attributes
    ----------
    dates
        Date of each school day. (day,)
    week_day, month_day
        ISO week and month of each school day. (day,)
    winter_day
        Days on which roads are those of winter. (day,)
    """

    dates: tuple[date, ...]
    week_day: Ints
    month_day: Ints
    winter_day: Bools

    @property
    def days(self) -> int:
        """School days of the year."""
        return len(self.week_day)

    @property
    def weeks(self) -> int:
        """Teaching weeks of the year."""
        return self.days // DAYS_A_WEEK

    def drive_time_day(self, winter_factor: float) -> Floats:
        """Return how long a drive takes on each day, 1 on the mean over the year on every weekday. (day,)

        A tour that is driven on some weekdays, or on none of its days, so has the year's hours or none.

        Parameters
        ----------
        winter_factor
            Time in winter per time in the other months.
        """
        time = np.where(self.winter_day, winter_factor, 1.0)
        of_weekdays = time.reshape(-1, DAYS_A_WEEK).mean(axis=0)
        relative: Floats = time / np.resize(of_weekdays, len(time))
        return relative


def school_calendar(year: int, assumptions: Assumptions) -> SchoolCalendar:
    """Return the school days of the year that starts in August of ``year``.

    The defaults leave 38 teaching weeks, 190 school days (Basic Education Act 628/1998, section 23). Weekday
    holidays are not taken out, so that the lessons of a year are the weeks times the weekly lessons. A week 53
    belongs to the Christmas break.
    """
    weeks_of_autumn = date(year, 12, 28).isocalendar().week
    autumn = [(year, week) for week in range(assumptions.first_week, weeks_of_autumn + 1)]
    spring = [(year + 1, week) for week in range(1, assumptions.last_week + 1)]
    closed = assumptions.break_weeks | {53}
    dates = tuple(
        date.fromisocalendar(calendar_year, week, weekday)
        for calendar_year, week in (*autumn, *spring)
        if week not in closed
        for weekday in range(1, DAYS_A_WEEK + 1)
    )
    month_day = np.array([day.month for day in dates], dtype=np.intp)
    return SchoolCalendar(
        dates=dates,
        week_day=np.array([day.isocalendar().week for day in dates], dtype=np.intp),
        month_day=month_day,
        winter_day=np.isin(month_day, sorted(assumptions.winter_months)),
    )
