"""Teachers shared by several schools: what must hold of the least costly people."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopa_sim.teaching.tours import (
    Effort,
    compare_sharing,
    each_school_alone,
    nobody_shared,
    share_teachers,
    share_teachers_quickly,
)
from tests.teaching.tours.pools import least_price, on_a_line, pool, posts, week

EXACT = Effort(gap=0.0, nodes=100_000, strict=True)
seeds = st.integers(0, 10_000)


def drawn(seed, schools=3, subjects=2, whole=True):
    rng = np.random.default_rng(seed)
    place = rng.uniform(0, 40, (schools, 2))
    km = np.round(np.linalg.norm(place[:, None] - place, axis=2), 1)
    lessons = rng.integers(0, 14, (schools, subjects)).astype(float)
    if not whole:
        lessons = lessons * rng.uniform(0.5, 1, lessons.shape)
    the_posts = posts(
        subjects,
        rng.choice([18.0, 20.0, 24.0], subjects),
        rng.integers(0, 2, subjects),
        shares=(1.0, 0.75, 0.5),
        overtime_limit_h=float(rng.integers(0, 3)),
        largest_hourly_share=float(rng.choice([0.2, 0.5, np.inf])),
    )
    return pool(lessons, km, week(longest_leg_km=float(rng.choice([15, 30, 60]))), the_posts)


def keeps_the_books(problem, answer):
    given = answer.posted_school_subject + answer.hourly_school_subject + answer.not_given_school_subject
    assert given == pytest.approx(problem.lessons_school_subject)
    for part in (answer.posted_school_subject, answer.hourly_school_subject, answer.not_given_school_subject):
        assert part.min() >= -1e-6
    planned = np.zeros_like(given)
    for visit in answer.visits:
        planned[visit.school] += visit.lessons_subject
    assert planned == pytest.approx(answer.posted_school_subject, abs=1e-5)


def keeps_the_rules(problem, answer):
    the_week, prices = problem.week, problem.posts
    for person in answer.people:
        mine = [visit for visit in answer.visits if visit.person == person.number]
        taught = np.sum([visit.lessons_subject for visit in mine], axis=0)
        assert len(set(prices.family[taught > 1e-6])) == 1
        by_day = {}
        for visit in mine:
            by_day.setdefault(visit.weekday, []).append(visit)
            assert max(visit.leg_km, visit.home_km) <= the_week.longest_leg_km
        assert len(by_day) <= the_week.days
        for visits in by_day.values():
            assert sum(sum(visit.lessons_subject) for visit in visits) <= the_week.lessons_a_day + 1e-5
            assert (
                sum(visit.leg_km + visit.home_km for visit in visits) <= the_week.longest_driving_min + 1e-9
            )
        assert person.changes == sum(len(visits) - 1 for visits in by_day.values())
        assert person.credit_h == the_week.credit(person.changes)
        lowest = min(prices.obligation_h[prices.family == prices.family[person.subjects[0]]])
        load = (taught / prices.obligation_h).sum() + person.credit_h / lowest
        assert load <= person.share + person.overtime_h / lowest + 1e-5
        assert person.overtime_h <= (prices.overtime_limit_h if person.share == 1 else 0) + 1e-4


@settings(max_examples=25, deadline=None)
@given(seeds, st.booleans())
def test_every_lesson_is_given_once_or_counted_as_not_given_and_every_rule_is_kept(seed, whole):
    problem = drawn(seed, whole=whole)
    for answer in (
        share_teachers(problem, Effort(nodes=50)),
        share_teachers_quickly(problem, 1),
        each_school_alone(problem),
    ):
        keeps_the_books(problem, answer)
        keeps_the_rules(problem, answer)


@settings(max_examples=15, deadline=None)
@given(seeds)
def test_whole_lessons_are_given_whole(seed):
    for visit in share_teachers(drawn(seed), Effort(nodes=50)).visits:
        assert visit.lessons_subject == pytest.approx(np.rint(visit.lessons_subject), abs=1e-9)


@settings(max_examples=15, deadline=None)
@given(seeds)
def test_a_larger_pool_never_costs_more(seed):
    problem = drawn(seed, schools=4, subjects=1)
    one, other = problem.at_schools(np.array([0, 1])), problem.at_schools(np.array([2, 3]))
    apart = share_teachers(one, EXACT).costs.total + share_teachers(other, EXACT).costs.total
    together = share_teachers(problem, EXACT)
    assert together.costs.total * (1 - together.gap) <= apart + 1.0
    assert together.gap < 0.03


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 45), min_size=1, max_size=5), st.sampled_from([16.0, 20.0, 24.0]))
def test_with_free_travel_and_whole_posts_only_the_posts_are_all_lessons_by_the_obligation(
    lessons, obligation
):
    free = week(credit_h=(), longest_leg_km=np.inf, longest_driving_min=np.inf)
    prices = posts(1, obligation, km_eur=0.0, hourly_eur=np.array([1e6]), not_given_eur=np.array([1e6]))
    problem = pool(np.array(lessons)[:, None], np.full((len(lessons),) * 2, 7.0), free, prices)
    assert share_teachers(problem, EXACT).posts == np.ceil(sum(lessons) / obligation)


def tiny(seed):
    """A pool small enough for every way to staff it to be counted."""
    rng = np.random.default_rng(seed)
    lessons = rng.integers(0, 6, (3, 1))
    prices = posts(
        1,
        float(rng.integers(4, 7)),
        shares=(1.0, 0.5),
        overtime_limit_h=float(rng.integers(0, 2)),
        km_eur=float(rng.choice([0.5, 5.0, 20.0])),
    )
    short = week(days=2, lessons_a_day=4, credit_h=((1, 1.0), (2, 1.5)), longest_leg_km=40.0)
    return pool(lessons, on_a_line(*rng.integers(0, 50, 3)), short, prices)


@settings(max_examples=12, deadline=None)
@given(seeds)
def test_no_way_to_staff_a_tiny_pool_is_below_the_bound_and_the_gap_covers_the_least(seed):
    problem = tiny(seed)
    expected, answer = least_price(problem), share_teachers(problem, EXACT)
    assert answer.bound <= expected + 0.5
    assert expected - 0.5 <= answer.costs.total <= expected / (1 - answer.gap) + 0.5
    assert answer.gap < 0.03
    assert share_teachers_quickly(problem, 1).costs.total >= expected - 0.5


@pytest.mark.parametrize("seed", range(16))
def test_the_optimum_is_the_least_of_all_ways_to_staff_a_tiny_pool(seed):
    problem = tiny(seed)
    assert share_teachers(problem, EXACT).costs.total == pytest.approx(least_price(problem), abs=0.5)


def test_where_people_of_one_home_base_need_more_drives_than_counted_together_the_gap_says_so():
    """The one drive that two people of a base share on paper is two drives for them."""
    problem = tiny(86)
    answer, least = share_teachers(problem, EXACT), least_price(problem)
    assert answer.costs.total > least + 0.5
    assert answer.gap == pytest.approx(1 - least / answer.costs.total, abs=1e-4)


@settings(max_examples=10, deadline=None)
@given(seeds, st.permutations(range(4)))
def test_the_order_of_the_schools_does_not_matter(seed, order):
    problem, order = drawn(seed, schools=4), np.array(order)
    answer, moved = share_teachers_quickly(problem), share_teachers_quickly(problem.at_schools(order))
    assert moved.costs == answer.costs
    assert [order[person.home_base] for person in moved.people] == [one.home_base for one in answer.people]
    assert moved.posted_school_subject == pytest.approx(answer.posted_school_subject[order])


def test_the_order_of_the_schools_does_not_matter_to_the_programme():
    problem, order = drawn(5, schools=4), np.array([2, 0, 3, 1])
    answer, moved = share_teachers(problem), share_teachers(problem.at_schools(order))
    assert moved.costs == answer.costs
    assert moved.posted_school_subject == pytest.approx(answer.posted_school_subject[order])


def test_two_halves_make_one_post_that_spends_whole_days_at_each_school():
    """10 + 10 lessons: two days at each school, no change of site, two drives there and back of 20 km."""
    problem = pool([[10], [10]], on_a_line(0, 20), the_posts=posts())
    sharing = compare_sharing(problem, EXACT)
    assert sharing.before.posts == 0
    assert sharing.before.costs.total == pytest.approx(20 * 1.2 * 4000)
    (person,) = sharing.after.people
    assert (person.changes, person.credit_h, person.km) == (0, 0.0, 80.0)
    assert sharing.after.costs.total == pytest.approx(80_000 + 80 * 38 * 0.55)
    assert sharing.after.year_hours == pytest.approx(80 * 38 / 60)
    assert sharing.after.gap < 1e-6


def test_a_day_at_two_schools_is_credited_and_the_credit_costs_a_lesson():
    """Six schools of 3 lessons, five days: a day has two schools, so 18 of 19 lessons fit beside the credit."""
    problem = pool([[3]] * 6, on_a_line(0, 1, 2, 3, 4, 5), the_posts=posts(obligation=19))
    (person,) = share_teachers(problem, EXACT).people
    assert person.changes in (1, 2)
    assert person.credit_h == 1.0


def test_schools_further_apart_than_the_longest_leg_share_nobody():
    problem = pool([[10], [10]], on_a_line(0, 61), the_posts=posts())
    answer = share_teachers(problem, EXACT)
    assert not answer.people
    assert answer.year_km == 0


def test_the_longest_driving_of_a_day_counts_the_way_home():
    near, far = week(longest_driving_min=40.0), week(longest_driving_min=39.0)
    assert share_teachers(pool([[10], [10]], on_a_line(0, 20), near, posts()), EXACT).people
    assert not share_teachers(pool([[10], [10]], on_a_line(0, 20), far, posts()), EXACT).people


def test_a_school_may_leave_only_so_much_to_hourly_teachers():
    prices = posts(largest_hourly_share=0.25)
    answer = share_teachers(pool([[8]], [[0.0]], the_posts=prices), EXACT)
    assert answer.hourly_school_subject.sum() == 5
    assert answer.not_given_school_subject.sum() == 3
    assert answer.qualified_lessons(1.0, 0.5) == 2.5


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"obligation_h": np.array([0.0])}, "obligation above zero"),
        ({"shares": ()}, "shares of a post"),
        ({"hourly_eur": np.ones(2)}, "hourly_eur needs one value"),
    ],
)
def test_what_cannot_be_is_refused(change, message):
    with pytest.raises(ValueError, match=message):
        pool([[1]], [[0.0]], the_posts=posts(**change))


def test_a_pool_without_lessons_needs_nobody():
    answer = share_teachers(pool([[0], [0]], on_a_line(0, 5)))
    assert (answer.posts, answer.costs.total, answer.gap) == (0, 0, 0)


@settings(max_examples=12, deadline=None)
@given(seeds)
def test_where_part_posts_must_travel_nobody_in_one_teaches_at_a_single_school(seed):
    problem = drawn(seed)
    problem = replace(problem, posts=replace(problem.posts, part_posts_travel=True))
    for answer in (share_teachers(problem, Effort(nodes=50)), share_teachers_quickly(problem, 1)):
        keeps_the_books(problem, answer)
        keeps_the_rules(problem, answer)
        for person in answer.people:
            schools = {visit.school for visit in answer.visits if visit.person == person.number}
            assert person.share == 1.0 or len(schools) >= 2


def test_a_part_post_that_need_not_travel_is_made_for_one_school():
    free, tied = (posts(shares=(1.0, 0.5), part_posts_travel=travels) for travels in (False, True))
    assert share_teachers(pool([[10], [0]], on_a_line(0, 5), the_posts=free), EXACT).posts == 0.5
    assert share_teachers(pool([[10], [0]], on_a_line(0, 5), the_posts=tied), EXACT).posts == 0
    assert share_teachers(pool([[9], [1]], on_a_line(0, 5), the_posts=tied), EXACT).posts == 0.5


@pytest.mark.parametrize("share", [lambda problem: share_teachers(problem, EXACT), share_teachers_quickly])
def test_named_home_bases_are_the_only_ones_with_or_without_lessons(share):
    problem = replace(pool([[10], [10], [0]], on_a_line(0, 10, 20)), home_bases=(2,))
    (person,) = share(problem).people
    assert person.home_base == 2
    assert person.km == 2 * (2 * 20 + 2 * 10)
    (renamed,) = share(problem.at_schools(np.array([2, 0, 1]))).people
    assert renamed.home_base == 0


def test_nobody_is_hired_before_sharing():
    problem = drawn(1)
    before = nobody_shared(problem)
    assert (before.posts, before.year_km) == (0, 0)
    assert before.hourly_school_subject + before.not_given_school_subject == pytest.approx(
        problem.lessons_school_subject
    )


def test_solving_prints_nothing(capfd):
    share_teachers(drawn(3, schools=4), Effort(nodes=50))
    assert capfd.readouterr() == ("", "")
