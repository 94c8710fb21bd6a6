"""Which weeks teach, and which days are winter."""

import numpy as np
import pytest

from kopa_sim.operations.school_calendar import school_calendar
from tests.operations.worlds import assumptions


@pytest.mark.parametrize("year", [2024, 2025, 2026, 2030, 2032, 2045])
def test_the_default_year_has_190_school_days_in_38_weeks_also_when_the_year_has_53_weeks(year):
    calendar = school_calendar(year, assumptions())
    assert calendar.days == 190
    assert calendar.weeks == 38


def test_no_teaching_in_the_breaks():
    weeks = set(school_calendar(2026, assumptions()).week_day.tolist())
    assert weeks.isdisjoint({42, 52, 53, 1, 10})
    assert {33, 41, 43, 51, 2, 9, 11, 22} <= weeks


def test_the_year_runs_from_august_to_june_at_most():
    months = school_calendar(2026, assumptions()).month_day
    assert months[0] == 8
    assert months[-1] in (5, 6)
    assert 7 not in months


@pytest.mark.parametrize("zone", ["south", "middle", "east", "north"])
def test_the_zone_moves_the_breaks_and_keeps_the_days(zone):
    calendar = school_calendar(2026, assumptions(break_zone=zone))
    assert calendar.days == 190
    assert (10 in calendar.week_day) == (zone in ("south", "middle"))
    assert (8 in calendar.week_day) == (zone != "south")


def test_a_longer_break_takes_five_days_a_week():
    calendar = school_calendar(2026, assumptions(christmas_weeks=[51, 52, 1]))
    assert calendar.days == 185


def test_dates_are_those_of_the_days_of_the_weeks():
    calendar = school_calendar(2026, assumptions())
    assert len(calendar.dates) == calendar.days
    assert calendar.dates[0].isoformat() == "2026-08-10"
    assert [day.weekday() for day in calendar.dates[:6]] == [0, 1, 2, 3, 4, 0]


def test_drives_take_longer_in_winter_and_as_long_as_stated_on_the_mean():
    calendar = school_calendar(2026, assumptions())
    time = calendar.drive_time_day(1.2)
    for weekday in range(5):
        of_weekday, winter = time[weekday::5], calendar.winter_day[weekday::5]
        assert of_weekday.mean() == pytest.approx(1.0)
        assert of_weekday[winter] == pytest.approx(1.2 * of_weekday[~winter][0])


def test_winter_roads_are_those_of_november_to_march():
    calendar = school_calendar(2026, assumptions())
    assert set(calendar.month_day[calendar.winter_day].tolist()) == {11, 12, 1, 2, 3}
    assert 0.35 < np.mean(calendar.winter_day) < 0.55
