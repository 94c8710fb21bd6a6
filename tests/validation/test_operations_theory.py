"""Pools, links and absences against theory, within the simulation's own 95 % interval; a wrong rate is seen."""

from math import exp

import pytest

from tests.validation.operations_cases import CASES
from tests.validation.queueing import daily_loss, daily_wait, erlang_b, erlang_c, mean_wait, uncovered_share

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


def test_by_days_the_queue_is_that_of_erlang_when_engagements_are_long():
    assert daily_loss(3.5, 5, 500.0) == pytest.approx(erlang_b(3.5, 5), rel=0.01)
    share, wait = daily_wait(3.5, 5, 500.0)
    assert share == pytest.approx(erlang_c(3.5, 5), rel=0.01)
    assert wait == pytest.approx(mean_wait(3.5, 5), rel=0.01)


def test_what_is_left_uncovered_by_hand():
    assert uncovered_share(1.0, 1) == pytest.approx(exp(-1.0))  # 1 − P(N > 0)
    assert uncovered_share(2.0, 0) == pytest.approx(1.0)
