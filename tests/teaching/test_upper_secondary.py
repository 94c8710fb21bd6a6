"""A small upper secondary school offers a whole programme; a large one teaches in proportion to its students."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kopa_sim.teaching.upper_secondary import upper_secondary_groups, upper_secondary_lessons
from tests.teaching.builders import parameters


def lessons(students):
    return upper_secondary_lessons(np.full((1, 1, 1), float(students)), parameters()).item()


def groups(students):
    return upper_secondary_groups(np.full((1, 1, 1), float(students)), parameters()).item()


def test_no_students_need_no_lessons_and_no_groups():
    assert lessons(0) == 0
    assert groups(0) == 0


@pytest.mark.parametrize("students", [1, 30, 72])
def test_a_small_school_offers_the_whole_tray(students):
    assert lessons(students) == 90


def test_a_large_school_teaches_by_students_and_mean_group():
    assert lessons(200) == 200 * 25 / 20


@pytest.mark.parametrize(("students", "expected"), [(2, 2), (30, 3), (90, 3), (91, 4), (300, 10)])
def test_year_groups_study_apart_while_there_are_few(students, expected):
    assert groups(students) == expected


@given(st.integers(0, 600))
def test_one_more_student_never_takes_anything_away(students):
    assert lessons(students + 1) >= lessons(students)
    assert groups(students + 1) >= groups(students)


def test_the_tray_may_differ_by_future():
    sampled = parameters(2, {"upper_secondary_smallest_tray_h": [80.0, 100.0]})
    assert upper_secondary_lessons(np.full((2, 1, 1), 20.0), sampled).ravel().tolist() == [80, 100]
