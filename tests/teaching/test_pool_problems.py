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


MOTHER_TONGUE, LANGUAGES, MATHEMATICS = subject("mother_tongue"), subject("languages"), subject("mathematics")
FAMILIES = {"languages": (MOTHER_TONGUE, LANGUAGES), "science": (MATHEMATICS, PHYSICS), "music": (MUSIC,)}


@st.composite
def places(draw, schools):
    """Schools somewhere within 30 by 30 kilometres. (school, school)"""
    axis = st.lists(st.floats(0.0, 30.0), min_size=schools, max_size=schools)
    east, north = np.array(draw(axis)), np.array(draw(axis))
    return np.hypot(np.subtract.outer(east, east), np.subtract.outer(north, north))


@st.composite
def pools_and_a_school(draw):
    """What three schools of a family would leave to hourly teachers, where they are, and the weight of an hour."""
    of_subject = draw(st.sampled_from(sorted(FAMILIES)))
    lessons = np.zeros((3, N_SUBJECTS))
    for at in FAMILIES[of_subject]:
        lessons[:, at] = draw(st.lists(st.integers(0, 10), min_size=3, max_size=3))
    return lessons, draw(places(3)), draw(st.sampled_from([1.1, 1.25, 1.6]))


def at_the_optimum(schools, lessons, km, weight):
    """The answer for a pool of some schools, asked for as a run asks for it."""
    settled = parameters(part_post_step_share=0.25, hourly_lesson_weight=weight)
    offered = split_lessons(lessons[None, None], OBLIGATION_H, filling_rules(settled)).hourly_hours[0, 0]
    members = np.array(schools)
    prices = prices_of_posts(POST_EUR, settled)
    return share_teachers(pool_problem(pool(3), members, offered[members], km, prices, settled)[1], EXACT)


@settings(max_examples=25, deadline=None)
@given(pools_and_a_school())
def test_a_school_more_never_raises_the_weighted_price_of_the_optimum(drawn):
    """The price of three schools is at most that of two and of the third alone, as far as optima are proven.

    The weighted price is pay and kilometres, with each lesson by the hour counted ``hourly_lesson_weight`` times.
    """
    together, two, third = (at_the_optimum(schools, *drawn) for schools in ([0, 1, 2], [0, 1], [2]))
    apart = two.costs.total + third.costs.total
    assert together.costs.total * (1 - together.gap) <= apart + 0.5
    assert together.gap < 0.03
    if together.gap < 1e-6:
        assert together.costs.total <= apart + 0.5


def test_in_euros_that_are_paid_a_larger_pool_may_cost_more():
    """Six lessons of music at each of two schools: half a post and two by the hour, 5 km apart.

    The half post is paid for ten and a half lessons and holds ten, and the drives come on top.
    """
    lessons, km = np.zeros((3, N_SUBJECTS)), np.full((3, 3), 5.0) * (1 - np.eye(3))
    lessons[:2, MUSIC] = 6
    weight = 1.5
    shared, apart = at_the_optimum([0, 1], lessons, km, weight), at_the_optimum([0], lessons, km, weight)

    def paid(costs):
        return costs.posts + costs.overtime + costs.km + costs.hourly / weight

    assert shared.posts == 0.5 and apart.posts == 0
    assert shared.costs.total < 2 * apart.costs.total
    assert paid(shared.costs) > 2 * paid(apart.costs)


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
