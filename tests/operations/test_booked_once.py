"""Every lesson is booked once, at each school and in each subject, whatever comes together on one day."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kopa_sim.model.grades import GRADE_BANDS
from kopa_sim.operations import Travels
from kopa_sim.operations.lessons import AS_PLANNED, LOST, SUPERVISED, UNQUALIFIED, LessonBook
from tests.operations.test_replication import LANGUAGES_CELL, small, tour
from tests.operations.worlds import NO_MERGING, QUIET, build_world, remote_group

ALL_VACANT = {
    **QUIET,
    "recruitment_days": 5000.0,
    "other_exits_share": 1.0,
    "leaving_within_year_share": 0.0,
    "notice_days_summer": 0.0,
}
"""Nobody comes for the posts that all have left."""

BREAKDOWNS = {"breakdowns_per_1000_km": 1e6}
STORMS = {"closed_road_days_per_winter": 500.0}
LATE = {
    "late_starts_per_1000_km_winter": 1e6,
    "late_starts_per_1000_km_other": 1e6,
    "late_start_lessons": 10.0,
}


def lessons_of(**changes):
    """Lessons of a year by outcome, with a shared teacher and a remote group. (outcome, school, subject)"""
    of = small().outcome(travels=Travels(lambda year: (tour(1.0),)), **changes)
    return of.lessons_outcome_year_school_subject[:, 0], of.values


def assert_booked_once(lessons, values):
    assert lessons.min() >= -1e-6
    quiet = lessons_of(**QUIET)[0].sum(axis=0)
    assert lessons.sum(axis=0) == pytest.approx(quiet, rel=1e-9)
    assert np.all((values["qualified_kept_share"] >= 0.0) & (values["qualified_kept_share"] <= 1.0))


@pytest.mark.parametrize("road", [BREAKDOWNS, STORMS, LATE], ids=["breakdowns", "storms", "late starts"])
@pytest.mark.parametrize("stand_in", [0.0, 0.5, 1.0])
def test_what_the_road_takes_of_a_stand_in_s_day_is_taken_once(road, stand_in):
    assert_booked_once(*lessons_of(**{**ALL_VACANT, **road, "unqualified_stand_in_share": stand_in}))


EXTREMES = {
    "recruitment_days": (0.0, 5000.0),
    "other_exits_share": (0.0, 1.0),
    "leaving_within_year_share": (0.0, 1.0),
    "unqualified_stand_in_share": (0.0, 0.5, 1.0),
    "absence_days_per_teacher_year": (0.0, 10.0, 190.0),
    "local_substitutes_per_100_posts": (0.0, 4.0, 500.0),
    "regional_substitutes_per_100_posts": (0.0, 500.0),
    "qualified_substitute_share": (0.0, 0.5, 1.0),
    "local_call_in_lessons": (0.0, 100.0),
    "breakdowns_per_1000_km": (0.0, 5.0, 1e6),
    "closed_road_days_per_winter": (0.0, 500.0),
    "late_starts_per_1000_km_winter": (0.0, 1e6),
    "late_start_lessons": (0.5, 100.0),
    "link_failures_per_year": (0.0, 4.0, 1e4),
    "link_repair_h": (0.0, 3.0, 1e5),
    "site_adult_absence_days": (0.0, 190.0),
    "site_adult_replaced_share": (0.0, 1.0),
    "supervision_lessons_per_colleague_day": (0.0, 0.5, 50.0),
    "overtime_cover_share": (0.0, 1.0),
    "remote_cover_share": (0.0, 1.0),
    "merged_group_limit_by_band": (NO_MERGING, dict.fromkeys(GRADE_BANDS, 1000.0)),
}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    seed=st.integers(0, 100),
    changes=st.fixed_dictionaries({name: st.sampled_from(values) for name, values in EXTREMES.items()}),
)
def test_no_cell_is_below_zero_however_extreme_the_year(seed, changes):
    assert_booked_once(*lessons_of(seed=seed, **changes))


def test_lessons_booked_twice_are_refused():
    world = build_world([("a", "901")], {("a", "languages"): {"hours_qualified": 10.0, "posts": 0.5}})
    book = LessonBook(world.staffed(), 38)
    for _ in range(2):
        book.move(0, LANGUAGES_CELL, 300.0, LOST)
    with pytest.raises(ArithmeticError, match=r"lessons_as_planned of school 0, .* are -220.*booked twice"):
        book.close()


LINKS_DEAD = {"link_failures_per_year": 1e6, "link_repair_h": 1e7}
ADULTS_AWAY = {"site_adult_absence_days": 190.0, "site_adult_replaced_share": 0.0}
UNWATCHED = {"supervision_lessons_per_colleague_day": 0.0}
AWAY = {"absence_days_per_teacher_year": 190.0, "overtime_cover_share": 0.0}
QUALIFIED_SUBSTITUTES = {
    "local_substitutes_per_100_posts": 1000.0,
    "qualified_substitute_share": 1.0,
    "local_call_in_lessons": 0.0,
}
NO_SUBSTITUTES = {"local_substitutes_per_100_posts": 0.0, "regional_substitutes_per_100_posts": 0.0}


def remote(adults=1.0, **changes):
    """Shares of a school's lessons over a link by outcome, of which the sending school gives none itself."""
    world = build_world(
        [("sender", "901"), ("receiver", "901")],
        {
            ("receiver", "languages"): {"hours_remote": 10.0},
            ("sender", "languages"): {"hours_qualified": 11.0, "posts": 1.0},
        },
        remote_groups=[remote_group([0, 1], ("languages",), sending_school=0)],
        adults=adults,
    )
    of = world.outcome(**{**QUIET, **changes})
    lessons = of.lessons_outcome_year_school_subject[:, 0, 1, LANGUAGES_CELL]
    return lessons / lessons.sum()


