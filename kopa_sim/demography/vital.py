"""Fertility and mortality of each municipality: the standard schedule times a level learnt from its events."""

import numpy as np
from numpy.typing import NDArray

from kopa_sim.demography.counts import GroupCounts, event_groups
from kopa_sim.demography.levels import shrunken_levels
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
    groups = event_groups(data, "births")
    by_sex_age = np.stack([np.zeros_like(schedule), schedule])
    prior = parameters.number("demography.fertility_prior_births")
    level = _levels(groups, by_sex_age, len(data.population_municipality_sex_age), prior)
    return level[:, None] * schedule


def mortality_rates(data: DemographicData, parameters: Parameters) -> Floats:
    """Return deaths per person and year. (municipality, sex, age)"""
    groups = event_groups(data, "deaths")
    schedule = data.schedules.mortality_sex_age
    prior = parameters.number("demography.mortality_prior_deaths")
    level = _levels(groups, schedule, len(data.population_municipality_sex_age), prior)
    return level[:, None, None] * schedule


def _levels(groups: GroupCounts, schedule_sex_age: Floats, n_municipalities: int, prior: float) -> Floats:
    exposed = groups.exposure_group_sex_age * groups.ages_at_event()[:, None, :]
    expected = (exposed * schedule_sex_age).sum(axis=(1, 2))
    events = np.bincount(groups.municipality, weights=groups.count, minlength=n_municipalities)
    by_standard = np.bincount(groups.municipality, weights=expected, minlength=n_municipalities)
    return shrunken_levels(events.astype(np.float64), by_standard.astype(np.float64), prior)
