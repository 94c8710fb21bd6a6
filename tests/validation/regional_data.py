"""The regions' population history and what else the test of intervals reads, from ``data/``."""

from functools import cache

import numpy as np

from kopa_sim.model.parameters import Parameters
from kopa_sim.model.people import N_AGES, SEXES
from kopa_sim.scenario.defaults import load_defaults
from kopa_sim.study.backtest import PopulationHistory
from tests.validation.municipal_data import rows_of

YEARS = tuple(range(1972, 2020))
FIRST_SHAPE = 1990


@cache
def finland():
    """Return Finland's 19 regions 1972–2019, ages 0–49; years before 1990 take the ages of mothers of 1990."""
    rows = rows_of("regional_population_1972_2019.csv.gz")
    codes = tuple(dict.fromkeys(row["reg_code"] for row in rows))
    people = np.zeros((len(YEARS), len(codes), len(SEXES), N_AGES))
    for row in rows:
        cell = codes.index(row["reg_code"]), SEXES.index(row["sex"]), int(row["age"])
        people[(slice(None), *cell)] = [float(row[str(year)]) for year in YEARS]
    shape = np.zeros((len(YEARS), N_AGES))
    for row in rows_of("national_fertility_shape_1990_2019.csv"):
        shape[:, int(row["age"])] = [float(row[str(max(year, FIRST_SHAPE))]) for year in YEARS]
    return PopulationHistory(codes, YEARS, people, shape / shape.sum(axis=1, keepdims=True))


@cache
def region_names():
    return {row["reg_code"]: row["name"] for row in rows_of("regional_population_2015.csv.gz")}


@cache
def region_ages_2015():
    """Return the population of each region at the end of 2015. Code to (sex, age)"""
    ages = {}
    for row in rows_of("regional_population_2015.csv.gz"):
        table = ages.setdefault(row["reg_code"], np.zeros((2, N_AGES)))
        table[SEXES.index(row["sex"]), int(row["age"])] = float(row["2015"])
    return ages


@cache
def life_expectancy():
    """Return Finland's life expectancy at birth, mean of the sexes. (year,)"""
    rows = rows_of("national_life_expectancy_1990_2019.csv")
    return np.mean([[float(row[str(year)]) for year in range(1990, 2020)] for row in rows], axis=0)


def nordic_net_migration():
    """Return net immigration by country, 1990–2023. Country to (year,)"""
    found = {}
    for row in rows_of("nordic_net_migration_1990_2023.csv"):
        found.setdefault(row["country"], []).append(float(row["thousands"]))
    return {country: np.array(series) for country, series in found.items()}


def defaults(n_draws=1, **changes):
    """Return the default parameters of demography, with some replaced."""
    values = {name: spec.value for name, spec in load_defaults().items() if name.startswith("demography.")}
    return Parameters(n_draws, {**values, **{f"demography.{name}": value for name, value in changes.items()}})
