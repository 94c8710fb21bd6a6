"""Meals, kitchen by kitchen."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from kopa_sim.economy.buildings import building_states
from kopa_sim.economy.costs_meals import meals_cost
from kopa_sim.economy.kitchens import kitchens_of
from kopa_sim.model.parameters import Parameters
from kopa_sim.scenario.defaults import load_defaults
from tests.economy.worlds import (
    CENTRE,
    OTHER,
    PUPILS_AT_HOME,
    VILLAGE,
    close,
    parameters,
    plan_of,
    two_municipalities,
    with_schools,
    world,
    year_at,
)

ECONOMICS = (Path(__file__).parents[2] / "docs" / "economics.md").read_text(encoding="utf-8")

VILLAGE_HEATS = {"economy__cooking_kitchen_from_places": 100.0}


def meals(of):
    return meals_cost(of.basis, building_states(of.region, of.plan, of.parameters))[0]


def said(*kitchens):
    """The two municipalities with what the schools table says of their kitchens."""
    region = two_municipalities()
    return replace(region, schools=replace(region.schools, kitchens=kitchens))


def test_a_cooking_kitchen_costs_food_posts_and_equipment():
    """100 pupils: 3 h + 100 × 3 min = 8 h, one post. 20: 4 h, half a post. 50: 5.5 h, paid as 6 h."""
    assert meals(world())[year_at(2026)] == pytest.approx(
        [
            100 * 190 * 1 + 30_000 + 10_000,
            20 * 190 * 1 + 15_000 + 10_000,
            50 * 190 * 1 + 22_500 + 10_000,
        ]
    )


def test_a_heating_kitchen_pays_the_cooking_elsewhere_and_the_journey():
    """20 pupils: 1 h + 20 × 1.8 min = 1.6 h, paid as 2 h; 76 h of cooking; 12 km × 1.25 there and back."""
    cooking = 76 * 30_000 / (190 * 8)
    delivery = 190 * (2 * 12 * 1.25 * 1.0 + 10)
    cost = meals(world(**VILLAGE_HEATS))[year_at(2026)]
    assert cost[VILLAGE] == pytest.approx(20 * 190 + 7_500 + 2_000 + cooking + delivery)
    assert cost[CENTRE] == pytest.approx(59_000)


def test_kitchen_work_steps_with_meals_and_food_does_not():
    by_pupils = [
        meals(world(rows=[(0, 1, CENTRE, pupils)]))[year_at(2026), CENTRE] for pupils in (99.0, 100.0, 101.0)
    ]
    assert by_pupils[1] - by_pupils[0] == pytest.approx(190)
    assert by_pupils[2] - by_pupils[1] == pytest.approx(190 + 3_750)


def test_a_meal_is_dearer_in_a_small_kitchen():
    cost = meals(world())[year_at(2026)]
    assert cost[VILLAGE] / 20 == pytest.approx(1_440)
    assert cost[CENTRE] / 100 == pytest.approx(590)


def test_distance_and_size_decide_whether_bringing_food_is_cheaper():
    def village(x, pupils, **changes):
        rows = [
            {"code": "centre", "municipality": "901", "grades": "0-9", "places": 300},
            {"code": "village", "municipality": "901", "grades": "0-6", "places": 60, "x": x},
        ]
        return meals(world(with_schools(*rows), rows=[(1, 1, 1, pupils)], **changes))[year_at(2026), 1]

    assert village(10_000.0, 20.0, **VILLAGE_HEATS) < village(10_000.0, 20.0)
    assert village(60_000.0, 20.0, **VILLAGE_HEATS) > village(60_000.0, 20.0)


def test_what_the_table_says_of_a_kitchen_goes_before_the_rule():
    kitchens = kitchens_of(said("heating", "cooking", ""), parameters())
    assert kitchens.cooks.tolist() == [False, True, True]
    assert kitchens.cooks_for_others.tolist() == [False, True, False]
    assert kitchens.straight_km == pytest.approx([12.0, 0.0, 0.0])


def test_the_largest_school_cooks_where_no_other_would():
    small = parameters(economy__cooking_kitchen_from_places=1_000.0)
    assert kitchens_of(two_municipalities(), small).cooks.tolist() == [True, False, True]
    assert kitchens_of(said("heating", "", ""), small).cooks.tolist() == [False, True, True]


def test_where_all_schools_heat_the_kitchen_lies_outside_them_at_the_largest():
    kitchens = kitchens_of(said("heating", "heating", "heating"), parameters())
    assert not kitchens.cooks.any()
    assert not kitchens.cooks_for_others.any()
    assert kitchens.straight_km == pytest.approx([0.0, 12.0, 0.0])


def test_food_never_crosses_a_municipality_s_border():
    kitchens = kitchens_of(said("heating", "heating", "cooking"), parameters())
    assert kitchens.straight_km[VILLAGE] == pytest.approx(12.0)


def test_a_school_that_is_not_built_yet_cooks_for_nobody():
    rows = [
        {"code": "new", "municipality": "901", "grades": "1", "places": 500, "x": 50_000.0},
        {"code": "old", "municipality": "901", "grades": "0-9", "places": 200, "x": 1_000.0},
        {"code": "village", "municipality": "901", "grades": "0-6", "places": 40},
    ]
    region = with_schools(*rows)
    region.schools.grades_school_grade[0] = False
    kitchens = kitchens_of(region, parameters())
    assert kitchens.straight_km[2] == pytest.approx(1.0)
    assert kitchens.cooks_for_others.tolist() == [False, True, False]


def test_schools_of_the_state_have_no_kitchen_here():
    region = with_schools(
        {"code": "own", "municipality": "901", "grades": "0-9"},
        {
            "code": "state",
            "municipality": "901",
            "grades": "0-9",
            "provider": "state",
            "places": 900,
            "pupils": 9,
        },
    )
    kitchens = kitchens_of(region, parameters())
    assert kitchens.cooks.tolist() == [True, False]
    assert not kitchens.cooks_for_others.any()
    assert meals(world(region, rows=[(0, 1, 0, 10.0), (0, 1, 1, 9.0)]))[year_at(2026), 1] == 0.0


def test_the_kitchen_of_a_closed_school_ends_when_the_building_does():
    """3 h a day and 10,000 of equipment are fixed: 21,250, of which 40 % are not saved."""
    region = two_municipalities()
    closed = world(region, close(plan_of(region), VILLAGE, 2026), rows=[(0, 1, CENTRE, 120.0)])
    kitchen = [meals(closed)[year_at(year), VILLAGE] for year in (2026, 2027, 2028, 2029)]
    assert kitchen == pytest.approx([8_500, 8_500, 0, 0])


def test_a_kitchen_that_cooks_for_others_goes_on_when_its_school_closes():
    region = two_municipalities()
    closed = world(region, close(plan_of(region), CENTRE, 2026), rows=PUPILS_AT_HOME[1:], **VILLAGE_HEATS)
    assert meals(closed)[year_at(2026) :, CENTRE] == pytest.approx([21_250] * 4)


def test_kitchens_of_copies_of_a_school_are_those_of_the_school():
    kitchens = kitchens_of(two_municipalities(), parameters(**VILLAGE_HEATS))
    copies = kitchens.at(np.array([VILLAGE, VILLAGE, OTHER]))
    assert copies.straight_km == pytest.approx([12.0, 12.0, 0.0])
    assert copies.cooks.tolist() == [False, False, True]


def test_work_food_and_journeys_grow_each_by_its_own_prices():
    """Delivery: half labour, a fifth fuel, three tenths other prices."""
    plain = world(**VILLAGE_HEATS)
    grown = world(
        economy__wage_growth=0.10, economy__price_growth=0.01, economy__fuel_growth=0.20, **VILLAGE_HEATS
    )
    work, other, delivery = 7_500 + 1_500, 3_800 + 2_000, 7_600
    assert meals(plain)[year_at(2027), VILLAGE] == pytest.approx(work + other + delivery)
    expected = work * 1.10 + other * 1.01 + delivery * (0.5 * 1.10 + 0.2 * 1.20 + 0.3 * 1.01)
    assert meals(grown)[year_at(2027), VILLAGE] == pytest.approx(expected)


@pytest.mark.parametrize(("pupils", "told"), [(30, "1,480"), (100, "710"), (300, "480"), (600, "420")])
def test_the_cost_of_a_year_s_meals_by_the_size_of_a_kitchen_is_as_documented(pupils, told):
    """Published for municipalities in 2011: 317 to 466 in large cities, 700 to 1,582 below a hundred pupils."""
    region = with_schools({"code": "one", "municipality": "901", "grades": "0-9", "places": 700})
    defaults = Parameters(1, {name: spec.value for name, spec in load_defaults().items()})
    alone = world(region, rows=[(0, 1, 0, float(pupils))], parameters=defaults)
    per_pupil = meals(alone)[year_at(2026), 0] / pupils
    assert f"{round(per_pupil, -1):,.0f}" == told
    assert f"{told} of {pupils}" in ECONOMICS or f"{told} euros in a cooking kitchen of {pupils}" in ECONOMICS
