"""Shared teachers on the road: late, stopped on the way, or kept at home by a storm."""

import numpy as np
import pytest

from kopa_sim.model.streams import Streams
from kopa_sim.model.subjects import SUBJECTS
from kopa_sim.operations.lessons import LOST, SUPERVISED
from kopa_sim.operations.missed_days import MissedDay
from kopa_sim.operations.school_year import SchoolYear
from kopa_sim.operations.teachers import Teacher, Visit
from tests.operations.worlds import QUIET, assumptions, build_world, class_teachers

MUSIC = SUBJECTS.index("music")
ALWAYS, EVERY_DAY = 1e9, np.ones(190, dtype=bool)
NOBODY_WATCHES = {"supervision_lessons_per_colleague_day": 0.0}
MONDAY = (Visit(0, MUSIC, 2.0), Visit(1, MUSIC, 2.5, leg_km=10.0), Visit(2, MUSIC, 1.5, leg_km=30.0))
"""At home, then to b, then to c; 20 km home from there."""


class Road:
    """Three schools of two municipalities, and a music teacher who drives to two of them on Mondays."""

    def __init__(self, visits=MONDAY, home_km=20.0, missed=(), **changes):
        cell = {"hours_qualified": 20.0, "posts": 1.0}
        world = build_world(
            [("a", "901"), ("b", "901"), ("c", "902")],
            {
                **{(school, "music"): cell for school in "abc"},
                ("c", "class_teaching"): class_teachers(5),
            },
        )
        values = {**QUIET, "overtime_cover_share": 0.0, "local_substitutes_per_100_posts": 0.0, **changes}
        self.year = SchoolYear(
            world.region, world.journeys, world.staffed(), assumptions(**values), Streams(1), 0, keep_log=True
        )
        self.teacher = Teacher(
            "a/music/shared/0", 0, MUSIC, (visits, (), (), (), ()), 2026, (home_km, 0, 0, 0, 0)
        )
        self.year.expect(self.teacher, missed, np.resize(self.teacher.teaches_weekday, 190))
        self.lessons = self.year.run().lessons_outcome_school_subject[:, :, MUSIC]

    def events(self, day=0):
        return [event for event in self.year.diary.events if event.day == day]


def test_a_breakdown_on_the_first_drive_cancels_all_schools_that_were_to_come():
    road = Road(breakdowns_per_1000_km=ALWAYS, **NOBODY_WATCHES)
    first = [event for event in road.events() if event.school == 1]
    stopped_first = len({event.day for event in road.year.diary.events if event.school == 1})
    assert {event.kind for event in road.year.diary.events} == {"breakdown"}
    assert road.lessons[LOST].tolist() == pytest.approx([0.0, stopped_first * 2.5, 38 * 1.5])
    assert 0 < stopped_first < 38  # a quarter of the way leads to b
    assert all(event.lesson_of_day == 3 for event in first)
    assert road.year.counts.cost_eur[0] == pytest.approx(38 * 150.0)


def test_a_breakdown_on_the_way_to_the_second_site_leaves_the_first_as_planned():
    to_c = (Visit(0, MUSIC, 2.0), Visit(2, MUSIC, 2.0, leg_km=30.0))
    road = Road(to_c, home_km=30.0, breakdowns_per_1000_km=ALWAYS, **NOBODY_WATCHES)
    assert road.lessons[LOST].tolist() == pytest.approx([0.0, 0.0, 38 * 2.0])
    assert road.year.counts.driven_km[0] == pytest.approx(-38 * (15.0 + 30.0))


def test_late_starts_eat_part_of_the_first_lessons_at_a_school():
    to_c = (Visit(2, MUSIC, 20.0, leg_km=30.0),)
    road = Road(to_c, late_starts_per_1000_km_winter=ALWAYS, supervision_lessons_per_colleague_day=10.0)
    winter = int(road.year.calendar.winter_day[::5].sum())
    events = road.year.diary.events
    assert len(events) == winter
    assert {(event.kind, event.lesson_of_day) for event in events} == {("late", 1)}
    assert all(event.minutes == pytest.approx(45.0 * event.lessons) for event in events)
    eaten = np.array([event.lessons for event in events])
    assert road.lessons[SUPERVISED].tolist() == pytest.approx([0.0, 0.0, eaten.sum()])
    assert abs(eaten.mean() - 0.5) < 3.0 * 0.5 / np.sqrt(winter)  # exponential with mean one half
    assert road.year.counts.driven_km[0] == 0.0


def test_who_is_very_late_misses_no_more_lessons_than_there_are():
    to_c = (Visit(2, MUSIC, 2.0, leg_km=30.0),)
    road = Road(to_c, late_starts_per_1000_km_winter=ALWAYS, late_start_lessons=1e6)
    winter = int(road.year.calendar.winter_day[::5].sum())
    assert road.lessons[[SUPERVISED, LOST]].sum() == pytest.approx(2.0 * winter)


def test_closed_roads_keep_everybody_at_home_and_close_a_municipality_for_those_who_come_from_elsewhere():
    road = Road(closed_road_days_per_winter=10_000.0, **NOBODY_WATCHES)
    winter = int(road.year.calendar.winter_day[::5].sum())
    assert road.lessons[LOST].tolist() == pytest.approx([0.0, 2.5 * winter, 1.5 * winter])
    assert road.year.counts.driven_km[0] == pytest.approx(-60.0 * winter)
    assert {event.kind for event in road.year.diary.events} == {"closed_road"}


def test_lessons_at_the_home_base_do_not_need_a_road():
    road = Road((Visit(0, MUSIC, 2.0),), home_km=0.0, closed_road_days_per_winter=10_000.0)
    assert road.year.diary.events == []


def test_who_is_at_home_ill_is_not_late_on_the_road():
    missed = [MissedDay(day, True, "absence") for day in range(0, 190, 5)]
    road = Road(missed=tuple(missed), breakdowns_per_1000_km=ALWAYS, **NOBODY_WATCHES)
    assert road.lessons[LOST].tolist() == pytest.approx([38 * 2.0, 38 * 2.5, 38 * 1.5])
    assert {event.kind for event in road.year.diary.events} == {"absence"}
    assert road.year.counts.driven_km[0] == pytest.approx(-60.0 * 38)


def test_a_substitute_of_a_shared_teacher_drives_the_tour():
    missed = (MissedDay(0, True, "absence"),)
    road = Road(missed=missed, local_substitutes_per_100_posts=200.0)
    assert road.year.counts.filled[0] == 1.0
    assert road.year.counts.driven_km[0] == pytest.approx(0.0)


def test_hours_on_the_road_are_longer_in_winter():
    missed = tuple(MissedDay(day, True, "absence") for day in range(0, 190, 5))
    road = Road(missed=missed, winter_drive_factor=2.0)
    times = road.year.setting.drive_time_day[::5]
    assert road.year.counts.driven_hours[0] == pytest.approx(-(times * 60.0 / 60.0).sum())
    assert times.max() == pytest.approx(2.0 * times.min())
