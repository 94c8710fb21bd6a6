"""What must hold under every kind of agreement, price rule and rule of bill sharing."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopa_sim.model.ledger import BILL_SHARING_RULES
from kopa_sim.model.plan import Exit
from kopa_sim.model.staffing import PoolUse
from kopa_sim.model.subjects import N_SUBJECTS
from kopa_sim.scenario.measures.cooperate_rules import PRICE_RULES_OF_KIND
from tests.economy.worlds import (
    CENTRE,
    FUND,
    ITEM,
    OTHER,
    PAYER,
    PUPILS_AT_HOME,
    VILLAGE,
    YEARS,
    agreement,
    parameters,
    plan_of,
    two_municipalities,
    world,
    year_at,
)

REGION = two_municipalities()
NOTHING_EXTRA = {
    "economy__agreement_start_eur_member": 0.0,
    "economy__agreement_end_eur_member": 0.0,
    "economy__shared_office_saving_share": 0.0,
    "economy__shared_transport_saving_share": 0.0,
}
"""An agreement costs nothing to make or end and saves nothing: it only moves money."""

TERMS = {
    "joint_school": {"schools": (CENTRE,)},
    "satellite": {"schools": (OTHER,), "mother_school": CENTRE},
    "purchase": {"members": (1, 0)},
}
STAFF = {"posts": [8.0, 2.0, 3.0], "hours_required": [160.0, 40.0, 60.0]}
CARRIED = {"vehicle_km": [9_000.0, 3_000.0, 6_000.0]}
EVERY_CONTRACT = [(kind, rule) for kind, rules in PRICE_RULES_OF_KIND.items() for rule in rules]


def contract(plan, kind, price_rule, **other):
    """An agreement of a kind and price rule with all that they need."""
    terms = {"per_pupil": {"price_per_pupil_eur": 9_000.0}, "fixed_fee": {"yearly_fee_eur": 100_000.0}}
    wanted = TERMS.get(kind, {}) | terms.get(price_rule, {}) | other
    return agreement(plan, kind, price_rule=price_rule, **wanted)


def pool_of(name, posts=(0.5, 0.1, 0.4), lessons=(10.0, 2.0, 8.0), km=(1_000.0, 500.0, 2_500.0)):
    """What shared teachers do at the three schools, class teachers all of them."""

    def spread(amounts):
        values = np.zeros((1, len(YEARS), 3, N_SUBJECTS))
        values[..., 1] = amounts
        return values

    return PoolUse(name, np.arange(3), spread(posts), spread(lessons), spread((0, 0, 0)), spread(km))


def with_pool(made, **amounts):
    """The world with a pool of teachers, whose driving is among the schools'."""
    pool = pool_of("teacher_pool", **amounts)
    driven = made.staffing.measures | {"driven_km": pool.driven_km}
    return replace(made, staffing=replace(made.staffing, measures=driven, pool_uses=(pool,)))


def made_world(plan, rows, **other):
    return with_pool(world(REGION, plan, rows=rows, staff=STAFF, transport=CARRIED, **NOTHING_EXTRA, **other))


