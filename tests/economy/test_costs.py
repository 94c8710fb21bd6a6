"""All costs of an option together."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopa_sim.model.ledger import COST_ITEMS
from kopa_sim.model.plan import PlaceChange
from tests.economy.worlds import (
    CENTRE,
    ITEM,
    OTHER,
    PAYER,
    PUPILS_AT_HOME,
    VILLAGE,
    agreement,
    close,
    parameters,
    plan_of,
    two_municipalities,
    with_schools,
    world,
    year_at,
)

REGION = two_municipalities()

STAFF = {
    "posts": [8.0, 2.0, 5.0],
    "hours_required": [180.0, 50.0, 110.0],
    "hours_unqualified": [4.0, 4.0, 2.0],
    "overtime_hours": [3.0, 1.0, 0.0],
    "driven_km": [900.0, 400.0, 0.0],
    "surplus_posts": 0.5,
    "principal_posts": [1.0, 0.2, 0.8],
    "assistant_posts": [2.0, 0.4, 1.0],
    "site_adult_hours": [0.0, 3.0, 0.0],
    "remote_rooms": [1.0, 1.0, 0.0],
}
CARRIED = {
    "vehicle_km": 20_000.0,
    "vehicle_h": 400.0,
    "boarded": 0.5,
    "student_km": 9_000.0,
    "own_student_km": 90.0,
}


HALF_A_CENT = 0.005


def assert_sums_agree(costs):
    by_school = costs.school_draw_year_school_item.sum(axis=2)
    by_payer = costs.municipal_draw_year_municipality_payer_item.sum(axis=(2, 3))
    np.testing.assert_allclose(by_payer, by_school, rtol=0, atol=HALF_A_CENT)
    np.testing.assert_allclose(
        costs.accounting_capital_draw_year_municipality.sum(axis=2),
        costs.accounting_capital_draw_year_school.sum(axis=2),
        rtol=1e-12,
    )


def test_one_year_of_the_tiny_region_by_hand():
    costs = world(staff={"posts": [5.0, 2.0, 4.0], "principal_posts": 0.5}).costs()
    first = costs.municipal_draw_year_municipality_payer_item[0, year_at(2026), 0, PAYER["municipality"]]
    assert dict(zip(COST_ITEMS, first, strict=True)) == pytest.approx(
        {
            "teaching": 7 * 60_000,
            "support_staff": 0,
            "transport": 0,
            "meals": 59_000 + 28_800,
            "welfare": 120 * 100,
            "administration": 2 * 0.5 * 75_000 + 120 * (75 + 50) + 100_000,
            "property_running": 2 * 1_400 * 100,
            "property_capital": 2 * 75_712,
            "transition": 0,
            "ict": 120 * 200 + 2 * 3_000,
            "disruption": 0,
        }
    )
    gross = costs.gross_draw_year_municipality[0, year_at(2026), 0]
    assert gross == pytest.approx(420_000 + 87_800 + 12_000 + 190_000 + 280_000 + 151_424 + 30_000)


def test_family_and_kela_money_is_shown_by_school_but_is_no_gross_cost():
    costs = world(transport={"student_km": 10_000.0, "own_student_km": 1_000.0}).costs()
    without = world().costs()
    assert costs.gross_draw_year_municipality == pytest.approx(without.gross_draw_year_municipality)
    at_school = costs.school_draw_year_school_item[0, 0, CENTRE, ITEM["transport"]]
    assert at_school == pytest.approx(10_000 * 0.15 + 1_000 * 0.3)
    payers = costs.municipal_draw_year_municipality_payer_item[0, 0, 1, :, ITEM["transport"]]
    assert payers == pytest.approx([0, 0, 0, 1_500, 300])


def test_state_and_private_schools_cost_the_municipality_nothing():
    rows = [
        {"code": "own", "municipality": "901", "grades": "0-9"},
        {"code": "state", "municipality": "901", "grades": "0-9", "provider": "state", "pupils": 50},
        {"code": "private", "municipality": "902", "grades": "0-9", "provider": "private", "pupils": 50},
    ]
    region = with_schools(*rows)
    pupils = [(0, 1, 0, 10.0), (0, 1, 1, 50.0), (2, 1, 2, 50.0)]
    transport = {name: amount for name, amount in CARRIED.items() if "student" not in name}
    costs = world(region, rows=pupils, staff={**STAFF, "surplus_posts": 0.0}, transport=transport).costs()
    assert not costs.school_draw_year_school_item[:, :, 1:].any()
    assert not costs.gross_draw_year_municipality[:, :, 1].any()
    assert_sums_agree(costs)


def test_a_joint_provider_s_school_is_costed_like_a_municipal_one():
    region = with_schools({"code": "joint", "municipality": "901", "grades": "0-9", "provider": "joint"})
    assert world(region, rows=[(0, 1, 0, 10.0)]).costs().school_draw_year_school_item.any()


@given(
    pupils=st.lists(st.floats(0, 300), min_size=4, max_size=4),
    kinds=st.lists(
        st.sampled_from(
            [
                "open_borders",
                "joint_school",
                "host_municipality",
                "joint_authority",
                "shared_administration",
                "purchase",
            ]
        ),
        max_size=3,
    ),
    rule=st.sampled_from(["by_pupils", "by_residents", "equal"]),
    closing=st.sampled_from([None, (VILLAGE, 2026), (OTHER, 2027), (CENTRE, 2029)]),
    opening=st.booleans(),
    stops_grade=st.booleans(),
    cooks_from=st.sampled_from([0.0, 100.0, 250.0, 1_000.0]),
    realised=st.floats(0, 1),
    lag=st.integers(0, 6),
    runs_on=st.floats(0, 3),
    growth=st.floats(-0.05, 0.1),
)
@settings(max_examples=60, deadline=None)
def test_items_sum_over_payers_to_the_schools_to_the_cent_whatever_is_agreed_built_or_closed(
    pupils, kinds, rule, closing, opening, stops_grade, cooks_from, realised, lag, runs_on, growth
):
    plan = plan_of(REGION, built=(PlaceChange(CENTRE, 2027, 20.0), PlaceChange(VILLAGE, 2026, 60.0)))
    if opening:
        plan.open_year_school[: year_at(2026), VILLAGE] = False
    if stops_grade:
        plan.grades_year_school_grade[year_at(2028) :, OTHER, 1] = False
    for kind in kinds:
        schools = (CENTRE,) if kind == "joint_school" else ()
        plan = agreement(plan, kind, schools=schools, bill_sharing=rule, year=2027)
    if closing is not None:
        plan = close(plan, *closing)
    rows = [
        (area, 1, school, count)
        for (area, school), count in zip([(0, 0), (1, 1), (2, 0), (2, 2)], pupils, strict=True)
    ]
    costed = world(
        REGION,
        plan,
        rows,
        draws=2,
        factor=[1.0, 0.5],
        staff=STAFF,
        transport=CARRIED,
        economy__savings_realisation=realised,
        economy__cooking_kitchen_from_places=cooks_from,
        economy__fuel_growth=growth,
        economy__price_growth=-growth,
        economy__materials_eur_pupil={"basic": 150.0, "upper_secondary": 274.0},
        property__disposal_lag_years=float(lag),
        property__running_lag_years=runs_on,
    )
    assert_sums_agree(costed.costs())


def test_every_euro_of_a_building_that_closes_is_accounted_for():
    costs = world(REGION, close(plan_of(REGION), VILLAGE, 2027), rows=PUPILS_AT_HOME).costs()
    assert costs.write_down_draw_year_municipality[0, year_at(2027)].tolist() == pytest.approx(
        [400 * 1_400 * 14 / 15, 0]
    )
    assert costs.write_down_draw_year_municipality.sum() == pytest.approx(400 * 1_400 * 14 / 15)
    assert costs.repair_debt_draw_year_school[0, year_at(2029), VILLAGE] == 0.0
    assert costs.repair_debt_draw_year_school[0, year_at(2029), CENTRE] > 0.0


def test_the_same_inputs_give_the_same_bits():
    first, second = (
        world(REGION, agreement(plan_of(REGION), "joint_authority"), staff=STAFF, transport=CARRIED).costs()
        for _ in range(2)
    )
    assert (
        first.municipal_draw_year_municipality_payer_item.tobytes()
        == second.municipal_draw_year_municipality_payer_item.tobytes()
    )


def test_a_draw_s_costs_do_not_depend_on_the_other_draws():
    uncertain = {"economy.wage_growth": [0.0, 0.01], "property.building_eur_m2": [4_000.0, 5_000.0]}
    both = world(draws=2, staff=STAFF, parameters=parameters(2, uncertain)).costs()
    second = {name: values[1:] for name, values in uncertain.items()}
    alone = world(staff=STAFF, parameters=parameters(1, second)).costs()
    np.testing.assert_array_equal(both.school_draw_year_school_item[1], alone.school_draw_year_school_item[0])
