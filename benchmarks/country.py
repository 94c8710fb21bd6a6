"""A made-up country for timing: municipalities of uneven size on a square, moves between them by gravity."""

import numpy as np

from kopa_sim.demography.estimate import estimate_rates
from kopa_sim.demography.rates import Rates
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.people import N_AGES, DemographicData, MoveCounts, Schedules
from kopa_sim.scenario.defaults import load_defaults

RESIDENTS, MOVES_A_YEAR = 5_525_292, 286_700
"""Finland in 2019."""


def schedules():
    age = np.arange(N_AGES)
    bell = np.exp(-(((age - 30) / 5.5) ** 2) / 2) * ((age >= 15) & (age <= 49))
    mortality = np.minimum(0.00005 * np.exp(0.095 * age), 0.6)
    return Schedules(1.35 * bell / bell.sum(), np.stack([mortality * 1.3, mortality]))


def moves(residents, generator):
    place = 1000 * generator.random((len(residents), 2))
    km = 15 + np.linalg.norm(place[:, None] - place, axis=2)
    pull = residents[:, None] * residents / km**1.5
    np.fill_diagonal(pull, 0)
    counts = generator.poisson(pull * MOVES_A_YEAR / pull.sum())
    origin, destination = np.nonzero(counts)
    year = np.full(len(origin), 2019)
    return MoveCounts(origin, destination, year, year, counts[origin, destination].astype(float))


def country(n_municipalities=310) -> tuple[np.ndarray, Rates, int]:
    """Return the population (municipality, sex, age), its rates, and how many pairs exchange movers."""
    generator = np.random.default_rng(1)
    residents = np.exp(generator.normal(8.7, 1.2, n_municipalities))
    residents *= RESIDENTS / residents.sum()
    shape = np.clip(1.2 - np.arange(N_AGES) / 90, 0.02, None)
    population = np.round(residents[:, None, None] * np.stack([shape, shape]) / (2 * shape.sum()))
    exchanged = moves(residents, generator)
    data = DemographicData(2019, population, {}, None, exchanged, schedules(), None)
    parameters = Parameters(1, {name: spec.value for name, spec in load_defaults().items()})
    return population, estimate_rates(data, parameters), len(exchanged.origin)
