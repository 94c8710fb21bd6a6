"""The dynamic programme finds the cheapest groups: checked against trying every way of cutting the grades."""

import math
from itertools import combinations, pairwise, product

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kopa_sim.model.grades import BAND_OF_GRADE
from kopa_sim.teaching.composite import least_lessons
from kopa_sim.teaching.forming_rules import FormingRules
from kopa_sim.teaching.group_limits import group_limits
from kopa_sim.teaching.lesson_plan import weekly_lessons
from tests.teaching.builders import parameters

WEEKLY = [19, 21, 21, 23, 24, 25, 25, 30, 29, 30]
LARGEST = [20, 22, 22, 24, 24, 24, 24, 24, 24, 24]
school_sizes = st.lists(st.one_of(st.integers(0, 8), st.integers(0, 60)), min_size=10, max_size=10)
supported_shares = st.lists(st.sampled_from([0.0, 0.1, 0.3, 0.6, 1.0]), min_size=10, max_size=10)


def every_way(first_grade, last_grade):
    """Yield every cut of a run of grades into blocks."""
    inner = range(first_grade + 1, last_grade + 1)
    for count in range(len(inner) + 1):
        for cuts in combinations(inner, count):
            edges = [first_grade, *cuts, last_grade + 1]
            yield [range(low, high) for low, high in pairwise(edges)]


WAYS = list(every_way(0, 9))


def block_cost(
    block, pupils, supported, most_groups=1, cap=5, may_mix=lambda block: block[0] >= 1 and block[-1] <= 6
):
    """Return (lessons, groups) of one block, or None where it may not be formed."""
    in_need = math.ceil(sum(supported[grade] for grade in block) / cap)
    if len(block) == 1:
        groups = max(math.ceil(pupils[block[0]] / LARGEST[block[0]]), in_need)
        return groups * WEEKLY[block[0]], groups
    present = [grade for grade in block if pupils[grade] > 0]
    if not present:
        return 0, 0
    if not may_mix(block) or len(present) > 3:
        return None
    if len(present) == 1:
        return block_cost(range(present[0], present[0] + 1), pupils, supported, cap=cap)
    limit = 18 if present[0] <= 2 else 22
    groups = max(math.ceil(sum(pupils[grade] for grade in present) / limit), in_need)
    if groups > most_groups:
        return None
    return groups * max(WEEKLY[grade] for grade in present), groups


def brute_force(pupils, supported=(0,) * 10, **rules):
    """Return the least (lessons, groups) over every way of cutting grades 0–9."""
    best, known = (math.inf, math.inf), {}
    for cut in WAYS:
        for block in cut:
            if block not in known:
                known[block] = block_cost(block, pupils, supported, **rules)
        costs = [known[block] for block in cut]
        if None not in costs:
            best = min(best, (sum(cost[0] for cost in costs), sum(cost[1] for cost in costs)))
    return best


def least_of(schools, supported=None, weekly=None, **changed):
    """Return the cheapest groups of several schools. One row of grades 0–9 for each."""
    pupils = np.array(schools, dtype=np.float32).reshape(-1, 10).T
    in_need = (
        np.zeros_like(pupils) if supported is None else np.array(supported, np.float32).reshape(-1, 10).T
    )
    given = parameters(**changed)
    rules = FormingRules(group_limits(given).at_cells((1, 1, pupils.shape[1])))
    weekly = weekly_lessons(given) if weekly is None else np.array(weekly, dtype=float)
    return least_lessons(pupils, in_need, weekly, rules)


def by_band(by_lowest_grade):
    """Return one school's groups or lessons by band."""
    return np.bincount(BAND_OF_GRADE[:10], by_lowest_grade[:, 0], minlength=4)


def solve(pupils, supported=None, weekly=None, **changed):
    """Return (groups by band, lessons by band) of one school."""
    least = least_of(pupils, supported, weekly, **changed)
    return by_band(least.groups_of_lowest), by_band(least.lessons_of_lowest)


