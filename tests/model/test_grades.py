"""Grades are served at their ages and written as planners write them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kopa_sim.model.grades import (
    BAND_OF_GRADE,
    GRADE_BANDS,
    GRADES,
    N_GRADES,
    age_of_grade,
    grades_of_span,
    span_of_grades,
)


def test_a_child_turning_seven_this_year_starts_first_grade():
    assert age_of_grade(GRADES.index("1")) == 7


@pytest.mark.parametrize(
    ("grade", "band"),
    [
        ("0", "pre_primary"),
        ("1", "1-2"),
        ("2", "1-2"),
        ("3", "3-6"),
        ("6", "3-6"),
        ("7", "7-9"),
        ("9", "7-9"),
    ],
)
def test_each_grade_belongs_to_the_band_that_contains_it(grade, band):
    assert GRADE_BANDS[BAND_OF_GRADE[GRADES.index(grade)]] == band


@pytest.mark.parametrize(
    ("span", "grades"),
    [
        ("0-6", "0 1 2 3 4 5 6"),
        ("7-9", "7 8 9"),
        ("7–9", "7 8 9"),
        ("3", "3"),
        ("7-9+upper_secondary", "7 8 9 upper_secondary"),
        (" 1 - 2 ", "1 2"),
    ],
)
def test_spans_are_read_as_planners_write_them(span, grades):
    assert [GRADES[index] for index in grades_of_span(span)] == grades.split()


@pytest.mark.parametrize("span", ["", "6-1", "1-12", "lukio", "1,2", "-"])
def test_what_is_not_a_span_is_refused(span):
    with pytest.raises(ValueError, match="not a grade span"):
        grades_of_span(span)


@given(st.lists(st.booleans(), min_size=N_GRADES, max_size=N_GRADES).filter(any))
def test_writing_a_span_and_reading_it_gives_the_same_grades(offered):
    offered = np.array(offered)
    assert grades_of_span(span_of_grades(offered)) == tuple(np.flatnonzero(offered))
