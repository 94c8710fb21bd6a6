"""What members pay each other by fees and on leaving, and how agreed euros move."""

from dataclasses import replace

import numpy as np
import pytest

from kopa_sim.economy.cooperation_payment import price_indices
from kopa_sim.economy.shares_of_others import shares_of_others
from kopa_sim.model.ledger import BILL_SHARING_RULES, JointBill
from kopa_sim.model.plan import Agreement, Exit
from tests.economy.test_contracts import NOTHING_EXTRA, contract
from tests.economy.worlds import (
    CENTRE,
    FUND,
    OTHER,
    PRICE_YEAR,
    YEARS,
    agreement,
    parameters,
    plan_of,
    two_municipalities,
    with_schools,
    world,
    year_at,
)

REGION = two_municipalities()
GUESTS = [(0, 1, CENTRE, 90.0), (2, 1, CENTRE, 30.0), (2, 1, OTHER, 20.0)]
STAFF = {"posts": [8.0, 0.0, 3.0]}


def until(plan, last_year, **terms):
    """The Plan whose last agreement ends, with terms of leaving."""
    *before, made = plan.agreements
    ended = replace(made, years=made.years & (np.array(YEARS) <= last_year), exit=Exit(**terms))
    return replace(plan, agreements=(*before, ended))


def payments(plan, region=REGION, rows=GUESTS, **other):
    made = world(region, plan, rows=rows, staff=STAFF, **NOTHING_EXTRA, **other).funding()
    return made.funding_draw_year_municipality_item[0, :, :-1, FUND["cooperation_payment"]]


def test_a_fixed_fee_is_paid_whatever_the_pupils():
    paid = payments(contract(plan_of(REGION), "purchase", "fixed_fee"))
    assert paid[year_at(2026)] == pytest.approx([100_000, -100_000])
    assert not paid[year_at(2025)].any()


def test_a_fee_takes_the_place_of_compensation_at_the_schools_it_pays_for():
    def compensation(price_rule):
        plan = contract(plan_of(REGION), "purchase", price_rule, year=2024)
        funding = world(REGION, plan, rows=GUESTS).funding()
        return funding.funding_draw_year_municipality_item[
            0, year_at(2027), 0, FUND["home_municipality_compensation"]
        ]

    assert compensation("statutory") == pytest.approx(30 * 8_000)
    assert compensation("fixed_fee") == 0.0


def three_members(rule):
    made = Agreement("a", "joint_school", (0, 1, 2), np.ones(1, dtype=bool), bill_sharing=rule)
    shares = np.zeros((len(BILL_SHARING_RULES), 1, 1, 4))
    shares[BILL_SHARING_RULES.index("by_pupils")] = [0.5, 0.3, 0.2, 0.0]
    shares[BILL_SHARING_RULES.index("by_use")] = [1.0, 0.0, 0.0, 0.0]
    bill = JointBill("a", 0, "schools", rule, (0, 1, 2), 0, np.zeros((1, 1, 4)), shares)
    return shares_of_others(made, 0, 0, (bill,), (1, 1, 4))[0, 0].tolist()


def test_several_payers_divide_a_fee_in_their_shares_by_the_rule():
    assert three_members("by_pupils") == pytest.approx([0.0, 0.6, 0.4, 0.0])


def test_payers_who_use_nothing_divide_a_fee_equally():
    assert three_members("by_use") == pytest.approx([0.0, 0.5, 0.5, 0.0])


def test_an_agreed_fee_on_leaving_is_paid_once_in_the_year_after_the_last():
    plan = until(contract(plan_of(REGION), "joint_school", "cost_shares"), 2027, payer=1, fee_eur=70_000.0)
    paid = payments(plan)
    assert np.flatnonzero(paid.any(axis=1)).tolist() == [year_at(2028)]
    assert paid[year_at(2028)] == pytest.approx([70_000, -70_000])


