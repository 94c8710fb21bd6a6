"""The dynamic programme finds the cheapest groups: checked against trying every way of cutting the grades."""

import math
from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kopa_sim.model.grades import BAND_OF_GRADE
from kopa_sim.teaching.composite import least_lessons
from kopa_sim.teaching.group_limits import group_limits
from tests.teaching.builders import parameters

WEEKLY = [19, 21, 21, 23, 24, 25, 25, 30, 29, 30]
LARGEST = [20, 22, 22, 24, 24, 24, 24, 24, 24, 24]
school_sizes = st.lists(st.one_of(st.integers(0, 8), st.integers(0, 60)), min_size=10, max_size=10)


def every_way(first_grade, last_grade):
    """Yield every cut of a run of grades into blocks."""
    inner = range(first_grade + 1, last_grade + 1)
    for count in range(len(inner) + 1):
        for cuts in combinations(inner, count):
            edges = [first_grade, *cuts, last_grade + 1]
            yield [range(low, high) for low, high in pairwise(edges)]


def block_cost(block, pupils, most_groups=1, may_mix=lambda block: block[0] >= 1 and block[-1] <= 6):
    """Return (lessons, groups) of one block, or None where it may not be formed."""
    if len(block) == 1:
        groups = math.ceil(pupils[block[0]] / LARGEST[block[0]])
        return groups * WEEKLY[block[0]], groups
    present = [grade for grade in block if pupils[grade] > 0]
    if not present:
        return 0, 0
    if not may_mix(block) or len(present) > 3:
        return None
    if len(present) == 1:
        return block_cost(range(present[0], present[0] + 1), pupils)
    limit = 18 if present[0] <= 2 else 22
    groups = math.ceil(sum(pupils[grade] for grade in present) / limit)
    if groups > most_groups:
        return None
    return groups * max(WEEKLY[grade] for grade in present), groups


def brute_force(pupils, **rules):
    """Return the least (lessons, groups) over every way of cutting grades 0–9."""
    best = (math.inf, math.inf)
    for cut in every_way(0, 9):
        costs = [block_cost(block, pupils, **rules) for block in cut]
        if None not in costs:
            best = min(best, (sum(cost[0] for cost in costs), sum(cost[1] for cost in costs)))
    return best


def solve(pupils, **changed):
    """Return (groups by band, lessons by band) of one school."""
    weekly = parameters().vector("teaching.weekly_lessons")
    limits = group_limits(parameters(**changed))
    least = least_lessons(np.array(pupils, dtype=float).reshape(1, 1, 1, 10), weekly, limits)
    return least.groups_band[0, 0, 0], least.lessons_band[0, 0, 0]


@settings(max_examples=60, deadline=None)
@given(school_sizes)
@example([3, 4, 2, 5, 3, 4, 2, 0, 0, 0])
@example([0, 1, 0, 0, 0, 0, 1, 0, 0, 0])
@example([0, 9, 9, 11, 11, 11, 11, 0, 0, 0])
def test_no_way_of_cutting_the_grades_is_cheaper(pupils):
    groups, lessons = solve(pupils)
    assert (lessons.sum(), groups.sum()) == brute_force(pupils)


@settings(max_examples=25, deadline=None)
@given(school_sizes)
def test_side_by_side_composite_groups_are_also_cut_at_least_cost(pupils):
    groups, lessons = solve(pupils, most_composite_groups=3)
    assert (lessons.sum(), groups.sum()) == brute_force(pupils, most_groups=3)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 12), min_size=10, max_size=10))
def test_wider_rules_of_mixing_are_also_cut_at_least_cost(pupils):
    def may_mix(block):
        return any(low <= block[0] and block[-1] <= high for low, high in [(0, 2), (1, 6), (7, 9)])

    groups, lessons = solve(pupils, composite_pre_primary=True, composite_7_9=True)
    assert (lessons.sum(), groups.sum()) == brute_force(pupils, may_mix=may_mix)


@settings(max_examples=200, deadline=None)
@given(school_sizes, st.integers(0, 9))
def test_one_more_pupil_never_takes_lessons_away(pupils, grade):
    _, before = solve(pupils)
    pupils[grade] += 1
    _, after = solve(pupils)
    assert after.sum() >= before.sum()


@settings(max_examples=50, deadline=None)
@given(school_sizes)
def test_more_lenient_limits_never_take_more_lessons(pupils):
    strict = solve(pupils)[1].sum()
    assert solve(pupils, largest_grades_in_group=4)[1].sum() <= strict
    assert solve(pupils, largest_composite=24, largest_composite_with_1_2=20)[1].sum() <= strict
    assert solve(pupils, most_composite_groups=2)[1].sum() <= strict


@settings(max_examples=20, deadline=None)
@given(st.lists(school_sizes, min_size=2, max_size=6))
def test_schools_years_and_draws_are_solved_each_for_itself(schools):
    weekly, limits = parameters().vector("teaching.weekly_lessons"), group_limits(parameters())
    table = np.array(schools, dtype=float)
    along_schools = least_lessons(table[None, None], weekly, limits)
    along_draws = least_lessons(table[:, None, None], weekly, limits)
    for index, pupils in enumerate(schools):
        groups, lessons = solve(pupils)
        for solved, axis in ((along_schools, (0, 0, index)), (along_draws, (index, 0, 0))):
            assert np.array_equal(solved.groups_band[axis], groups)
            assert np.array_equal(solved.lessons_band[axis], lessons)


def test_an_empty_school_has_neither_groups_nor_lessons():
    groups, lessons = solve([0] * 10)
    assert not groups.any() and not lessons.any()


