"""Ages and steps of five years, through the same step."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopa_sim.demography.factors import unit_factors
from kopa_sim.demography.rates import Conventions
from kopa_sim.demography.step import FEMALE, expected_step
from kopa_sim.model.people import N_AGES
from tests.demography.test_step import simple_rates

N_GROUPS = 21
FIVE = Conventions(years_per_step=5)


def in_groups(people):
    """Single ages 0–100+ as groups 0–4, …, 95–99, 100+. (…, group)"""
    closed = people[..., :-1].reshape(*people.shape[:-1], N_GROUPS - 1, 5).sum(axis=-1)
    return np.concatenate([closed, people[..., -1:]], axis=-1)


@settings(deadline=None, max_examples=40)
@given(seed=st.integers(0, 10**6))
def test_five_yearly_steps_age_people_as_one_step_of_five_years(seed):
    people = np.random.default_rng(seed).random((1, 1, 2, N_AGES)) * 100
    yearly = people
    for _ in range(5):
        yearly = expected_step(yearly, simple_rates(1), unit_factors(1)).closing
    at_once = expected_step(
        in_groups(people), simple_rates(1, N_GROUPS, conventions=FIVE), unit_factors(1)
    ).closing
    # those of 96 to 100 reach the open age within the five years either way
    joined = in_groups(yearly)
    assert at_once[..., :-2] == pytest.approx(joined[..., :-2])
    assert at_once[..., -2:].sum() == pytest.approx(joined[..., -2:].sum())


def test_births_are_of_all_years_of_the_step():
    fertility = np.zeros((1, N_GROUPS))
    fertility[0, 5] = 0.1
    people = np.full((1, 1, 2, N_GROUPS), 100.0)
    rates = simple_rates(1, N_GROUPS, fertility_municipality_age=fertility, conventions=FIVE)
    assert expected_step(people, rates, unit_factors(1)).births.sum() == pytest.approx(5 * 0.1 * 100)


def test_a_group_is_fertile_by_its_first_age_and_the_open_group_never():
    assert np.flatnonzero(FIVE.fertile_ages(N_GROUPS)).tolist() == list(range(3, 10))
    wide = Conventions(first_fertile_age=0, last_fertile_age=200, years_per_step=5)
    assert np.flatnonzero(wide.fertile_ages(18)).tolist() == list(range(1, 17))


@pytest.mark.parametrize(
    ("last_two", "open_group"), [((0.6, 0.3), 50 * 0.6 + 20 * 0.3), ((0.5, 0.5), 70 * 0.5)]
)
def test_the_open_group_has_a_survival_of_its_own_or_shares_that_of_the_group_before(last_two, open_group):
    survival = np.ones((1, 2, 18))
    survival[..., -2:] = last_two
    people = np.zeros((1, 1, 2, 18))
    people[..., -2:] = 50.0, 20.0
    rates = simple_rates(1, 18, survival_municipality_sex_age=survival, conventions=FIVE)
    flows = expected_step(people, rates, unit_factors(1))
    assert flows.closing[0, 0, FEMALE, -1] == pytest.approx(open_group)
    assert flows.deaths[0, 0, FEMALE, -1] == pytest.approx(70 - open_group)
