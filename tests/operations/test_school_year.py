"""One school year, event by event."""

import numpy as np
import pytest

from kopa_sim.model.streams import Streams
from kopa_sim.model.subjects import SUBJECTS
from kopa_sim.operations.absences import Absence
from kopa_sim.operations.lessons import AS_PLANNED, LOST, MERGED, SUPERVISED, UNQUALIFIED
from kopa_sim.operations.school_year import SchoolYear
from kopa_sim.operations.teachers import Teacher
from tests.operations.worlds import (
    QUIET,
    assumptions,
    build_world,
    class_teachers,
    remote_group,
)

CLASS, LANGUAGES, MUSIC = (SUBJECTS.index(name) for name in ("class_teaching", "languages", "music"))
NO_MERGING = dict.fromkeys(("pre_primary", "1-2", "3-6", "7-9", "upper_secondary"), 0.0)


class Year:
    """A quiet year of one school of five class teachers, into which a test puts its own absences."""

    def __init__(self, world=None, **changes):
        self.world = world or build_world(
            [("a", "901")], {("a", "class_teaching"): class_teachers(5)}, groups={"a": {"1-2": 2, "3-6": 3}}
        )
        quiet = {**QUIET, "merge_share_by_band": NO_MERGING, "regional_substitutes_per_100_posts": 0.0}
        self.year = SchoolYear(
            self.world.region,
            self.world.journeys,
            self.world.staffed(),
            assumptions(**{**quiet, **changes}),
            Streams(1),
            0,
        )

    def absent(self, *days, number=0, first=None):
        teacher = Teacher(f"a/class_teaching/{number}/2026", 0, CLASS, 5, ((0, 4.8),))
        runs = tuple(day - 1 not in days for day in days) if first is None else first
        self.year._environment.process(self.year._live_absence(teacher, Absence(days, runs)))
        return self

    def booked(self, subject=CLASS):
        self.closed = self.year.run()
        lessons = self.closed.lessons_outcome_school_subject[:, :, subject].sum(axis=1)
        return {index: lessons[index] for index in range(1, 6) if lessons[index]}


def test_an_uneventful_year_goes_as_planned_and_costs_nothing():
    year = Year()
    assert year.booked() == {}
    assert year.closed.lessons_outcome_school_subject[AS_PLANNED, 0, CLASS] == 38 * 5 * 24.0
    assert year.year.counts.cost_eur == [0.0]


def test_without_substitutes_colleagues_watch_and_the_rest_of_the_day_is_lost():
    year = Year(local_substitutes_per_100_posts=0.0).absent(10)
    assert year.booked() == {SUPERVISED: 2.0, LOST: pytest.approx(2.8)}
    assert year.year.counts.asked == [1.0]
    assert year.year.counts.filled == [0.0]
    assert year.year.counts.cost_eur == [2.0 * 25.0]


def test_an_unqualified_substitute_gives_all_but_the_first_lesson_of_the_first_day():
    year = Year(local_substitutes_per_100_posts=20.0, qualified_substitute_share=0.0).absent(10, 11, 12)
    assert year.booked() == {UNQUALIFIED: pytest.approx(3.8 + 2 * 4.8), SUPERVISED: pytest.approx(1.0)}
    assert year.year.counts.filled == [3.0]
    assert year.year.counts.cost_eur == [pytest.approx(3 * 210.0 + 25.0)]


def test_a_qualified_substitute_gives_the_lessons_as_planned():
    year = Year(local_substitutes_per_100_posts=20.0, qualified_substitute_share=1.0).absent(10, 11)
    assert year.booked() == {SUPERVISED: pytest.approx(1.0)}
    assert year.closed.qualified_missed_school_subject[0, CLASS] == pytest.approx(1.0)


def test_a_group_without_teacher_joins_a_parallel_one():
    year = Year(
        local_substitutes_per_100_posts=0.0, merge_share_by_band={**NO_MERGING, "1-2": 1.0, "3-6": 1.0}
    )
    assert year.absent(10).booked() == {MERGED: pytest.approx(4.8)}
    assert year.closed.qualified_missed_school_subject[0, CLASS] == 0.0


def test_an_absence_that_goes_on_keeps_its_substitute_before_a_new_one():
    year = Year(local_substitutes_per_100_posts=20.0, qualified_substitute_share=0.0)
    year.absent(10, 11, number=0).absent(11, number=1)
    assert year.year.substitutes.local[0].people == 1
    booked = year.booked()
    assert booked[UNQUALIFIED] == pytest.approx(3.8 + 4.8)  # a new absence would wait for its first lesson
    assert year.year.counts.asked == [3.0]
    assert year.year.counts.filled == [2.0]
    assert booked[SUPERVISED] + booked[LOST] == pytest.approx(1.0 + 4.8)


