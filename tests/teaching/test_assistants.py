"""Assistants: by pupils of grades 1–9, and second adults in large pre-primary groups and in supported groups."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kopa_sim.model.grades import N_BANDS
from kopa_sim.model.plan import TeacherPool
from kopa_sim.teaching.assistants import assistant_posts
from tests.teaching.builders import parameters, pupils


def posts(children, pre_primary_groups=0, supported_groups=0, **changed):
    groups = np.zeros((1, 1, 1, N_BANDS))
    groups[..., 0] = pre_primary_groups
    second = np.full((1, 1, 1), float(supported_groups))
    return assistant_posts(pupils(children, years=1), groups, second, parameters(**changed)).item()


def test_pupils_of_basic_education_have_assistants_in_tenths_of_a_post():
    assert posts({1: 50, 9: 50}) == 2.0
    assert posts({1: 51, 9: 50}) == 2.1


@pytest.mark.parametrize(
    ("children", "groups", "adults"),
    [(13, 1, 0), (14, 1, 1), (26, 2, 0), (28, 2, 2), (13.4, 1, 0), (0, 0, 0)],
)
def test_groups_above_what_one_adult_may_have_get_a_second_one(children, groups, adults):
    assert posts({0: children}, pre_primary_groups=groups) == adults


def test_where_the_line_is_drawn_and_how_much_of_an_adult_is_paid_are_parameters():
    assert posts({0: 12}, pre_primary_groups=1, pre_primary_children_one_adult=10) == 1.0
    assert posts({0: 15}, pre_primary_groups=1, assistants_per_pre_primary_group=0.5) == 0.5


@pytest.mark.parametrize("children", [{}, {10: 200}])
def test_nobody_else_needs_assistants(children):
    assert posts(children) == 0.0


def test_a_group_with_a_second_adult_for_its_supported_pupils_pays_for_that_adult():
    assert posts({3: 50}, supported_groups=2) == 3.0
    assert posts({3: 50}, supported_groups=2, assistants_per_supported_group=0.6) == 2.2


def pooled(children, years=(True,), shares=True):
    """Assistants of schools that form a pool."""
    table = pupils(*children, years=len(years))
    none = np.zeros((1, len(years), len(children), N_BANDS))
    pool = TeacherPool(
        "pool", tuple(range(len(children))), (), np.array(years), 60.0, shares_assistants=shares
    )
    return assistant_posts(table, none, none[..., 0], parameters(), (pool,))[0]


def test_schools_that_share_assistants_are_rounded_up_together_and_bear_them_by_need():
    """11 pupils need 0.22 of a post: 0.3 each apart, 0.66 and so 0.7 together."""
    assert pooled([{1: 11}] * 3, shares=False).sum() == pytest.approx(0.9)
    together = pooled([{1: 11}] * 3)[0]
    assert together == pytest.approx([0.7 / 3] * 3)
    assert pooled([{1: 33}, {1: 0}])[0] == pytest.approx([0.7, 0])


def test_assistants_are_shared_only_in_the_years_of_the_pool():
    assert pooled([{1: 11}] * 3, years=(False, True)).sum(axis=1) == pytest.approx([0.9, 0.7])


@given(st.lists(st.integers(0, 300), min_size=2, max_size=6))
def test_sharing_assistants_never_takes_more_posts(children):
    counted = [{5: count} for count in children]
    assert pooled(counted).sum() <= pooled(counted, shares=False).sum() + 1e-9
