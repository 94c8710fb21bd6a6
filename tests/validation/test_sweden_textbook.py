"""The cohort step against the textbook: Sweden 1993–1998, one step of five years with migration in two halves."""

import pytest

from tests.validation.cohort_cases import sweden

pytestmark = pytest.mark.validation


def test_every_group_is_within_half_a_person_of_the_printed_one():
    published, ours, _, _ = sweden()
    assert published.shape == (2, 18)
    assert abs(ours - published).max() < 0.5


def test_births_are_the_printed_ones_up_to_the_rounding_of_seven_groups_of_mothers():
    _, _, published, ours = sweden()
    assert abs(ours - published) < 7 * 0.5
