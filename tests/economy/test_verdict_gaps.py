"""Sustainability gaps in the form of the Commission's S1 and S2, each by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from kopa_sim.economy.verdict_gaps import sustainability_gaps
from kopa_sim.economy.verdict_money import TAX_POINT, available_money, measure_money, ratio
from tests.economy.worlds import close, money_of, parameters, plan_of, two_municipalities, world

REGION = two_municipalities()
PLAN = plan_of(REGION)
FACTORS = np.array([1, 0.8, 0.64, 0.512])
"""Weights of the four costed years at 25 %."""


def both(*amounts):
    """The same amounts of the six school years for both municipalities."""
    return np.array([[[amount, amount] for amount in amounts]], dtype=float)


FUNDING, TAX_BASE = both(*[40] * 6), both(*[1000] * 3, 900, 800, 800)
AS_IS = money_of(both(100, 100, 100, 110, 120, 130), FUNDING, TAX_BASE)
"""Available are 100, 94, 88 and 88; missing 0, 16, 32 and 42; a tax point is worth 10, 9, 8 and 8."""
MISSING, POINT = np.array([0, 16, 32, 42]), np.array([10, 9, 8, 8])


def gaps(money=AS_IS, as_is=AS_IS, **changes):
    changed = {"economy__discount_rate": 0.25, "sustainability__gap_target_years": 3.0, **changes}
    return {
        name.removeprefix("sustainability_gap_").removesuffix("_tax_points"): found[0]
        for name, found in sustainability_gaps(PLAN, money, as_is, parameters(**changed)).items()
    }


def test_the_gap_of_the_costed_years_by_hand():
    measured = measure_money(PLAN, AS_IS, AS_IS, parameters(economy__discount_rate=0.25))
    found = ratio(measured.gross - measured.available, measured.tax_point)[0]
    assert found == pytest.approx([np.dot(FACTORS, MISSING) / np.dot(FACTORS, POINT)] * 3)


@given(
    gross=arrays(float, (1, 6, 2), elements=st.floats(10, 1e3)),
    rate=st.floats(0, 0.1),
)
def test_the_gap_is_the_permanent_change_of_the_tax_rate_that_makes_present_values_meet(gross, rate):
    money = money_of(gross, FUNDING, TAX_BASE)
    measured = measure_money(PLAN, money, AS_IS, parameters(economy__discount_rate=rate))
    points = ratio(measured.gross - measured.available, measured.tax_point)[0, :2]
    yearly = available_money(PLAN, money, AS_IS)[0] + points * TAX_POINT * TAX_BASE[0, 2:]
    weights = (1 + rate) ** -np.arange(4.0)[:, None]
    spent = (weights * gross[0, 2:]).sum(axis=0)
    assert (weights * yearly).sum(axis=0) == pytest.approx(spent, rel=1e-9)


def test_to_a_target_year_only_the_years_up_to_it_count():
    by_hand = np.dot(FACTORS[:3], MISSING[:3]) / np.dot(FACTORS[:3], POINT[:3])
    assert gaps()["target_year"] == pytest.approx([by_hand] * 3)


def test_a_target_year_beyond_the_costed_ones_is_their_last():
    whole = np.dot(FACTORS, MISSING) / np.dot(FACTORS, POINT)
    assert gaps(sustainability__gap_target_years=15.0)["target_year"] == pytest.approx([whole] * 3)


def test_the_infinite_gap_goes_on_from_the_last_year_for_ever():
    tail = FACTORS[-1] * 1.05 / (0.25 - 0.05)
    by_hand = (np.dot(FACTORS, MISSING) + tail * 42) / (np.dot(FACTORS, POINT) + tail * 8)
    assert gaps(economy__tax_base_growth=0.05)["infinite"] == pytest.approx([by_hand] * 3)


def test_the_infinite_gap_is_the_limit_of_ever_longer_sums():
    years = np.arange(1, 400)
    grown = FACTORS[-1] * (1.05 / 1.25) ** years
    by_hand = (np.dot(FACTORS, MISSING) + (grown * 42).sum()) / (np.dot(FACTORS, POINT) + (grown * 8).sum())
    assert gaps(economy__tax_base_growth=0.05)["infinite"] == pytest.approx([by_hand] * 3)


@pytest.mark.parametrize("growth", [0.03, 0.04])
def test_where_growth_is_not_below_the_discount_rate_there_is_no_infinite_gap(growth):
    found = gaps(economy__discount_rate=0.03, economy__tax_base_growth=growth)
    assert np.isnan(found["infinite"]).all()
    assert not np.isnan(found["target_year"]).any()


def test_what_is_of_the_last_year_alone_is_not_carried_on():
    capital = both(0, 0, 0, 0, 0, -50)
    lucky = money_of(
        both(100, 100, 100, 110, 120, 80), FUNDING, TAX_BASE, capital=capital, wear=both(*[7] * 6)
    )
    tail = FACTORS[-1] / 0.25
    missing = np.array([0, 16, 32, -8])
    by_hand = (np.dot(FACTORS, missing) + tail * (-8 + 50 + 7)) / (np.dot(FACTORS, POINT) + tail * 8)
    assert gaps(lucky, AS_IS)["infinite"] == pytest.approx([by_hand] * 3)


def test_who_waits_must_raise_more():
    found = gaps(sustainability__gap_delay_years=2.0)
    now, later = (
        np.dot(FACTORS, MISSING) / np.dot(FACTORS, POINT),
        np.dot(FACTORS, MISSING) / np.dot(FACTORS[2:], POINT[2:]),
    )
    assert found["delayed"] == pytest.approx([later] * 3)
    assert found["cost_of_delay"] == pytest.approx([later - now] * 3)


def test_a_change_that_comes_after_the_last_year_closes_nothing():
    found = gaps(sustainability__gap_delay_years=4.0)
    assert np.isnan(found["delayed"]).all() and np.isnan(found["cost_of_delay"]).all()


def test_the_steady_anchor_has_wear_where_the_first_year_had_repairs():
    capital = both(0, 0, 30, 5, 5, 5)
    money = money_of(
        both(100, 100, 130, 105, 105, 105), FUNDING, both(*[1000] * 6), capital=capital, wear=both(*[12] * 6)
    )
    available = 40 + (130 - 40) - 30 + 12
    missing = np.array([130, 105, 105, 105]) - available
    found = gaps(money, money)
    assert found["steady_anchor"] == pytest.approx([np.dot(FACTORS, missing) / (10 * FACTORS.sum())] * 3)


def test_wear_of_real_buildings_by_hand_and_none_for_a_closed_one():
    wear = world(REGION, close(PLAN, 1, 2027)).costs().steady_wear_draw_year_municipality[0]
    floor = REGION.schools.floor_area_m2
    assert wear[2] == pytest.approx([80.0 * (floor[0] + floor[1]), 80.0 * floor[2]])
    assert wear[3] == pytest.approx([80.0 * floor[0], 80.0 * floor[2]])
