"""What schools cost that differ only in their pupils."""

import numpy as np
import pytest

from kopa_sim.model.ledger import COST_ITEMS
from kopa_sim.model.parameters import Parameters
from kopa_sim.scenario.defaults import load_defaults
from kopa_sim.study.school_size import cost_by_school_size, spread_over_grades

VALUES = {name: spec.value for name, spec in load_defaults().items()}
GRADES = tuple(range(1, 7))


def costs(sizes, draws=3, **changed):
    pupils = spread_over_grades(sizes, GRADES, draws, np.random.default_rng(1))
    return pupils, cost_by_school_size(pupils, Parameters(draws, VALUES | changed))


def test_every_pupil_stands_in_one_of_the_grades():
    pupils, _ = costs((10, 57))
    assert (pupils.sum(axis=2) == [10, 57]).all()
    assert not pupils[..., [0, 7, 8, 9, 10]].any()


def test_schools_side_by_side_cost_what_each_costs_alone():
    pupils, both = costs((20, 200))
    alone = cost_by_school_size(pupils[:, 1:], Parameters(3, VALUES))
    assert both.cost_draw_size_item[:, 1] == pytest.approx(alone.cost_draw_size_item[:, 0])


def test_meals_of_a_school_are_food_by_pupil_and_one_kitchen():
    _, found = costs((20, 200), **{"economy.meal_eur_pupil_day": 2.0, "transport.school_days": 100.0})
    kitchen = VALUES["economy.kitchen_eur_site"]
    meals = found.cost_draw_size_item[0, :, COST_ITEMS.index("meals")]
    assert meals == pytest.approx([20 * 200 + kitchen, 200 * 200 + kitchen])


def test_journeys_and_change_cost_nothing_and_buildings_carry_their_rent():
    _, found = costs((50,))
    items = found.cost_draw_size_item[0, 0]
    assert items[COST_ITEMS.index("transport")] == 0
    assert items[COST_ITEMS.index("transition")] == 0
    rent = 50 * VALUES["property.space_m2_place"] * VALUES["property.capital_rent_eur_m2"]
    assert items[COST_ITEMS.index("property_capital")] == pytest.approx(rent)


def test_the_cost_of_a_pupil_is_the_schools_cost_over_its_pupils():
    _, found = costs((50,))
    assert found.per_pupil_draw_size[0, 0] == pytest.approx(found.cost_draw_size_item[0, 0].sum() / 50)
