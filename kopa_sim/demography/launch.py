"""The start of all futures: rates, and the course held to the observations up to the last of them."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kopa_sim.demography.area_shares import SMALL_CHILD_AGES, share_areas
from kopa_sim.demography.estimate import estimate_rates
from kopa_sim.demography.factors import unit_factors
from kopa_sim.demography.observations import bands_of, follow_births, rake
from kopa_sim.demography.rates import PlannedChanges, Rates
from kopa_sim.demography.step import expected_step
from kopa_sim.demography.whole_persons import whole_persons
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.people import DemographicData
from kopa_sim.model.region import Region

Floats = NDArray[np.float64]

HISTORY_YEARS = 2
"""Years before the base year that the futures carry: state share and compensation look back two years."""


@dataclass(frozen=True)
class Launch:
    """Everything the futures set out from, computed once.

    Attributes
    ----------
    codes
        Municipalities' official codes, which key their chance.
    years
        base_year … end_year, preceded by up to two years of the history table.
    launch_year
        Year of the last observation, or base_year.
    path_year_municipality_sex_age
        Whole persons from the first year to launch_year, held to the observations.
    rates
        Rates of the years after the base year.
    planned
        Changes of the years after launch that no rate tells of.
    area_share_year_area_age
        As in ``Futures``. (year, area, age 0–18)
    fertility_followed_municipality
        What fertility was multiplied by to follow the children observed; one where it was not. (municipality,)
    observation_misfit
        Projected minus observed persons of each row of the observations table; NaN for rows of areas and of
        years outside the path. Not zero where bands contradict each other or a count is not whole. (row,)
    """

    codes: tuple[str, ...]
    years: tuple[int, ...]
    launch_year: int
    path_year_municipality_sex_age: Floats
    rates: Rates
    planned: PlannedChanges
    area_share_year_area_age: Floats
    fertility_followed_municipality: Floats
    observation_misfit: Floats

    @property
    def launch_population_municipality_sex_age(self) -> Floats:
        """Residents on 31 December of the launch year, whole persons. (municipality, sex, age)"""
        last: Floats = self.path_year_municipality_sex_age[-1]
        return last

    @property
    def future_years(self) -> tuple[int, ...]:
        """The years after launch."""
        return tuple(year for year in self.years if year > self.launch_year)


def launch(region: Region, data: DemographicData, parameters: Parameters, end_year: int) -> Launch:
    """Return the rates, the course up to the last observation, and where the children live then.

    The course is projected twice: at the base year's fertility, to see by how much the children born since then
    differ from it, and again with the level found. That level is the mean of the cohorts it was measured on, so it
    holds from the base year on: a path from one to the level would bear more children than were counted, and raking
    would take them off in the year of the count alone.

    Parameters
    ----------
    parameters
        Those of the mean future (one draw).
    end_year
        Last year of the futures.

    Raises
    ------
    ValueError
        If a municipality has no area, or end_year lies before base_year.
    """
    if end_year < data.base_year:
        raise ValueError(f"end year {end_year} lies before the base year {data.base_year}")
    base_rates = estimate_rates(data, parameters)
    launch_year = _launch_year(data, end_year)
    followed = _followed(data, base_rates, launch_year, parameters)
    fertility = base_rates.fertility_municipality_age * followed[:, None]
    rates = replace(base_rates, fertility_municipality_age=fertility)
    course = _course(data, rates, launch_year, hold_children=True)
    history = _history(data)
    people = [history[year] for year in sorted(history)] + [course[year] for year in sorted(course)]
    path = whole_persons(np.stack(people))
    moving = float(parameters.draws("demography.child_moves_within_municipality_share")[0])
    share_area_age = share_areas(
        region.areas,
        data.observations,
        path[-1].sum(axis=1)[:, SMALL_CHILD_AGES],
        data.base_year,
        launch_year,
        moving,
    )
    years = (*sorted(history), *range(data.base_year, end_year + 1))
    return Launch(
        codes=region.municipalities.codes,
        years=years,
        launch_year=launch_year,
        path_year_municipality_sex_age=path,
        rates=rates,
        planned=PlannedChanges.none(end_year - launch_year, len(region.municipalities)),
        area_share_year_area_age=np.repeat(share_area_age[None], len(years), axis=0),
        fertility_followed_municipality=followed,
        observation_misfit=_misfit(data, path, launch_year),
    )


def _launch_year(data: DemographicData, end_year: int) -> int:
    """Return the last observed year within the futures' years, else the base year."""
    if data.observations is None:
        return data.base_year
    observed = [int(year) for year in data.observations.year if data.base_year <= year <= end_year]
    return max([data.base_year, *observed])


def _history(data: DemographicData) -> dict[int, Floats]:
    """Return the populations just before the base year, as far as they follow without a gap."""
    found: dict[int, Floats] = {}
    for year in range(data.base_year - 1, data.base_year - 1 - HISTORY_YEARS, -1):
        if year not in data.history:
            break
        found[year] = data.history[year]
    return found


def _course(data: DemographicData, rates: Rates, last_year: int, hold_children: bool) -> dict[int, Floats]:
    """Return the expected course, held to the observations of every year. (municipality, sex, age)

    Parameters
    ----------
    hold_children
        Whether children born since the base year are held to the counts too.
    """
    people = data.population_municipality_sex_age
    factors = unit_factors(len(people))
    course: dict[int, Floats] = {}
    for year in range(data.base_year, last_year + 1):
        if year > data.base_year:
            people = expected_step(people[None], rates, factors).closing[0]
        bands = bands_of(data.observations, year)
        if not hold_children:
            bands = bands.where(bands.age_from >= year - data.base_year)
        people = rake(people, bands)
        course[year] = people
    return course


def _followed(data: DemographicData, rates: Rates, launch_year: int, parameters: Parameters) -> Floats:
    """Return what fertility after the base year is multiplied by. (municipality,)"""
    n_municipalities = len(data.population_municipality_sex_age)
    if not parameters.flag("demography.fertility_follows_observations"):
        return np.ones(n_municipalities)
    return follow_births(
        _course(data, rates, launch_year, hold_children=False),
        data.observations,
        data.base_year,
        launch_year,
        n_municipalities,
        parameters.number("demography.fertility_municipal_sd_share"),
    )


def _misfit(data: DemographicData, path: Floats, launch_year: int) -> Floats:
    """Return projected minus observed persons by row of the observations table. (row,)"""
    if data.observations is None:
        return np.zeros(0)
    misfit = np.full(len(data.observations.count), np.nan)
    for year in range(data.base_year, launch_year + 1):
        bands = bands_of(data.observations, year)
        misfit[bands.row] = bands.sums(path[year - launch_year - 1]) - bands.count
    return misfit
