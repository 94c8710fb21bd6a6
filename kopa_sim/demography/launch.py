"""The start of all futures: rates, and the course held to the observations up to the last of them."""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.demography.area_course import FAMILY_CHILD_AGES, AreaCourse, Settlement, area_course
from kopa_sim.demography.area_shares import CHILD_AGES, SMALL_CHILD_AGES, AreaLaunch, share_areas
from kopa_sim.demography.estimate import estimate_rates
from kopa_sim.demography.factors import level_factors, unit_factors
from kopa_sim.demography.holding import Held, hold_to
from kopa_sim.demography.housing import expect_newcomers
from kopa_sim.demography.observations import bands_of, follow_births, rake, with_sums_of_areas
from kopa_sim.demography.rates import PlannedChanges, Rates, YearFactors
from kopa_sim.demography.run_births import AYearLater
from kopa_sim.demography.step import expected_step
from kopa_sim.demography.whole_persons import whole_persons
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.people import AreaMoves, DemographicData, Observations
from kopa_sim.model.region import Region

Floats = NDArray[np.float64]

SETTLING_AGES: Final[dict[str, slice]] = {
    "small_children": SMALL_CHILD_AGES,
    "all_children": FAMILY_CHILD_AGES,
}
"""Whose places children take who move within the municipality, by ``demography.movers_settle_as``."""

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
    area_share_year_area_age, area_moves
        As in ``Futures``; families who answer to closed schools change them.
    settlement
        Where the children live at launch and which dwellings are planned: what ``area_course`` sets out from.
    fertility_followed_municipality
        What fertility was multiplied by to follow the children observed; one where it was not. (municipality,)
    observation_misfit
        Projected minus observed persons of each row of the observations table; NaN for rows of years outside the path
        and of areas beyond the age of 18. Not zero where counts contradict each other or are not whole. (row,)
    official_misfit
        Expected minus official persons of each row of the projection table, before new dwellings; NaN for rows of
        years up to launch or after the end. (row,)
    """

    codes: tuple[str, ...]
    years: tuple[int, ...]
    launch_year: int
    path_year_municipality_sex_age: Floats
    rates: Rates
    planned: PlannedChanges
    area_share_year_area_age: Floats
    area_moves: AreaMoves | None
    settlement: Settlement
    fertility_followed_municipality: Floats
    observation_misfit: Floats
    official_misfit: Floats

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
    given = 0 if data.observations is None else len(data.observations.count)
    data = replace(data, observations=with_sums_of_areas(data.observations, region.areas.municipality))
    base_rates = estimate_rates(data, parameters)
    launch_year = _launch_year(data, end_year)
    followed = _followed(data, base_rates, launch_year, parameters)
    fertility = base_rates.fertility_municipality_age * followed[:, None]
    rates = replace(base_rates, fertility_municipality_age=fertility)
    course = _held_course(data, rates, launch_year)
    history = _history(data)
    people = [history[year] for year in sorted(history)] + [course[year] for year in sorted(course)]
    path = whole_persons(np.stack(people))
    settling = SETTLING_AGES[parameters.text("demography.movers_settle_as")]
    homes = _homes(region, data, rates, parameters, path[len(history) :], settling)

    years = (*sorted(history), *range(data.base_year, end_year + 1))
    future_years = tuple(range(launch_year + 1, end_year + 1))
    new = expect_newcomers(data.housing, region.areas.municipality, future_years, path[-1], rates, parameters)
    held = _held(data, path[-1], rates, future_years, parameters)
    planned = replace(
        PlannedChanges.none(len(future_years), len(path[-1])),
        hold_ratio=held.ratio_year_municipality_sex_age,
        arrivals=new.arrivals_year_municipality_sex_age,
    )
    settlement = Settlement(
        years=years,
        launch_year=launch_year,
        municipality=region.areas.municipality,
        share_area_age=homes.share_area_age,
        small_children_share=homes.small_children_share,
        birth_share=homes.birth_share,
        newcomers_year_area_age=new.children_year_area_age,
        settling_share=None if settling == SMALL_CHILD_AGES else homes.settling_share,
        settling_ages=settling,
    )
    areas = _areas(settlement, path[-1], rates, planned, parameters)
    return Launch(
        codes=region.municipalities.codes,
        years=years,
        launch_year=launch_year,
        path_year_municipality_sex_age=path,
        rates=rates,
        planned=planned,
        area_share_year_area_age=areas.area_share_year_area_age,
        area_moves=areas.area_moves,
        settlement=settlement,
        fertility_followed_municipality=followed,
        observation_misfit=_misfit(data.observations, given, path, launch_year, homes.misfit),
        official_misfit=held.misfit,
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


def _held_course(data: DemographicData, rates: Rates, last_year: int) -> dict[int, Floats]:
    """Return the expected course, held to the observations. (municipality, sex, age)

    What a count finds missing came about in the years since the count before it, not in the year of the count: it is
    spread over them along the cohorts, as an official projection's is.
    """
    later = _a_year_later(rates, unit_factors(len(data.population_municipality_sex_age)))
    people = rake(data.population_municipality_sex_age, bands_of(data.observations, data.base_year))
    years = tuple(range(data.base_year + 1, last_year + 1))
    held = hold_to(data.observations, people, years, later)
    course = {data.base_year: people}
    for year, ratio in zip(years, held.ratio_year_municipality_sex_age, strict=True):
        people = later(people) * ratio
        course[year] = people
    return course


def _course_of_adults(data: DemographicData, rates: Rates, last_year: int) -> dict[int, Floats]:
    """Return the expected course, held to the counts of those born by the base year. (municipality, sex, age)"""
    later = _a_year_later(rates, unit_factors(len(data.population_municipality_sex_age)))
    people = data.population_municipality_sex_age
    course: dict[int, Floats] = {}
    for year in range(data.base_year, last_year + 1):
        if year > data.base_year:
            people = later(people)
        bands = bands_of(data.observations, year)
        people = rake(people, bands.where(bands.age_from >= year - data.base_year))
        course[year] = people
    return course


def _a_year_later(rates: Rates, factors: YearFactors) -> AYearLater:
    """Return the step from one year's expected population to the next. (municipality, sex, age)"""

    def a_year_later(before: Floats) -> Floats:
        after: Floats = expected_step(before[None], rates, factors).closing[0]
        return after

    return a_year_later