@pytest.mark.parametrize(("kind", "price_rule"), EVERY_CONTRACT)
@given(
    guests=st.tuples(*[st.floats(0, 200)] * 3),
    rule=st.sampled_from(BILL_SHARING_RULES),
    ends=st.sampled_from([None, 2027]),
)
@settings(max_examples=6, deadline=None)
def test_money_moves_and_none_is_made_or_lost(kind, price_rule, guests, rule, ends):
    rows = [*PUPILS_AT_HOME, (2, 7, CENTRE, guests[0]), (2, 2, VILLAGE, guests[1]), (0, 7, OTHER, guests[2])]
    plan = contract(plan_of(REGION), kind, price_rule, bill_sharing=rule, year=2026)
    if ends is not None:
        made = plan.agreements[0]
        years = made.years & (np.array(plan.years) <= ends)
        plan = replace(
            plan, agreements=(replace(made, years=years, exit=Exit(made.members[0], fee_years=2.0)),)
        )
    without, agreed = made_world(plan_of(REGION), rows), made_world(plan, rows)
    costs = agreed.costs()
    by_item = costs.municipal_draw_year_municipality_payer_item.sum(axis=(2, 3))
    np.testing.assert_allclose(by_item, costs.school_draw_year_school_item.sum(axis=2), atol=0.005)
    np.testing.assert_allclose(
        by_item, without.costs().municipal_draw_year_municipality_payer_item.sum(axis=(2, 3)), atol=0.005
    )
    funding = agreed.funding().funding_draw_year_municipality_item
    for item in ("home_municipality_compensation", "cooperation_payment"):
        np.testing.assert_allclose(funding[..., FUND[item]].sum(axis=2), 0.0, atol=0.005)
    for bill in costs.joint_bills:
        paid = bill.share_rule_draw_year_municipality * bill.total_draw_year[..., None]
        np.testing.assert_allclose(paid.sum(axis=3), np.broadcast_to(bill.total_draw_year, paid.shape[:3]))
        strangers = [m for m in range(2) if m not in bill.members]
        assert not bill.share_rule_draw_year_municipality[..., strangers].any()


SHARING_NOTHING = [
    ("open_borders", "statutory"),
    ("open_borders", "per_pupil"),
    ("purchase", "statutory"),
    ("purchase", "per_pupil"),
    ("purchase", "cost_shares"),
    ("joint_school", "cost_shares"),
    ("joint_school", "per_pupil"),
    ("joint_school", "statutory"),
    ("satellite", "cost_shares"),
    ("shared_transport", "cost_shares"),
    ("teacher_pool", "cost_shares"),
]


@pytest.mark.parametrize("rule", ["by_pupils", "by_use"])
@pytest.mark.parametrize(("kind", "price_rule"), SHARING_NOTHING)
def test_members_who_share_nothing_change_nothing_to_the_last_bit(kind, price_rule, rule):
    def money(plan):
        made = world(REGION, plan, staff=STAFF, **NOTHING_EXTRA).money()
        return made.costs.municipal_draw_year_municipality_payer_item, made.funding

    plan = contract(plan_of(REGION), kind, price_rule, bill_sharing=rule)
    costs, funding = money(plan)
    plain_costs, plain_funding = money(plan_of(REGION))
    assert np.array_equal(costs, plain_costs)
    assert np.array_equal(
        funding.funding_draw_year_municipality_item, plain_funding.funding_draw_year_municipality_item
    )


def test_making_an_agreement_is_all_it_costs_members_who_share_nothing():
    costs = world(REGION, contract(plan_of(REGION), "open_borders", "statutory"), staff=STAFF).costs()
    plain = world(REGION, staff=STAFF).costs()
    more = costs.gross_draw_year_municipality - plain.gross_draw_year_municipality
    expected = np.zeros((len(YEARS), 2))
    expected[year_at(2026)] = 20_000.0
    np.testing.assert_allclose(more[0], expected, atol=1e-6)


def test_ending_an_agreement_costs_every_member_once_in_the_year_after():
    plan = contract(plan_of(REGION), "open_borders", "statutory")
    made = plan.agreements[0]
    ended = replace(plan, agreements=(replace(made, years=made.years & (np.array(YEARS) <= 2027)),))
    costs = world(REGION, ended, staff=STAFF).costs()
    plain = world(REGION, plan, staff=STAFF).costs()
    more = (
        costs.municipal_draw_year_municipality_payer_item - plain.municipal_draw_year_municipality_payer_item
    )
    expected = np.zeros((len(YEARS), 2))
    expected[year_at(2028)] = 10_000.0
    np.testing.assert_allclose(more[0, ..., ITEM["transition"]].sum(axis=2), expected, atol=1e-6)
    assert more.sum() == pytest.approx(20_000)


def shrinking(year):
    """Sixty pupils of the school's own municipality for good; of the neighbour's ten fewer every year."""
    return [(0, 7, CENTRE, 60.0), (2, 7, CENTRE, 60.0 - 10.0 * (year - 2024))]


