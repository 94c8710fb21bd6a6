"""Wear, repair debt and repairs."""

import numpy as np
import pytest

from kopa_sim.economy.buildings import building_states
from kopa_sim.economy.repairs import repairs, start_condition
from kopa_sim.model.ledger import UPKEEP_MEASURES
from kopa_sim.model.plan import PlaceChange
from tests.economy.worlds import (
    ITEM,
    VILLAGE,
    close,
    plan_of,
    two_municipalities,
    with_schools,
    world,
    year_at,
)


def repaired(of):
    return repairs(of.basis, building_states(of.region, of.plan, of.parameters))


def one_school(**columns):
    return with_schools(
        {"code": "one", "municipality": "901", "grades": "0-9", "floor_area_m2": 1_000.0, **columns}
    )


def test_condition_is_as_given_else_by_age_else_the_usual():
    region = with_schools(
        {"code": "given", "municipality": "901", "grades": "0-9", "condition": 0.7, "built": 1950},
        {"code": "young", "municipality": "901", "grades": "0-9", "built": 2014},
        {"code": "old", "municipality": "901", "grades": "0-9", "built": 1950},
        {"code": "unknown", "municipality": "901", "grades": "0-9"},
    )
    assert start_condition(world(region, rows=[]).basis) == pytest.approx([0.7, 0.8, 0.5, 0.65])


def test_repairs_are_a_share_of_what_lacks_to_a_sound_condition():
    region = one_school(condition=0.55)
    found = repaired(world(region, rows=[]))
    first = 0.1 * (0.20 + 0.02) * 1_000 * 4_000
    assert found.made[0, 0, 0] == pytest.approx(first)
    assert found.debt[0, 0, 0] == pytest.approx(9 * first)
    second = 0.1 * (0.198 + 0.02) * 1_000 * 4_000
    assert found.made[0, 1, 0] == pytest.approx(second)


def test_a_building_better_than_sound_needs_no_repairs_until_it_has_worn():
    found = repaired(world(one_school(condition=0.80), rows=[]))
    assert found.made[0, :2, 0].tolist() == [0.0, 0.0]
    assert found.made[0, 2, 0] == pytest.approx(0.1 * 0.01 * 1_000 * 4_000)


def test_what_is_worn_is_repaired_or_still_owed():
    found = repaired(world(one_school(condition=0.75), rows=[]))
    worn = 0.02 * 1_000 * 4_000 * np.arange(1, 7)
    np.testing.assert_allclose(found.made[0, :, 0].cumsum() + found.debt[0, :, 0], worn)


def test_a_closed_building_gets_no_repairs_and_its_debt_goes_with_it():
    region = two_municipalities()
    found = repaired(world(region, close(plan_of(region), VILLAGE, 2026)))
    assert found.made[0, year_at(2026) :, VILLAGE].tolist() == [0.0] * 4
    debt = found.debt[0, :, VILLAGE]
    assert debt[year_at(2026)] == debt[year_at(2027)] == debt[year_at(2025)] > 0
    assert debt[year_at(2028)] == 0.0


def test_a_new_building_owes_nothing():
    region = two_municipalities()
    plan = plan_of(region)
    plan.open_year_school[: year_at(2026), VILLAGE] = False
    found = repaired(world(region, plan))
    assert not found.made[0, :, VILLAGE].any()
    assert not found.debt[0, :, VILLAGE].any()


def test_a_new_wing_needs_no_repairs_and_pays_off_none_of_the_old_buildings_debt():
    region = two_municipalities()
    plan = plan_of(region, built=(PlaceChange(VILLAGE, 2026, 10.0),))
    plain, extended = repaired(world(region)), repaired(world(region, plan))
    np.testing.assert_allclose(extended.made, plain.made)
    np.testing.assert_allclose(extended.debt, plain.debt)
    np.testing.assert_allclose(extended.bettered, plain.bettered)


