"""Small histories of population for back-tests."""

import numpy as np

from kopa_sim.model.parameters import Parameters
from kopa_sim.model.people import N_AGES
from kopa_sim.scenario.defaults import load_defaults
from kopa_sim.study.backtest import PopulationHistory
from kopa_sim.study.backtest.known_rates import turnover_of_regions

BEARING = 30


def parameters(n_draws=1):
    return Parameters(n_draws, {name: spec.value for name, spec in load_defaults().items()})


def turnover():
    return turnover_of_regions(parameters())


def shape(n_years):
    """All children are born to women of one age."""
    shares = np.zeros((n_years, N_AGES))
    shares[:, BEARING] = 1.0
    return shares


def history(people, first_year=2000, codes=None):
    """A history from (year, municipality, sex, age)."""
    people = np.asarray(people, dtype=float)
    codes = codes or tuple(str(901 + index) for index in range(people.shape[1]))
    years = tuple(range(first_year, first_year + len(people)))
    return PopulationHistory(codes, years, people, shape(len(people)))


def unchanging(n_years=20, sizes=(600.0, 900.0)):
    """The same people of every age in every year."""
    people = np.zeros((n_years, len(sizes), 2, N_AGES))
    people[...] = np.array(sizes)[:, None, None]
    return history(people)
