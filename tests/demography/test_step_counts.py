"""Moves given as counts, net or gross, and deaths under a factor."""

from dataclasses import replace

import numpy as np
import pytest

from kopa_sim.demography.factors import level_factors, unit_factors
from kopa_sim.demography.rates import Conventions
from kopa_sim.demography.step import expected_step
from kopa_sim.model.people import N_AGES
from tests.demography import worlds
from tests.demography.test_step import people, simple_rates


def leaving(count):
    return np.full((1, 2, N_AGES), count)


def test_counted_leavers_leave_and_counted_arrivals_arrive():
    rates = simple_rates(
        1, leaving_count_municipality_sex_age=leaving(3.0), in_migration_municipality_sex_age=leaving(5.0)
    )
    flows = expected_step(people(1), rates, unit_factors(1))
    assert flows.closing[0, 0, 0, 50] == 10 - 3 + 5
    assert flows.counted_leaving[0, 0, 0, 50] == 3


def test_nobody_leaves_beyond_those_there_are_and_the_rest_is_told():
    rates = simple_rates(
        1, leaving_count_municipality_sex_age=leaving(12.0), in_migration_municipality_sex_age=leaving(1.0)
    )
    flows = expected_step(people(1), rates, unit_factors(1))
    assert flows.closing[0, 0, 0, 50] == 1  # those who arrive stay
    assert flows.counted_leaving[0, 0, 0, 50] == 10
    assert flows.counted_absent[0, 0, 0, 50] == 2
    assert flows.counted_absent[0, 0, 0, 0] == 12  # no child was born
    assert abs(flows.imbalance).max() == 0


def test_those_who_leave_by_rate_go_before_those_given_as_counts():
    rates = simple_rates(
        1,
        out_migration_municipality_sex_age=leaving(0.6),
        leaving_count_municipality_sex_age=leaving(7.0),
    )
    flows = expected_step(people(1), rates, unit_factors(1))
    assert flows.out_migration[0, 0, 0, 50] == pytest.approx(6)
    assert flows.counted_leaving[0, 0, 0, 50] == pytest.approx(4)


def test_in_two_halves_each_half_is_held_to_those_there_are():
    rates = simple_rates(
        1,
        leaving_count_municipality_sex_age=leaving(30.0),
        conventions=Conventions(migration_timing="half_and_half"),
    )
    flows = expected_step(people(1), rates, unit_factors(1))
    assert flows.closing.sum() == 0
    # 15 of each age wanted at the start, of whom 10 are there; 15 more at the end, when nobody is left
    assert flows.counted_leaving.sum() == 2 * N_AGES * 10
    assert flows.counted_absent.sum() == 2 * N_AGES * (30 - 10)


def test_the_level_of_out_migration_is_that_of_counted_leavers_too():
    rates = simple_rates(1, leaving_count_municipality_sex_age=leaving(2.0))
    flows = expected_step(people(1), rates, level_factors(worlds.parameters(out_migration_level=1.5), 1))
    assert flows.counted_leaving[0, 0, 0, 50] == 3


def test_a_factor_of_mortality_multiplies_the_hazard_of_all_ages_and_of_the_newborn():
    fertility = np.zeros((1, N_AGES))
    fertility[0, 30] = 1.0
    rates = simple_rates(
        1,
        survival_municipality_sex_age=np.full((1, 2, N_AGES), np.exp(-0.1)),
        newborn_survival_municipality_sex=np.full((1, 2), np.exp(-0.02)),
        fertility_municipality_age=fertility,
    )
    doubled = replace(unit_factors(1), mortality=np.array([[2.0]]))
    flows = expected_step(people(1), rates, doubled)
    assert flows.closing[0, 0, 0, 50] == pytest.approx(10 * np.exp(-0.2))
    assert flows.closing[0, 0, :, 0] == pytest.approx(flows.births[0, 0] * np.exp(-0.04))
    nobody_dies = replace(unit_factors(1), mortality=np.array([[0.0]]))
    assert expected_step(people(1), rates, nobody_dies).deaths.sum() == 0


def test_every_draw_dies_by_its_own_factor():
    rates = simple_rates(1, survival_municipality_sex_age=np.full((1, 2, N_AGES), 0.9))
    one = np.ones((2, 1))
    factors = type(unit_factors(1))(one, one, one, one, np.array([[1.0], [3.0]]))
    closing = expected_step(np.repeat(people(1), 2, axis=0), rates, factors).closing
    assert closing[:, 0, 0, 50] == pytest.approx([9.0, 10 * 0.9**3])
