"""Sharing teachers turns fragments into posts, at the price of travel."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopa_sim.model.plan import TeacherPool
from kopa_sim.model.subjects import N_SUBJECTS, SHAREABLE, SUBJECTS
from kopa_sim.teaching.pools import share_teachers
from kopa_sim.teaching.posts import fill_posts, filling_rules, split_lessons
from tests.teaching.builders import YEARS, market, parameters, subject

OBLIGATION = np.array([parameters().table("teaching.obligation_h")[name] for name in SUBJECTS])
PHYSICS, MATHEMATICS, MUSIC = subject("physics_chemistry"), subject("mathematics"), subject("music")
NO_CREDIT = {"1": 0.0}


def pool(schools, subjects=SHAREABLE, years=None, leg=100.0, home=-1):
    works = np.ones(len(YEARS), dtype=bool) if years is None else np.array(years)
    return TeacherPool("pool", tuple(schools), tuple(subjects), works, leg, home)


def physics(*lessons):
    """Weekly lessons of physics and chemistry by school, the same every year."""
    table = np.zeros((1, len(YEARS), len(lessons), N_SUBJECTS))
    table[..., PHYSICS] = lessons
    return table


def by_the_hour(lessons, settled):
    """What the schools would leave to hourly teachers."""
    return split_lessons(lessons, OBLIGATION, filling_rules(settled)).hourly_hours


def share(lessons, given_pool, given_market=None, **changed):
    settled = parameters(**changed)
    place = given_market or market(lessons.shape[2])
    hourly = by_the_hour(lessons, settled)
    return share_teachers(given_pool, hourly, OBLIGATION, place, filling_rules(settled), settled)


def test_three_fragments_make_a_post_together():
    shared = share(physics(7, 7, 7), pool([0, 1, 2]), duty_credit_h=NO_CREDIT)
    assert shared.filled.standing_posts[0, 0, PHYSICS] == 1
    assert shared.filled.hourly_posts[0, 0, PHYSICS] == 0


def test_a_shared_post_gives_fewer_lessons_by_the_duty_credit():
    shared = share(physics(7, 6, 6), pool([0, 1, 2]))
    assert shared.filled.standing_posts[0, 0, PHYSICS] == 1
    assert shared.filled.overtime_hours[0, 0, PHYSICS] == 0


def test_whole_posts_and_their_overtime_stay_in_the_school():
    shared = share(physics(44, 21 + 9, 5), pool([0, 1, 2]))
    assert shared.pooled_draw_year_member_subject[0, 0, :, PHYSICS].tolist() == [0, 9, 5]


def test_part_posts_stay_in_the_school():
    shared = share(physics(21 + 15, 9, 5), pool([0, 1, 2]))
    assert shared.pooled_draw_year_member_subject[0, 0, :, PHYSICS].tolist() == [0, 9, 5]


def test_posts_combined_within_a_family_stay_in_the_school():
    lessons = physics(6, 9, 5)
    lessons[:, :, 0, MATHEMATICS] = 6
    shared = share(lessons, pool([0, 1, 2]))
    assert shared.pooled_draw_year_member_subject[0, 0, :, PHYSICS].tolist() == [0, 9, 5]
    assert not shared.pooled_draw_year_member_subject[..., MATHEMATICS].any()


def test_a_pool_combines_fragments_of_a_family_across_its_schools():
    lessons = physics(6, 0)
    lessons[:, :, 1, MATHEMATICS] = 6
    shared = share(lessons, pool([0, 1]))
    in_pool = shared.pooled_draw_year_member_subject[0, 0][:, [PHYSICS, MATHEMATICS]]
    assert in_pool.tolist() == [[6, 0], [0, 6]]
    assert shared.filled.standing_posts[0, 0, [PHYSICS, MATHEMATICS]] == pytest.approx([6 / 19, 6 / 19])
    assert shared.site_changes[0, 0, [PHYSICS, MATHEMATICS]] == pytest.approx([5 * 6 / 19] * 2)
    assert shared.driven_km[0, 0, PHYSICS] == pytest.approx(5 * 6 / 19 * 10 * 38)


def test_subjects_of_no_family_are_not_combined_across_schools():
    lessons = physics(6, 0)
    lessons[:, :, 1, MUSIC] = 6
    assert not share(lessons, pool([0, 1])).pooled_draw_year_member_subject.any()


@pytest.mark.parametrize("lessons", [(8, 0, 0), (4, 3, 2)])
def test_fragments_that_make_no_post_together_stay_in_their_schools_without_travel(lessons):
    shared = share(physics(*lessons), pool([0, 1, 2]))
    assert not shared.pooled_draw_year_member_subject.any()
    assert not shared.filled.standing_posts.any()
    assert not shared.site_changes.any()
    assert not shared.driven_km.any()


def test_a_fragment_does_not_become_a_post_by_its_credit_alone():
    """Ten and a quarter lessons are under half a post of 21, and above half a post of 19."""
    assert not share(physics(10, 0.25), pool([0, 1])).pooled_draw_year_member_subject.any()
    lessons = physics(10, 0)
    lessons[:, :, 1, MATHEMATICS] = 0.25
    assert not share(lessons, pool([0, 1])).pooled_draw_year_member_subject.any()
    assert share(physics(10, 0.5), pool([0, 1])).pooled_draw_year_member_subject.any()


def test_the_nearest_lessons_fill_the_posts_and_the_farthest_stay():
    """24 lessons for posts of 19: one post and two lessons of overtime, beginning at the home base."""
    shared = share(physics(8, 8, 8), pool([0, 1, 2]))
    assert shared.filled.standing_posts[0, 0, PHYSICS] == 1
    assert shared.filled.overtime_hours[0, 0, PHYSICS] == 2
    assert shared.pooled_draw_year_member_subject[0, 0, :, PHYSICS].tolist() == [5, 8, 8]
    other_home = share(physics(8, 8, 8), pool([0, 1, 2], home=0))
    assert other_home.pooled_draw_year_member_subject[0, 0, :, PHYSICS].tolist() == [8, 8, 5]


def test_a_school_whose_lessons_stay_is_not_driven_to():
    shared = share(physics(4, 9, 10), pool([0, 1, 2]), market(3, km_between=10.0), overtime_limit_h=0.0)
    assert shared.pooled_draw_year_member_subject[0, 0, :, PHYSICS].tolist() == [0, 9, 10]
    assert shared.driven_km[0, 0, PHYSICS] == pytest.approx(5 * 10 * 38)


def test_each_change_is_driven_over_the_mean_distance_from_the_home_base():
    shared = share(physics(7, 6, 6), pool([0, 1, 2]), market(3, km_between=10.0))
    assert shared.site_changes[0, 0, PHYSICS] == 5
    assert shared.driven_km[0, 0, PHYSICS] == pytest.approx(5 * (20 + 10) / 2 * 38)


def test_a_named_home_base_changes_the_distance():
    shared = share(physics(7, 6, 6), pool([0, 1, 2], home=1), market(3, km_between=10.0))
    assert shared.driven_km[0, 0, PHYSICS] == pytest.approx(5 * 10 * 38)


def test_a_school_beyond_the_longest_leg_takes_no_part():
    shared = share(physics(7, 7, 7), pool([0, 1, 2], leg=15.0), market(3, km_between=10.0))
    assert shared.pooled_draw_year_member_subject[0, 0, :, PHYSICS].tolist() == [0, 7, 7]


def test_a_school_without_a_road_takes_no_part():
    place = market(3)
    apart = place.km_school_school.copy()
    apart[0, 1:] = apart[1:, 0] = np.inf
    shared = share(physics(7, 7, 7), pool([0, 1, 2]), replace(place, km_school_school=apart))
    assert shared.pooled_draw_year_member_subject[0, 0, :, PHYSICS].tolist() == [0, 7, 7]
    assert np.isfinite(shared.driven_km).all()


def test_two_schools_too_far_apart_share_nothing():
    shared = share(physics(7, 7), pool([0, 1], leg=5.0))
    assert not shared.pooled_draw_year_member_subject.any()


def test_a_pool_works_only_in_its_years():
    shared = share(physics(7, 7), pool([0, 1], years=[False, False, True, True]))
    pooled = shared.pooled_draw_year_member_subject[0, :, :, PHYSICS].sum(axis=1)
    assert pooled.tolist() == [0, 0, 14, 14]


def test_a_pool_leaves_other_subjects_alone():
    shared = share(physics(7, 7), pool([0, 1], subjects=("languages",)))
    assert not shared.pooled_draw_year_member_subject.any()


def test_a_closed_school_takes_no_part():
    place = market(3)
    teaches = place.teaches_year_school.copy()
    teaches[2:, 2] = False
    shared = share(physics(7, 7, 7), pool([0, 1, 2]), replace(place, teaches_year_school=teaches))
    pooled = shared.pooled_draw_year_member_subject[0, :, :, PHYSICS]
    assert pooled[1].tolist() == [7, 7, 7]
    assert pooled[2].tolist() == [7, 7, 0]


def test_a_total_is_spread_by_the_lessons_each_school_gets():
    shared = share(physics(3, 9, 0), pool([0, 1, 2]))
    spread = shared.spread(np.full((1, len(YEARS), N_SUBJECTS), 8.0))
    assert spread[0, 0, :, PHYSICS].tolist() == [2, 6, 0]
    assert not spread[..., subject("music")].any()


fragments = st.lists(st.integers(0, 240).map(lambda quarters: quarters / 4), min_size=3, max_size=8)


def hourly_lessons_left(table, shared):
    left = by_the_hour(table, parameters())
    left[:, :, shared.members] -= shared.pooled_draw_year_member_subject
    return left[0, 0, :, PHYSICS]


@settings(max_examples=60, deadline=None)
@given(fragments)
def test_without_travel_credit_a_larger_pool_never_leaves_more_lessons_to_hourly_teachers(lessons):
    table = physics(*lessons)
    pools = [share(table, pool(range(size)), duty_credit_h=NO_CREDIT) for size in range(2, len(lessons) + 1)]
    left = [hourly_lessons_left(table, shared).sum() for shared in pools]
    assert (np.diff(left) <= 1e-9).all()


@settings(max_examples=60, deadline=None)
@given(fragments)
def test_without_travel_credit_a_pool_that_reaches_farther_never_needs_more_appointments(lessons):
    table = physics(*lessons)

    def appointments(size):
        shared = share(table, pool(range(size), home=0), duty_credit_h=NO_CREDIT)
        standing = np.ceil(shared.filled.standing_posts[0, 0, PHYSICS] - 1e-9)
        return standing + (hourly_lessons_left(table, shared) > 1e-9).sum()

    needed = [appointments(size) for size in range(2, len(lessons) + 1)]
    assert needed == sorted(needed, reverse=True)


@settings(max_examples=60, deadline=None)
@given(fragments, fragments)
def test_nothing_that_makes_a_post_at_home_travels(of_physics, of_mathematics):
    size = min(len(of_physics), len(of_mathematics))
    lessons = physics(*of_physics[:size])
    lessons[0, :, :, MATHEMATICS] = of_mathematics[:size]
    shared = share(lessons, pool(range(size)))
    pooled = shared.pooled_draw_year_member_subject
    assert (pooled <= by_the_hour(lessons, parameters()) + 1e-9).all()
    travels = shared.site_changes.sum(axis=2) > 0
    assert (travels == ((pooled.sum(axis=3) > 0).sum(axis=2) >= 2)).all()
    assert (travels == (pooled.sum(axis=(2, 3)) > 0)).all()


@settings(max_examples=60, deadline=None)
@given(fragments)
def test_a_pool_gives_exactly_the_lessons_it_took_and_none_by_the_hour(lessons):
    shared = share(physics(*lessons), pool(range(len(lessons))))
    filled = shared.filled
    given_hours = filled.qualified_hours + filled.unqualified_hours
    assert given_hours == pytest.approx(shared.pooled_draw_year_member_subject.sum(axis=2), abs=1e-9)
    assert shared.spread(given_hours) == pytest.approx(shared.pooled_draw_year_member_subject, abs=1e-9)
    assert not filled.hourly_posts.any() and not filled.not_given_hours.any()
    credited = np.where(shared.site_changes > 0, OBLIGATION - 2, OBLIGATION)
    paid = filled.standing_posts * credited + filled.overtime_hours
    assert paid == pytest.approx(given_hours, abs=1e-6)


def test_a_shared_post_is_in_qualified_hands_more_often_than_the_fragments_it_is_made_of():
    lessons, settled = physics(7, 6, 6), parameters()
    apart = fill_posts(lessons, OBLIGATION, np.zeros(1), filling_rules(settled))
    shared = share(lessons, pool([0, 1, 2]))
    assert shared.filled.qualified_hours.sum() > apart.qualified_hours.sum()


def test_an_uncertain_number_of_changes_counts_in_its_own_future():
    sampled = parameters(2, {"site_changes_per_post": [1.0, 5.0]})
    table = np.repeat(physics(10, 9), 2, axis=0)
    shared = share_teachers(
        pool([0, 1]), by_the_hour(table, sampled), OBLIGATION, market(2), filling_rules(sampled), sampled
    )
    standing = shared.filled.standing_posts[:, 0, PHYSICS]
    assert standing == pytest.approx([19 / 20, 1.0])
    assert shared.site_changes[:, 0, PHYSICS] == pytest.approx([19 / 20, 5.0])
