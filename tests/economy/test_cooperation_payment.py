"""Agreed payments between members."""

import numpy as np
import pytest

from kopa_sim.economy.cooperation_payment import cooperation_payment
from tests.economy.worlds import (
    CENTRE,
    FUND,
    OTHER,
    VILLAGE,
    YEARS,
    agreement,
    flows_of,
    plan_of,
    two_municipalities,
    with_schools,
    world,
    year_at,
)

REGION = two_municipalities()
GUESTS = [(2, 1, CENTRE, 10.0), (0, 1, OTHER, 4.0), (2, 10, CENTRE, 3.0)]


def payment(plan, rows=GUESTS, index=1.0):
    indices = {"funding_index": np.full((1, len(YEARS)), index)}
    return cooperation_payment(REGION, plan, flows_of(REGION, rows), (), indices)[0]


def test_a_buyer_pays_the_agreed_price_for_the_pupils_of_the_same_year():
    plan = agreement(plan_of(REGION), "purchase", members=(1, 0), price_per_pupil_eur=7_000.0, year=2027)
    paid = payment(plan)
    assert not paid[year_at(2026)].any()
    assert paid[year_at(2027)] == pytest.approx([70_000, -70_000])


def test_under_open_borders_the_price_applies_both_ways_and_follows_the_index():
    plan = agreement(plan_of(REGION), "open_borders", price_per_pupil_eur=7_000.0)
    assert payment(plan, index=1.1)[year_at(2026)] == pytest.approx([6 * 7_700, -6 * 7_700])


def test_of_two_prices_the_first_agreement_s_applies():
    first = agreement(plan_of(REGION), "purchase", members=(1, 0), price_per_pupil_eur=7_000.0)
    plan = agreement(first, "open_borders", price_per_pupil_eur=5_000.0)
    assert payment(plan)[year_at(2026), 0] == pytest.approx(10 * 7_000 - 4 * 5_000)


def test_without_a_price_nothing_is_agreed():
    assert not payment(agreement(plan_of(REGION), "open_borders")).any()


def test_a_divided_bill_comes_before_a_price():
    priced = agreement(plan_of(REGION), "open_borders", price_per_pupil_eur=7_000.0)
    plan = agreement(priced, "joint_school", schools=(CENTRE,))
    rows = [(2, 1, CENTRE, 10.0), (2, 1, VILLAGE, 5.0)]
    assert payment(plan, rows)[year_at(2026)] == pytest.approx([35_000, -35_000])


def test_each_pupil_year_is_paid_for_exactly_once():
    plan = agreement(plan_of(REGION), "purchase", members=(1, 0), price_per_pupil_eur=8_000.0, year=2027)
    funding = (
        world(REGION, plan, rows=[(2, 1, CENTRE, 10.0)]).funding().funding_draw_year_municipality_item[0]
    )
    statutory = funding[:, 0, FUND["home_municipality_compensation"]]
    agreed = funding[:, 0, FUND["cooperation_payment"]]
    assert statutory == pytest.approx([80_000] * 5 + [0])
    assert agreed == pytest.approx([0, 0, 0, 80_000, 80_000, 80_000])


def test_members_who_divide_an_upper_secondary_school_divide_its_funding():
    region = with_schools({"code": "a", "municipality": "901", "grades": "upper_secondary"})
    plan = agreement(plan_of(region), "joint_school", schools=(0,), bill_sharing="by_pupils")
    funding = world(region, plan, rows=[(0, 10, 0, 150.0), (2, 10, 0, 50.0)]).funding()
    first = funding.funding_draw_year_municipality_item[0, year_at(2026)]
    assert first[:, FUND["upper_secondary_unit_price"]] == pytest.approx([200 * 8_000, 0, 0])
    assert first[:, FUND["cooperation_payment"]] == pytest.approx([-50 * 8_000, 50 * 8_000, 0])
