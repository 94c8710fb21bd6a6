"""Real growth and the price level of the budget."""

import numpy as np
import pytest

from kopa_sim.economy.growth import growth_factor, price_level
from tests.economy.worlds import parameters


def test_a_price_grows_from_the_price_year_and_was_lower_before_it():
    grown = growth_factor(
        "economy.wage_growth", (2025, 2026, 2028), 2026, parameters(economy__wage_growth=0.1)
    )
    assert grown[0] == pytest.approx([1 / 1.1, 1.0, 1.21])


def test_every_future_has_its_own_growth():
    uncertain = parameters(2, {"economy.wage_growth": [0.0, 0.05]})
    grown = growth_factor("economy.wage_growth", (2026, 2027), 2026, uncertain)
    np.testing.assert_allclose(grown, [[1.0, 1.0], [1.0, 1.05]])


def test_nominal_euros_follow_inflation_alone():
    level = price_level((2026, 2027), 2025, parameters(economy__inflation=0.02, economy__wage_growth=0.5))
    assert level[0] == pytest.approx([1.02, 1.0404])
