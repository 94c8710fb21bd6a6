"""Intervals over replications, by hand and against what they promise."""

import numpy as np
import pytest
from scipy.stats import ttest_1samp

from kopa_sim.report.precision import MOST_REPLICATIONS, confidence_interval, replications_needed


def test_the_interval_of_two_by_hand():
    mean, low, high = confidence_interval(np.array([[8.0], [12.0]]))
    half_width = 12.7062 * np.sqrt(8.0) / np.sqrt(2.0)
    assert mean.item() == 10.0
    assert (low.item(), high.item()) == pytest.approx((10.0 - half_width, 10.0 + half_width), rel=1e-5)


def test_the_interval_is_students():
    values = np.random.default_rng(1).normal(3.0, 2.0, 9)
    known = ttest_1samp(values, 0.0).confidence_interval(0.95)
    assert confidence_interval(values)[1:] == pytest.approx([known.low, known.high])


def test_nineteen_intervals_in_twenty_hold_the_mean():
    samples = np.random.default_rng(2).normal(5.0, 1.0, (6, 4000))
    _, low, high = confidence_interval(samples)
    held = ((low <= 5.0) & (high >= 5.0)).mean()
    assert abs(held - 0.95) < 3.0 * np.sqrt(0.95 * 0.05 / 4000)


def test_one_replication_has_a_mean_and_no_interval():
    mean, low, high = confidence_interval(np.array([[4.0]]))
    assert mean.item() == 4.0
    assert np.isnan([low, high]).all()
    assert np.isnan(replications_needed(np.array([[4.0]]), np.ones(1))).all()


def test_a_replication_without_a_value_is_left_out():
    with_gap = confidence_interval(np.array([1.0, np.nan, 3.0, 2.0]))
    np.testing.assert_allclose(with_gap, confidence_interval(np.array([1.0, 3.0, 2.0])))


def test_replications_needed_are_the_fewest_that_do():
    values = np.random.default_rng(3).normal(100.0, 10.0, 30)
    needed = int(replications_needed(values, np.array(1.0)))
    deviation = values.std(ddof=1)

    def half_width(count):
        from scipy.stats import t

        return t.ppf(0.975, count - 1) * deviation / np.sqrt(count)

    assert half_width(needed) <= 1.0 < half_width(needed - 1)


def test_what_never_varies_needs_two_and_what_no_number_reaches_is_infinite():
    assert replications_needed(np.full((5, 1), 7.0), np.array([0.1])).tolist() == [2.0]
    assert np.isinf(replications_needed(np.array([0.0, 1e9, 0.0, 1e9, 0.0]), np.array(1.0)))
    assert MOST_REPLICATIONS > 10_000


def test_fewer_than_five_say_nothing_of_how_many_would_do():
    values = np.array([90.0, 110.0, 100.0, 90.0, np.nan])
    assert np.isnan(replications_needed(values, np.array(5.0)))
    assert replications_needed(np.array([90.0, 110.0, 100.0, 90.0, 110.0]), np.array(5.0)) == 18.0


def test_the_number_asked_for_gives_the_half_width_asked_for():
    random = np.random.default_rng(4)
    needed = int(replications_needed(random.normal(100.0, 10.0, 40), np.array(2.0)))
    _, low, high = confidence_interval(random.normal(100.0, 10.0, (needed, 500)))
    assert ((high - low) / 2.0).mean() == pytest.approx(2.0, rel=0.25)