def _followed(data: DemographicData, rates: Rates, launch_year: int, parameters: Parameters) -> Floats:
    """Return what fertility after the base year is multiplied by. (municipality,)"""
    n_municipalities = len(data.population_municipality_sex_age)
    if not parameters.flag("demography.fertility_follows_observations"):
        return np.ones(n_municipalities)
    childless = replace(rates, fertility_municipality_age=np.zeros_like(rates.fertility_municipality_age))
    return follow_births(
        _course_of_adults(data, rates, launch_year),
        _course_of_adults(data, childless, launch_year),
        data.observations,
        data.base_year,
        launch_year,
        parameters.number("demography.fertility_municipal_sd_share"),
    )


def _homes(
    region: Region, data: DemographicData, rates: Rates, parameters: Parameters, path: Floats, settling: slice
) -> AreaLaunch:
    """Return where the children live at launch. ``path`` begins with the base year."""
    known_years = tuple(range(data.base_year + 1, data.base_year + len(path)))
    new = expect_newcomers(data.housing, region.areas.municipality, known_years, path[0], rates, parameters)
    return share_areas(
        region.areas,
        data.observations,
        path.sum(axis=2)[..., :CHILD_AGES],
        data.base_year,
        float(parameters.draws("demography.child_moves_within_municipality_share")[0]),
        rates.fertility_municipality_age,
        new.children_year_area_age,
        settling,
    )


def _held(
    data: DemographicData, people: Floats, rates: Rates, years: tuple[int, ...], parameters: Parameters
) -> Held:
    """Return by what the expected course is held to the official projection."""
    later = _a_year_later(rates, level_factors(parameters, len(people)))
    return hold_to(data.official, people, years, later)


def _areas(
    settlement: Settlement, people: Floats, rates: Rates, planned: PlannedChanges, parameters: Parameters
) -> AreaCourse:
    """Return where the children live, year by year; how many they are matters only where some are added."""
    newcomers = settlement.newcomers_year_area_age
    if newcomers.any():
        children = _expected_children(people, rates, planned, parameters)
    else:
        children = np.zeros((len(newcomers), len(people), CHILD_AGES))
    return area_course(settlement, children)


def _expected_children(
    people: Floats, rates: Rates, planned: PlannedChanges, parameters: Parameters
) -> Floats:
    """Return the children of the mean future. (future year, municipality, age 0–18)"""
    factors = level_factors(parameters, len(people))
    nobody_leaves = np.zeros(1)
    children = []
    course = people[None]
    for index in range(len(planned.arrivals)):
        course = expected_step(course, rates, factors, planned.in_year(index, nobody_leaves)).closing
        children.append(course[0].sum(axis=1)[:, :CHILD_AGES])
    return np.array(children).reshape(len(planned.arrivals), len(people), CHILD_AGES)


def _misfit(
    observations: Observations | None, n_rows: int, path: Floats, launch_year: int, of_areas: Floats
) -> Floats:
    """Return projected minus observed persons by row of the observations table. (row,)

    Parameters
    ----------
    n_rows
        Rows of the table; those beyond are sums of areas.
    """
    misfit = of_areas.copy()
    for year in range(launch_year - len(path) + 1, launch_year + 1):
        bands = bands_of(observations, year)
        misfit[bands.row] = bands.sums(path[year - launch_year - 1]) - bands.count
    return misfit[:n_rows]
