import numpy as np
import pytest

from kopa_sim.demography.estimate import estimate_rates
from kopa_sim.demography.rates import Conventions
from tests.demography import worlds


def test_all_rates_are_possible_and_of_every_municipality():
    rates = estimate_rates(worlds.busy_data(), worlds.parameters())
    arrays = {name: value for name, value in vars(rates).items() if name != "conventions"}
    for name, value in arrays.items():
        assert np.isfinite(value).all(), name
        assert (np.asarray(value) >= 0).all(), name
    assert (rates.survival_municipality_sex_age <= 1).all()
    assert (rates.newborn_survival_municipality_sex <= 1).all()
    assert (rates.out_migration_municipality_sex_age + rates.emigration_municipality_sex_age < 1).all()
    assert rates.fertility_municipality_age.shape == (2, 101)


def test_the_sex_ratio_is_boys_per_hundred_girls():
    assert estimate_rates(worlds.data(), worlds.parameters()).boys_share == pytest.approx(105 / 205)
    assert estimate_rates(worlds.data(), worlds.parameters(sex_ratio_at_birth=100)).boys_share == 0.5


def test_an_empty_municipality_has_no_movers_and_breaks_nothing():
    people = worlds.population()
    people[1] = 0
    rates = estimate_rates(worlds.data(population_municipality_sex_age=people), worlds.parameters())
    assert rates.in_migration_municipality_sex_age[1].sum() == 0
    assert np.isfinite(rates.out_migration_municipality_sex_age).all()


def test_the_rates_carry_the_conventions_of_the_scenario():
    chosen = worlds.parameters(migration_timing="start_unexposed", last_fertile_age=44.0)
    rates = estimate_rates(worlds.data(), chosen)
    assert rates.conventions == Conventions("start_unexposed", last_fertile_age=44)


def test_fertility_outside_the_fertile_ages_counts_nowhere_and_registered_births_keep_their_number():
    rows = [(0, "births", -1, 15, 49, 27.0), (1, "births", -1, 15, 49, 11.0)]
    given = worlds.data(events=worlds.events(rows))
    chosen = {"fertility_prior_births": 0.0}
    usual = estimate_rates(given, worlds.parameters(**chosen)).fertility_municipality_age
    narrow = estimate_rates(
        given, worlds.parameters(**chosen, first_fertile_age=25.0)
    ).fertility_municipality_age
    assert (narrow[:, :25] == 0).all()
    assert (narrow[:, 25:50] > usual[:, 25:50]).all()
