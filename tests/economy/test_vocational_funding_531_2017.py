"""Funding of vocational education."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kopa_sim.economy.vocational_funding_531_2017 import vocational_funding
from tests.economy.worlds import parameters


def funding(student_years, performance):
    return float(vocational_funding(np.array(student_years, float), performance, parameters()))


def test_a_provider_that_does_as_the_country_does_gets_the_price_of_each_student_year():
    assert funding(150, 1.0) == pytest.approx(150 * 10_000)


def test_three_tenths_follow_results():
    assert funding(100, 0.0) == pytest.approx(700_000)
    assert funding(100, 1.2) == pytest.approx(100 * 10_000 * 1.06)


@given(
    students=st.lists(st.floats(1, 1_000), min_size=2, max_size=6),
    results=st.lists(st.floats(0, 3), min_size=6, max_size=6),
)
def test_results_divide_the_money_and_do_not_make_it(students, results):
    """Performance is against the mean by student-years, so all providers together get the price."""
    student_years, result = np.array(students), np.array(results[: len(students)]) + 0.01
    relative = result / np.average(result, weights=student_years)
    together = vocational_funding(student_years, relative, parameters()).sum()
    assert together == pytest.approx(10_000 * student_years.sum())
