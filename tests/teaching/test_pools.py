"""Sharing teachers turns fragments into posts, at the price of travel."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopa_sim.model.plan import TeacherPool
from kopa_sim.model.subjects import N_SUBJECTS, SHAREABLE, SUBJECTS
from kopa_sim.teaching.pools import share_teachers
from kopa_sim.teaching.posts import filling_rules, split_whole_posts
from tests.teaching.builders import YEARS, market, parameters, subject

OBLIGATION = np.array([parameters().table("teaching.obligation_h")[name] for name in SUBJECTS])
PHYSICS = subject("physics_chemistry")
NO_CREDIT = {"1": 0.0}


def pool(schools, subjects=SHAREABLE, years=None, leg=100.0, home=-1):
    works = np.ones(len(YEARS), dtype=bool) if years is None else np.array(years)
    return TeacherPool("pool", tuple(schools), tuple(subjects), works, leg, home)


def physics(*lessons):
    """Weekly lessons of physics and chemistry by school, the same every year."""
    table = np.zeros((1, len(YEARS), len(lessons), N_SUBJECTS))
    table[..., PHYSICS] = lessons
    return table


def share(lessons, given_pool, given_market=None, **changed):
    settled = parameters(**changed)
    place = given_market or market(lessons.shape[2])
    return share_teachers(given_pool, lessons, OBLIGATION, place, filling_rules(settled), settled)


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


def test_a_fragment_without_a_partner_travels_nowhere_and_earns_no_credit():
    shared = share(physics(8, 0, 0), pool([0, 1, 2]))
    assert shared.filled.hourly_posts[0, 0, PHYSICS] == pytest.approx(8 / 21)
    assert shared.site_changes[0, 0, PHYSICS] == 0
    assert shared.driven_km[0, 0, PHYSICS] == 0


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
    shared = share(physics(4, 12, 0), pool([0, 1, 2]))
    spread = shared.spread(np.full((1, len(YEARS), N_SUBJECTS), 8.0))
    assert spread[0, 0, :, PHYSICS].tolist() == [2, 6, 0]
    assert not spread[..., subject("music")].any()


def test_unfilled_fragments_of_a_pool_are_those_of_its_schools():
    place = market(2)
    place = replace(place, unfilled_draw_school=np.array([[0.0, 0.5]]))
    shared = share(physics(6, 2), pool([0, 1]), place)
    assert shared.filled.not_given_hours[0, 0, PHYSICS] == pytest.approx(2 * 0.5)


fragments = st.lists(st.integers(0, 240).map(lambda quarters: quarters / 4), min_size=3, max_size=8)


@settings(max_examples=60, deadline=None)
@given(fragments)
def test_without_travel_credit_a_larger_pool_never_needs_more_appointments(lessons):
    table, limit = physics(*lessons), parameters().draws("teaching.overtime_limit_h")

    def appointments(of_pool):
        shared = share(table, pool(of_pool), duty_credit_h=NO_CREDIT)
        alone = table.copy()
        alone[:, :, shared.members] -= shared.pooled_draw_year_member_subject
        needed = 0.0
        for rest in (np.maximum(alone, 0), shared.pooled_draw_year_member_subject.sum(axis=2)):
            whole, _, overtime = split_whole_posts(rest, OBLIGATION, limit)
            needed += (whole + ~overtime)[0, 0][..., PHYSICS].sum()
        return needed

    sizes = [appointments(range(size)) for size in range(2, len(lessons) + 1)]
    assert sizes == sorted(sizes, reverse=True)


@settings(max_examples=60, deadline=None)
@given(fragments)
def test_a_pool_gives_exactly_the_lessons_it_took(lessons):
    shared = share(physics(*lessons), pool(range(len(lessons))), market(len(lessons), unfilled=0.1))
    filled = shared.filled
    given_hours = filled.qualified_hours + filled.unqualified_hours + filled.not_given_hours
    assert given_hours == pytest.approx(shared.pooled_draw_year_member_subject.sum(axis=2), abs=1e-9)
    assert shared.spread(given_hours) == pytest.approx(shared.pooled_draw_year_member_subject, abs=1e-9)


def test_an_uncertain_number_of_changes_counts_in_its_own_future():
    sampled = parameters(2, {"site_changes_per_post": [1.0, 5.0]})
    table = np.repeat(physics(10, 9), 2, axis=0)
    shared = share_teachers(
        pool([0, 1]), table, OBLIGATION, market(2, draws=2), filling_rules(sampled), sampled
    )
    standing = shared.filled.standing_posts[:, 0, PHYSICS]
    assert standing == pytest.approx([19 / 20, 1.0])
    assert shared.site_changes[:, 0, PHYSICS] == pytest.approx([19 / 20, 5.0])
