"""Assistants: by pupils of grades 1–9, and a second adult in large pre-primary groups."""

import numpy as np
import pytest

from kopa_sim.model.grades import N_BANDS
from kopa_sim.teaching.assistants import assistant_posts
from tests.teaching.builders import parameters, pupils


def posts(children, pre_primary_groups=0, **changed):
    groups = np.zeros((1, 1, 1, N_BANDS))
    groups[..., 0] = pre_primary_groups
    return assistant_posts(pupils(children, years=1), groups, parameters(**changed)).item()


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
