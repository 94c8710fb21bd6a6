"""What investments are worth when the costed years end."""

import numpy as np
import pytest

from kopa_sim.economy.buildings import building_states
from kopa_sim.economy.residual_value import residual_value
from tests.economy.worlds import CENTRE, VILLAGE, close, plan_of, two_municipalities, world, year_at


def residual(of, year, school, amount=1_000.0):
    built = np.zeros((1, 6, 3))
    built[0, year_at(year), school] = amount
    return residual_value(of.basis, building_states(of.region, of.plan, of.parameters), built)[0]


@pytest.mark.parametrize(("year", "left"), [(2026, 36), (2027, 37), (2029, 39)])
def test_a_building_keeps_what_is_left_of_forty_years(year, left):
    assert residual(world(), year, CENTRE)[CENTRE] == pytest.approx(1_000 * left / 40)


def test_a_life_shorter_than_the_horizon_leaves_nothing():
    assert residual(world(property__building_life_years=3.0), 2026, CENTRE)[CENTRE] == 0.0


def test_money_spent_before_the_first_costed_year_leaves_no_value_in_it():
    assert not residual(world(), 2025, CENTRE).any()


def test_a_building_that_closes_has_no_value_left():
    region = two_municipalities()
    closed = world(region, close(plan_of(region), VILLAGE, 2028))
    assert residual(closed, 2026, VILLAGE)[VILLAGE] == 0.0
