"""What a pool offers, as a problem of shared teachers."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopa_sim.model.plan import TeacherPool
from kopa_sim.model.subjects import N_SUBJECTS, SHAREABLE, SUBJECTS
from kopa_sim.teaching.pool_problems import (
    pool_problem,
    prices_of_posts,
    sizes_of_post,
    week_of_pool,
    whole_lessons,
)
from kopa_sim.teaching.posts import filling_rules, split_lessons
from kopa_sim.teaching.tours import Effort, nobody_shared, share_teachers
from tests.teaching.builders import YEARS, parameters, subject

EXACT = Effort(gap=0.0, nodes=100_000, strict=True)
POST_EUR = np.full(N_SUBJECTS, 80_000.0)
PHYSICS, MUSIC = subject("physics_chemistry"), subject("music")
OBLIGATION = 21
FREE_TRAVEL = {"duty_credit_h": {"1": 0.0}, "km_allowance_eur": 0.0, "shared_lessons_a_day": 12}
WHOLE_POSTS_ONLY = {"overtime_limit_h": 0.0, "smallest_part_post_share": 1.0, "hourly_lesson_weight": 1e3}


def pool(schools, subjects=SHAREABLE, **changed):
    works = np.ones(len(YEARS), dtype=bool)
    return TeacherPool("pool", tuple(range(schools)), tuple(subjects), works, 100.0, **changed)


def problem(lessons_school, subject_at=PHYSICS, km=10.0, subjects=SHAREABLE, **changed):
    """The lessons of one subject that schools on a road, so far apart, would leave to hourly teachers."""
    settled = parameters(**changed)
    lessons = np.zeros((len(lessons_school), N_SUBJECTS))
    lessons[:, subject_at] = lessons_school
    place = np.arange(len(lessons)) * km
    offered = split_lessons(lessons[None, None], OBLIGATION_H, filling_rules(settled)).hourly_hours[0, 0]
    prices = prices_of_posts(POST_EUR, settled)
    return pool_problem(
        pool(len(lessons), subjects),
        np.arange(len(lessons)),
        offered,
        np.abs(np.subtract.outer(place, place)),
        prices,
        settled,
    )[1]


OBLIGATION_H = np.array([parameters().table("teaching.obligation_h")[name] for name in SUBJECTS])


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 60), min_size=2, max_size=5))
def test_with_free_travel_and_whole_posts_only_the_posts_are_all_lessons_by_the_obligation(lessons):
    """A school keeps the posts it fills; the pool makes as many of the rests as all lessons together make more."""
    shared = share_teachers(problem(lessons, km=0.0, **FREE_TRAVEL, **WHOLE_POSTS_ONLY), EXACT)
    own = sum(count // OBLIGATION for count in lessons)
    assert own + shared.posts == np.ceil(sum(lessons) / OBLIGATION)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(0, 30), min_size=3, max_size=4), st.floats(5.0, 40.0))
def test_a_larger_pool_is_never_dearer_at_the_optimum(lessons, km):
    """A pool of the first schools and the others as before cost at least as much as one pool of all."""
    whole = problem(lessons, km=km)
    first = whole.at_schools(np.arange(len(lessons) - 1))
    alone = whole.at_schools(np.array([len(lessons) - 1]))
    apart = share_teachers(first, EXACT).costs.total + nobody_shared(alone).costs.total
    together = share_teachers(whole, EXACT)
    assert together.costs.total * (1 - together.gap) <= apart + 0.5
    assert together.gap < 0.03


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(0, 30), min_size=2, max_size=4))
def test_sharing_is_never_dearer_than_not_sharing(lessons):
    offered = problem(lessons)
    assert share_teachers(offered, EXACT).costs.total <= nobody_shared(offered).costs.total + 0.5


def test_what_one_school_alone_would_not_make_a_part_post_of_is_none_in_a_pool():
    """Ten lessons of 21 are dearer by the hour than as a half post, but no school advertises it."""
    assert share_teachers(problem([10, 0]), EXACT).posts == 0
    assert share_teachers(problem([10, 1]), EXACT).posts == 0.5


def test_subjects_of_no_family_have_one_each():
    prices = prices_of_posts(POST_EUR, parameters())
    alone = [subject(name) for name in ("music", "visual_arts", "crafts", "guidance", "special_education")]
    assert len(set(prices.family[alone])) == len(alone)
    assert prices.family[PHYSICS] == prices.family[subject("mathematics")]


def test_part_posts_are_made_in_the_steps_in_which_they_are_paid():
    assert sizes_of_post(parameters(part_post_step_share=0.25)) == (1.0, 0.75, 0.5)
    assert sizes_of_post(parameters(part_post_step_share=0.25, smallest_part_post_share=1.0)) == (1.0,)
    assert sizes_of_post(parameters()) == (1.0, 0.875, 0.75, 0.625, 0.5)


def test_a_day_is_as_long_as_there_and_back_over_the_longest_leg_unless_the_pool_says_otherwise():
    settled = parameters(driving_speed_km_h=50.0)
    assert week_of_pool(pool(2), settled).longest_driving_min == 240.0
    assert week_of_pool(pool(2, longest_driving_min=90.0), settled).longest_driving_min == 90.0


@given(
    st.lists(st.lists(st.floats(0.0, 9.0), min_size=4, max_size=4), min_size=1, max_size=3),
    st.lists(st.integers(0, 2), min_size=4, max_size=4),
)
def test_lessons_are_made_whole_without_losing_more_than_half_a_one_in_a_family(offered, family):
    offered, family = np.array(offered), np.array(family)
    whole = whole_lessons(offered, family)
    assert (whole == np.rint(whole)).all()
    assert (np.abs(whole - offered) < 1.0).all()
    for number in np.unique(family):
        own = family == number
        assert np.abs(whole[:, own].sum(axis=1) - offered[:, own].sum(axis=1)).max() <= 0.5 + 1e-6


@pytest.mark.parametrize("name", ["special_education", "guidance"])
def test_special_needs_teachers_and_guidance_counsellors_are_shared_with_their_own_obligation(name):
    shared = share_teachers(problem([8, 8, 8], subject(name), km=5.0, subjects=(name,)), EXACT)
    assert shared.posts == 1.0
    assert shared.posted_school_subject.sum() == OBLIGATION_H[subject(name)] == 24
