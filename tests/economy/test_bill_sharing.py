"""How members divide a common bill."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from kopa_sim.economy.bill_sharing import bill_shares, paid_and_billed
from kopa_sim.economy.rule_shares import rule_shares
from kopa_sim.model.ledger import BILL_SHARING_RULES
from tests.economy.worlds import (
    CENTRE,
    ITEM,
    OTHER,
    PAYER,
    VILLAGE,
    agreement,
    futures_of,
    plan_of,
    two_municipalities,
    world,
    year_at,
)

REGION = two_municipalities()
GUESTS = [(0, 1, CENTRE, 90.0), (1, 1, VILLAGE, 20.0), (2, 1, CENTRE, 30.0), (2, 1, OTHER, 20.0)]
"""Thirty of the second municipality's pupils attend the first's centre school, with ninety of its own."""


def paid(plan, payer, item="teaching", year=2026, **other):
    cost = world(REGION, plan, rows=GUESTS, staff={"posts": [8.0, 2.0, 3.0]}, **other).costs()
    table = cost.municipal_draw_year_municipality_payer_item
    return table[0, year_at(year), :, PAYER[payer], ITEM[item]]


def test_without_agreements_everybody_pays_for_what_stands_at_home():
    shares = bill_shares(REGION, plan_of(REGION), 1, ())
    assert shares.school_draw_year_school_payer[0, 0].tolist() == [[1, 0], [1, 0], [0, 1]]
    assert shares.office_draw_year_host_payer[0, 0].tolist() == [[1, 0], [0, 1]]


def test_a_joint_school_s_bill_is_divided_by_its_pupils():
    plan = agreement(plan_of(REGION), "joint_school", schools=(CENTRE,))
    assert paid(plan, "municipality") == pytest.approx([8 * 60_000 * 0.75 + 120_000, 180_000])
    assert paid(plan, "other_municipality") == pytest.approx([0, 8 * 60_000 * 0.25])


def test_equal_shares_do_not_look_at_pupils():
    plan = agreement(plan_of(REGION), "joint_school", schools=(CENTRE,), bill_sharing="equal")
    assert paid(plan, "other_municipality") == pytest.approx([0, 240_000])


def test_shares_by_residents_follow_all_residents():
    futures = futures_of(REGION, adults=1_000.0)
    futures.population_draw_year_municipality_sex_age[:, :, 1] *= 3.0
    plan = agreement(plan_of(REGION), "joint_school", schools=(CENTRE,), bill_sharing="by_residents")
    assert paid(plan, "other_municipality", futures=futures) == pytest.approx([0, 480_000 * 0.75])


def test_under_one_organiser_each_member_pays_its_share_of_every_school():
    plan = agreement(plan_of(REGION), "joint_authority", bill_sharing="equal")
    assert paid(plan, "municipality") == pytest.approx([300_000, 90_000])
    assert paid(plan, "other_municipality") == pytest.approx([90_000, 300_000])


def test_nothing_is_divided_before_the_agreement_begins():
    plan = agreement(plan_of(REGION), "joint_authority", year=2028)
    assert not paid(plan, "other_municipality", year=2027).any()
    assert paid(plan, "other_municipality", year=2028).all()


def test_a_common_office_is_billed_by_pupils_of_all_schools():
    plan = agreement(plan_of(REGION), "shared_administration", year=2026)
    of_second = 50 / 160
    assert paid(plan, "other_municipality", "administration") == pytest.approx([0, 160_000 * of_second])


def test_a_price_per_pupil_leaves_the_whole_bill_at_the_host():
    plan = agreement(plan_of(REGION), "host_municipality", price_per_pupil_eur=9_000.0)
    assert not paid(plan, "other_municipality").any()
    assert not paid(plan, "other_municipality", "administration").any()


def test_the_accounting_view_is_divided_like_the_cash():
    plan = agreement(plan_of(REGION), "joint_school", schools=(CENTRE,))
    costs = world(REGION, plan, rows=GUESTS).costs()
    rent = costs.accounting_capital_draw_year_municipality[0, year_at(2026)]
    assert rent == pytest.approx([168_000 * 0.75 + 168_000, 168_000 + 168_000 * 0.25])


COUNTS = arrays(float, (len(BILL_SHARING_RULES), 2, 3, 4), elements=st.floats(0, 1e9))


def test_a_rule_that_counts_nothing_shares_equally():
    shares = rule_shares((0, 2), {rule: np.zeros((1, 1, 3)) for rule in BILL_SHARING_RULES})
    assert shares[:, 0, 0].tolist() == [[0.5, 0.0, 0.5]] * len(BILL_SHARING_RULES)


@given(counts=COUNTS, members=st.sets(st.integers(0, 3), min_size=1))
def test_shares_sum_to_one_in_every_draw_and_year_and_are_the_members_only(counts, members):
    shares = rule_shares(sorted(members), dict(zip(BILL_SHARING_RULES, counts, strict=True)))
    np.testing.assert_allclose(shares.sum(axis=3), 1.0, rtol=1e-12)
    assert (shares >= 0).all()
    assert not shares[..., sorted(set(range(4)) - members)].any()


@given(counts=COUNTS)
def test_who_counts_for_more_pays_no_less(counts):
    shares = rule_shares(range(4), dict(zip(BILL_SHARING_RULES, counts, strict=True)))
    assert (np.take_along_axis(shares, counts.argsort(axis=3), axis=3) == np.sort(shares, axis=3)).all()


@given(share=st.floats(0, 1), cost=arrays(float, (1, 2, 3, 4), elements=st.floats(-1e6, 1e6)))
def test_what_is_paid_and_billed_is_the_whole_cost(share, cost):
    shares = np.broadcast_to([[share, 1 - share], [1.0, 0.0], [0.0, 1.0]], (1, 2, 3, 2))
    own, billed = paid_and_billed(cost, shares, np.array([0, 0, 1]))
    np.testing.assert_allclose((own + billed).sum(axis=2), cost.sum(axis=2), atol=1e-6)
