"""Pupils with individual support in whole pupils, the special classes some of them sit in, and second adults."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from kopa_sim.teaching.support import second_adults, special_classes, whole_share

PRIMARY, LOWER_SECONDARY = slice(1, 7), slice(7, 10)
schools = arrays.arrays(np.int64, (10, 4), elements=st.integers(0, 80)).map(
    lambda counts: counts.astype(float)
)
shares = st.floats(0, 1)


def school(by_grade):
    """One school's pupils. (grade, cell)"""
    pupils = np.zeros((10, 1))
    for grade, count in by_grade.items():
        pupils[grade] = count
    return pupils


def classes(by_grade, smallest=6.0, largest=10.0, may_form=True):
    return special_classes(school(by_grade), np.array([smallest]), np.array([largest]), np.array([may_form]))


@given(schools, shares)
def test_supported_pupils_are_whole_and_among_the_grades_pupils(pupils, share):
    supported = whole_share(pupils, np.array([share]))
    assert np.array_equal(supported, np.rint(supported))
    assert (supported >= 0).all() and (supported <= pupils).all()
    assert not supported[0].any()
    assert (np.abs(supported[1:] - share * pupils[1:]) < 1).all()


@given(st.integers(0, 200), shares)
def test_like_grades_together_have_the_rounded_share_of_the_stage(each, share):
    supported = whole_share(np.full((10, 1), float(each)), np.array([share]))
    for stage, grades in ((PRIMARY, 6), (LOWER_SECONDARY, 3)):
        exact = share * each * grades
        assert abs(supported[stage].sum() - exact) <= 0.5 + 1e-6


@given(schools, shares, st.integers(1, 9))
def test_one_more_pupil_leaves_no_grade_with_fewer_in_need(pupils, share, grade):
    more = pupils.copy()
    more[grade] += 1
    added = whole_share(more, np.array([share])) - whole_share(pupils, np.array([share]))
    assert (added >= 0).all() and (added <= 1).all()
    assert not np.delete(added, grade, axis=0).any()


@given(schools, shares, shares)
def test_pupils_who_want_a_special_class_are_among_those_with_support(pupils, share, part):
    inside = whole_share(pupils, np.array([share * part]))
    assert (inside <= whole_share(pupils, np.array([share]))).all()


@pytest.mark.parametrize(
    ("wanting", "formed", "taught"),
    [(0, 0, 0), (5, 0, 0), (6, 1, 6), (10, 1, 10), (11, 2, 11), (21, 3, 21)],
)
def test_a_special_class_needs_enough_pupils_and_holds_ten(wanting, formed, taught):
    result = classes({3: wanting})
    assert result.groups_cell.item() == formed
    assert result.pupils_cell.item() == result.pupils_grade_cell.sum() == taught


def test_primary_and_lower_secondary_grades_do_not_share_a_special_class():
    result = classes({2: 3, 5: 3, 7: 3, 9: 2})
    assert result.groups_cell.item() == 1
    assert result.pupils_grade_cell[:, 0].tolist() == [0, 0, 3, 0, 0, 3, 0, 0, 0, 0]


def test_a_special_school_forms_no_special_classes_beside_its_groups():
    assert classes({3: 20}, may_form=False).groups_cell.item() == 0


@given(schools, st.integers(1, 9), st.integers(1, 12), st.integers(1, 12))
def test_one_more_pupil_for_it_never_takes_a_special_class_away(wanting, grade, smallest, largest):
    more = wanting.copy()
    more[grade] += 1
    bounds = np.array([float(smallest)]), np.array([float(largest)]), np.array([True])
    before, after = special_classes(wanting, *bounds), special_classes(more, *bounds)
    assert (after.groups_cell >= before.groups_cell).all()
    assert (after.pupils_cell >= before.pupils_cell).all()


@pytest.mark.parametrize(
    ("groups", "supported", "adults"), [(0, 0, 0), (1, 5, 0), (1, 6, 1), (2, 10, 0), (2, 11, 1), (2, 16, 2)]
)
def test_as_few_groups_as_possible_get_a_second_adult(groups, supported, adults):
    found = second_adults(*(np.array([float(value)]) for value in (groups, supported, 5, 10)))
    assert found.item() == adults
