"""A teacher of several subjects makes a post of fragments that would be none alone."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kopa_sim.teaching.combined_posts import ALONE, combined_lessons, in_steps
from kopa_sim.teaching.posts import FillingRules, fill_posts

FAMILIES = np.array([1, 1, ALONE])
OBLIGATION_H = np.array([20.0, 20.0, 20.0])
HALF = np.array([0.5])


def combine(*fragments):
    return combined_lessons(np.array([fragments], dtype=float), OBLIGATION_H, HALF, FAMILIES)[0]


def rules(families=None, step=0.0):
    return FillingRules(np.array([2.0]), HALF, np.array([1.0]), np.array([0.5]), np.array([step]), families)


def test_two_fragments_of_a_family_make_a_part_post():
    assert combine(6, 6, 6).tolist() == [6, 6, 0]


def test_two_fragments_too_small_together_stay_fragments():
    assert combine(4, 4, 0).tolist() == [0, 0, 0]


def test_fragments_that_pass_a_whole_post_leave_only_what_is_under_half_of_another():
    standing = combine(12, 12, 0)
    assert standing.sum() == pytest.approx(20)
    assert standing[0] == standing[1]


def test_a_subject_of_no_family_is_never_combined():
    assert combine(9, 0, 9).tolist() == [0, 0, 0]


def test_combined_posts_are_filled_like_posts():
    lessons = np.array([[6.0, 6.0, 6.0]])
    alone = fill_posts(lessons, OBLIGATION_H, np.zeros(3), rules())
    together = fill_posts(lessons, OBLIGATION_H, np.zeros(3), rules(FAMILIES))
    assert alone.standing_posts.tolist() == [[0, 0, 0]]
    assert together.standing_posts.tolist() == [[0.3, 0.3, 0]]
    assert together.qualified_hours.tolist() == [[6, 6, 3]]


@given(
    st.lists(st.floats(0, 9.9), min_size=3, max_size=3), st.lists(st.floats(0, 100), min_size=3, max_size=3)
)
def test_combining_loses_no_lesson_and_never_lowers_qualification(fragments, lessons):
    standing = combine(*fragments)
    assert (standing >= 0).all() and (standing <= np.array(fragments) + 1e-9).all()
    given_lessons = np.array([lessons])
    together = fill_posts(given_lessons, OBLIGATION_H, np.full(3, 0.1), rules(FAMILIES))
    alone = fill_posts(given_lessons, OBLIGATION_H, np.full(3, 0.1), rules())
    total = together.qualified_hours + together.unqualified_hours + together.not_given_hours
    assert np.allclose(total, given_lessons)
    assert (together.qualified_hours >= alone.qualified_hours - 1e-9).all()


def test_part_posts_are_paid_in_whole_steps():
    assert in_steps(np.array([0.0, 0.5, 0.51, 0.75, 0.9, 1.0]), np.array(0.25)).tolist() == [
        0,
        0.5,
        0.75,
        0.75,
        1,
        1,
    ]


def test_without_a_step_part_posts_are_paid_to_the_lesson():
    assert in_steps(np.array([0.51]), np.array(0.0)).tolist() == [0.51]


def test_combined_subjects_bear_one_posts_step_together():
    lessons = np.array([[6.0, 6.0, 12.0]])
    filled = fill_posts(lessons, OBLIGATION_H, np.zeros(3), rules(FAMILIES, step=0.25))
    assert filled.standing_posts.tolist() == [[0.375, 0.375, 0.75]]


def test_twelve_lessons_at_each_of_two_schools_cost_more_posts_than_together():
    apart = (
        2
        * fill_posts(
            np.array([[12.0]]), np.array([20.0]), np.zeros(1), rules(step=0.25)
        ).standing_posts.item()
    )
    together = fill_posts(np.array([[24.0]]), np.array([20.0]), np.zeros(1), rules(step=0.25))
    assert apart == 1.5
    assert together.standing_posts.item() + together.hourly_posts.item() == 1.2


@given(st.floats(0, 500), st.sampled_from([0.0, 0.1, 0.25, 0.5]))
def test_paid_posts_never_hold_fewer_lessons_than_they_give(lessons, step):
    filled = fill_posts(np.array([[lessons]]), np.array([20.0]), np.zeros(1), rules(step=step))
    taught = lessons - filled.overtime_hours.item() - 20 * filled.hourly_posts.item()
    assert 20 * filled.standing_posts.item() >= taught - 1e-6
    assert 20 * filled.standing_posts.item() <= taught + 20 * step + 1e-6
