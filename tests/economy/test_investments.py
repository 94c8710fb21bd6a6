"""New schools and extensions."""

import pytest

from kopa_sim.economy.investments import building_cost, built_m2, extended_m2_year_school
from kopa_sim.model.plan import PlaceChange
from tests.economy.worlds import VILLAGE, plan_of, two_municipalities, with_schools, world, year_at


def extended(places=10.0, cost=float("nan"), year=2027, **changes):
    region = two_municipalities()
    return world(region, plan_of(region, built=(PlaceChange(VILLAGE, year, places, cost),)), **changes)


def opened(cost=float("nan")):
    region = two_municipalities()
    plan = plan_of(region, built=(PlaceChange(VILLAGE, 2027, 60.0, cost),))
    plan.open_year_school[: year_at(2027), VILLAGE] = False
    return world(region, plan)


def test_an_extension_is_priced_by_the_space_of_its_places():
    cost = building_cost(extended().basis)[0]
    assert cost[year_at(2027), VILLAGE] == pytest.approx(10 * 10 * 4_000)
    assert cost.sum() == pytest.approx(400_000)


def test_an_extension_takes_less_space_by_place_than_a_new_school():
    classrooms_only = extended(property__extension_m2_place=8.0)
    assert building_cost(classrooms_only.basis)[0, year_at(2027), VILLAGE] == pytest.approx(10 * 8 * 4_000)


def test_the_planner_s_own_price_is_used_and_grows_with_construction_prices():
    built = extended(cost=1_000_000.0, year=2028, economy__construction_growth=0.1)
    assert building_cost(built.basis)[0, year_at(2028), VILLAGE] == pytest.approx(1_210_000)


def test_a_new_school_is_priced_by_its_floor_area():
    assert building_cost(opened().basis)[0, year_at(2027), VILLAGE] == pytest.approx(1_400 * 4_000)


def test_a_new_school_without_a_floor_area_is_priced_by_its_places():
    region = with_schools({"code": "new", "municipality": "901", "grades": "0-6", "floor_area_m2": 0.0})
    change = PlaceChange(0, 2027, 60.0)
    plan = plan_of(region, built=(change,))
    plan.open_year_school[: year_at(2027)] = False
    assert built_m2(world(region, plan, rows=[]).basis, change) == pytest.approx(600.0)


def test_only_an_extension_adds_to_a_building_s_floor_area():
    assert extended_m2_year_school(extended().basis)[:, VILLAGE].tolist() == [0, 0, 0, 100, 100, 100]
    assert not extended_m2_year_school(opened().basis).any()


def test_what_a_private_provider_builds_is_not_the_municipality_s_cost():
    region = with_schools(
        {"code": "private", "municipality": "901", "grades": "0-9", "provider": "private", "pupils": 9}
    )
    plan = plan_of(region, built=(PlaceChange(0, 2027, 10.0),))
    assert not building_cost(world(region, plan, rows=[]).basis).any()