LAGGED = {2026: 768_000.0, 2027: 640_000.0, 2028: 512_000.0, 2029: 384_000.0}
"""60, 50, 40, 30 pupils of two years before × 8,000 × 1.6."""

COST_PRICE = {2026: 480_000.0, 2027: 400_000.0, 2028: 300_000.0, 2029: 1_200_000.0 / 7.0}
"""1,200,000 × 40/100, 30/90, 20/80, 10/70: pupils of the year in a school whose teachers stay."""


def test_compensation_lags_two_years_behind_the_pupils_and_knows_no_cost():
    """A joint lower secondary school whose guests dwindle, as that of Kaavi and Juankoski (KHO 3204/2015)."""
    staff = {"posts": [20.0, 0.0, 0.0]}

    def paid(price_rule):
        plan = contract(plan_of(REGION), "joint_school", price_rule, year=2024)
        return world(REGION, plan, rows=shrinking, staff=staff).money()

    statutory, divided = paid("statutory"), paid("cost_shares")
    for year, lagged in LAGGED.items():
        funding = statutory.funding.funding_draw_year_municipality_item[0, year_at(year)]
        assert funding[:2, FUND["home_municipality_compensation"]] == pytest.approx([lagged, -lagged])
        costs = divided.costs.municipal_draw_year_municipality_payer_item[0, year_at(year)]
        billed = costs[1, PAYER["other_municipality"], ITEM["teaching"]]
        assert billed == pytest.approx(COST_PRICE[year])
        assert not divided.funding.funding_draw_year_municipality_item[
            0, year_at(year), :2, FUND["cooperation_payment"]
        ].any()


def fifty_until_2026(year):
    """A neighbour's fifty lower secondary pupils, who go elsewhere when the agreement has ended."""
    return [(0, 7, CENTRE, 60.0), (2, 7, CENTRE if year <= 2026 else OTHER, 50.0)]


# The Plan's first year stands in for the pupils of the two years before it.
@pytest.mark.parametrize(
    ("price_rule", "other", "paid_in"),
    [
        ("statutory", {}, [2024, 2025, 2026, 2027, 2028]),
        ("per_pupil", {"price_per_pupil_eur": 12_800.0}, [2024, 2025, 2026]),
    ],
)
def test_compensation_is_still_paid_for_two_years_after_an_agreement_has_ended(price_rule, other, paid_in):
    """The same pupils, the same 12,800 euros, two years apart: what the parties of KHO 1003/2020 fought about."""
    plan = contract(plan_of(REGION), "joint_school", price_rule, year=2024, **other)
    made = plan.agreements[0]
    plan = replace(plan, agreements=(replace(made, years=made.years & (np.array(YEARS) <= 2026)),))
    funding = world(REGION, plan, rows=fifty_until_2026).funding().funding_draw_year_municipality_item[0]
    received = funding[:, 0, [FUND["home_municipality_compensation"], FUND["cooperation_payment"]]].sum(
        axis=1
    )
    assert received == pytest.approx([640_000.0 if year in paid_in else 0.0 for year in YEARS])


def test_a_price_per_pupil_follows_the_pupils_of_the_year_and_not_the_cost():
    plan = contract(plan_of(REGION), "joint_school", "per_pupil", year=2024, price_per_pupil_eur=12_800.0)
    funding = world(REGION, plan, rows=shrinking).funding().funding_draw_year_municipality_item[0]
    assert funding[year_at(2026), 0, FUND["cooperation_payment"]] == pytest.approx(40 * 12_800)


def test_an_exit_ends_what_was_shared_and_the_present_returns():
    plan = contract(plan_of(REGION), "satellite", "per_pupil", year=2026)
    made = plan.agreements[0]
    held = replace(made, years=made.years & (np.array(YEARS) <= 2027), exit=Exit(1, fee_eur=50_000.0))
    money = world(REGION, replace(plan, agreements=(held,)), staff=STAFF, **NOTHING_EXTRA).money()
    plain = world(REGION, staff=STAFF, **NOTHING_EXTRA).money()
    same = money.costs.gross_draw_year_municipality == plain.costs.gross_draw_year_municipality
    assert same[0].all(axis=1).tolist() == [True, True, False, False, True, True]
    paid = money.funding.funding_draw_year_municipality_item[0, :, :2, FUND["cooperation_payment"]]
    assert paid[year_at(2027)] == pytest.approx([450_000, -450_000])
    assert paid[year_at(2028)] == pytest.approx([50_000, -50_000])
    assert not paid[year_at(2029)].any()


