"""Pools, links and absences against theory, within the simulation's own 95 % interval; a wrong rate is seen."""

import pytest

from tests.validation.operations_cases import CASES
from tests.validation.queueing import erlang_b, erlang_c, mean_wait

pytestmark = pytest.mark.validation

EVERY = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)


@EVERY
def test_theory_lies_within_the_simulations_own_interval(case):
    _, low, high = case.interval()
    assert low <= case.theory <= high


@EVERY
def test_the_interval_is_as_narrow_as_the_page_says(case):
    _, low, high = case.interval()
    assert (high - low) / 2.0 == pytest.approx(case.half_width, rel=0.01)


@EVERY
def test_a_rate_a_tenth_too_high_falls_outside(case):
    _, low, high = case.interval(1.1)
    assert not low <= case.theory <= high


def test_the_formulas_give_what_textbooks_tabulate():
    assert erlang_b(2.0, 3) == pytest.approx(4.0 / 19.0)
    assert erlang_c(2.0, 3) == pytest.approx(4.0 / 9.0)
    assert erlang_c(0.6, 1) == pytest.approx(0.6)
    assert mean_wait(0.6, 1) == pytest.approx(0.6 / 0.4)
