"""The definitions everything else rests on, each worked out by hand.

Gross cost, funding, net cost, cash against accounts, available money: the words of docs/economics.md in numbers.
"""

import numpy as np
import pytest

from kopa_sim.economy import BUDGET_ITEMS, book_budget
from kopa_sim.economy.verdict_money import available_money, net_cost_in_accounts
from kopa_sim.model.ledger import COST_ITEMS, FUNDING_ITEMS
from kopa_sim.model.plan import PlaceChange
from tests.economy.worlds import (
    CENTRE,
    FUND,
    ITEM,
    PAYER,
    VILLAGE,
    YEARS,
    close,
    money_of,
    parameters,
    plan_of,
    two_municipalities,
    world,
    year_at,
)

REGION = two_municipalities()
FIRST, SECOND = 0, 1
NOTHING = np.zeros((1, 6, 2))


def of_first(*amounts):
    """Amounts of the six school years for the first municipality, nothing for the second."""
    return np.array([[[amount, 0.0] for amount in amounts]])


def test_gross_cost_is_what_municipalities_pay_and_nobody_else():
    """Kela's 1,500 and the families' 300 by school are shown and are no gross cost."""
    costs = world(transport={"student_km": 10_000.0, "own_student_km": 1_000.0}).costs()
    year = year_at(2026)
    paid = costs.municipal_draw_year_municipality_payer_item[0, year, FIRST]
    assert paid[PAYER["kela"]].sum() == pytest.approx(2 * 1_500)
    assert paid[PAYER["family"]].sum() == pytest.approx(2 * 300)
    by_hand = {
        "meals": 59_000 + 28_800,
        "welfare": 12_000,
        "administration": 120 * 125 + 100_000,
        "property_running": 280_000,
        "property_capital": 2 * 75_712,
        "ict": 120 * 200 + 2 * 3_000,
    }
    assert costs.gross_draw_year_municipality[0, year, FIRST] == pytest.approx(sum(by_hand.values()))


def test_a_bill_share_is_gross_cost_of_the_one_that_pays_and_none_of_the_host():
    costs = money_of(of_first(*[1_000.0] * 6), NOTHING, np.ones((1, 6, 2))).costs
    paid = costs.municipal_draw_year_municipality_payer_item
    paid[0, :, FIRST, PAYER["municipality"], ITEM["teaching"]] -= 300.0
    paid[0, :, SECOND, PAYER["other_municipality"], ITEM["teaching"]] += 300.0
    assert costs.gross_draw_year_municipality[0, 0].tolist() == [700.0, 300.0]


def test_funding_is_what_comes_in_less_what_goes_out_and_outside_is_nobody_s():
    funding = money_of(NOTHING, NOTHING, np.ones((1, 6, 2))).funding
    granted = funding.funding_draw_year_municipality_item
    granted[0, 2, FIRST, FUND["state_share"]] = -40.0
    granted[0, 2, FIRST, FUND["tax_base_equalisation"]] = 25.0
    granted[0, 2, FIRST, FUND["home_municipality_compensation"]] = 10.0
    granted[0, 2, FIRST, FUND["cooperation_payment"]] = -6.0
    granted[0, 2, FIRST, FUND["upper_secondary_unit_price"]] = 20.0
    granted[0, 2, -1, FUND["home_municipality_compensation"]] = -10.0
    assert funding.total_draw_year_municipality[0, 2].tolist() == [9.0, 0.0]


def test_net_cost_is_gross_cost_less_funding_even_where_the_state_share_is_negative():
    money = money_of(of_first(*[100.0] * 6), of_first(30, 30, 30, -20, 30, 30), np.ones((1, 6, 2)))
    assert money.net_draw_year_municipality[0, :, FIRST].tolist() == [70, 70, 70, 120, 70, 70]


def test_compensation_is_funding_and_never_a_cost():
    """50 pupils of the second municipality taught in the first move money but no row of costs."""
    at_home = world(rows=[(0, 1, CENTRE, 100.0), (2, 1, CENTRE, 50.0)])
    paid = at_home.funding().funding_draw_year_municipality_item[0, year_at(2026)]
    compensation = paid[:, FUND["home_municipality_compensation"]]
    assert compensation[:2] == pytest.approx([400_000, -400_000])
    other = at_home.costs().municipal_draw_year_municipality_payer_item[:, :, :, PAYER["other_municipality"]]
    assert not other.any()