def test_uncertain_parameters_keep_every_draw_apart():
    plan = contract(plan_of(REGION), "joint_school", "cost_shares", bill_sharing="equal")
    drawn = parameters(2, {"teaching.pay_level": [1.0, 2.0]}, **NOTHING_EXTRA)
    costs = world(REGION, plan, draws=2, staff=STAFF, parameters=drawn).costs()
    billed = costs.municipal_draw_year_municipality_payer_item[
        :, year_at(2026), 1, PAYER["other_municipality"], ITEM["teaching"]
    ]
    assert billed == pytest.approx([240_000, 480_000])


@pytest.mark.parametrize("rule", BILL_SHARING_RULES)
@pytest.mark.parametrize("kind", ["joint_school", "joint_authority"])
def test_each_member_bears_its_own_start_and_end_of_agreements_under_every_rule(rule, kind):
    plan = plan_of(REGION)
    for _ in range(2):
        plan = contract(plan, kind, "cost_shares", schools=(CENTRE, OTHER), bill_sharing=rule)
    ending = [replace(made, years=made.years & (np.array(YEARS) <= 2027)) for made in plan.agreements]
    prices = {"economy__agreement_start_eur_member": 30_000.0, "economy__agreement_end_eur_member": 7_000.0}
    costs = world(REGION, replace(plan, agreements=tuple(ending)), staff=STAFF, **prices).costs()
    transition = costs.municipal_draw_year_municipality_payer_item[0, ..., ITEM["transition"]]
    for year, each in ((2026, 2 * 30_000.0), (2028, 2 * 7_000.0)):
        assert transition[year_at(year), :, PAYER["municipality"]] == pytest.approx([each, each])
    assert not transition[..., PAYER["other_municipality"]].any()
    np.testing.assert_allclose(
        transition.sum(axis=(1, 2)),
        costs.school_draw_year_school_item[0, ..., ITEM["transition"]].sum(axis=1),
        atol=0.005,
    )


@pytest.mark.parametrize("rule", BILL_SHARING_RULES)
def test_posts_beyond_need_and_dismissals_stay_with_the_employer(rule):
    def paid(plan, **beyond):
        made = world(REGION, plan, staff=STAFF | beyond, **NOTHING_EXTRA)
        if beyond:
            staff = np.zeros((1, len(YEARS), 2, 2))
            staff[:, :, 0] = 1.0, 2.0
            changed = replace(made.staffing, surplus_support_draw_year_municipality_staff=staff)
            for amounts in (
                changed.surplus_posts_draw_year_municipality_subject,
                changed.dismissed_posts_draw_year_municipality_subject,
            ):
                amounts[:, :, 1] = 0.0
            made = replace(made, staffing=changed)
        costs = made.costs()
        return costs.municipal_draw_year_municipality_payer_item[0, year_at(2026)], costs.joint_bills

    plan = contract(plan_of(REGION), "joint_authority", "cost_shares", bill_sharing=rule)
    many, bills = paid(plan, surplus_posts=3.0, dismissed_posts=1.0)
    none, bills_without = paid(plan)
    more = many - none
    first = more[0, PAYER["municipality"]]
    assert first[ITEM["teaching"]] == pytest.approx(3 * 60_000)
    assert first[ITEM["transition"]] == pytest.approx(60_000 * 2 / 12)
    assert first[ITEM["support_staff"]] == pytest.approx(2 * 30_000)
    assert first[ITEM["administration"]] == pytest.approx(75_000)
    assert more.sum() == pytest.approx(first.sum())
    for bill, without in zip(bills, bills_without, strict=True):
        np.testing.assert_allclose(bill.total_draw_year, without.total_draw_year)
