"""Inequality between and within municipalities."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kopa_sim.access.theil import MinuteSums, theil_parts


def sums(*municipalities):
    """Sums of one draw, year and band from the minutes of every pupil of each municipality."""

    def total(value):
        return np.array([[[[sum(value(x) for x in minutes)] for minutes in municipalities]]], dtype=float)

    return MinuteSums(
        total(lambda x: 1.0), total(lambda x: x), total(lambda x: x * np.log(x) if x > 0 else 0.0)
    )


def parts(*municipalities):
    between, within = theil_parts(sums(*municipalities))
    return between.item(), within.item()


def theil(minutes):
    """The textbook formula, pupil by pupil."""
    minutes = np.array(minutes, dtype=float)
    ratio = minutes / minutes.mean()
    return float(np.mean([x * np.log(x) if x > 0 else 0.0 for x in ratio]))


def test_equal_journeys_are_no_inequality():
    assert parts([20, 20], [20]) == pytest.approx((0.0, 0.0), abs=1e-12)


def test_a_hand_computed_case():
    # means 10 and 30, region 20; shares of the minutes 1/4 and 3/4, no inequality within
    between, within = parts([10, 10], [30, 30])
    assert between == pytest.approx(0.25 * np.log(0.5) + 0.75 * np.log(1.5))
    assert within == pytest.approx(0.0, abs=1e-12)


def test_inequality_within_weighs_by_minutes():
    between, within = parts([10, 30], [20, 20])
    assert between == pytest.approx(0.0, abs=1e-12)
    assert within == pytest.approx(0.5 * theil([10, 30]))


@given(st.lists(st.lists(st.floats(1, 120), min_size=1, max_size=6), min_size=1, max_size=5))
def test_between_and_within_sum_to_the_whole(municipalities):
    between, within = parts(*municipalities)
    everyone = [x for minutes in municipalities for x in minutes]
    assert between + within == pytest.approx(theil(everyone), abs=1e-9)
    assert between >= 0
    assert within >= 0


@given(st.lists(st.floats(1, 120), min_size=1, max_size=8), st.floats(0.1, 10))
def test_longer_days_for_all_alike_are_no_more_unequal(minutes, factor):
    one = sums(minutes).theil.item()
    other = sums([factor * x for x in minutes]).theil.item()
    assert one == pytest.approx(other, abs=1e-9)


def test_one_municipality_has_nothing_between():
    between, within = parts([10, 20, 60])
    assert between == pytest.approx(0.0, abs=1e-12)
    assert within == pytest.approx(theil([10, 20, 60]))


def test_municipalities_without_pupils_do_not_matter():
    assert parts([10, 10], [], [30, 30]) == pytest.approx(parts([10, 10], [30, 30]))


def test_journeys_of_no_length_are_no_inequality():
    assert parts([0.0, 0.0], [0.0]) == (0.0, 0.0)
    assert parts([0.0, 20.0]) == pytest.approx((0.0, np.log(2)))
