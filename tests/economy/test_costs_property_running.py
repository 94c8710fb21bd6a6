"""Running of property."""

import pytest

from kopa_sim.economy.buildings import building_states
from kopa_sim.economy.costs_property_running import property_running_cost
from kopa_sim.model.plan import PlaceChange
from tests.economy.worlds import VILLAGE, close, plan_of, two_municipalities, with_schools, world, year_at


def running(of):
    return property_running_cost(of.basis, building_states(of.region, of.plan, of.parameters))[0]


def test_a_building_runs_at_the_price_per_square_metre():
    assert running(world())[year_at(2026)] == pytest.approx([140_000.0] * 3)


def test_a_school_s_own_yearly_cost_takes_the_place_of_the_price():
    region = with_schools(
        {"code": "own", "municipality": "901", "grades": "0-9", "annual_property_cost_eur": 99_000.0}
    )
    assert running(world(region, rows=[]))[year_at(2026)] == pytest.approx([99_000.0])


def test_an_extension_runs_from_the_year_it_opens():
    region = two_municipalities()
    plan = plan_of(region, built=(PlaceChange(VILLAGE, 2027, 10.0),))
    cost = running(world(region, plan))[:, VILLAGE]
    assert cost[year_at(2026)] == pytest.approx(140_000)
    assert cost[year_at(2027)] == pytest.approx(140_000 + 10 * 10 * 100)


def test_running_is_paid_in_full_until_contracts_end():
    """After half a year of full cost the other half of the year of closing saves 60 %; after one and a half, none."""
    region = two_municipalities()
    plan = close(plan_of(region), VILLAGE, 2026)
    half = running(world(region, plan, property__running_lag_years=0.5))[:, VILLAGE]
    assert half == pytest.approx([140_000, 140_000, 98_000, 56_000, 0, 0])
    longer = running(world(region, plan, property__running_lag_years=1.5))[:, VILLAGE]
    assert longer == pytest.approx([140_000, 140_000, 140_000, 98_000, 0, 0])


def test_cleaning_grows_with_wages_heat_with_energy_and_the_rest_with_prices():
    """Half is labour; four fifths of the rest energy."""
    grown = world(economy__wage_growth=0.02, economy__fuel_growth=0.10, economy__price_growth=0.01)
    expected = 0.5 * 1.02 + 0.4 * 1.10 + 0.1 * 1.01
    assert running(grown)[year_at(2027)] == pytest.approx([140_000.0 * expected] * 3)
    assert running(grown)[year_at(2026)] == pytest.approx([140_000.0] * 3)


def test_closing_saves_the_realised_share_at_once_and_the_rest_with_the_building():
    region = two_municipalities()
    cost = running(world(region, close(plan_of(region), VILLAGE, 2026)))[:, VILLAGE]
    assert cost == pytest.approx([140_000, 140_000, 56_000, 56_000, 0, 0])
