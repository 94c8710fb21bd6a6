"""Present values and yearly charges."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kopa_sim.economy.present_value import annuity_share, discount_factors, present_value
from tests.economy.worlds import parameters


def test_the_first_costed_year_counts_in_full_and_later_ones_less():
    factors = discount_factors((2026, 2027, 2028), 2026, parameters(economy__discount_rate=0.25))
    assert factors[0] == pytest.approx([1.0, 0.8, 0.64])


def test_a_present_value_is_the_weighted_sum_of_the_years():
    factors = np.array([[1.0, 0.8, 0.64]])
    yearly = np.array([[[100.0, 0.0], [100.0, 50.0], [100.0, 0.0]]])
    assert present_value(yearly, factors)[0] == pytest.approx([244.0, 40.0])


@given(rate=st.floats(0.001, 0.2), life=st.integers(1, 40))
def test_a_yearly_charge_pays_its_price_back_over_the_life(rate, life):
    charge = annuity_share(life, np.array([rate]))[0]
    paid_back = sum(charge / (1 + rate) ** year for year in range(1, life + 1))
    assert paid_back == pytest.approx(1.0)


def test_without_interest_the_charge_is_an_equal_part_of_the_price():
    assert annuity_share(5, np.array([0.0, 0.1])) == pytest.approx([0.2, 0.263797], rel=1e-5)