def test_two_teachers_are_enough_for_a_village_school():
    groups, lessons = solve([0, 4, 2, 5, 3, 4, 2, 0, 0, 0])
    assert groups.tolist() == [0, 1, 1, 0]
    assert lessons.tolist() == [0, 23, 25, 0]


def test_grades_stay_apart_when_mixing_saves_nothing():
    groups, lessons = solve([0, 20, 20, 20, 20, 20, 20, 0, 0, 0])
    assert groups.tolist() == [0, 2, 4, 0]
    assert lessons.tolist() == [0, 42, 23 + 24 + 25 + 25, 0]


def test_a_grade_without_pupils_does_not_count_against_the_grades_of_a_class():
    groups, lessons = solve([0, 0, 2, 2, 0, 2, 0, 0, 0, 0])
    assert groups.tolist() == [0, 1, 0, 0]
    assert lessons.tolist() == [0, 25, 0, 0]


def test_a_class_of_many_grades_needs_the_rule_to_allow_it():
    assert solve([0, 1, 1, 1, 1, 0, 0, 0, 0, 0])[0].sum() == 2
    assert solve([0, 1, 1, 1, 1, 0, 0, 0, 0, 0], largest_grades_in_group=4)[0].sum() == 1


@pytest.mark.parametrize(("extra", "groups"), [(0, 1), (1, 2)])
def test_the_youngest_bound_a_class_at_eighteen(extra, groups):
    assert solve([0, 0, 9, 9 + extra, 0, 0, 0, 0, 0, 0])[0].sum() == groups


@pytest.mark.parametrize(("extra", "groups"), [(0, 1), (1, 2)])
def test_older_pupils_bound_a_class_at_twenty_two(extra, groups):
    assert solve([0, 0, 0, 11, 11 + extra, 0, 0, 0, 0, 0])[0].sum() == groups


def test_lower_secondary_grades_are_taught_apart():
    groups, lessons = solve([0] * 7 + [1, 1, 1])
    assert groups[3] == 3
    assert lessons[3] == 89


def test_pre_primary_pupils_may_sit_with_the_first_grade_where_allowed():
    apart, together = solve([4, 5, 0] + [0] * 7), solve([4, 5, 0] + [0] * 7, composite_pre_primary=True)
    assert apart[0].tolist() == [1, 1, 0, 0]
    assert together[0].tolist() == [1, 0, 0, 0]
    assert together[1].tolist() == [21, 0, 0, 0]


def test_a_composite_group_belongs_to_the_band_of_its_lowest_grade():
    groups, _ = solve([0, 0, 5, 5, 0, 0, 0, 0, 0, 0])
    assert np.flatnonzero(groups).tolist() == [BAND_OF_GRADE[2]]


def solve_with(weekly, pupils, **changed):
    """Return groups and lessons by band of one school under other weekly lessons."""
    table = np.array(pupils, dtype=float).reshape(1, 1, 1, 10)
    least = least_lessons(table, np.array(weekly, dtype=float), group_limits(parameters(**changed)))
    return least.groups_band[0, 0, 0].tolist(), least.lessons_band[0, 0, 0].tolist()


def test_of_equally_many_lessons_the_fewer_groups_win():
    weekly = [0, 10, 20] + [0] * 7
    apart = solve_with(weekly, [0, 23, 10] + [0] * 7)
    mixed = solve_with(weekly, [0, 23, 10] + [0] * 7, most_composite_groups=2)
    assert apart == ([0, 3, 0, 0], [0, 40, 0, 0])
    assert mixed == ([0, 2, 0, 0], [0, 40, 0, 0])


def test_of_equally_good_ways_the_younger_sit_together():
    groups, _ = solve_with([20] * 10, [0, 7, 7, 7] + [0] * 6)
    assert groups == [0, 1, 1, 0]


def test_groups_may_differ_by_future_when_their_limit_is_uncertain():
    sampled = parameters(2, {"largest_group_3_6": [20.0, 24.0]})
    pupils = np.zeros((2, 1, 1, 10))
    pupils[..., 4] = 22
    least = least_lessons(pupils, sampled.vector("teaching.weekly_lessons"), group_limits(sampled))
    assert least.groups_band[:, 0, 0].sum(axis=1).tolist() == [2, 1]


@settings(max_examples=40, deadline=None)
@given(school_sizes)
def test_every_pupil_sits_in_a_group_whose_lesson_plan_its_grade_follows(pupils):
    table = np.array(pupils, dtype=float).reshape(1, 1, 1, 10)
    weekly = parameters().vector("teaching.weekly_lessons")
    least = least_lessons(table, weekly, group_limits(parameters()))
    assert least.groups_grade.sum() == least.groups_band.sum()
    assert least.pupils_grade.sum() == table.sum()
    assert (least.groups_grade * weekly[:10]).sum() == least.lessons_band.sum()


def test_a_composite_group_follows_its_grade_with_most_lessons_the_lowest_of_equals():
    table = np.array([0, 0, 0, 0, 5, 5, 5, 0, 0, 0], dtype=float).reshape(1, 1, 1, 10)
    weekly = parameters().vector("teaching.weekly_lessons")
    least = least_lessons(table, weekly, group_limits(parameters()))
    assert least.groups_grade[0, 0, 0].tolist() == [0, 0, 0, 0, 0, 1, 0, 0, 0, 0]
    assert least.pupils_grade[0, 0, 0].tolist() == [0, 0, 0, 0, 0, 15, 0, 0, 0, 0]
