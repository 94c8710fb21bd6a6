"""Weeks a headteacher would plan: even days, home bases that stay, schools at one address as one site."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopa_sim.teaching.tours import Effort, share_teachers, share_teachers_quickly
from kopa_sim.teaching.tours.even import even_week
from kopa_sim.teaching.tours.family import family_of
from kopa_sim.teaching.tours.heuristic import quick_people
from kopa_sim.teaching.tours.people import price
from tests.teaching.tours.pools import least_price, on_a_line, pool, posts, week
from tests.teaching.tours.test_tours import EXACT, drawn, keeps_the_books, keeps_the_rules

seeds = st.integers(0, 10_000)


def lessons_by_day(answer, person=1):
    days = {}
    for visit in answer.visits:
        if visit.person == person:
            days[visit.weekday] = days.get(visit.weekday, 0) + sum(visit.lessons_subject)
    return sorted(days.values())


def test_lessons_of_a_whole_post_lie_evenly_over_the_week():
    """Seven lessons at another school take two days, thirteen at the home base the other three."""
    answer = share_teachers(pool([[13], [7]], on_a_line(0, 20), the_posts=posts()), EXACT)
    assert answer.people[0].km == 80
    assert lessons_by_day(answer) == [3, 4, 4, 4, 5]


def test_somebody_in_a_part_post_does_not_come_on_more_days_for_it():
    """Seven lessons at home and three away, on three days: seven become four and three, and not five days of two."""
    tied = posts(shares=(0.5,), part_posts_travel=True)
    answer = share_teachers(pool([[7], [3]], on_a_line(0, 20), the_posts=tied), EXACT)
    assert lessons_by_day(answer) == [3, 3, 4]


def test_every_subject_lies_on_as_many_days_as_it_can():
    two = posts(2, shares=(0.5,), part_posts_travel=True)
    answer = share_teachers(pool([[4, 4], [1, 1]], on_a_line(0, 20), the_posts=two), EXACT)
    at_home = [visit.lessons_subject for visit in answer.visits if visit.school == 0]
    assert at_home == [(2.0, 2.0), (2.0, 2.0)]


@settings(max_examples=20, deadline=None)
@given(seeds, st.booleans())
def test_an_even_week_costs_the_same_and_gives_the_same_lessons_on_the_same_drives(seed, whole):
    problem = drawn(seed, whole=whole)
    for subjects in problem.families():
        family = family_of(problem, subjects)
        found = quick_people(family, 0)
        evened = tuple(even_week(family, worker) for worker in found)
        assert price(family, evened) == pytest.approx(price(family, found), abs=1e-6)
        for before, after in zip(found, evened, strict=True):
            assert after.allowed(family)
            assert (after.km, after.changes) == (before.km, before.changes)
            assert after.lessons(family) == pytest.approx(before.lessons(family))
            if whole:
                assert _unevenness(after, before) <= _unevenness(before, before) + 1e-6


def _unevenness(worker, other):
    days = [day.lessons_site_subject.sum() for day in worker.days]
    days += [0.0] * (5 - len(days))
    return float(np.square(days).sum())


@pytest.mark.parametrize("base", [0, 1])
@pytest.mark.parametrize(
    "share",
    [
        lambda problem, earlier: share_teachers(problem, EXACT, earlier),
        lambda problem, earlier: share_teachers_quickly(problem, earlier=earlier),
    ],
)
def test_where_two_home_bases_cost_the_same_the_earlier_one_is_kept(share, base):
    """Ten lessons at each of two schools: two drives a week from either."""
    problem = pool([[10], [10]], on_a_line(0, 20))
    (person,) = share(problem, {0: [base]}).people
    assert person.home_base == base
    assert share(problem, {0: [base]}).costs.total == share(problem, {}).costs.total


def test_a_home_base_that_has_become_dearer_is_left():
    """Twelve lessons are two days at home and eight two days away; from the other school three drives were needed."""
    problem = pool([[13], [7]], on_a_line(0, 20))
    (person,) = share_teachers(problem, EXACT, {0: [1]}).people
    assert person.home_base == 0


@settings(max_examples=6, deadline=None)
@given(seeds, st.lists(st.integers(0, 2), max_size=3), st.lists(st.integers(0, 2), max_size=3))
def test_earlier_home_bases_never_make_a_pool_dearer(seed, first, second):
    problem, earlier = drawn(seed), {0: first, 1: second}
    for free, kept in (
        (share_teachers_quickly(problem), share_teachers_quickly(problem, earlier=earlier)),
        (share_teachers(problem, Effort(nodes=20)), share_teachers(problem, Effort(nodes=20), earlier)),
    ):
        assert kept.costs.total <= free.costs.total + 1e-5
        keeps_the_books(problem, kept)
        keeps_the_rules(problem, kept)


def test_between_schools_at_one_address_there_is_no_change_of_site_and_no_credit():
    """Six schools of three lessons in one building: eighteen lessons, and nineteen to a post."""
    apart, together = (
        pool([[3]] * 6, on_a_line(*places), the_posts=posts(obligation=18))
        for places in ((0, 1, 2, 3, 4, 5), (0, 0.01, 0.02, 0.01, 0.02, 0.04))
    )
    answer = share_teachers(together, EXACT)
    (person,) = answer.people
    assert (person.changes, person.credit_h, person.overtime_h) == (0, 0.0, 0.0)
    assert answer.hourly_school_subject.sum() == 0
    assert share_teachers(apart, EXACT).hourly_school_subject.sum() > 0


def test_a_day_may_hold_two_sites_of_which_one_is_two_schools():
    """One day: two lessons in each school of one building and two in a school 10 km away; one change of site."""
    one_day = week(days=1)
    problem = pool([[2], [2], [2]], on_a_line(0, 0, 10), one_day, posts(obligation=7))
    (person,) = share_teachers(problem, EXACT).people
    assert (person.changes, person.credit_h, person.km) == (1, 1.0, 20.0)


def test_a_part_post_may_be_one_of_two_schools_at_one_address():
    tied = posts(shares=(1.0, 0.5), part_posts_travel=True)
    for share in (lambda problem: share_teachers(problem, EXACT), share_teachers_quickly):
        answer = share(pool([[6], [4]], on_a_line(0, 0), the_posts=tied))
        assert (answer.posts, answer.year_km, answer.credit_eur) == (0.5, 0.0, 0.0)


@pytest.mark.parametrize("lessons", [(5, 3, 4), (2, 2, 5), (4, 5, 1)])
def test_the_optimum_with_two_schools_at_one_address_is_the_least_of_all_ways(lessons):
    short = week(days=2, lessons_a_day=4, credit_h=((1, 1.0), (2, 1.5)), longest_leg_km=40.0)
    prices = posts(1, 6.0, shares=(1.0, 0.5), km_eur=5.0)
    problem = pool(np.array(lessons)[:, None], on_a_line(0, 0, 15), short, prices)
    answer = share_teachers(problem, EXACT)
    assert answer.costs.total == pytest.approx(least_price(problem), rel=answer.gap + 1e-6)
    assert answer.gap < 0.02


def test_the_bound_holds_for_schools_at_one_address():
    problem = pool([[7], [4], [9]], on_a_line(0, 0, 12), the_posts=posts(shares=(1.0, 0.5)))
    exact, quick = share_teachers(problem, EXACT), share_teachers_quickly(problem, 1)
    assert exact.bound <= exact.costs.total + 1e-6
    assert exact.costs.total <= quick.costs.total + 1e-6
    assert exact.gap < 0.03
    renamed = share_teachers(replace(problem).at_schools(np.array([2, 0, 1])), EXACT)
    assert renamed.costs.total == pytest.approx(exact.costs.total)
