"""Storms that close the roads of a municipality."""

import numpy as np
import pytest
import simpy

from kopa_sim.model.streams import Streams
from kopa_sim.operations.school_calendar import school_calendar
from kopa_sim.operations.setting import COUNTED, Counts, make_setting
from tests.operations.worlds import assumptions, build_world

SCHOOLS = [("a", "901"), ("b", "902")]


def setting(replication=0, schools=SCHOOLS, **changes):
    world, values = build_world(schools, {}), assumptions(**changes)
    return make_setting(
        simpy.Environment(),
        world.region,
        world.journeys,
        world.staffed(),
        values,
        school_calendar(2026, values),
        Streams(1),
        replication,
    )


def test_roads_are_closed_on_as_many_winter_days_as_stated():
    days = [
        setting(number, closed_road_days_per_winter=3.0).closed_municipality_day.sum() for number in range(60)
    ]
    half_width = 2.66 * np.std(days, ddof=1) / np.sqrt(len(days))  # Student t, 59 degrees, 99 %
    assert half_width < 1.2
    assert abs(np.mean(days) - 2 * 3.0) <= half_width


def test_no_road_is_closed_outside_the_winter():
    stormy = setting(closed_road_days_per_winter=1e6)
    assert np.array_equal(stormy.closed_municipality_day[0], stormy.calendar.winter_day)


def test_a_storm_closes_the_roads_of_its_municipality_and_of_no_other():
    stormy = setting(closed_road_days_per_winter=20.0)
    closed = stormy.closed_municipality_day
    assert (closed[0] & ~closed[1]).any()
    day = int(np.flatnonzero(closed[0] & ~closed[1])[0])
    assert stormy.roads_closed(0, day)
    assert not stormy.roads_closed(1, day)


def test_another_municipality_changes_no_storm():
    fewer, more = setting(), setting(schools=[*SCHOOLS, ("c", "903")])
    assert np.array_equal(fewer.closed_municipality_day, more.closed_municipality_day[:2])


def test_a_drive_takes_its_kilometres_over_the_speed_of_the_season():
    plain = setting(winter_drive_factor=1.0)
    assert plain.hours(30.0, 0) == pytest.approx(0.5)  # 60 km/h
    wintry = setting(winter_drive_factor=1.2)
    winter = int(np.flatnonzero(wintry.calendar.winter_day)[0])
    assert wintry.hours(30.0, winter) == pytest.approx(1.2 * wintry.hours(30.0, 0))


def test_counts_begin_at_nothing_for_every_school():
    assert all(getattr(Counts(3), name) == [0.0, 0.0, 0.0] for name in COUNTED)