def test_a_wing_that_has_worn_below_sound_needs_repairs_of_its_own():
    region = two_municipalities()
    worn_fast = {"property__wear_share_year": 0.15}
    plan = plan_of(region, built=(PlaceChange(VILLAGE, 2026, 10.0),))
    plain, extended = repaired(world(region, **worn_fast)), repaired(world(region, plan, **worn_fast))
    more = (extended.made - plain.made)[0, :, VILLAGE]
    assert more[: year_at(2027)].tolist() == [0.0] * year_at(2027)
    assert more[year_at(2027)] > 0


def test_repairs_follow_construction_prices():
    region = one_school(condition=0.55)
    plain = repaired(world(region, rows=[]))
    dearer = repaired(world(region, rows=[], economy__construction_growth=0.1))
    assert dearer.made[0, year_at(2027), 0] == pytest.approx(1.1 * plain.made[0, year_at(2027), 0])


def test_repairs_that_better_a_building_leave_their_value_at_the_end():
    region = one_school(condition=0.30)
    found = repaired(world(region, rows=[]))
    fall = found.debt[0, year_at(2025), 0] - found.debt[0, year_at(2029), 0]
    assert fall > 0
    assert found.bettered[0, 0] == pytest.approx(fall)


def test_repairs_that_only_slow_decay_leave_what_has_worn_to_be_paid_at_the_end():
    """80,000 of wear a year, a tenth of what lacks repaired: 0.9 of (debt + 80,000) stays owed."""
    found = repaired(world(one_school(condition=0.75), rows=[]))
    owed = 72_000 * np.cumsum(0.9 ** np.arange(6))
    np.testing.assert_allclose(found.debt[0, :, 0], owed)
    assert found.bettered[0, 0] == pytest.approx(owed[1] - owed[5])
    assert found.bettered[0, 0] < 0


def test_a_building_better_than_sound_wears_free_until_it_is_sound():
    """0.88 wears to 0.76 in six years: nothing is owed."""
    found = repaired(world(one_school(condition=0.88), rows=[]))
    assert found.bettered[0, 0] == 0.0


def test_a_building_that_closes_is_not_bettered_by_it():
    region = two_municipalities()
    found = repaired(world(region, close(plan_of(region), VILLAGE, 2026)))
    assert found.debt[0, year_at(2025), VILLAGE] > found.debt[0, year_at(2029), VILLAGE] == 0.0
    assert found.bettered[0, VILLAGE] == 0.0


def test_a_building_that_closes_in_the_last_year_leaves_its_grown_debt_to_nobody():
    region = with_schools(
        {"code": "one", "municipality": "901", "grades": "0-9", "floor_area_m2": 1_000.0, "condition": 0.75}
    )
    found = repaired(world(region, close(plan_of(region), 0, 2029), rows=[]))
    assert found.debt[0, year_at(2028), 0] > found.debt[0, year_at(2025), 0]
    assert found.bettered[0, 0] == 0.0


def test_a_school_that_is_built_anew_is_not_bettered_by_the_debt_of_the_building_it_left():
    region = two_municipalities()
    plan = close(plan_of(region), VILLAGE, 2027)
    plan.open_year_school[year_at(2029) :, VILLAGE] = True
    found = repaired(world(region, plan))
    assert found.debt[0, year_at(2025), VILLAGE] > found.debt[0, year_at(2029), VILLAGE] == 0.0
    assert found.bettered[0, VILLAGE] == 0.0


def test_condition_falls_by_wear_and_rises_by_repairs():
    """0.55 less 0.02 of wear, plus a tenth of the 0.22 that it then lacks to 0.75."""
    found = repaired(world(one_school(condition=0.55), rows=[]))
    assert found.condition[0, 0] == pytest.approx(0.55 - 0.02 + 0.022)
    assert found.condition[1, 0] == pytest.approx(0.552 - 0.02 + 0.0218)


def test_a_new_building_is_as_good_as_new_less_its_first_year():
    region = two_municipalities()
    plan = plan_of(region)
    plan.open_year_school[: year_at(2026), VILLAGE] = False
    condition = repaired(world(region, plan)).condition[:, VILLAGE]
    assert np.isnan(condition[: year_at(2026)]).all()
    assert condition[year_at(2026) :] == pytest.approx([0.98, 0.96, 0.94, 0.92])


