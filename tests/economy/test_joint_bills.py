"""What common bills come to, and each member's share of them by what it uses."""

from dataclasses import replace

import numpy as np
import pytest

from kopa_sim.model.ledger import BILL_SHARING_RULES
from tests.economy.test_contracts import CARRIED, NOTHING_EXTRA, STAFF, contract, pool_of, with_pool
from tests.economy.worlds import (
    CENTRE,
    ITEM,
    OTHER,
    PAYER,
    VILLAGE,
    YEARS,
    agreement,
    futures_of,
    plan_of,
    two_municipalities,
    with_schools,
    world,
    year_at,
)

REGION = two_municipalities()
AT = year_at(2026)
GUESTS = [(0, 1, CENTRE, 90.0), (1, 1, VILLAGE, 20.0), (2, 7, CENTRE, 30.0), (2, 1, OTHER, 20.0)]
"""Thirty lower secondary pupils of the second municipality attend the first's centre school."""


def costs(plan, region=REGION, rows=GUESTS, **other):
    return world(region, plan, rows=rows, staff=STAFF, transport=CARRIED, **NOTHING_EXTRA, **other).costs()


def shares(bill, rule):
    return bill.share_rule_draw_year_municipality[BILL_SHARING_RULES.index(rule), 0, AT]


def test_the_use_of_a_school_is_the_lessons_of_its_pupils():
    (bill,) = costs(contract(plan_of(REGION), "joint_school", "cost_shares")).joint_bills
    assert shares(bill, "by_pupils") == pytest.approx([90 / 120, 30 / 120])
    assert shares(bill, "by_use") == pytest.approx([90 * 20 / 2_700, 30 * 30 / 2_700])


def test_small_schools_use_more_lessons_by_the_pupil():
    (schools, office) = costs(agreement(plan_of(REGION), "joint_authority")).joint_bills
    of_first = 160 * 1_800 / 2_700 + 40
    assert shares(schools, "by_use") == pytest.approx([of_first / 260, 1 - of_first / 260])
    assert shares(office, "by_use") == pytest.approx(shares(schools, "by_use"))


def test_shares_by_tax_base_follow_taxable_income():
    futures = futures_of(REGION, adults=1_000.0)
    futures.population_draw_year_municipality_sex_age[:, :, 1] *= 3.0
    (bill,) = costs(contract(plan_of(REGION), "joint_school", "cost_shares"), futures=futures).joint_bills
    assert shares(bill, "by_tax_base") == pytest.approx([0.25, 0.75])
    assert shares(bill, "by_residents") == pytest.approx([0.25, 0.75])


def test_the_whole_bill_of_a_school_is_what_the_school_costs():
    made = costs(contract(plan_of(REGION), "joint_school", "cost_shares"))
    (bill,) = made.joint_bills
    whole = made.school_draw_year_school_item[0, AT, CENTRE].sum() - 100_000 * 120 / 140
    assert bill.cost_draw_year_municipality[0, AT] == pytest.approx([whole, 0.0])
    assert not bill.total_draw_year[0, :AT].any()


def test_common_transport_is_divided_by_the_kilometres_of_each_member_s_pupils():
    plan = contract(plan_of(REGION), "shared_transport", "cost_shares", bill_sharing="by_use")
    made = costs(plan)
    (bill,) = made.joint_bills
    assert bill.part == "transport" and bill.cost_draw_year_municipality[0, AT] == pytest.approx(
        [24_000, 12_000]
    )
    second = 9_000 * 30 / 120 + 6_000
    assert shares(bill, "by_use") == pytest.approx([1 - second / 18_000, second / 18_000])
    paid = made.municipal_draw_year_municipality_payer_item[0, AT, :, :, ITEM["transport"]]
    assert paid[1, PAYER["municipality"]] == pytest.approx(12_000 * second / 18_000)
    assert paid[1, PAYER["other_municipality"]] == pytest.approx(24_000 * second / 18_000)
    assert paid.sum() == pytest.approx(36_000)


def test_within_a_school_kilometres_follow_how_far_its_pupils_ride():
    plan = contract(plan_of(REGION), "shared_transport", "cost_shares", bill_sharing="by_use")
    made = world(REGION, plan, rows=GUESTS, staff=STAFF, transport=CARRIED, **NOTHING_EXTRA)
    ridden = np.zeros((1, len(YEARS), 2, 3))
    ridden[..., 0, CENTRE], ridden[..., 1, CENTRE], ridden[..., 0, VILLAGE] = 300.0, 600.0, 50.0
    far = replace(made.transport, carried_km_draw_year_home_school=ridden)
    (bill,) = replace(made, transport=far).costs().joint_bills
    # Nobody rides to the second municipality's school: its kilometres, if any, are nobody's use.
    assert shares(bill, "by_use") == pytest.approx([6_000 / 12_000, 6_000 / 12_000])


