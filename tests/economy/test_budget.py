"""The budget of the first calendar years."""

from dataclasses import replace

import numpy as np
import pytest

from kopa_sim.economy import BUDGET_ITEMS, book_budget
from kopa_sim.model.ledger import COST_ITEMS, FUNDING_ITEMS
from tests.economy.worlds import (
    FIRST_YEAR,
    FUND,
    PRICE_YEAR,
    VILLAGE,
    YEARS,
    agreement,
    close,
    money_of,
    parameters,
    plan_of,
    two_municipalities,
    world,
    year_at,
)

REGION = two_municipalities()
AT = {item: index for index, item in enumerate(BUDGET_ITEMS)}


def yearly(*amounts):
    """Amounts of the six school years for the first municipality, nothing for the second."""
    return np.array([[[amount, 0.0] for amount in amounts]])


def budget(money, price_year=PRICE_YEAR, plan=None, **changes):
    return book_budget(plan or plan_of(REGION), money, parameters(**changes), price_year)[0]


def test_items_are_costs_with_rent_for_cash_then_funding_then_the_memo():
    assert "property_capital" not in BUDGET_ITEMS
    assert set(BUDGET_ITEMS) == {*COST_ITEMS, *FUNDING_ITEMS, "capital_rent", "write_down"} - {
        "property_capital"
    }


def test_a_calendar_year_holds_seven_months_of_the_school_year_before_and_five_of_its_own():
    booked = budget(money_of(yearly(0, 1200, 2400, 0, 0, 0), np.zeros((1, 6, 2)), np.ones((1, 6, 2))))
    teaching = booked[:, 0, AT["teaching"]]
    assert teaching == pytest.approx([700 + 1000, 1400, 0, 0])


def test_the_horizon_may_be_shorter_than_five_years_and_never_gives_more():
    money = money_of(np.ones((1, 6, 2)), np.ones((1, 6, 2)), np.ones((1, 6, 2)))
    assert budget(money).shape[0] == 4
    years = tuple(range(FIRST_YEAR - 2, FIRST_YEAR + 10))
    longer = money_of(np.ones((1, 12, 2)), np.ones((1, 12, 2)), np.ones((1, 12, 2)), years)
    assert budget(longer, plan=plan_of(REGION, years)).shape[0] == 5


def test_state_money_is_granted_by_the_calendar_year_and_agreed_money_by_the_school_year():
    money = money_of(np.zeros((1, 6, 2)), yearly(0, 0, 1200, 0, 0, 0), np.ones((1, 6, 2)))
    granted = money.funding.funding_draw_year_municipality_item
    granted[0, :, 0, FUND["cooperation_payment"]] = [0, 0, 1200, 0, 0, 0]
    booked = budget(money)
    assert booked[:, 0, AT["state_share"]] == pytest.approx([1200, 0, 0, 0])
    assert booked[:, 0, AT["cooperation_payment"]] == pytest.approx([500, 700, 0, 0])


def test_capital_rent_stands_in_place_of_cash():
    capital, accounts = yearly(0, 0, 9e6, 0, 0, 0), np.full((1, 6, 2), 1200.0)
    money = money_of(capital, np.zeros((1, 6, 2)), np.ones((1, 6, 2)), capital=capital, accounts=accounts)
    booked = budget(money)
    assert booked[:, 0, AT["capital_rent"]] == pytest.approx([1200.0] * 4)
    assert booked.sum() == pytest.approx(2 * 4 * 1200.0)


def test_a_write_down_is_booked_whole_in_the_year_of_closing():
    costed = world(REGION, close(plan_of(REGION), VILLAGE, 2027)).money()
    booked = budget(costed)
    expected = 400 * 1_400 * 14 / 15
    assert booked[:, 0, AT["write_down"]] == pytest.approx([0, expected, 0, 0])


def test_the_budget_is_nominal():
    money = money_of(np.full((1, 6, 2), 100.0), np.zeros((1, 6, 2)), np.ones((1, 6, 2)))
    booked = budget(money, price_year=2025, economy__inflation=0.02)
    assert booked[:, 0, AT["teaching"]] == pytest.approx([100 * 1.02**n for n in (1, 2, 3, 4)])


def test_a_bill_share_stands_in_the_budget_of_the_one_that_pays_it():
    plan = agreement(plan_of(REGION), "joint_authority", bill_sharing="equal")
    shared = world(REGION, plan, staff={"posts": [8.0, 0.0, 0.0]}).money()
    teaching = budget(shared)[year_at(2027) - year_at(FIRST_YEAR), :, AT["teaching"]]
    assert teaching == pytest.approx([240_000, 240_000])


def test_booking_leaves_the_costs_as_they_were():
    money = world(REGION).money()
    before = money.costs.municipal_draw_year_municipality_payer_item.copy()
    budget(replace(money))
    np.testing.assert_array_equal(money.costs.municipal_draw_year_municipality_payer_item, before)
    assert len(YEARS) == 6