def test_a_wing_raises_the_condition_of_the_whole_by_its_share_of_the_floor():
    region = one_school(condition=0.55)
    wing = PlaceChange(0, 2025, 100.0)
    found = repaired(world(region, plan_of(region, built=(wing,)), rows=[]))
    old = 0.552 - 0.02 + 0.0218
    assert found.condition[1, 0] == pytest.approx((old * 1_000 + 0.98 * 1_000) / 2_000)


def test_a_major_renovation_falls_due_in_the_year_wear_has_brought_a_building_to_the_threshold():
    """0.57 wears to 0.55, 0.53, 0.51, 0.49: below a half in 2027, whatever is repaired in instalments."""
    for share in (0.0, 0.1):
        found = repaired(world(one_school(condition=0.57), rows=[], property__repair_share_year=share))
        assert found.renovation_due[:, 0].tolist() == [False, False, False, True, True, True]


def test_closing_before_the_year_spares_the_renovation():
    region = one_school(condition=0.57)
    closed = repaired(world(region, close(plan_of(region), 0, 2027), rows=[]))
    assert not closed.renovation_due.any()
    assert np.isnan(closed.condition[year_at(2029), 0])


def test_a_renovation_paid_when_due_brings_the_building_back_to_sound_at_once():
    """In 2027 0.26 lack to 0.75: 260 m2 of new building at 4,000; then wear begins again."""
    found = repaired(world(one_school(condition=0.57), rows=[], property__repair_timing="when_due"))
    assert found.made[0, :, 0] == pytest.approx([0, 0, 0, 260 * 4_000, 0, 0])
    assert found.debt[0, :, 0] == pytest.approx([800_000, 880_000, 960_000, 0, 80_000, 160_000])
    assert found.condition[:, 0] == pytest.approx([0.55, 0.53, 0.51, 0.75, 0.73, 0.71])
    assert found.renovation_due[:, 0].tolist() == [False, False, False, True, False, False]


def test_a_renovation_that_is_due_already_is_paid_in_the_first_costed_year_and_closing_then_spares_it():
    """An old building has 0.5 in 2024 and lacks 0.31 to 0.75 in 2026."""
    region = one_school(built=1960)
    at_once = {"property__repair_timing": "when_due"}
    assert repaired(world(region, rows=[], **at_once)).made[0, :, 0] == pytest.approx(
        [0, 0, 1_240_000, 0, 0, 0]
    )
    closed = world(region, close(plan_of(region), 0, 2026), rows=[], **at_once)
    assert not repaired(closed).made.any()


def test_a_renovation_paid_when_due_leaves_the_value_by_which_it_bettered_the_building():
    found = repaired(world(one_school(condition=0.57), rows=[], property__repair_timing="when_due"))
    assert found.bettered[0, 0] == pytest.approx(880_000 - 160_000)


def test_a_building_wears_the_sooner_the_older_it_is():
    def year_due(built):
        due = repaired(world(one_school(built=built), rows=[])).renovation_due[:, 0]
        return int(np.argmax(due)) + 2024 if due.any() else None

    assert [year_due(built) for built in (1960, 2001, 2003, 2020)] == [2024, 2025, 2027, None]


def test_an_old_building_is_due_at_once():
    assert repaired(world(one_school(built=1950), rows=[])).renovation_due[0, 0]


def test_as_it_is_pays_its_repairs_by_the_year_they_fall_due():
    costs = world(one_school(condition=0.55), rows=[]).costs()
    table = dict(zip(UPKEEP_MEASURES, costs.upkeep_draw_year_school_measure[0, 0, 0], strict=True))
    assert table == pytest.approx(
        {
            "repairs_eur": 88_000,
            "repair_debt_eur": 792_000,
            "condition_share": 0.552,
            "renovation_due_share": 0.0,
        }
    )
    assert costs.school_draw_year_school_item[0, 0, 0, ITEM["property_capital"]] == pytest.approx(88_000)
