"""Net cost, available money, tax points and payback."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from kopa_sim.economy.verdict_money import (
    available_money,
    measure_money,
    net_cost_per_head,
    payback_year,
    ratio,
    with_region,
)
from tests.economy.worlds import money_of, parameters, plan_of, two_municipalities

PLAN = plan_of(two_municipalities())


def both(*amounts):
    """The same amounts of the six school years for both municipalities."""
    return np.array([[[amount, amount] for amount in amounts]], dtype=float)


AS_IS = money_of(both(100, 100, 100, 110, 120, 130), both(*[40] * 6), both(*[1000] * 3, 900, 800, 800))


def test_gross_is_what_municipalities_pay_and_net_is_less_funding():
    assert AS_IS.costs.gross_draw_year_municipality[0, :, 0].tolist() == [100, 100, 100, 110, 120, 130]
    assert AS_IS.net_draw_year_municipality[0, :, 0].tolist() == [60, 60, 60, 70, 80, 90]


def test_available_money_is_funding_and_the_first_year_s_effort_moving_with_the_tax_base():
    assert available_money(PLAN, AS_IS, AS_IS)[0, :, 0] == pytest.approx([100, 94, 88, 88])


def test_an_option_s_own_funding_counts_but_the_effort_is_that_of_as_is():
    option = money_of(both(*[999] * 6), both(*[50] * 6), both(*[1000] * 6))
    assert available_money(PLAN, option, AS_IS)[0, :, 0] == pytest.approx([110] * 4)


def test_present_values_by_hand():
    option = money_of(
        both(100, 100, 120, 100, 100, 100), both(*[40] * 6), AS_IS.tax_base_draw_year_municipality
    )
    measured = measure_money(PLAN, option, AS_IS, parameters(economy__discount_rate=0.25))
    factors = np.array([1, 0.8, 0.64, 0.512])
    assert measured.net_difference[0, 0] == pytest.approx(np.dot(factors, [20, -10, -20, -30]))
    assert measured.gross[0, 0] == pytest.approx(np.dot(factors, [120, 100, 100, 100]))
    assert measured.available[0, 0] == pytest.approx(np.dot(factors, [100, 94, 88, 88]))
    assert measured.tax_point[0, 0] == pytest.approx(np.dot(factors, [10, 9, 8, 8]))


def test_the_region_is_the_sum_of_its_members():
    measured = measure_money(PLAN, AS_IS, AS_IS, parameters())
    for of in (measured.gross, measured.available, measured.tax_point):
        assert of[0, 2] == pytest.approx(of[0, 0] + of[0, 1])


@given(gross=arrays(float, (2, 6, 2), elements=st.floats(0, 1e8)), rate=st.floats(0, 0.1))
def test_an_option_that_is_as_is_differs_by_exactly_nothing(gross, rate):
    first, second = (money_of(gross, 0.3 * gross, np.ones((2, 6, 2)) * 1e8) for _ in range(2))
    measured = measure_money(PLAN, first, second, parameters(2, economy__discount_rate=rate))
    assert (measured.net_difference == 0.0).all()
    assert np.isnan(measured.payback_year).all()


@pytest.mark.parametrize(
    ("difference", "year"),
    [
        ([100, -30, -30, -30, -30], 2030),
        ([-1, -1, -1, -1, -1], 2026),
        ([100, -30, -30, -30, -5], None),
        ([-10, 50, -20, -30, -1], 2029),
        ([0, 0, 0, 0, 0], None),
        ([0, 0, -1, 0, 0], 2028),
        ([50, -60, 20, -30, 40], None),
        ([100, -100, 0, 0, -1], 2030),
    ],
)
def test_payback_is_the_year_from_which_the_sum_stays_below_zero(difference, year):
    found = payback_year(np.array(difference, dtype=float)[None, :, None], 2026)[0, 0]
    assert (year is None and np.isnan(found)) or found == year


def test_net_cost_per_head_is_in_the_accounting_view():
    capital, rent = both(0, 0, 400, 0, 0, -300), both(*[50] * 6)
    money = money_of(100 + capital, both(*[40] * 6), both(*[1] * 6), capital=capital, accounts=rent)
    heads = both(*[10] * 6)
    assert net_cost_per_head(PLAN, money, heads)[0] == pytest.approx([(100 + 50 - 40) / 10] * 3)


def test_a_year_without_pupils_has_no_weight_and_a_municipality_without_any_no_value():
    money = money_of(both(*[100] * 6), both(*[0] * 6), both(*[1] * 6))
    heads = np.zeros((1, 6, 2))
    heads[0, 2:4, 0] = 20.0
    per_head = net_cost_per_head(PLAN, money, heads)[0]
    assert per_head[[0, 2]] == pytest.approx([400 / 40, 800 / 40])
    assert np.isnan(per_head[1])


def test_nothing_is_divided_by_nothing():
    assert np.isnan(ratio(np.array([1.0]), np.array([0.0]))).all()
    assert with_region(np.array([[1.0, 2.0]])).tolist() == [[1.0, 2.0, 3.0]]
