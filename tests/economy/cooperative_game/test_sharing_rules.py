"""Dividing a gain or a bill by what can be counted."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kopa_sim.economy.cooperative_game import (
    gains_by_dividing_bill,
    gains_by_dividing_gain,
    nucleolus_of_draws,
    parts,
)
from tests.economy.cooperative_game.games import talmud

counts = st.lists(st.floats(0, 1e6), min_size=3, max_size=3).map(np.array)


def test_a_gain_is_divided_by_pupils():
    assert gains_by_dividing_gain(np.array(100.0), np.array([30.0, 10.0])) == pytest.approx([75.0, 25.0])


def test_a_bill_is_divided_by_pupils_and_the_gain_is_what_is_not_paid_any_more():
    before = np.array([60.0, 50.0])
    gains = gains_by_dividing_bill(before, np.array(90.0), np.array([2.0, 1.0]))
    assert gains == pytest.approx([0.0, 20.0])


def test_where_nothing_is_counted_parts_are_equal():
    assert parts(np.array([[0.0, 0.0], [1.0, 3.0]])) == pytest.approx(np.array([[0.5, 0.5], [0.25, 0.75]]))


def test_less_than_nothing_cannot_be_counted():
    with pytest.raises(ValueError, match="negative"):
        parts(np.array([1.0, -1.0]))


@given(counts, st.floats(-1e6, 1e6))
def test_parts_sum_to_what_is_divided(counted, total):
    before = np.array([total, 1.0, 2.0])
    assert gains_by_dividing_gain(np.array(total), counted).sum() == pytest.approx(total, abs=1e-6)
    gains = gains_by_dividing_bill(before, np.array(total), counted)
    assert gains.sum() == pytest.approx(before.sum() - total, abs=1e-6)


def test_every_draw_has_its_own_nucleolus_and_one_where_cooperation_loses():
    losing = np.array([0.0, 10, 10, 20, 10, 20, 20, 24])
    found = nucleolus_of_draws(np.stack([talmud(200.0), losing]))
    assert found[0] == pytest.approx([50, 75, 75])
    assert found[1] == pytest.approx([8, 8, 8])