@pytest.mark.parametrize(
    ("price_rule", "a_year"),
    [("per_pupil", 30 * 9_000.0), ("fixed_fee", 100_000.0)],
)
def test_a_fee_in_years_counts_what_the_leaving_member_owed_in_the_last_year(price_rule, a_year):
    plan = until(contract(plan_of(REGION), "joint_school", price_rule), 2027, payer=1, fee_years=1.5)
    paid = payments(plan)
    assert paid[year_at(2027)] == pytest.approx([a_year, -a_year])
    assert paid[year_at(2028)] == pytest.approx([1.5 * a_year, -1.5 * a_year])


def test_a_fee_in_years_counts_shares_of_bills_that_stand_at_others():
    plan = until(contract(plan_of(REGION), "joint_school", "cost_shares"), 2027, payer=1, fee_years=2.0)
    made = world(REGION, plan, rows=GUESTS, staff=STAFF, **NOTHING_EXTRA)
    (bill,) = made.costs().joint_bills
    quarter = 0.25 * bill.total_draw_year[0, year_at(2027)]
    assert payments(plan)[year_at(2028)] == pytest.approx([2 * quarter, -2 * quarter])


def test_a_satellite_s_bill_is_owed_to_its_host_though_it_stands_at_home():
    plan = until(contract(plan_of(REGION), "satellite", "cost_shares"), 2027, payer=1, fee_years=1.0)
    made = world(REGION, plan, rows=GUESTS, staff=STAFF, **NOTHING_EXTRA)
    (bill,) = made.costs().joint_bills
    whole = bill.total_draw_year[0, year_at(2027)]
    assert payments(plan)[year_at(2028)] == pytest.approx([whole, -whole])


def test_nothing_is_owed_on_leaving_where_the_agreement_outlives_the_plan():
    plan = until(contract(plan_of(REGION), "joint_school", "cost_shares"), YEARS[-1], payer=1, fee_eur=1.0)
    assert not payments(plan).any()


def test_agreed_euros_follow_what_they_are_tied_to():
    grown = parameters(funding__index_growth=0.02, economy__wage_growth=0.01, economy__inflation=0.03)
    indices = price_indices(plan_of(REGION), grown, PRICE_YEAR)
    at = year_at(2028)
    assert indices["funding_index"][0, at] == pytest.approx(1.02**2)
    assert indices["wages"][0, at] == pytest.approx(1.01**2)
    assert indices["none"][0, at] == pytest.approx(1.03**-2)


def test_a_price_without_index_loses_to_inflation():
    plan = contract(plan_of(REGION), "joint_school", "per_pupil", indexation="none")
    paid = payments(plan, economy__inflation=0.03)
    assert paid[year_at(2029), 0] == pytest.approx(30 * 9_000 * 1.03**-3)


def test_the_home_pays_the_host_compensation_for_a_satellite_in_its_own_municipality():
    plan = contract(plan_of(REGION), "satellite", "statutory", year=2024)
    made = world(REGION, plan, rows=[(2, 1, OTHER, 20.0)]).funding()
    paid = made.funding_draw_year_municipality_item[
        0, year_at(2027), :, FUND["home_municipality_compensation"]
    ]
    assert paid == pytest.approx([160_000, -160_000, 0])


def test_an_upper_secondary_satellite_loses_the_small_provider_supplement_and_its_funding_goes_to_the_host():
    region = with_schools(
        {"code": "mother", "municipality": "901", "grades": "upper_secondary"},
        {"code": "site", "municipality": "902", "grades": "upper_secondary"},
    )
    rows = [(0, 10, 0, 300.0), (2, 10, 1, 50.0)]
    plan = agreement(plan_of(region), "satellite", schools=(1,), mother_school=0, price_rule="statutory")

    def funding(made):
        return world(region, made, rows=rows).funding().funding_draw_year_municipality_item[0, year_at(2026)]

    own, as_site = funding(plan_of(region)), funding(plan)
    assert own[:2, FUND["upper_secondary_unit_price"]] == pytest.approx([300 * 8_000, 50 * 8_000 * 1.81])
    assert as_site[:2, FUND["upper_secondary_unit_price"]] == pytest.approx([300 * 8_000, 50 * 8_000])
    assert as_site[:2, FUND["cooperation_payment"]] == pytest.approx([50 * 8_000, -50 * 8_000])