def test_shared_transport_divides_no_other_cost():
    made = costs(contract(plan_of(REGION), "shared_transport", "cost_shares", bill_sharing="equal"))
    billed = made.municipal_draw_year_municipality_payer_item[0, AT, :, PAYER["other_municipality"]]
    assert set(np.flatnonzero(billed.any(axis=0))) == {ITEM["transport"]}


def test_the_bill_of_a_pool_is_its_posts_and_kilometres_divided_by_the_hours_each_member_takes():
    plan = contract(plan_of(REGION), "teacher_pool", "cost_shares", bill_sharing="by_use")
    made = with_pool(world(REGION, plan, rows=GUESTS, staff=STAFF, **NOTHING_EXTRA)).costs()
    (bill,) = made.joint_bills
    assert bill.part == "teachers"
    assert bill.cost_draw_year_municipality[0, AT] == pytest.approx(
        [0.6 * 60_000 + 750, 0.4 * 60_000 + 1_250]
    )
    first, second = 12 * 38 + 1_500 / 50, 8 * 38 + 2_500 / 50
    assert shares(bill, "by_use") == pytest.approx([first / (first + second), second / (first + second)])
    paid = made.municipal_draw_year_municipality_payer_item[0, AT, :, :, ITEM["teaching"]]
    of_second = second / (first + second)
    assert paid[1, PAYER["other_municipality"]] == pytest.approx(36_750 * of_second)
    assert paid[1, PAYER["municipality"]] == pytest.approx(3 * 60_000 - 24_000 + 25_250 * of_second)
    assert paid.sum() == pytest.approx(13 * 60_000 + 2_000)


def test_a_host_that_is_paid_a_fee_bears_the_whole_pool():
    plan = contract(plan_of(REGION), "teacher_pool", "fixed_fee", host=0)
    made = with_pool(world(REGION, plan, rows=GUESTS, staff=STAFF, **NOTHING_EXTRA)).costs()
    paid = made.municipal_draw_year_municipality_payer_item[0, AT, :, :, ITEM["teaching"]]
    assert paid[0, PAYER["other_municipality"]] == pytest.approx(25_250)
    assert paid[1].sum() == pytest.approx(3 * 60_000 - 24_000)


def test_a_pool_of_another_name_has_no_common_bill():
    plan = contract(plan_of(REGION), "shared_transport", "cost_shares")
    made = with_pool(world(REGION, plan, staff=STAFF, **NOTHING_EXTRA))
    assert pool_of("teacher_pool").name not in [bill.agreement for bill in made.costs().joint_bills]


def test_what_stands_at_a_school_whose_bill_is_divided_is_in_no_other_bill():
    joint = contract(plan_of(REGION), "joint_school", "cost_shares")
    transport = contract(joint, "shared_transport", "cost_shares")
    plan = contract(transport, "teacher_pool", "cost_shares")
    made = with_pool(
        world(REGION, plan, rows=GUESTS, staff=STAFF, transport=CARRIED, **NOTHING_EXTRA)
    ).costs()
    by_part = {bill.part: bill.cost_draw_year_municipality[0, AT] for bill in made.joint_bills}
    assert by_part["transport"] == pytest.approx([6_000, 12_000])
    assert by_part["teachers"] == pytest.approx([0.1 * 60_000 + 250, 25_250])


def test_a_price_leaves_the_joint_bill_where_it_stands_but_the_rules_still_stand_side_by_side():
    made = costs(contract(plan_of(REGION), "joint_school", "per_pupil"))
    (bill,) = made.joint_bills
    assert bill.in_force == "" and bill.share_draw_year_municipality is None
    assert shares(bill, "by_pupils") == pytest.approx([0.75, 0.25])
    assert not made.municipal_draw_year_municipality_payer_item[:, :, :, PAYER["other_municipality"]].any()


def test_a_satellite_is_the_host_s_to_pay_unless_members_divide_it():
    made = costs(contract(plan_of(REGION), "satellite", "per_pupil"))
    teaching = made.municipal_draw_year_municipality_payer_item[0, AT, :, :, ITEM["teaching"]]
    assert teaching[0, PAYER["other_municipality"]] == pytest.approx(180_000)
    assert not teaching[1].any()


def test_a_bill_stands_once_though_two_agreements_are_about_it():
    plan = agreement(contract(plan_of(REGION), "joint_school", "per_pupil"), "host_municipality")
    priced, divided, _office = costs(plan).joint_bills
    assert not priced.total_draw_year.any()
    assert divided.cost_draw_year_municipality[0, AT].all()


def test_special_schools_without_pupils_of_any_member_are_shared_equally():
    region = with_schools(
        {"code": "empty", "municipality": "901", "grades": "0-9"},
        {"code": "other", "municipality": "902", "grades": "0-9"},
    )
    plan = agreement(plan_of(region), "joint_school", schools=(0,))
    made = world(region, plan, rows=[(2, 1, 1, 50.0)], **NOTHING_EXTRA).costs()
    assert shares(made.joint_bills[0], "by_use") == pytest.approx([0.5, 0.5])