def test_cash_counts_what_is_built_when_it_is_paid_and_accounts_spread_it():
    """3,000,000 in 2027 over thirty years; a residual of 37 parts of 40 comes back in the last year of cash."""
    plan = plan_of(REGION, built=(PlaceChange(VILLAGE, 2027, 60.0, 3_000_000.0),))
    plan.open_year_school[: year_at(2027), VILLAGE] = False
    sound = {"property__wear_share_year": 0.0, "property__usual_condition_share": 0.75}
    money = world(REGION, plan, **sound).money()
    cash = money.costs.municipal_draw_year_municipality_payer_item[0, :, FIRST, PAYER["municipality"]]
    assert cash[2:, ITEM["property_capital"]] == pytest.approx([0, 3_000_000, 0, -3_000_000 * 37 / 40])
    rent, charge = 1_400 * 120.0, 100_000.0
    accounts = money.costs.accounting_capital_draw_year_municipality[0, 2:, FIRST]
    assert accounts == pytest.approx([rent, rent + charge, rent + charge, rent + charge])
    in_accounts = net_cost_in_accounts(plan, money)[0, :, FIRST]
    in_cash = money.net_draw_year_municipality[0, 2:, FIRST]
    assert in_accounts == pytest.approx(in_cash - cash[2:, ITEM["property_capital"]] + accounts)


def test_a_write_down_is_told_and_enters_neither_net_cost_nor_the_budget_s_sum():
    plan = close(plan_of(REGION), VILLAGE, 2027)
    money = world(REGION, plan).money()
    written = money.costs.write_down_draw_year_municipality[0, year_at(2027), FIRST]
    assert written == pytest.approx(400 * 1_400 * 14 / 15)
    paid = money.costs.municipal_draw_year_municipality_payer_item[0, year_at(2027), FIRST].sum()
    assert money.costs.gross_draw_year_municipality[0, year_at(2027), FIRST] == pytest.approx(paid)
    booked = book_budget(plan, money, parameters(), 2026)[0, 1, FIRST]
    assert booked[BUDGET_ITEMS.index("write_down")] == pytest.approx(written)


def test_available_money_is_own_funding_and_todays_effort_growing_with_the_tax_base():
    """As it is costs 70 net in 2026 of a base of 1,000; with 1,100 and 30 of funding 107 are there in 2027."""
    as_is = money_of(
        of_first(0, 0, 100, 500, 500, 500), of_first(0, 0, 30, 1, 1, 1), of_first(0, 0, *[1_000] * 4)
    )
    option = money_of(
        of_first(*[90.0] * 6), of_first(0, 0, 30, 30, 20, 30), of_first(0, 0, 1_000, 1_100, 1_000, 900)
    )
    available = available_money(plan_of(REGION), option, as_is)[0, :, FIRST]
    assert available == pytest.approx([30 + 70, 30 + 77, 20 + 70, 30 + 63])


def test_the_budget_has_every_euro_of_two_school_years_in_twelfths():
    """Seven twelfths of the school year before and five of its own; state money by the calendar year itself."""
    costed = world(REGION, close(plan_of(REGION), VILLAGE, 2027), staff={"posts": [5.0, 2.0, 4.0]})
    money = costed.money()
    booked = book_budget(costed.plan, money, parameters(), 2026)[0, :, FIRST]
    paid = money.costs.municipal_draw_year_municipality_payer_item[0, :, FIRST]
    yearly = paid[:, [PAYER["municipality"], PAYER["other_municipality"]]].sum(axis=1)
    yearly[:, ITEM["property_capital"]] = money.costs.accounting_capital_draw_year_municipality[0, :, FIRST]
    for row, year in enumerate(YEARS[2:]):
        at = year_at(year)
        expected = (7 * yearly[at - 1] + 5 * yearly[at]) / 12
        assert booked[row, : len(COST_ITEMS)] == pytest.approx(expected)
    granted = money.funding.funding_draw_year_municipality_item[0, year_at(2026), FIRST]
    for item in ("state_share", "tax_base_equalisation", "home_municipality_compensation"):
        assert booked[0, BUDGET_ITEMS.index(item)] == pytest.approx(granted[FUNDING_ITEMS.index(item)])
