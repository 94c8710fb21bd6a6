"""Groups kept from one year to the next within a tolerance: told by hand, school year by school year."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from kopa_sim.model.grades import N_GRADES
from kopa_sim.teaching.forming_rules import kept_or_anew, move_up
from kopa_sim.teaching.groups import form_groups
from tests.teaching.builders import parameters

counts = arrays.arrays(np.int64, (2, 4, 3, N_GRADES), elements=st.integers(0, 60))
KEPT = {"keep_groups": True, "special_class_share": 0.0, "individual_support_share": 0.0}


def yearly(*years, draws=1):
    """Pupils of one school, a mapping of grade -> pupils for each year. (draw, year, school, grade)"""
    table = np.zeros((draws, len(years), 1, N_GRADES))
    for year, by_grade in enumerate(years):
        for grade, count in by_grade.items():
            table[:, year, :, grade] = count
    return table


def rooms(*years, **changed):
    """Groups of one school by year."""
    groups = form_groups(yearly(*years), parameters(**(KEPT | changed)))
    return groups.groups_draw_year_school_band[0, :, 0].sum(axis=1).tolist()


def kept(anew, before, pupils, limit=24, tolerance=2):
    values = (np.array([float(value)]) for value in (anew, before, pupils, limit, tolerance))
    return kept_or_anew(*values).item()


@pytest.mark.parametrize(
    ("before", "pupils", "groups"),
    [
        (1, 24, 1),
        (1, 26, 1),  # two above the limit is within the tolerance
        (1, 27, 2),
        (2, 52, 2),
        (2, 53, 3),
        (2, 23, 2),  # one group would have less than two pupils to spare
        (2, 22, 1),
        (3, 22, 1),
        (3, 45, 3),
        (3, 44, 2),
        (0, 25, 2),  # a new cohort is grouped by the limit itself
    ],
)
def test_groups_are_kept_between_outgrown_and_one_too_many(before, pupils, groups):
    assert kept(np.ceil(pupils / 24), before, pupils) == groups


@given(st.integers(0, 6), st.integers(0, 150), st.integers(1, 30), st.integers(0, 40))
def test_one_more_pupil_never_takes_a_kept_group_away(before, pupils, limit, tolerance):
    fewer, more = (
        kept(np.ceil(count / limit), before, count, limit, tolerance) for count in (pupils, pupils + 1)
    )
    assert more >= fewer


def test_cohorts_move_up_and_start_anew_at_the_beginning_of_each_stage():
    moved = move_up(np.arange(1.0, 11.0)[:, None])[:, 0]
    assert moved.tolist() == [0, 0, 2, 3, 4, 5, 6, 0, 8, 9]


def test_a_cohort_that_grows_by_two_keeps_its_group_and_by_three_is_split():
    assert rooms({3: 24}, {4: 26}, {5: 26}) == [1, 1, 1]
    assert rooms({3: 24}, {4: 26}, {5: 26}, keep_groups=False) == [1, 2, 2]
    assert rooms({3: 24}, {4: 27}, {5: 24}) == [1, 2, 2]


def test_two_groups_are_merged_when_two_places_would_stay_free():
    assert rooms({3: 25}, {4: 23}, {5: 22}) == [2, 2, 1]
    assert rooms({3: 25}, {4: 23}, {5: 22}, keep_groups=False) == [2, 1, 1]


def test_the_tolerance_is_a_parameter_and_may_differ_by_future():
    assert rooms({3: 24}, {4: 26}, group_tolerance_pupils=0) == [1, 2]
    sampled = parameters(2, {"group_tolerance_pupils": [1.0, 2.0]}, **KEPT)
    groups = form_groups(yearly({3: 24}, {4: 26}, draws=2), sampled)
    assert groups.rooms_draw_year_school[:, :, 0].tolist() == [[1, 2], [1, 1]]


def test_lower_secondary_education_forms_its_groups_anew():
    assert rooms({6: 25}, {7: 23}) == [2, 1]
    assert rooms({7: 25}, {8: 23}) == [2, 2]


def test_the_school_remembers_its_own_groups_and_not_the_school_beside_it():
    table = np.zeros((1, 2, 2, N_GRADES))
    table[0, 0, :, 3], table[0, 1, :, 4] = [24, 25], [26, 23]
    groups = form_groups(table, parameters(**KEPT))
    assert groups.rooms_draw_year_school[0].tolist() == [[1, 2], [1, 2]]


def test_a_composite_class_stays_together_within_the_tolerance():
    assert rooms({3: 11, 4: 11}, {3: 12, 4: 12}) == [1, 1]
    assert rooms({3: 11, 4: 11}, {3: 12, 4: 12}, keep_groups=False) == [1, 2]
    assert rooms({3: 11, 4: 11}, {3: 12, 4: 13}) == [1, 2]


def test_grades_taught_apart_are_mixed_only_with_the_tolerance_to_spare():
    assert rooms({3: 12, 4: 12}, {3: 10, 4: 12}, {3: 10, 4: 10}) == [2, 2, 1]
    assert rooms({3: 12, 4: 12}, {3: 10, 4: 12}, {3: 10, 4: 10}, keep_groups=False) == [2, 1, 1]


def test_of_equally_good_ways_the_class_of_the_year_before_is_kept():
    """Eight pupils a grade: grades 1 and 2 together, or 2 and 3, take 44 lessons both."""
    settled, alike = parameters(**KEPT), {1: 8, 2: 8, 3: 8}
    anew = form_groups(yearly(alike), settled).pupils_draw_year_school_grade[0, 0, 0]
    later = form_groups(yearly({1: 9, 2: 10, 3: 8}, alike), settled).pupils_draw_year_school_grade[0, 1, 0]
    assert anew[:5].tolist() == [0, 16, 0, 8, 0]
    assert later[:5].tolist() == [0, 8, 0, 16, 0]


def test_the_bounds_of_law_have_no_tolerance():
    special = np.array([True])
    groups = form_groups(yearly({3: 10}, {4: 11}), parameters(**KEPT), special)
    assert groups.rooms_draw_year_school[0, :, 0].tolist() == [1, 2]
    assert rooms({3: 20}, {4: 20}, individual_support_share=0.25) == [1, 1]
    assert rooms({3: 20}, {4: 26}, individual_support_share=0.25) == [1, 2]


small_or_large = arrays.arrays(
    np.int64, (2, 4, 3, N_GRADES), elements=st.one_of(st.integers(0, 12), st.integers(0, 60))
)


@settings(max_examples=40, deadline=None)
@given(small_or_large)
def test_with_no_tolerance_keeping_groups_changes_neither_groups_nor_lessons(counted):
    children = counted.astype(float)
    anew, keeping = (
        form_groups(children, parameters(keep_groups=flag, group_tolerance_pupils=0.0))
        for flag in (False, True)
    )
    for name in ("groups_draw_year_school_band", "lesson_hours_draw_year_school_band"):
        assert np.array_equal(getattr(anew, name).sum(axis=3), getattr(keeping, name).sum(axis=3))


@settings(max_examples=25, deadline=None)
@given(counts)
def test_kept_groups_hold_every_pupil_within_limit_and_tolerance(counted):
    children = counted.astype(float)
    groups = form_groups(children, parameters(keep_groups=True))
    assert np.array_equal(
        groups.pupils_draw_year_school_grade.sum(axis=3) + groups.special_pupils_draw_year_school,
        children.sum(axis=3),
    )
    primary = slice(1, 7)
    sizes = groups.pupils_draw_year_school_grade[..., primary]
    assert (sizes <= 26 * groups.groups_draw_year_school_grade[..., primary]).all()
    assert np.array_equal(
        groups.groups_draw_year_school_grade.sum(axis=3), groups.groups_draw_year_school_band.sum(axis=3)
    )


@settings(max_examples=15, deadline=None)
@given(counts, st.permutations(range(3)))
def test_schools_in_another_order_keep_the_same_groups(counted, order):
    children = counted.astype(float)
    settled = parameters(keep_groups=True)
    straight = form_groups(children, settled).groups_draw_year_school_grade
    turned = form_groups(children[:, :, order], settled).groups_draw_year_school_grade
    assert np.array_equal(straight[:, :, order], turned)
