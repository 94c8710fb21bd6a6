"""Fertility and mortality of each municipality: the standard schedule times a level learnt from its events."""

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from kopa_sim.demography.counts import event_groups, event_years, mean_population
from kopa_sim.demography.levels import leaning_levels, regional_level, shrunken_levels, telling_shares
from kopa_sim.demography.schedules import survival_of_rates
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.people import DemographicData

Floats = NDArray[np.float64]


def fertility_rates(data: DemographicData, parameters: Parameters) -> Floats:
    """Return births per woman and year. (municipality, age)

    The level is that of births against births expected of the mean number of women; no woman aged 0 or 100 and over
    bears children. Births of boys and of girls may stand in rows of their own: together they are set against the
    women once, because rows of the sex "male" expose no women.
    """
    schedule = data.schedules.fertility_age.copy()
    schedule[[0, -1]] = 0.0
    by_sex_age = np.stack([np.zeros_like(schedule), schedule])
    return fertility_levels(data, by_sex_age, parameters)[:, None] * schedule


def fertility_levels(data: DemographicData, schedule_sex_age: Floats, parameters: Parameters) -> Floats:
    """Return each municipality's fertility against the schedule. (municipality,)

    The region's level is that of the last years known: fertility drifts, and a mean with years long past would be a
    level of the past. Where the base year is later than all registered births, its infants tell of the births of that
    year. How far a municipality stands from its region lasts, so all years tell of that; in an earlier year what
    tells of the region itself is left out, and a region of one learns nothing from it.
    """
    own = parameters.number("demography.fertility_prior_births")
    regional = parameters.number("demography.fertility_regional_prior_births")
    span = parameters.number("demography.fertility_level_years")
    infant_share = parameters.number("demography.infant_deaths_in_birth_year_share")
    years = event_years(data, "births")
    last = max(years[-1], data.base_year) if years else data.base_year
    recent = [year for year in years if year > last - span]
    births, expected = _registered(data, "births", schedule_sex_age, recent)
    if years and years[-1] < data.base_year:
        born, by_standard = _infants(data, schedule_sex_age, infant_share)
        births, expected = births + born, expected + by_standard
    level = regional_level(births, expected, own, regional)
    expected = expected * level
    for year in (year for year in years if year not in recent):
        counted, by_standard = _registered(data, "births", schedule_sex_age, [year])
        by_region = by_standard * regional_level(counted, by_standard, own, 0.0)
        tells = by_region * telling_shares(by_region, own)
        whole = float(np.cumsum(tells)[-1])
        beside = 1.0 - tells / whole if whole > 0.0 else np.ones_like(tells)
        births, expected = births + counted * beside, expected + by_region * beside
    return leaning_levels(births, expected, level, own)


def mortality_rates(data: DemographicData, parameters: Parameters) -> Floats:
    """Return deaths per person and year. (municipality, sex, age)"""
    schedule = data.schedules.mortality_sex_age
    deaths, expected = _registered(data, "deaths", schedule, event_years(data, "deaths"))
    level = shrunken_levels(
        deaths,
        expected,
        parameters.number("demography.mortality_prior_deaths"),
        parameters.number("demography.mortality_regional_prior_deaths"),
    )
    return level[:, None, None] * schedule


def _registered(
    data: DemographicData, event: str, schedule_sex_age: Floats, years: Collection[int]
) -> tuple[Floats, Floats]:
    """Return the events of some years, and those expected by the schedule. (municipality,)"""
    groups = event_groups(data, event, years)
    exposed = groups.exposure_group_sex_age * groups.ages_at_event()[:, None, :]
    expected = (exposed * schedule_sex_age).sum(axis=(1, 2))
    size = len(data.population_municipality_sex_age)
    events = np.bincount(groups.municipality, weights=groups.count, minlength=size)
    by_standard = np.bincount(groups.municipality, weights=expected, minlength=size)
    return events.astype(np.float64), by_standard.astype(np.float64)


def _infants(data: DemographicData, schedule_sex_age: Floats, infant_share: float) -> tuple[Floats, Floats]:
    """Return the births of the base year by its infants, and those expected by the schedule. (municipality,)"""
    _, newborn_survival = survival_of_rates(data.schedules.mortality_sex_age, infant_share)
    born = (data.population_municipality_sex_age[:, :, 0] / newborn_survival).sum(axis=1)
    expected = (mean_population(data, data.base_year) * schedule_sex_age).sum(axis=(1, 2))
    return born, expected
