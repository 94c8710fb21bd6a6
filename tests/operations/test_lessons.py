"""The book of lessons: double entry, so that none gets lost."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopa_sim.model.subjects import SUBJECTS
from kopa_sim.operations.lessons import (
    AS_PLANNED,
    LOST,
    MERGED,
    OUTCOMES,
    REMOTE_COVER,
    SUPERVISED,
    UNQUALIFIED,
    LessonBook,
)
from tests.operations.worlds import build_world

LANGUAGES = SUBJECTS.index("languages")


def book(weeks=38):
    cell = {"hours_qualified": 10.0, "hours_unqualified": 4.0, "hours_remote": 2.0, "hours_not_given": 1.0}
    world = build_world([("a", "901")], {("a", "languages"): {**cell, "posts": 0.7}})
    return LessonBook(world.staffed(), weeks)


def outcomes(of):
    closed = of.close()
    return closed.lessons_outcome_school_subject[:, 0, LANGUAGES], closed.qualified_missed_school_subject[
        0, LANGUAGES
    ]


def test_the_book_opens_with_the_plan():
    lessons, missed = outcomes(book())
    assert lessons.tolist() == [38 * 12.0, 38 * 4.0, 0.0, 0.0, 0.0, 38 * 1.0]
    assert missed == 0.0


def test_lessons_over_a_link_from_unqualified_hands_open_as_such():
    cell = {"hours_remote": 4.0, "hours_remote_qualified": 3.0}
    lessons, missed = outcomes(
        LessonBook(build_world([("a", "901")], {("a", "languages"): cell}).staffed(), 38)
    )
    assert lessons.tolist() == [38 * 3.0, 38 * 1.0, 0.0, 0.0, 0.0, 0.0]
    assert missed == 0.0


def test_the_six_outcomes_are_those_of_the_operations_table():
    assert OUTCOMES == (
        "lessons_as_planned",
        "lessons_unqualified",
        "lessons_merged",
        "lessons_remote_cover",
        "lessons_supervised",
        "lessons_lost",
    )


def test_a_move_takes_from_the_plan_and_gives_to_the_outcome():
    moved = book()
    moved.move(0, LANGUAGES, 5.0, SUPERVISED)
    lessons, missed = outcomes(moved)
    assert lessons[AS_PLANNED] == 38 * 12.0 - 5.0
    assert lessons[SUPERVISED] == 5.0
    assert missed == 5.0


def test_a_post_with_an_unqualified_share_moves_both_kinds_of_lessons():
    moved = book()
    moved.move(0, LANGUAGES, 10.0, LOST, unqualified_share=0.4)
    lessons, missed = outcomes(moved)
    assert lessons[AS_PLANNED] == pytest.approx(38 * 12.0 - 6.0)
    assert lessons[UNQUALIFIED] == pytest.approx(38 * 4.0 - 4.0)
    assert lessons[LOST] == pytest.approx(38.0 + 10.0)
    assert missed == pytest.approx(6.0)


def test_an_unqualified_substitute_for_an_unqualified_teacher_changes_nothing():
    moved = book()
    moved.move(0, LANGUAGES, 3.0, UNQUALIFIED, unqualified_share=1.0)
    lessons, missed = outcomes(moved)
    assert lessons[UNQUALIFIED] == pytest.approx(38 * 4.0)
    assert missed == 0.0


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [(UNQUALIFIED, 5.0), (SUPERVISED, 5.0), (LOST, 5.0), (MERGED, 0.0), (REMOTE_COVER, 0.0)],
)
def test_a_merged_or_remote_lesson_is_still_given_by_a_qualified_teacher(outcome, expected):
    moved = book()
    moved.move(0, LANGUAGES, 5.0, outcome)
    assert outcomes(moved)[1] == expected


@settings(deadline=None)
@given(
    moves=st.lists(
        st.tuples(st.floats(0.0, 10.0), st.integers(1, 5), st.floats(0.0, 1.0)), min_size=0, max_size=30
    )
)
def test_the_outcomes_always_sum_to_the_planned_lessons(moves):
    moved = book()
    for lessons, outcome, unqualified_share in moves:
        moved.move(0, LANGUAGES, lessons, outcome, unqualified_share)
    lessons, _ = outcomes(moved)
    assert lessons.sum() == pytest.approx(38 * 17.0, rel=1e-9)


def test_staff_hours_that_do_not_add_up_are_refused():
    world = build_world([("a", "901")], {("a", "languages"): {"hours_qualified": 10.0, "posts": 0.5}})
    amiss = replace(world.staffed(), required_school_subject=np.full((1, len(SUBJECTS)), 11.0))
    with pytest.raises(ArithmeticError, match=r"lessons of school 0, subject 0 sum to .*, planned were 418"):
        LessonBook(amiss, 38).close()
