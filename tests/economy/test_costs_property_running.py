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


def test_closing_saves_the_realised_share_at_once_and_the_rest_with_the_building():
    region = two_municipalities()
    cost = running(world(region, close(plan_of(region), VILLAGE, 2026)))[:, VILLAGE]
    assert cost == pytest.approx([140_000, 140_000, 56_000, 56_000, 0, 0])
