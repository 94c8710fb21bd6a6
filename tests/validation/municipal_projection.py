"""Our projections of Finland's municipalities beside what was counted, and beside Statistics Finland's.

Every region is projected as a scenario of its own, with the default parameters and the country's schedules.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np

from kopa_sim.demography.estimate import estimate_rates
from kopa_sim.demography.factors import unit_factors
from kopa_sim.demography.step import expected_step
from kopa_sim.model.parameters import Parameters
from kopa_sim.scenario.defaults import load_defaults
from tests.validation.municipal_data import data_of, municipalities, rows_of

EVENT_YEARS = {2018: (2015,), 2019: (2015, 2019)}
"""Years of events known at the end of a base year."""

FOUR_REGIONS = ("Kainuu", "Keski-Suomi", "Lappi", "Pohjois-Karjala")
BASE, LAST = 2019, 2040
SCHOOL_AGES = slice(7, 16)
BANDS = {"age_0_2": (0, 2), "age_3_6": (3, 6), "age_7_12": (7, 12), "age_13_15": (13, 15)}


def parameters():
    values = {name: spec.value for name, spec in load_defaults().items()}
    return Parameters(1, values)


def project(chosen, base_year, event_years, last_year):
    """Expected population of each year after the base year. {year: (municipality, sex, age)}"""
    data = data_of(chosen, base_year, event_years)
    rates = estimate_rates(data, parameters())
    people, course = data.population_municipality_sex_age, {}
    for year in range(base_year + 1, last_year + 1):
        people = expected_step(people[None], rates, unit_factors(len(chosen))).closing[0]
        course[year] = people
    return course


@cache
def one_year_ahead():
    """Population of 2019 projected from 2018 with the events of 2015, nothing of 2019. (municipality, age)"""
    known = municipalities()
    projected = np.zeros((len(known.codes), 101))
    for region in sorted(set(known.regions)):
        chosen = known.of_region(region)
        projected[chosen] = project(chosen, 2018, (2015,), 2019)[2019].sum(axis=1)
    return projected


def one_year_missed(ages, today=False):
    """Sum over municipalities of the absolute error of an age group one year ahead, as a share of its children.

    ``today`` forecasts the ages of 2018 unchanged.
    """
    known = municipalities()
    forecast = known.population[2018].sum(axis=1) if today else one_year_ahead()
    counted = known.population[2019].sum(axis=1)[:, ages].sum(axis=1)
    return float(np.abs(forecast[:, ages].sum(axis=1) - counted).sum() / counted.sum())


def unexplained():
    """Population 2019 minus 2018 minus births, deaths and net moves of 2019. (municipality,)"""
    known = municipalities()
    counted = known.components[2019]
    grown = (known.population[2019] - known.population[2018]).sum(axis=(1, 2))
    arrived = sum(counted[f"inmig_{ages}"] for ages in ("0_19", "20_39", "40_59", "60_plus"))
    left = sum(counted[f"outmig_{ages}"] for ages in ("0_19", "20_39", "40_59", "60_plus"))
    natural = counted["births"] - counted["deaths"]
    return grown - natural - arrived + left - counted["immigration"] + counted["emigration"]


@dataclass(frozen=True)
class Beside:
    """Both projections of the four regions' municipalities; arrays (municipality, age 0–15) by year.

    The official one starts from the end of 2018: its 2019 is projected too.
    """

    regions: tuple[str, ...]
    codes: tuple[str, ...]
    ours: dict[int, np.ndarray]
    official: dict[int, np.ndarray]

    def in_region(self, region):
        return np.array([region in (None, each) for each in self.regions])


@cache
def beside(base_year=BASE):
    known = municipalities()
    place = {code: index for index, code in enumerate(known.codes)}
    rows = rows_of("municipal_projection_2019.csv.gz")
    codes = tuple(dict.fromkeys(row["municipality"] for row in rows))
    official = {
        year: np.array([float(row[str(year)]) for row in rows]).reshape(len(codes), -1)
        for year in range(BASE, LAST + 1)
    }
    n_ages = official[BASE].shape[1]
    ours = {year: np.zeros((len(codes), n_ages)) for year in range(base_year, LAST + 1)}
    chosen = np.array([place[code] for code in codes])
    ours[base_year] = known.population[base_year][chosen].sum(axis=1)[:, :n_ages]
    regions = np.array(known.regions)[chosen]
    for region in FOUR_REGIONS:
        inside = np.flatnonzero(regions == region)
        course = project(chosen[inside], base_year, EVENT_YEARS[base_year], LAST)
        for year, people in course.items():
            ours[year][inside] = people.sum(axis=1)[:, :n_ages]
    return Beside(tuple(regions), codes, ours, official)


def difference(year, region=None, base_year=BASE):
    """Our pupils' ages against the official projection's, the region as a whole: share."""
    both = beside(base_year)
    inside = both.in_region(region)
    ours, official = (people[year][inside, SCHOOL_AGES].sum() for people in (both.ours, both.official))
    return float(ours / official - 1.0)


def median_difference(year):
    """Median over municipalities of the absolute difference: share."""
    ours, official = (
        people[year][:, SCHOOL_AGES].sum(axis=1) for people in (beside().ours, beside().official)
    )
    return float(np.median(np.abs(ours / official - 1.0)))


@cache
def counted_2024():
    """Children of 2024 by municipality: postcode areas, scaled by what they held of the registered in 2019."""
    both, known = beside(), municipalities()
    registered = known.population[BASE].sum(axis=1)[[known.codes.index(code) for code in both.codes]]
    by_year = {"2019": {}, "2024": {}}
    for row in rows_of("municipal_postcode_children.csv"):
        by_year[row["year"]][row["municipality"]] = row
    found = {}
    for band, (first, last) in BANDS.items():
        then, now = (
            np.array([float(by_year[year][code][band]) for code in both.codes]) for year in ("2019", "2024")
        )
        found[first, last] = now * registered[:, first : last + 1].sum(axis=1) / then
    return found


def _against_2024(whose, ages, region, base_year):
    both = beside(base_year)
    inside = both.in_region(region)
    first, last = ages
    projected = getattr(both, whose)[2024][inside, first : last + 1].sum(axis=1)
    return projected, counted_2024()[ages][inside]


def bias_2024(whose, ages, region=None, base_year=BASE):
    """Projected for 2024 against counted, the region as a whole: share."""
    projected, counted = _against_2024(whose, ages, region, base_year)
    return float(projected.sum() / counted.sum() - 1.0)


def missed_2024(whose, ages, region=None, base_year=BASE):
    """Sum over municipalities of the absolute error for 2024: share of the children counted."""
    projected, counted = _against_2024(whose, ages, region, base_year)
    return float(np.abs(projected - counted).sum() / counted.sum())
