import numpy as np
import pytest

from kopa_sim.demography.counts import mean_population
from kopa_sim.demography.vital import fertility_rates, mortality_rates
from tests.demography import worlds


def births_expected(given, rates):
    women = mean_population(given, 2019)[:, 1]
    return (women * rates).sum(axis=1)


def test_without_events_fertility_is_the_schedule():
    rates = fertility_rates(worlds.data(), worlds.parameters())
    assert rates[0] == pytest.approx(worlds.schedules().fertility_age)


def test_without_a_prior_the_rates_give_back_the_registered_births():
    rows = [(0, "births", -1, 15, 29, 8.0), (0, "births", -1, 30, 49, 19.0), (1, "births", -1, 15, 49, 11.0)]
    given = worlds.data(events=worlds.events(rows, years=(2015, 2019)))
    rates = fertility_rates(given, worlds.parameters(fertility_prior_births=0.0))
    assert births_expected(given, rates) == pytest.approx([27.0, 11.0])


def test_with_a_prior_a_small_municipality_moves_toward_the_region():
    rows = [(0, "births", -1, 15, 49, 25.0), (1, "births", -1, 15, 49, 15.0)]
    given = worlds.data(events=worlds.events(rows))
    own, shrunk = (
        fertility_rates(given, worlds.parameters(fertility_prior_births=prior)).sum(axis=1)
        for prior in (0.0, 40.0)
    )
    assert own[0] < shrunk[0] < shrunk[1] < own[1]


def test_births_of_boys_and_of_girls_in_rows_of_their_own_count_together():
    both = [(0, "births", -1, 15, 49, 31.0)]
    apart = [(0, "births", 0, 15, 49, 16.0), (0, "births", 1, 15, 49, 15.0)]
    one, two = (
        fertility_rates(worlds.data(events=worlds.events(rows)), worlds.parameters())
        for rows in (both, apart)
    )
    assert one == pytest.approx(two)


def test_nobody_aged_0_or_100_bears_children():
    schedules = worlds.schedules()
    schedules.fertility_age[:] = 0.01
    rates = fertility_rates(worlds.data(schedules=schedules), worlds.parameters())
    assert (rates[:, [0, 100]] == 0).all()
    assert (rates[:, 1:100] > 0).all()
    assert schedules.fertility_age[0] == 0.01  # what the scenario gave is left alone


def test_mortality_has_the_level_of_the_registered_deaths():
    rows = [(0, "deaths", -1, 0, 100, 60.0), (1, "deaths", -1, 0, 100, 4.0)]
    given = worlds.data(events=worlds.events(rows))
    rates = mortality_rates(given, worlds.parameters(mortality_prior_deaths=0.0))
    deaths = (mean_population(given, 2019) * rates).sum(axis=(1, 2))
    assert deaths == pytest.approx([60.0, 4.0])
    ratio = rates[0] / worlds.schedules().mortality_sex_age
    assert np.ptp(ratio) == pytest.approx(0.0, abs=1e-12)
