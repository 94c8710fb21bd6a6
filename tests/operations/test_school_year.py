"""One school year, event by event."""

import numpy as np
import pytest

from kopa_sim.model.grades import GRADE_BANDS
from kopa_sim.model.streams import Streams
from kopa_sim.model.subjects import SUBJECTS
from kopa_sim.operations.absences import Absence
from kopa_sim.operations.careers import Gap
from kopa_sim.operations.lessons import AS_PLANNED, LOST, MERGED, SUPERVISED, UNQUALIFIED
from kopa_sim.operations.missed_days import MissedDay, missed_days
from kopa_sim.operations.school_year import SchoolYear
from kopa_sim.operations.teachers import Teacher, Visit
from tests.operations.worlds import (
    NO_MERGING,
    QUIET,
    assumptions,
    build_world,
    class_teachers,
    remote_group,
)

CLASS, LANGUAGES = SUBJECTS.index("class_teaching"), SUBJECTS.index("languages")


class Year:
    """A quiet year of one school of five class teachers, into which a test puts its own absences."""

    def __init__(self, world=None, keep_log=False, **changes):
        self.world = world or build_world(
            [("a", "901")], {("a", "class_teaching"): class_teachers(5)}, groups={"a": {"1-2": 2, "3-6": 3}}
        )
        quiet = {
            **QUIET,
            "merged_group_limit_by_band": NO_MERGING,
            "regional_substitutes_per_100_posts": 0.0,
            "overtime_cover_share": 0.0,
        }
        self.year = SchoolYear(
            self.world.region,
            self.world.journeys,
            self.world.staffed(),
            assumptions(**{**quiet, **changes}),
            Streams(1),
            0,
            keep_log=keep_log,
        )

    def absent(self, *days, number=0, kind="absence", stand_in=False, young=False, gaps=()):
        week = ((Visit(0, CLASS, 4.8),),) * 5
        teacher = Teacher(f"a/class_teaching/{number}", 0, CLASS, week, 2026, young=young)
        missed = tuple(
            MissedDay(day, kind == "absence" and day - 1 not in days, kind, stand_in) for day in days
        )
        if gaps:
            teaches = np.ones(190, dtype=bool)
            missed = missed_days(Absence((), ()), gaps, teaches)
        self.year.expect(teacher, missed, np.ones(190, dtype=bool))
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
        local_substitutes_per_100_posts=0.0,
        merged_group_limit_by_band=dict.fromkeys(GRADE_BANDS, 1000.0),
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


def test_the_lowest_grades_get_their_substitute_before_others():
    year = Year(local_substitutes_per_100_posts=20.0, qualified_substitute_share=0.0, keep_log=True)
    year.absent(11, number=0).absent(11, number=1, young=True).absent(11, number=2)
    year.booked()
    served = {event.person for event in year.year.diary.events if event.outcome == "lessons_unqualified"}
    assert served == {"a/class_teaching/1/2026"}


def test_a_stand_in_for_a_vacant_post_gives_unqualified_lessons_and_nobody_is_called():
    year = Year(local_substitutes_per_100_posts=0.0).absent(3, 4, 5, kind="vacancy", stand_in=True)
    assert year.booked() == {UNQUALIFIED: pytest.approx(3 * 4.8)}
    assert year.year.counts.asked == [0.0]
    assert year.year.counts.vacant_days == [3.0]
    assert year.year.counts.cost_eur == [0.0]


def test_a_substitute_in_a_vacant_post_is_paid_from_its_pay_but_in_a_leave_on_top():
    for kind, price in (("vacancy", 0.0), ("leave", 2 * 210.0)):
        year = Year(local_substitutes_per_100_posts=20.0).absent(3, 4, kind=kind)
        year.booked()
        assert year.year.counts.filled == [2.0]
        assert year.year.counts.cost_eur == [price]


def test_waits_are_days_until_the_first_substitute_comes():
    year = Year(local_substitutes_per_100_posts=20.0)
    year.absent(10, 11, 12, number=0).absent(11, 12, 13, number=1)
    year.booked()
    assert year.year.counts.spells == [2.0]
    assert year.year.counts.waited == [2.0]  # the second waits while the first goes on


