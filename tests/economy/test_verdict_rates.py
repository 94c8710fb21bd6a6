"""Present values at other discount rates."""

import numpy as np
import pytest

from kopa_sim.economy.verdict_money import measure_money, ratio
from kopa_sim.economy.verdict_rates import RATE_MEASURES, money_at_rates
from tests.economy.worlds import money_of, parameters, plan_of, two_municipalities

PLAN = plan_of(two_municipalities())


def both(*amounts):
    return np.array([[[amount, amount] for amount in amounts]], dtype=float)


AS_IS = money_of(both(100, 100, 100, 110, 120, 130), both(*[40] * 6), both(*[1000] * 3, 900, 800, 800))
OPTION = money_of(both(100, 100, 120, 100, 100, 100), both(*[40] * 6), AS_IS.tax_base_draw_year_municipality)
RATES = (0.0, 0.25)


def test_present_values_at_each_rate_by_hand():
    found = money_at_rates(PLAN, OPTION, AS_IS, RATES)
    factors = np.array([1, 0.8, 0.64, 0.512])
    assert found["net_cost_pv_eur"][0, :, 0] == pytest.approx([260, np.dot(factors, [80, 60, 60, 60])])
    difference = [20, -10, -20, -30]
    assert found["net_cost_pv_difference_eur"][0, :, 0] == pytest.approx([-40, np.dot(factors, difference)])
    missing = [20, 6, 12, 12]
    assert found["sustainability_gap_tax_points"][0, :, 0] == pytest.approx(
        [50 / 35, np.dot(factors, missing) / np.dot(factors, [10, 9, 8, 8])]
    )
    assert tuple(found) == RATE_MEASURES


def test_at_the_rate_in_force_they_are_those_of_the_verdict():
    measured = measure_money(PLAN, OPTION, AS_IS, parameters(economy__discount_rate=0.03))
    found = money_at_rates(PLAN, OPTION, AS_IS, (0.03,))
    np.testing.assert_array_equal(found["net_cost_pv_difference_eur"][:, 0], measured.net_difference)
    assert found["sustainability_gap_tax_points"][:, 0] == pytest.approx(
        ratio(measured.gross - measured.available, measured.tax_point)
    )


def test_as_is_differs_from_itself_by_exactly_nothing_at_every_rate():
    found = money_at_rates(PLAN, AS_IS, AS_IS, (0.0, 0.0317, 0.05))
    assert (found["net_cost_pv_difference_eur"] == 0.0).all()
