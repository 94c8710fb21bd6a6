import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from kopa_sim.report.statistics import STATISTICS, summarise

values = arrays(
    np.float64,
    st.tuples(st.integers(1, 40), st.integers(1, 3), st.integers(1, 3)),
    elements=st.floats(-1e9, 1e9, allow_subnormal=False),
)


@given(values)
def test_quantiles_are_those_of_numpy(draws):
    expected = np.quantile(draws, [0.05, 0.5, 0.95], axis=0)
    np.testing.assert_allclose(summarise(draws)[1:], expected, rtol=1e-12, atol=1e-6)


@given(values)
def test_mean_lies_where_numpy_has_it(draws):
    np.testing.assert_allclose(summarise(draws)[0], draws.mean(axis=0), rtol=1e-9, atol=1e-6)


@given(values)
def test_statistics_of_a_cell_do_not_depend_on_its_neighbours(draws):
    alone = summarise(draws[:, :1, :1])
    np.testing.assert_array_equal(summarise(draws)[:, :1, :1], alone)


def test_hand_counted_case():
    draws = np.array([[4.0], [1.0], [3.0], [2.0], [0.0]])
    mean, low, middle, high = summarise(draws)[:, 0]
    assert (mean, low, middle, high) == (2.0, 0.2, 2.0, 3.8)


def test_a_cell_that_is_the_same_in_every_future_keeps_its_exact_value():
    third = 1 / 3
    assert (summarise(np.full((7, 2), third)) == third).all()


def test_futures_without_a_value_are_left_out():
    draws = np.array([[2030.0], [np.nan], [2034.0], [np.nan]])
    np.testing.assert_allclose(summarise(draws)[:, 0], [2032.0, 2030.2, 2032.0, 2033.8])


def test_a_cell_that_no_future_has_stays_empty_and_warns_nobody():
    assert np.isnan(summarise(np.full((3, 2), np.nan))).all()


def test_cells_with_and_without_values_stand_side_by_side():
    draws = np.array([[1.0, np.nan, 5.0], [3.0, np.nan, np.nan]])
    np.testing.assert_allclose(summarise(draws)[0], [2.0, np.nan, 5.0])


def test_single_precision_is_summed_in_double():
    draws = np.full((300, 1), 16_777_216.0, dtype=np.float32)
    draws[0] = 16_777_217.0
    draws[1] = 1.0
    assert summarise(draws)[0, 0] == pytest.approx(draws.astype(float).mean(), rel=1e-15)


def test_the_statistic_axis_is_named_in_order():
    assert STATISTICS == ("mean", "p05", "p50", "p95")