@pytest.mark.parametrize(("stand_in", "absences"), [(False, 2.0), (True, 1.0)])
def test_two_gaps_of_a_post_are_two_absences_and_one_with_a_stand_in_is_none(stand_in, absences):
    year = Year(local_substitutes_per_100_posts=0.0)
    year.absent(gaps=[Gap(10, 12, "vacancy", stand_in), Gap(12, 15, "vacancy", False)])
    year.booked()
    assert year.year.counts.spells == [absences]
    assert year.year.counts.asked == [3.0 if stand_in else 5.0]
    assert year.year.counts.waited == year.year.counts.asked


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


def test_a_lesson_needs_the_link_at_both_ends():
    year = remote_year(link_failures_per_year=20.0, link_repair_h=12.0)
    booked = year.booked(LANGUAGES)
    sender, receiver = (year.year.links[school].down_share_day for school in (0, 1))
    assert sender.sum() > 0.0
    assert receiver.sum() > 0.0
    either = 1.0 - (1.0 - sender) * (1.0 - receiver)
    assert booked[SUPERVISED] == pytest.approx(sender.sum() * 1.0 + either.sum() * 2.0)


def test_a_remote_teacher_away_is_missed_in_every_school_at_once():
    year = remote_year(adults=1.0, local_substitutes_per_100_posts=0.0)
    visits = (Visit(0, LANGUAGES, 1.0), Visit(1, LANGUAGES, 2.0))
    remote = Teacher("a/languages/remote/link/0", 0, LANGUAGES, (visits,) * 5, 2026, over_link=True)
    year.year.expect(remote, (MissedDay(3, True, "absence"),), np.ones(190, dtype=bool))
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


def test_without_their_adult_pupils_are_watched_by_a_colleague_else_their_lessons_are_lost():
    always = {
        "site_adult_absence_days": 10_000.0,
        "absence_spell_median_days": 500.0,
        "site_adult_replaced_share": 0.0,
    }
    year = remote_year(**always)
    booked = year.booked(LANGUAGES)
    assert booked == {LOST: pytest.approx(190 * 2.0)}  # at a four colleagues watch, at b nobody is there
    assert year.year.cover.watched_lessons_school == [pytest.approx(190 * 1.0), 0.0]


def test_an_adult_who_is_replaced_is_not_missed():
    always = {
        "site_adult_absence_days": 10_000.0,
        "absence_spell_median_days": 500.0,
        "site_adult_replaced_share": 1.0,
    }
    assert remote_year(**always).booked(LANGUAGES) == {}


def test_a_year_that_needs_more_events_than_allowed_ends_early_and_says_so():
    busy = {"absence_days_per_teacher_year": 40.0, "local_substitutes_per_100_posts": 0.0}
    whole, cut = Year(**busy), Year(**busy, most_events=40)
    assert sum(cut.booked().values()) < sum(whole.booked().values())
    assert cut.year.stopped
    assert not whole.year.stopped
    assert cut.year.setting.environment.now < 190


def test_a_year_is_not_stopped_by_a_limit_that_it_just_keeps():
    busy = {"absence_days_per_teacher_year": 40.0, "local_substitutes_per_100_posts": 0.0}
    for most in range(1, 2000, 200):
        year = Year(**busy, most_events=most)
        year.booked()
        assert year.year.stopped == (year.year.setting.environment.peek() < 190)


def test_a_link_that_fails_while_the_adult_is_away_takes_no_lesson_twice():
    year = remote_year(
        site_adult_absence_days=10_000.0,
        absence_spell_median_days=500.0,
        site_adult_replaced_share=0.0,
        link_failures_per_year=190.0,
        link_repair_h=600.0,
    )
    booked = year.booked(LANGUAGES)
    assert year.closed.lessons_outcome_school_subject[:, 1, LANGUAGES].min() >= 0.0
    assert booked[LOST] <= 190 * 2.0 + 1e-6
