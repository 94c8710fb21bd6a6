"""Assistants: by pupils of grades 1–9, and a second adult in every pre-primary group."""

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


def test_every_pre_primary_group_has_a_second_adult():
    assert posts({0: 12}, pre_primary_groups=1) == 1.0
    assert posts({0: 12}, pre_primary_groups=1, assistants_per_pre_primary_group=0.5) == 0.5


@pytest.mark.parametrize("children", [{}, {10: 200}])
def test_nobody_else_needs_assistants(children):
    assert posts(children) == 0.0
