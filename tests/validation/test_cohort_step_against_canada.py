"""The cohort step against the United Nations' own program: Canada 1950–1970, twenty yearly steps."""

import csv
from pathlib import Path

import numpy as np
import pytest

from kopa_sim.demography.factors import unit_factors
from kopa_sim.demography.rates import Rates
from kopa_sim.demography.step import expected_step
from kopa_sim.model.people import N_AGES, SEXES

DATA = Path(__file__).parent / "data"
YEARS = range(1950, 1970)

pytestmark = pytest.mark.validation


def boys_per_girl(year):
    """Sex ratio at birth in the reference run."""
    return 1.058 if year < 1955 else 1.057 if year < 1960 else 1.055


def read(name):
    """Return a table of the reference as (year, sex, age) by year."""
    tables = {}
    with (DATA / f"canada_1950_1970_{name}.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            sex = SEXES.index(row.get("sex", "female"))
            for year in (key for key in row if key.isdecimal()):
                table = tables.setdefault(int(year), np.zeros((2, N_AGES)))
                table[sex, int(row["age"])] = float(row[year])
    return tables


def rates_of(survival, migrants, fertility, year):
    """The reference gives survival to each age; the step asks for it from each age."""
    from_age = np.empty((1, 2, N_AGES))
    from_age[0, :, :-1], from_age[0, :, -1] = survival[:, 1:], survival[:, -1]
    ratio = boys_per_girl(year)
    return Rates(
        survival_municipality_sex_age=from_age,
        newborn_survival_municipality_sex=survival[None, :, 0],
        fertility_municipality_age=fertility[1][None],
        boys_share=ratio / (1 + ratio),
        out_migration_municipality_sex_age=np.zeros((1, 2, N_AGES)),
        destination_share_origin_destination_sex_age=np.zeros((1, 1, 2, N_AGES)),
        emigration_municipality_sex_age=np.zeros((1, 2, N_AGES)),
        in_migration_municipality_sex_age=migrants[None],
        immigration_municipality_sex_age=np.zeros((1, 2, N_AGES)),
        leaving_count_municipality_sex_age=np.zeros((1, 2, N_AGES)),
    )


def test_twenty_steps_equal_the_published_population_to_a_millionth_of_a_person():
    population, survival, migrants, fertility = (
        read(name) for name in ("population", "survival", "net_migrants", "fertility")
    )
    people = population[1950][None, None]
    for year in YEARS:
        rates = rates_of(survival[year], migrants[year], fertility[year], year)
        people = expected_step(people, rates, unit_factors(1)).closing
        if year + 1 in population:
            assert abs(people[0, 0] - population[year + 1]).max() < 1e-6, year + 1
    assert people.sum() == pytest.approx(21_381_909.607742, abs=1e-4)
