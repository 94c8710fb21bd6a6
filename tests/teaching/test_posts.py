"""Posts are indivisible: whole posts, overtime, part posts, and fragments nobody makes a living of."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kopa_sim.model.subjects import SUBJECTS
from kopa_sim.teaching.posts import (
    FillingRules,
    fill_posts,
    fill_split,
    filling_rules,
    split_lessons,
    split_whole_posts,
)
from tests.teaching.builders import parameters

OBLIGATION_H = 20.0
lesson_counts = st.floats(0, 500)
quarter_lessons = st.integers(0, 79).map(lambda quarters: quarters / 4)


def rules(overtime=2.0, part=0.5, posts=1.0, hourly=0.5, step=0.0):
    return FillingRules(*(np.array([value]) for value in (overtime, part, posts, hourly, step)))


def fill(lessons, unfilled=0.0, **changed):
    return fill_posts(
        np.array([float(lessons)]), np.array(OBLIGATION_H), np.array(unfilled), rules(**changed)
    )


def appointments(lessons, obligation=OBLIGATION_H, limit=2.0):
    """Teachers a school must find: whole posts, and one more for a remainder beyond overtime."""
    whole, _, overtime = split_whole_posts(np.asarray(lessons), np.asarray(obligation), np.array([limit]))
    return whole + ~overtime


def test_no_lessons_need_nobody():
    filled = fill(0)
    assert all(value.item() == 0 for value in vars(filled).values())


def test_lessons_of_whole_posts_are_whole_posts():
    filled = fill(60)
    assert filled.standing_posts.item() == 3
    assert filled.overtime_hours.item() == filled.hourly_posts.item() == 0


def test_lessons_that_round_to_whole_posts_are_whole_posts():
    assert fill(3 * (OBLIGATION_H / 3) * (1 - 1e-12)).standing_posts.item() == 1


def test_a_small_remainder_is_overtime_of_the_appointed():
    filled = fill(66)
    assert filled.standing_posts.item() == 3
    assert filled.overtime_hours.item() == 6
    assert filled.hourly_posts.item() == 0


def test_overtime_beyond_the_limit_takes_an_hourly_teacher():
    filled = fill(67)
    assert filled.overtime_hours.item() == 0
    assert filled.hourly_posts.item() == pytest.approx(7 / 20)


def test_half_a_post_is_advertised_as_a_part_post():
    filled = fill(10)
    assert filled.standing_posts.item() == 0.5
    assert filled.qualified_hours.item() == 10


def test_eight_lessons_are_a_fragment_in_less_qualified_hands():
    filled = fill(8, unfilled=0.25)
    assert filled.not_given_hours.item() == 2
    assert filled.hourly_posts.item() == pytest.approx(6 / 20)
    assert filled.qualified_hours.item() == 3
    assert filled.unqualified_hours.item() == 3


def test_posts_are_not_always_in_qualified_hands_either():
    filled = fill(40, posts=0.9)
    assert filled.qualified_hours.item() == pytest.approx(36)
    assert filled.unqualified_hours.item() == pytest.approx(4)


def test_without_a_whole_post_there_is_nobody_to_give_overtime():
    assert fill(1).overtime_hours.item() == 0


@given(lesson_counts, st.floats(0, 1), st.floats(0, 1), st.floats(0, 1), st.floats(0, 4), st.floats(0, 1))
def test_every_lesson_is_given_or_named_as_not_given(lessons, unfilled, posts, hourly, overtime, part):
    filled = fill(lessons, unfilled, posts=posts, hourly=hourly, overtime=overtime, part=part)
    parts = [filled.qualified_hours, filled.unqualified_hours, filled.not_given_hours]
    assert sum(part.item() for part in parts) == pytest.approx(lessons, abs=1e-9)
    assert min(part.item() for part in parts) >= -1e-12


@given(lesson_counts, st.floats(0, 1))
def test_posts_and_overtime_pay_for_exactly_the_lessons_given(lessons, unfilled):
    filled = fill(lessons, unfilled)
    paid = (filled.standing_posts + filled.hourly_posts).item() * OBLIGATION_H + filled.overtime_hours.item()
    assert paid == pytest.approx(lessons - filled.not_given_hours.item(), abs=1e-6)


@given(lesson_counts)
def test_only_fragments_too_small_for_a_part_post_are_given_by_the_hour(lessons):
    split = split_lessons(np.array([lessons]), np.array(OBLIGATION_H), rules())
    left = split.hourly_hours.item()
    assert 0 <= left < 0.5 * OBLIGATION_H
    rest = fill(lessons - left)
    assert rest.hourly_posts.item() == pytest.approx(0, abs=1e-9)
    assert rest.standing_posts.item() == pytest.approx((split.whole_posts + split.part_posts).item())


def test_lessons_that_others_take_from_the_hourly_teachers_leave_the_posts_as_they_are():
    lessons = np.array([27.0])
    split = split_lessons(lessons, np.array(OBLIGATION_H), rules())
    filled = fill_split(
        lessons - 7, replace(split, hourly_hours=np.zeros(1)), np.array(OBLIGATION_H), np.zeros(1), rules()
    )
    assert filled.standing_posts.item() == 1
    assert filled.hourly_posts.item() == 0
    assert filled.qualified_hours.item() == 20


@given(st.lists(quarter_lessons, min_size=1, max_size=8), quarter_lessons)
def test_pooling_one_more_school_never_takes_more_appointments_than_apart(fragments, added):
    fragments = [part for part in fragments if appointments([part]).item()]
    together = appointments([sum(fragments) + added]).item()
    assert together <= appointments([sum(fragments)]).item() + appointments([added]).item()


def test_rules_are_read_by_draw():
    sampled = parameters(2, {"overtime_limit_h": [0.0, 3.0]})
    filled = fill_posts(
        np.array([43.0, 43.0]),
        np.array(20.0),
        np.array(0.0),
        replace(filling_rules(sampled), families_subject=None),
    )
    assert filled.overtime_hours.tolist() == [0.0, 3.0]


def test_subjects_differ_in_the_lessons_of_a_post():
    filled = fill_posts(np.array([[18.0, 18.0]]), np.array([18.0, 24.0]), np.array(0.0), rules())
    assert filled.standing_posts.tolist() == [[1.0, 0.75]]


def test_the_examples_of_the_page_of_posts():
    """docs/posts.md: 45 and 33 lessons of mathematics, 8 of music, with the shipped parameters."""
    rules = filling_rules(parameters(part_post_step_share=0.25))
    lessons = np.zeros((1, 1, 1, len(SUBJECTS)))
    obligation = np.array([parameters().table("teaching.obligation_h")[subject] for subject in SUBJECTS])

    def filled(of_subject, hours):
        asked = lessons.copy()
        asked[..., SUBJECTS.index(of_subject)] = hours
        posts = fill_posts(asked, obligation, np.array(0.08), rules)
        return {name: values.sum() for name, values in vars(posts).items()}

    two = filled("mathematics", 45)
    assert (two["standing_posts"], two["overtime_hours"], two["hourly_posts"]) == pytest.approx((2, 3, 0))
    part = filled("mathematics", 33)
    assert (part["standing_posts"], part["overtime_hours"], part["hourly_posts"]) == pytest.approx(
        (1.75, 0, 0)
    )
    music = filled("music", 8)
    assert music["not_given_hours"] == pytest.approx(0.64)
    assert music["qualified_hours"] + music["unqualified_hours"] == pytest.approx(7.36)
    assert music["standing_posts"] == 0
