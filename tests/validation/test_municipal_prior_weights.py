"""The defaults of shrinkage are what the fit to all municipalities of Finland gives, no more and no less."""

from functools import cache

import numpy as np
import pytest

from kopa_sim.demography.prior_weights import fit_level_priors, fit_mover_priors
from kopa_sim.demography.schedules import KINDS_OF_MOVERS, movers_by_kind
from kopa_sim.model.people import N_AGES
from kopa_sim.scenario.defaults import load_defaults
from tests.validation.municipal_data import municipalities, national_schedules

pytestmark = pytest.mark.validation

YEARS = (2015, 2019)
AGES = ((0, 19), (20, 39), (40, 59), (60, 100))
COLUMNS = ("0_19", "20_39", "40_59", "60_plus")


def default(name):
    return load_defaults()[f"demography.{name}"].value


def population(year):
    """Year-end population; that of 2015 has the ages of 2018 and the total of its own year."""
    known = municipalities()
    if year in known.population:
        return known.population[year]
    ages = known.population[2018]
    return ages * (known.components[year]["population"] / ages.sum(axis=(1, 2)))[:, None, None]


def exposed(year):
    """Mean population of a year, where both ends are known."""
    return (population(2018) + population(2019)) / 2 if year == 2019 else population(year)


def vital(column, schedule_sex_age):
    """Events, and events expected at the country's level of each year. (municipality,)"""
    events, expected = np.zeros((2, len(municipalities().codes)))
    for year in YEARS:
        counted = municipalities().components[year][column]
        by_standard = (exposed(year) * schedule_sex_age).sum(axis=(1, 2))
        events += counted
        expected += by_standard * counted.sum() / by_standard.sum()
    return events, expected


def births():
    fertility = national_schedules().fertility_age
    return vital("births", np.stack([np.zeros(N_AGES), fertility]))


def deaths():
    return vital("deaths", national_schedules().mortality_sex_age)


def window(first, last):
    """Share of each year-end age whose moves fall into a group of ages at the move. (age,)"""
    inside = ((np.arange(N_AGES) >= first) & (np.arange(N_AGES) <= last)).astype(float)
    younger = np.concatenate([inside[:1], inside[:-1]])
    younger[-1] = inside[-1]
    return (inside + younger) / 2


@cache
def movers_expected():
    """Moves the schedule expects in both years. (municipality, group, kind)"""
    kinds = movers_by_kind(default("migration_schedule"))
    windows = np.stack([window(*ages) for ages in AGES])
    return np.einsum("isa,ga,ksa->igk", sum(population(year) for year in YEARS), windows, kinds)


def moves(direction):
    """Moves counted in both years. (municipality, group)"""
    known = municipalities().components
    return sum(np.stack([known[y][f"{direction}_{ages}"] for ages in COLUMNS], axis=1) for y in YEARS)


def across_border(column):
    """Moves counted in both years, and those the whole schedule expects, one group and kind."""
    count = sum(municipalities().components[year][column] for year in YEARS)
    return count[:, None], movers_expected().sum(axis=(1, 2))[:, None, None]


@cache
def fitted_movers():
    """Weights by kind of mover within the country and across the border."""
    region, found = municipalities().region_index, {}
    for direction, key in (("outmig", "out"), ("inmig", "in")):
        count, expected = moves(direction), movers_expected()
        level = np.linalg.solve(expected.sum(axis=0), count.sum(axis=0))
        found[key] = fit_mover_priors(count, expected * level, region)
    for column in ("immigration", "emigration"):
        count, expected = across_border(column)
        found[column] = fit_mover_priors(count, expected * count.sum() / expected.sum(), region)
    return found


def keys(group):
    return [f"{group}_{kind}" for kind in KINDS_OF_MOVERS] if group in ("in", "out") else [group]


@pytest.mark.parametrize(
    ("counted", "unit"), [(births, "fertility_prior_births"), (deaths, "mortality_prior_deaths")]
)
def test_weights_of_births_and_deaths_are_those_of_the_likelihood(counted, unit):
    priors = fit_level_priors(*counted(), municipalities().region_index)
    assert default(unit) == float(f"{priors.municipal:.2g}")
    assert default(unit.replace("prior", "regional_prior")) == float(f"{priors.regional:.2g}")


@pytest.mark.parametrize("group", ["out", "in", "immigration", "emigration"])
def test_weights_of_movers_are_those_of_the_likelihood(group):
    priors = fitted_movers()[group]
    for key, municipal, regional in zip(keys(group), priors.municipal, priors.regional, strict=True):
        assert default("migration_prior_moves")[key] == float(f"{municipal:.2g}"), key
        assert default("migration_regional_prior_moves")[key] == float(f"{regional:.2g}"), key


def test_levels_of_the_country_are_those_of_its_moves():
    for direction in ("outmig", "inmig"):
        level = np.linalg.solve(movers_expected().sum(axis=0), moves(direction).sum(axis=0))
        assert [float(f"{value:.3g}") for value in level] == [
            default("migration_national_level")[kind] for kind in KINDS_OF_MOVERS
        ]
    for column in ("immigration", "emigration"):
        count, expected = across_border(column)
        level = count.sum() / expected.sum()
        assert float(f"{level:.3g}") == default("migration_national_level")[column]


def test_a_municipalitys_departure_from_its_region_lasts():
    """The spread of 2015 and the covariance with 2019 are alike: the years may be pooled."""
    region, apart = municipalities().region_index, {}
    by_women = np.stack([np.zeros(N_AGES), national_schedules().fertility_age])
    expected = {year: (exposed(year) * by_women).sum(axis=(1, 2)) for year in YEARS}
    for year in YEARS:
        counted = municipalities().components[year]["births"]
        level = (np.bincount(region, counted) / np.bincount(region, expected[year]))[region]
        apart[year] = counted / (expected[year] * level) - 1
    weight = expected[2019] / expected[2019].sum()
    covariance = (weight * apart[2015] * apart[2019]).sum()
    spread = (weight * (apart[2019] ** 2 - 1 / expected[2019])).sum()
    assert covariance == pytest.approx(spread, rel=0.15)
