"""The rates by which a pool's tours give the posts of every year and future."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopa_sim.model.plan import TeacherPool
from kopa_sim.model.subjects import N_SUBJECTS, SUBJECTS
from kopa_sim.teaching.pool_problems import pool_problem, prices_of_posts
from kopa_sim.teaching.pool_tours import SolvedYear, gather_rates, solved_years
from kopa_sim.teaching.pools import share_teachers
from kopa_sim.teaching.posts import filling_rules, split_lessons
from kopa_sim.teaching.tours import Sharing, nobody_shared, share_teachers_quickly
from tests.teaching.builders import YEARS, market, parameters, subject

OBLIGATION = np.array([parameters().table("teaching.obligation_h")[name] for name in SUBJECTS])
PHYSICS, MATHEMATICS, MUSIC = subject("physics_chemistry"), subject("mathematics"), subject("music")
SHARED = ("mathematics", "physics_chemistry", "music")
SETTLED = parameters(part_post_step_share=0.25)
SCHOOLS = 4


def pool(years=None):
    works = np.ones(len(YEARS), dtype=bool) if years is None else np.array(years)
    return TeacherPool("pool", tuple(range(SCHOOLS)), SHARED, works, 100.0)


def by_the_hour(seed, draws=1):
    """What schools would leave to hourly teachers, year by year."""
    rng = np.random.default_rng(seed)
    lessons = np.zeros((draws, len(YEARS), SCHOOLS, N_SUBJECTS))
    for taught in (PHYSICS, MATHEMATICS, MUSIC):
        lessons[..., taught] = rng.uniform(0, 20, lessons.shape[:3])
    return split_lessons(lessons, OBLIGATION, filling_rules(SETTLED)).hourly_hours


def solve(offer, at, future=0):
    active = offer.active_year_member[at]
    schools, offered = offer.members[active], offer.offered_draw_year_member_subject[future, at][active]
    prices = prices_of_posts(np.full(N_SUBJECTS, 80_000.0), SETTLED)
    subjects, problem = pool_problem(
        pool(), schools, offered, market(SCHOOLS).km_school_school, prices, SETTLED
    )
    sharing = Sharing(nobody_shared(problem), share_teachers_quickly(problem))
    return SolvedYear(YEARS[at], schools, subjects, offered[:, subjects], problem, sharing, "quick")


def shared_by_tours(hourly, anchors, futures=1):
    """The posts of a pool whose tours are solved in some years, and these tours."""
    solved = []

    def find(offer):
        solved[:] = [[solve(offer, at, future) for future in range(futures)] for at in anchors]
        weights = np.zeros((len(YEARS), len(anchors)))
        for place, at in enumerate(anchors):
            weights[at, place] = 1.0
        return gather_rates(offer.members, solved, weights)

    posts = share_teachers(pool(), hourly, OBLIGATION, market(SCHOOLS), filling_rules(SETTLED), SETTLED, find)
    return posts, solved


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000))
def test_the_mean_future_of_a_solved_year_has_the_posts_overtime_changes_and_kilometres_of_its_tours(seed):
    posts, solved = shared_by_tours(by_the_hour(seed), [0, 2])
    for (year,), at in zip(solved, [0, 2], strict=True):
        after = year.after
        assert posts.filled.standing_posts[0, at].sum() == pytest.approx(after.posts)
        assert posts.filled.overtime_hours[0, at].sum() == pytest.approx(after.overtime_subject.sum())
        assert posts.site_changes[0, at].sum() == pytest.approx(sum(one.changes for one in after.people))
        assert posts.driven_km[0, at].sum() == pytest.approx(after.year_km)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000))
def test_lessons_in_shared_posts_are_those_of_the_tours_but_for_parts_of_a_lesson(seed):
    posts, solved = shared_by_tours(by_the_hour(seed), [0])
    year = solved[0][0]
    pooled = posts.pooled_draw_year_member_subject[0, 0][:, year.subjects]
    assert np.abs(pooled - year.after.posted_school_subject).max() < 1.0
    assert (pooled <= year.offered_member_subject + 1e-9).all()
    given_hours = posts.filled.qualified_hours + posts.filled.unqualified_hours
    assert given_hours == pytest.approx(posts.pooled_draw_year_member_subject.sum(axis=2), abs=1e-9)


def test_rates_of_several_futures_give_their_posts_and_kilometres_together():
    hourly = by_the_hour(3, draws=5)
    posts, solved = shared_by_tours(hourly, [1], futures=5)
    after = [year.after for year in solved[0]]
    assert posts.filled.standing_posts[:, 1].sum() == pytest.approx(sum(one.posts for one in after), rel=0.05)
    assert posts.driven_km[:, 1].sum() == pytest.approx(sum(one.year_km for one in after), rel=0.05)


def test_a_pool_of_which_no_post_is_solved_shares_nothing():
    hourly = by_the_hour(1) * 0.01
    posts, solved = shared_by_tours(hourly, [0])
    assert solved[0][0].after.posts == 0
    assert not posts.pooled_draw_year_member_subject.any()
    assert not posts.driven_km.any()


def test_solved_are_the_ends_of_every_run_of_years_and_every_so_many_years_between():
    together = np.ones((12, 2), dtype=bool)
    together[:3] = False
    teaches = np.ones((12, 3), dtype=bool)
    teaches[10:, 2] = False
    places, weights = solved_years(together, teaches, tuple(range(2024, 2036)), 2026, 5)
    assert [2024 + place for place in places] == [2027, 2031, 2033, 2034, 2035]
    assert weights.sum(axis=1).tolist() == [0, 0, 0] + [1] * 9
    assert weights[5] == pytest.approx([0.5, 0.5, 0, 0, 0])
    assert weights[places].tolist() == np.eye(5).tolist()
