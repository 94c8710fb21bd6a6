"""Meals, welfare and information technology."""

from dataclasses import replace

import numpy as np
import pytest

from kopa_sim.economy.buildings import building_states
from kopa_sim.economy.costs_services import ict_cost, meals_cost, welfare_cost
from tests.economy.worlds import (
    CENTRE,
    VILLAGE,
    close,
    plan_of,
    two_municipalities,
    world,
    year_at,
)


def meals(of):
    return meals_cost(of.basis, building_states(of.region, of.plan, of.parameters))[0]


def test_meals_have_a_part_by_pupil_and_day_and_a_fixed_kitchen():
    assert meals(world())[year_at(2026)] == pytest.approx(
        [100 * 190 * 2 + 10_000, 20 * 190 * 2 + 10_000, 50 * 190 * 2 + 10_000]
    )


def test_a_small_school_s_meal_is_dearer_per_pupil_because_of_its_kitchen():
    cost = meals(world())[year_at(2026)]
    assert cost[VILLAGE] / 20 > cost[CENTRE] / 100


def test_the_kitchen_of_a_closed_school_ends_when_the_building_does():
    region = two_municipalities()
    closed = world(region, close(plan_of(region), VILLAGE, 2026), rows=[(0, 1, CENTRE, 120.0)])
    kitchen = [meals(closed)[year_at(year), VILLAGE] for year in (2025, 2026, 2027, 2028, 2029)]
    assert kitchen == pytest.approx([10_000, 4_000, 4_000, 0, 0])


def test_welfare_is_paid_by_pupil_and_grows_with_wages():
    cost = welfare_cost(world(economy__wage_growth=0.1).basis)[0, year_at(2027)]
    assert cost == pytest.approx([11_000.0, 2_200.0, 5_500.0])


def test_a_remote_room_is_a_yearly_charge_a_trained_person_and_a_link():
    linked = world(staff={"remote_rooms": [1.0, 0.0, 0.0]})
    cost = ict_cost(linked.basis, linked.staffing)[0, year_at(2026)]
    assert cost == pytest.approx([100 * 200 + 6_000 / 6 + 1_000 / 5 + 600, 20 * 200, 50 * 200])


def test_a_remote_ready_school_has_the_equipment_of_its_first_room():
    plain = two_municipalities()
    region = replace(plain, schools=replace(plain.schools, remote_ready=np.array([False, True, True])))
    linked = world(region, staff={"remote_rooms": [1.0, 1.0, 2.0]})
    unready = world(staff={"remote_rooms": [1.0, 1.0, 2.0]})
    saved = (ict_cost(unready.basis, unready.staffing) - ict_cost(linked.basis, linked.staffing))[
        0, year_at(2026)
    ]
    assert saved == pytest.approx([0.0, 1_000.0, 1_000.0])