def test_a_substitute_is_free_again_the_next_morning():
    year = Year(local_substitutes_per_100_posts=20.0).absent(10, number=0).absent(11, number=1)
    year.booked()
    assert year.year.counts.filled == [2.0]


def test_an_unmet_absence_asks_again_the_next_morning():
    year = Year(
        local_substitutes_per_100_posts=20.0, local_call_in_lessons=0.0, qualified_substitute_share=0.0
    )
    year.absent(10, number=0).absent(10, 11, number=1)
    year.booked()
    assert year.year.counts.asked == [3.0]
    assert year.year.counts.filled == [2.0]


def travel_world(km):
    cell = {"hours_qualified": 20.0, "posts": 1.0, "driven_km": km}
    return build_world([("a", "901")], {("a", "music"): cell, ("a", "class_teaching"): class_teachers(5)})


def test_late_starts_eat_part_of_a_lesson():
    certain = {"late_starts_per_1000_km_winter": 1e9, "late_starts_per_1000_km_other": 0.0}
    year = Year(travel_world(19_000.0), **certain)
    winter_days = int(year.year.calendar.winter_day.sum())
    booked = year.booked(MUSIC)
    assert booked[SUPERVISED] == pytest.approx(0.5 * winter_days)
    assert LOST not in booked
    assert year.year.counts.driven_km == [0.0]


def test_a_breakdown_cancels_the_day_at_the_school_and_the_rest_of_the_drive():
    year = Year(travel_world(19_000.0), breakdowns_per_1000_km=1e9, supervision_lessons_per_colleague_day=0.0)
    assert year.booked(MUSIC) == {LOST: pytest.approx(190 * 4.0)}
    assert year.year.counts.driven_km == [pytest.approx(-19_000.0 / 2.0)]
    assert year.year.counts.cost_eur == [pytest.approx(190 * 150.0)]


def test_who_is_at_home_ill_is_not_late_on_the_road():
    always = {"absence_days_per_teacher_year": 10_000.0, "absence_spell_median_days": 500.0}
    year = Year(
        travel_world(1000.0), **always, breakdowns_per_1000_km=1e9, local_substitutes_per_100_posts=0.0
    )
    booked = year.booked(MUSIC)
    assert sum(booked.values()) == pytest.approx(38 * 20.0)
    assert year.year.counts.driven_km == [pytest.approx(-1000.0)]


def remote_year(adults=1.0, **changes):
    world = build_world(
        [("a", "901"), ("b", "902")],
        {
            ("a", "class_teaching"): class_teachers(5),
            ("b", "languages"): {"hours_remote": 10.0},
            ("a", "languages"): {"hours_remote": 5.0},
        },
        remote_groups=[remote_group([0, 1], ("languages",), sending_school=0)],
        adults=adults,
    )
    return Year(world, **changes)


def test_a_failing_link_leaves_the_lesson_to_the_site_adult():
    year = remote_year(adults=0.75, link_failures_per_year=20.0, link_repair_h=12.0)
    booked = year.booked(LANGUAGES)
    assert booked[SUPERVISED] == pytest.approx(3.0 * booked[LOST])
    down = [link.down_share_day.sum() for link in year.year.links.values()]
    assert booked[SUPERVISED] + booked[LOST] == pytest.approx(down[0] * 1.0 + down[1] * 2.0)


def test_a_remote_teacher_away_is_missed_in_every_school_at_once():
    year = remote_year(adults=1.0, local_substitutes_per_100_posts=0.0)
    (remote,) = [
        Teacher("remote/a/link/languages/0/2026", 0, LANGUAGES, 5, ((0, 1.0), (1, 2.0)), over_link=True)
    ]
    year.year._environment.process(year.year._live_absence(remote, Absence((3,), (True,))))
    assert year.booked(LANGUAGES) == {SUPERVISED: pytest.approx(3.0)}
    assert year.year.counts.asked == [1.0, 0.0]
    assert year.year.counts.cost_eur == [0.0, 0.0]


def test_a_link_that_fails_while_the_remote_teacher_is_away_takes_no_lesson_twice():
    year = remote_year(
        absence_days_per_teacher_year=10_000.0,
        absence_spell_median_days=500.0,
        link_failures_per_year=190.0,
        link_repair_h=600.0,
        local_substitutes_per_100_posts=0.0,
    )
    assert sum(year.booked(LANGUAGES).values()) == pytest.approx(38 * 15.0)
    lessons = year.closed.lessons_outcome_school_subject[AS_PLANNED, :, LANGUAGES]
    assert np.abs(lessons).max() == pytest.approx(0.0, abs=1e-6)