def test_a_substitute_teaches_nobody_over_a_dead_link():
    shares = remote(adults=0.75, **AWAY, **QUALIFIED_SUBSTITUTES, **LINKS_DEAD)
    assert shares[AS_PLANNED] < 0.001
    assert shares[SUPERVISED] == pytest.approx(0.75, abs=0.001)
    assert shares[LOST] == pytest.approx(0.25, abs=0.001)


def test_an_unqualified_substitute_teaches_nobody_over_a_dead_link_either():
    shares = remote(**AWAY, **{**QUALIFIED_SUBSTITUTES, "qualified_substitute_share": 0.0}, **LINKS_DEAD)
    assert shares[UNQUALIFIED] < 0.001
    assert shares[SUPERVISED] == pytest.approx(1.0, abs=0.001)


def test_a_stand_in_teaches_nobody_over_a_dead_link_either():
    changes = {**ALL_VACANT, "unqualified_stand_in_share": 1.0}
    assert remote(**changes)[UNQUALIFIED] == pytest.approx(1.0, abs=0.01)
    assert remote(**{**changes, **LINKS_DEAD})[UNQUALIFIED] < 0.001


def test_over_a_link_that_works_a_qualified_substitute_gives_the_lessons_as_planned():
    assert remote(**AWAY, **QUALIFIED_SUBSTITUTES)[AS_PLANNED] == pytest.approx(1.0)


def test_with_neither_teacher_nor_substitute_the_site_adult_watches():
    shares = remote(adults=0.75, **AWAY, **NO_SUBSTITUTES)
    assert shares[SUPERVISED] == pytest.approx(3.0 * shares[LOST])
    assert shares[SUPERVISED] > 0.7


def test_with_neither_substitute_nor_adult_nobody_watches():
    shares = remote(**AWAY, **NO_SUBSTITUTES, **ADULTS_AWAY, **UNWATCHED)
    adult_there = 1.0 - remote(**ADULTS_AWAY, **UNWATCHED)[LOST]
    assert shares[SUPERVISED] <= adult_there + 1e-9
    assert shares[LOST] > 0.95


def test_without_the_adult_a_substitute_too_needs_somebody_beside_the_pupils():
    shares = remote(**AWAY, **QUALIFIED_SUBSTITUTES, **ADULTS_AWAY, **UNWATCHED)
    assert shares[LOST] == pytest.approx(remote(**ADULTS_AWAY, **UNWATCHED)[LOST])
    assert shares[LOST] > 0.95


def test_a_year_that_is_stopped_tells_how_far_it_came():
    of = small().outcome(years=(2025, 2026), absence_days_per_teacher_year=40.0, most_events=200)
    assert of.stopped_year.tolist() == [True, True]
    assert np.all((of.reached_days_year > 0) & (of.reached_days_year < 190))
    whole = small().outcome(years=(2025, 2026))
    assert whole.stopped_year.tolist() == [False, False]
    assert whole.reached_days_year.tolist() == [190, 190]
