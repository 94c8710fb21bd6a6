"""Capital cost of property, in cash and as accounts show it."""

import numpy as np
import pytest

from kopa_sim.economy.buildings import building_states
from kopa_sim.economy.costs_property_capital import (
    capital_rent,
    depreciation,
    disposal_cost,
    property_capital_cost,
    temporary_places_cost,
)
from kopa_sim.economy.investments import building_cost
from kopa_sim.economy.repairs import repairs
from kopa_sim.model.plan import PlaceChange
from tests.economy.worlds import (
    CENTRE,
    VILLAGE,
    close,
    plan_of,
    two_municipalities,
    with_schools,
    world,
    year_at,
)


def states_of(of):
    return building_states(of.region, of.plan, of.parameters)


def closed_village(year=2026, **changes):
    region = two_municipalities()
    return world(region, close(plan_of(region), VILLAGE, year), rows=[(0, 1, CENTRE, 120.0)], **changes)


def temporary_places(of):
    states = states_of(of)
    return temporary_places_cost(of.basis, states, repairs(of.basis, states))[0]


NO_REPAIRS = {"property__wear_share_year": 0.0, "property__usual_condition_share": 0.75}


def test_pupils_beyond_the_places_are_taught_in_rented_ones():
    crowded = world(rows=[(1, 1, VILLAGE, 70.0)])
    cost = temporary_places(crowded)
    assert cost[year_at(2026)] == pytest.approx([0.0, 10 * 2_000, 0.0])


def test_half_the_pupils_move_out_in_the_year_of_a_renovation_that_is_paid_at_once():
    """All three buildings wear from 0.55 to 0.53, 0.51 and 0.49: they are renovated in 2026."""
    worn = {"property__usual_condition_share": 0.55}
    at_once = temporary_places(world(property__repair_timing="when_due", **worn))
    assert at_once[year_at(2026)] == pytest.approx([50 * 2_000, 10 * 2_000, 25 * 2_000])
    assert at_once.sum() == pytest.approx(170_000)
    assert not temporary_places(world(**worn)).any()


def test_disposal_is_the_expected_cost_of_pulling_down_less_selling():
    closed = closed_village()
    cost = disposal_cost(closed.basis, states_of(closed))[0, :, VILLAGE]
    assert cost[year_at(2028)] == pytest.approx((0.5 * 140 - 0.5 * 100) * 1_400)
    assert cost.sum() == pytest.approx(cost[year_at(2028)])


def test_rent_of_places_and_sales_follow_other_prices_and_pulling_down_construction():
    dearer = {"economy__price_growth": 0.1, "economy__construction_growth": 0.2}
    crowded = temporary_places(world(rows=[(1, 1, VILLAGE, 70.0)], **dearer))
    assert crowded[year_at(2027), VILLAGE] == pytest.approx(10 * 2_000 * 1.1)
    closed = closed_village(**dearer)
    cost = disposal_cost(closed.basis, states_of(closed))[0, year_at(2028), VILLAGE]
    assert cost == pytest.approx((0.5 * 140 * 1.44 - 0.5 * 100 * 1.21) * 1_400)


def test_a_building_that_always_sells_brings_money():
    closed = closed_village(property__sold_share=1.0)
    assert disposal_cost(closed.basis, states_of(closed)).sum() == pytest.approx(-100 * 1_400)


def test_capital_rent_runs_until_the_building_is_gone():
    closed = closed_village()
    rent = capital_rent(closed.basis, states_of(closed))[0, :, VILLAGE]
    assert rent == pytest.approx([168_000] * 4 + [0, 0])


def test_what_is_built_is_depreciated_instead_of_rented():
    region = two_municipalities()
    plan = plan_of(region, built=(PlaceChange(VILLAGE, 2027, 60.0, 3_000_000.0),))
    plan.open_year_school[: year_at(2027), VILLAGE] = False
    built = world(region, plan, **NO_REPAIRS)
    capital = property_capital_cost(built.basis, states_of(built))
    assert capital.cash[0, year_at(2027), VILLAGE] == pytest.approx(3_000_000)
    assert capital.accounts[0, :, VILLAGE] == pytest.approx([0, 0, 0, 100_000, 100_000, 100_000])


def test_depreciation_ends_with_the_life_of_the_investment():
    region = two_municipalities()
    short = world(region, property__depreciation_years=2.0)
    spent = np.zeros((1, 6, 3))
    spent[0, 1, CENTRE] = 1_000.0
    charge = depreciation(short.basis, states_of(short), spent)[0, :, CENTRE]
    assert charge == pytest.approx([0, 500, 500, 0, 0, 0])


def test_the_residual_value_lowers_the_cash_of_the_last_year():
    region = two_municipalities()
    plan = plan_of(region, built=(PlaceChange(CENTRE, 2026, 10.0, 400_000.0),))
    built = world(region, plan, **NO_REPAIRS)
    cash = property_capital_cost(built.basis, states_of(built)).cash[0, :, CENTRE]
    assert cash == pytest.approx([0, 0, 400_000, 0, 0, -400_000 * 36 / 40])


@pytest.mark.parametrize(("condition", "fall"), [(0.30, 300_843.72), (0.75, -200_562.48)])
def test_the_cash_of_the_last_year_has_the_change_of_repair_debt(condition, fall):
    """A tenth of what lacks is repaired, so the debt nears 720,000: 0.9⁶ from it at the end, 0.9² before 2026.

    From 0.30 it begins at 1,800,000, from 0.75 at zero: it changes by (0.9² − 0.9⁶) of what lies between.
    """
    region = with_schools(
        {
            "code": "one",
            "municipality": "901",
            "grades": "0-9",
            "floor_area_m2": 1_000.0,
            "condition": condition,
        }
    )
    worn = world(region, rows=[])
    capital = property_capital_cost(worn.basis, states_of(worn))
    made, debt = capital.repairs.made[0, :, 0], capital.repairs.debt[0, :, 0]
    assert debt[year_at(2025)] - debt[-1] == pytest.approx(fall)
    assert capital.cash[0, :-1, 0] == pytest.approx(made[:-1])
    assert capital.cash[0, -1, 0] == pytest.approx(made[-1] - fall)


def test_rent_and_repairs_are_two_views_and_never_one_sum():
    plain = world()
    capital = property_capital_cost(plain.basis, states_of(plain))
    assert capital.accounts[0, year_at(2026)] == pytest.approx([168_000.0] * 3)
    assert capital.cash[0, year_at(2026)] == pytest.approx([75_712.0] * 3)


def test_places_built_in_the_last_year_cost_money():
    region = two_municipalities()
    last = plan_of(region).years[-1]
    plan = plan_of(region, built=(PlaceChange(VILLAGE, last, 100.0),))
    plain, extended = world(region), world(region, plan)
    dearer = (
        property_capital_cost(extended.basis, states_of(extended)).cash
        - property_capital_cost(plain.basis, states_of(plain)).cash
    )[0, :, VILLAGE]
    life = extended.basis.parameters.number("property.building_life_years")
    price = building_cost(extended.basis)[0, -1, VILLAGE]
    assert dearer[-1] == pytest.approx(price / life)
    assert not dearer[:-1].any()
