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


def test_every_school_cooks_its_own_meals_and_a_small_one_s_are_dearer():
    """Food of 2 EUR over 100 days; posts of 40,000 in steps of a tenth, 0.8 h of 8: 3 h and 3 minutes a meal."""
    changed = {
        "economy.food_eur_meal": 2.0,
        "transport.school_days": 100.0,
        "economy.kitchen_worker_salary_eur_month": 40_000 / (12 * 1.25),
        "teaching.months_paid": 12.0,
        "teaching.employer_cost_factor": 1.25,
        "teaching.pay_level": 1.0,
        "economy.kitchen_worker_day_h": 8.0,
        "economy.kitchen_post_step_share": 0.1,
        "economy.cooking_base_h_day": 2.0,
        "economy.serving_base_h_day": 1.0,
        "economy.cooking_min_meal": 1.0,
        "economy.serving_min_meal": 2.0,
        "economy.cooking_equipment_eur_year": 8_000.0,
        "economy.serving_equipment_eur_year": 2_000.0,
    }
    _, found = costs((20, 200), **changed)
    meals = found.cost_draw_size_item[0, :, COST_ITEMS.index("meals")]
    assert meals == pytest.approx([20 * 200 + 20_000 + 10_000, 200 * 200 + 68_000 + 10_000])


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
