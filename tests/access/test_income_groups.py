"""Areas in thirds by income."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kopa_sim.access.income_groups import income_groups


def groups(income, children):
    return income_groups(np.array(income, dtype=float), np.array(children, dtype=float)).tolist()


def test_three_areas_with_as_many_children_are_the_three_groups():
    assert groups([30_000, 20_000, 25_000], [10, 10, 10]) == [2, 0, 1]


def test_children_count_and_not_areas():
    # in order of income 40, 10, 10 and 30 children of 90; the middle ones stand at 20, 45, 55 and 75
    assert groups([1, 2, 3, 4], [40, 10, 10, 30]) == [0, 1, 1, 2]


def test_areas_of_equal_income_belong_together():
    assert groups([5, 5, 5, 9], [1, 1, 1, 1]) == [1, 1, 1, 2]


def test_an_area_without_income_or_children_is_in_no_group():
    assert groups([np.nan, 1, 2, 3], [5, 1, 0, 1]) == [-1, 0, -1, 2]
    assert groups([np.nan], [5]) == [-1]


@given(st.lists(st.tuples(st.floats(1, 1e5), st.integers(1, 99)), min_size=1, max_size=30))
def test_a_richer_area_is_never_in_a_lower_group(areas):
    income, children = map(np.array, zip(*areas, strict=True))
    found = income_groups(income.astype(float), children.astype(float))
    order = np.argsort(income, kind="stable")
    assert (np.diff(found[order]) >= 0).all()
    assert (found >= 0).all()
