"""Schools to keep open when places are no limit."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopa_sim.network.location import Effort, site_schools
from tests.network.location.towns import (
    INF,
    best_by_search,
    countryside,
    nearest_cost,
    rural,
    without_some_paths,
)

seeds = st.integers(0, 1_000_000)


def test_the_school_in_the_middle_of_a_road_stays():
    # three villages on a road, 10 km apart, 5, 3 and 4 pupils, a school in each: the middle one costs 50 + 40 = 90,
    # the first 30 + 80 = 110, the last 100 + 30 = 130
    distance = [[0, 10, 20], [10, 0, 10], [20, 10, 0]]
    found = site_schools(distance, [5, 3, 4], open_count=1)
    assert found.open_school.tolist() == [False, True, False]
    assert found.school_area.tolist() == [1, 1, 1]
    assert (found.cost, found.bound) == (90, 90)
    assert found.proved


def test_fixed_costs_say_how_many_schools_pay():
    # a second school costs 30 and saves at most 50 (the first village's journeys), a third saves 40
    distance = [[0, 10, 20], [10, 0, 10], [20, 10, 0]]
    found = site_schools(distance, [5, 3, 4], fixed_cost_school=[45, 30, 45])
    assert found.open_school.tolist() == [True, True, False]
    assert found.cost == 45 + 30 + 40


def test_a_fixed_cost_that_is_a_saving_opens_a_school_nobody_goes_to():
    found = site_schools([[0, 10]], [5], fixed_cost_school=[1, -2])
    assert found.open_school.tolist() == [True, True]
    assert found.cost == -1


def test_of_equally_near_schools_the_first_is_taken():
    found = site_schools([[3, 3, 3]], [1], open_count=2, must_open=[1, 2])
    assert found.school_area.tolist() == [1]


def test_two_schools_in_one_building_leave_the_other_village_without():
    distance = [[0, 0, 10], [10, 10, 0]]
    found = site_schools(distance, [1, 1], open_count=2)
    assert found.cost == 0
    assert found.open_school[2]


def test_areas_without_pupils_change_nothing_and_are_shown_their_nearest_school():
    distance = [[0, 10], [10, 0], [INF, INF], [1, 2]]
    found = site_schools(distance, [5, 0, 0, 0], open_count=1)
    assert found.open_school.tolist() == [True, False]
    assert found.school_area.tolist() == [0, 0, -1, 0]
    assert found.pupils_area_school.tolist() == [[5, 0], [0, 0], [0, 0], [0, 0]]


def test_without_any_pupils_the_cheapest_school_is_open():
    assert site_schools([[1, 1]], [0], fixed_cost_school=[3, 2]).open_school.tolist() == [False, True]
    assert site_schools(np.zeros((0, 2)), [], fixed_cost_school=[3, 2]).cost == 2


def test_no_saving_makes_up_for_a_path_that_is_missing():
    assert site_schools([[90, 0], [90, INF]], [1, 1], open_count=1).cost == 180


def test_a_longest_journey_rules_out_the_cheapest_network():
    distance = [[0, 6, 9], [6, 0, 3], [9, 3, 0]]
    assert site_schools(distance, [1, 9, 1], open_count=1).open_school.tolist() == [False, True, False]
    found = site_schools(distance, [1, 9, 1], open_count=2, longest=5)
    assert found.open_school.tolist() == [True, True, False]


@settings(max_examples=300, deadline=None)
@given(seeds)
def test_it_equals_trying_every_choice(seed):
    rng = np.random.default_rng(seed)
    n_areas, n_schools = int(rng.integers(1, 12)), int(rng.integers(1, 8))
    distance, pupils = countryside(rng, n_areas, n_schools)
    fixed = [np.zeros(n_schools), rng.integers(0, 9, n_schools), rng.normal(1, 4, n_schools)][seed % 3]
    fewest = int(rng.integers(1, n_schools + 1))
    most = int(rng.integers(fewest, n_schools + 1))
    best = best_by_search(distance, pupils, fixed, fewest, most)
    found = site_schools(distance, pupils, open_count=(fewest, most), fixed_cost_school=fixed)
    assert found.cost == pytest.approx(best, abs=1e-9)
    assert found.proved
    assert fewest <= found.open_school.sum() <= most
    spent = nearest_cost(distance, pupils, np.flatnonzero(found.open_school))
    assert found.cost == pytest.approx(spent + fixed[found.open_school].sum(), abs=1e-9)


@settings(max_examples=150, deadline=None)
@given(seeds)
def test_it_equals_trying_every_choice_where_some_schools_are_decided_and_paths_missing(seed):
    rng = np.random.default_rng(seed)
    n_areas, n_schools = int(rng.integers(1, 10)), int(rng.integers(3, 8))
    distance, pupils = countryside(rng, n_areas, n_schools)
    distance = without_some_paths(rng, distance)
    distance[:, 0] = np.where(np.isfinite(distance[:, 0]), distance[:, 0], 30.0)
    fixed = rng.integers(0, 9, n_schools).astype(float)
    stays, goes = (int(school) for school in rng.choice(np.arange(1, n_schools), 2, replace=False))
    most = int(rng.integers(2, n_schools))

    def permitted(sites):
        return stays in sites and goes not in sites

    best = best_by_search(distance, pupils, fixed, 1, most, permitted)
    found = site_schools(
        distance, pupils, open_count=(1, most), fixed_cost_school=fixed, must_open=[stays], must_close=[goes]
    )
    assert found.cost == pytest.approx(best, abs=1e-9)
    assert found.open_school[stays]
    assert not found.open_school[goes]


@settings(max_examples=60, deadline=None)
@given(seeds, st.sampled_from([1e-9, 1e-3, 0.3048, 1000.0, 1e9]))
def test_the_unit_of_distance_does_not_matter(seed, unit):
    rng = np.random.default_rng(seed)
    pupils, distance = rural(40, 10, seed)
    open_count = int(rng.integers(1, 10))
    found, other = (site_schools(d, pupils, open_count=open_count) for d in (distance, unit * distance))
    same = nearest_cost(distance, pupils, np.flatnonzero(other.open_school))
    assert same == pytest.approx(found.cost, rel=1e-12)
    assert other.cost == pytest.approx(unit * found.cost, rel=1e-12)
    assert other.proved


@settings(max_examples=60, deadline=None)
@given(seeds)
def test_reordering_areas_reorders_the_answer_to_the_bit(seed):
    rng = np.random.default_rng(seed)
    distance, pupils = countryside(rng, 12, 6)
    order = rng.permutation(12)
    fixed = rng.uniform(0, 9, 6)
    found = site_schools(distance, pupils, fixed_cost_school=fixed)
    other = site_schools(distance[order], pupils[order], fixed_cost_school=fixed)
    assert np.array_equal(other.open_school, found.open_school)
    assert np.array_equal(other.school_area, found.school_area[order])
    assert (other.cost, other.bound) == (found.cost, found.bound)


@settings(max_examples=30, deadline=None)
@given(seeds, st.integers(1, 3))
def test_reordering_areas_does_not_decide_between_equally_good_schools(seed, open_count):
    # every school has the same distances in another order, so that only rounding could tell one from another
    rng = np.random.default_rng(seed)
    lengths = rng.exponential(5, 40)
    distance = np.column_stack([rng.permutation(lengths) for _ in range(5)])
    order = rng.permutation(40)
    found = site_schools(distance, np.ones(40), open_count=open_count)
    other = site_schools(distance[order], np.ones(40), open_count=open_count)
    assert np.array_equal(other.open_school, found.open_school)


@settings(max_examples=25, deadline=None)
@given(seeds)
def test_a_search_cut_short_never_claims_more_than_it_proved(seed):
    pupils, distance = rural(80, 30, seed)
    best = site_schools(distance, pupils, open_count=12)
    short = site_schools(distance, pupils, open_count=12, effort=Effort(parts=1))
    assert short.bound <= best.cost * (1 + 1e-9)
    assert short.cost >= best.cost * (1 - 1e-9)
    assert short.proved == (short.gap <= 1e-9)
    assert short.gap == pytest.approx((short.cost - short.bound) / short.cost)


def test_a_gap_that_is_allowed_is_kept_and_told():
    pupils, distance = rural(400, 60, 2)
    best = site_schools(distance, pupils, open_count=20)
    found = site_schools(distance, pupils, open_count=20, effort=Effort(gap=0.05))
    assert best.proved
    assert found.gap <= 0.05
    assert found.bound <= best.cost <= found.cost


def test_time_that_is_up_leaves_an_honest_gap():
    pupils, distance = rural(400, 60, 2)
    best = site_schools(distance, pupils, open_count=20)
    found = site_schools(distance, pupils, open_count=20, effort=Effort(seconds=0.0))
    assert found.bound <= best.cost <= found.cost * (1 + 1e-12)
    assert not found.proved


@settings(max_examples=30, deadline=None)
@given(seeds)
def test_closing_a_school_never_shortens_a_journey_and_a_free_choice_is_never_dearer(seed):
    rng = np.random.default_rng(seed)
    distance, pupils = countryside(rng, 10, 6)
    whole = site_schools(distance, pupils, open_count=6, must_open=range(6))
    fewer = site_schools(distance, pupils, open_count=4)
    shortest = np.take_along_axis(distance, whole.school_area[:, None], axis=1)
    assert (np.take_along_axis(distance, fewer.school_area[:, None], axis=1) >= shortest).all()
    tied = site_schools(distance, pupils, open_count=4, must_open=[0], must_close=[5])
    assert fewer.cost <= tied.cost + 1e-9