def test_the_tests_know_the_shipped_lesson_plan():
    assert weekly_lessons(parameters())[:10].tolist() == WEEKLY


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


@settings(max_examples=60, deadline=None)
@given(school_sizes, supported_shares, st.integers(1, 3))
@example([0, 7, 7, 7, 7, 7, 7, 0, 0, 0], [0, 0, 0.3, 0.3, 0.3, 0.3, 0.3, 0, 0, 0], 1)
def test_no_way_is_cheaper_under_the_cap_on_individual_support(pupils, shares, most_groups):
    supported = [math.floor(count * share) for count, share in zip(pupils, shares, strict=True)]
    groups, lessons = solve(pupils, supported, most_composite_groups=most_groups)
    assert (lessons.sum(), groups.sum()) == brute_force(pupils, supported, most_groups=most_groups)


SMALL_SIZES = (0, 1, 5, 9, 13, 23)


def test_every_small_village_school_is_taught_at_least_cost():
    schools = [(0, *sizes, 0, 0, 0) for sizes in product(SMALL_SIZES, repeat=6)][::7]
    supported = [[count // 3 for count in pupils] for pupils in schools]
    least = least_of(schools, supported)
    lessons, groups = least.lessons_of_lowest.sum(axis=0), least.groups_of_lowest.sum(axis=0)
    for cell, (pupils, in_need) in enumerate(zip(schools, supported, strict=True)):
        assert (lessons[cell], groups[cell]) == brute_force(pupils, in_need), pupils


def neighbours(schools):
    """Yield every school and the same school with one more pupil in one grade, as two tables."""
    table = np.array(schools)
    for grade in range(1, 7):
        more = table.copy()
        more[:, grade] += 1
        yield table, more


def groups_and_lessons(schools, **changed):
    least = least_of(schools, **changed)
    return least.groups_of_lowest.sum(axis=0), least.lessons_of_lowest.sum(axis=0)


def test_one_more_pupil_never_needs_fewer_groups_in_any_village_school():
    sizes = (0, 1, 6, 7, 8, 9, 11, 12, 22, 23)
    schools = np.array([(0, *school, 0, 0, 0) for school in product(sizes, repeat=6)][::3])
    for before, after in neighbours(schools):
        fewer, more = groups_and_lessons(before), groups_and_lessons(after)
        assert (more[0] >= fewer[0]).all()
        assert (more[1] >= fewer[1]).all()


@settings(max_examples=100, deadline=None)
@given(school_sizes, st.integers(0, 9))
def test_one_more_pupil_never_needs_fewer_groups(pupils, grade):
    more = [count + (place == grade) for place, count in enumerate(pupils)]
    for changed in ({}, {"most_composite_groups": 3, "largest_grades_in_group": 6}):
        assert solve(more, **changed)[0].sum() >= solve(pupils, **changed)[0].sum()


def test_only_very_unequal_lesson_plans_side_by_side_can_trade_groups_for_lessons():
    """Least lessons is not least groups: here one more pupil makes six long weeks cheaper than seven short ones."""
    school, more = [0, 25, 3, 33, 9, 10, 28, 0, 0, 0], [0, 25, 4, 33, 9, 10, 28, 0, 0, 0]
    unequal = [19, 10, 20, 20, 25, 25, 30, 30, 29, 30]
    before = solve(school, weekly=unequal, most_composite_groups=3)
    after = solve(more, weekly=unequal, most_composite_groups=3)
    assert (before[0].sum(), before[1].sum()) == (7, 145)
    assert (after[0].sum(), after[1].sum()) == (6, 150)
    assert solve(more, most_composite_groups=3)[0].sum() >= solve(school, most_composite_groups=3)[0].sum()


@settings(max_examples=20, deadline=None)
@given(st.lists(school_sizes, min_size=2, max_size=6))
def test_schools_are_solved_each_for_itself(schools):
    together = least_of(schools)
    for index, pupils in enumerate(schools):
        alone = least_of(pupils)
        for name in ("groups_of_lowest", "lessons_of_lowest", "groups_of_leading", "pupils_of_leading"):
            assert np.array_equal(getattr(together, name)[:, index], getattr(alone, name)[:, 0])


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
    groups, lessons = solve(pupils, weekly=weekly, **changed)
    return groups.tolist(), lessons.tolist()


def test_of_equally_many_lessons_the_fewer_groups_win():
    weekly = [0, 10, 20] + [0] * 7
    apart = solve_with(weekly, [0, 23, 10] + [0] * 7)
    mixed = solve_with(weekly, [0, 23, 10] + [0] * 7, most_composite_groups=2)
    assert apart == ([0, 3, 0, 0], [0, 40, 0, 0])
    assert mixed == ([0, 2, 0, 0], [0, 40, 0, 0])


def test_of_equally_good_ways_the_younger_sit_together():
    groups, _ = solve_with([20] * 10, [0, 7, 7, 7] + [0] * 6)
    assert groups == [0, 1, 1, 0]


def test_lessons_in_tenths_tie_where_they_are_equal():
    groups, _ = solve_with([0.1 + 0.2] * 5 + [0.3] * 5, [0, 0, 0, 20, 0, 0, 0, 0, 0, 0])
    assert groups == [0, 0, 1, 0]
    weekly = [20.0] + [0.1 + 0.2 + 20] * 3 + [20.3] * 6
    assert solve_with(weekly, [0, 0, 0, 7, 7, 7] + [0] * 4)[0] == [0, 0, 1, 0]


@settings(max_examples=40, deadline=None)
@given(school_sizes, supported_shares)
def test_every_pupil_sits_in_a_group_whose_lesson_plan_its_grade_follows(pupils, shares):
    supported = [math.floor(count * share) for count, share in zip(pupils, shares, strict=True)]
    least = least_of(pupils, supported)
    assert least.groups_of_leading.sum() == least.groups_of_lowest.sum()
    assert least.pupils_of_leading.sum() == sum(pupils)
    assert least.supported_of_leading.sum() == sum(supported)
    assert (least.groups_of_leading[:, 0] * WEEKLY).sum() == least.lessons_of_lowest.sum()
    assert (least.supported_of_leading <= 5 * least.groups_of_leading).all()


def test_a_composite_group_follows_its_grade_with_most_lessons_the_lowest_of_equals():
    least = least_of([0, 0, 0, 0, 5, 5, 5, 0, 0, 0])
    assert least.groups_of_leading[:, 0].tolist() == [0, 0, 0, 0, 0, 1, 0, 0, 0, 0]
    assert least.pupils_of_leading[:, 0].tolist() == [0, 0, 0, 0, 0, 15, 0, 0, 0, 0]
    assert not least.alone.any()
    assert {span: cells.tolist() for span, cells in least.composites.items()} == {(4, 6): [0]}


@pytest.mark.parametrize(("in_need", "groups"), [(5, 1), (6, 2), (11, 3)])
def test_a_grade_is_split_when_too_many_need_individual_support(in_need, groups):
    assert solve([0, 0, 0, 0, 20] + [0] * 5, [0, 0, 0, 0, in_need] + [0] * 5)[0].sum() == groups


@pytest.mark.parametrize(("in_need", "groups"), [(2, 1), (3, 2)])
def test_grades_are_not_mixed_when_together_too_many_need_individual_support(in_need, groups):
    assert solve([0, 0, 0, 8, 8] + [0] * 5, [0, 0, 0, 3, in_need] + [0] * 5)[0].sum() == groups


def test_a_second_adult_lets_the_grades_stay_together():
    changed = {"second_adult_for_support": True}
    assert solve([0, 0, 0, 8, 8] + [0] * 5, [0, 0, 0, 3, 3] + [0] * 5, **changed)[0].sum() == 1
