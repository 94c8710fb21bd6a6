"""Intervals of municipalities launched at the end of 2015, against the children counted in 2018, 2020 and 2024.

Counts are those of 2015: the children of the postcode areas by band, and the events. Single ages of municipalities
are known from 2018 on only, so what divides a band into ages, and the grown-up, is taken from then; the standard
schedules are those of 2019.
"""

from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from kopa_sim.demography import expected_future, sampled_future
from kopa_sim.demography.estimate import estimate_rates
from kopa_sim.demography.whole_persons import whole_persons
from kopa_sim.model.people import N_AGES, DemographicData
from kopa_sim.model.streams import Streams, blocks_of
from kopa_sim.study.backtest.launching import launch_without_areas
from tests.validation import municipal_data
from tests.validation.municipal_data import rows_of
from tests.validation.regional_data import defaults

BASE, TARGETS, DRAWS = 2015, (2018, 2020, 2024), 96
BANDS = {"0–2": slice(0, 3), "3–6": slice(3, 7), "7–12": slice(7, 13), "13–15": slice(13, 16)}
COLUMNS = ("age_0_2", "age_3_6", "age_7_12", "age_13_15")
SIZES = ((0, 5_000), (5_000, 20_000), (20_000, 10_000_000))
SINGLE_AGES = 2018
"""First year of which single ages are known."""
GROWN = slice(16, N_AGES)


@dataclass(frozen=True)
class Counted:
    """Municipalities with postcode areas in every year.

    ``children`` by year is (municipality, band); ``population`` that of the postcode areas in 2015.
    """

    chosen: np.ndarray
    population: np.ndarray
    children: dict[int, np.ndarray]


@cache
def counted():
    rows = {
        (row["municipality"], int(row["year"])): row for row in rows_of("municipal_children_2013_2024.csv.gz")
    }
    codes = municipal_data.municipalities().codes
    chosen = [i for i, code in enumerate(codes) if all((code, year) in rows for year in (BASE, *TARGETS))]
    children = {
        year: np.array([[float(rows[codes[i], year][column]) for column in COLUMNS] for i in chosen])
        for year in (BASE, *TARGETS)
    }
    population = np.array([float(rows[codes[i], BASE]["population"]) for i in chosen])
    return Counted(np.array(chosen), population, children)


def population_2015():
    """Children as counted by band in 2015, split to ages as their cohorts stood in 2018; the grown-up as in 2018.

    (municipality, sex, age)
    """
    known = counted()
    later = municipal_data.municipalities().population[SINGLE_AGES][known.chosen]
    people = np.zeros((len(known.chosen), 2, N_AGES))
    for place, band in enumerate(BANDS.values()):
        cohorts = later[:, :, band.start + SINGLE_AGES - BASE : band.stop + SINGLE_AGES - BASE] + 1e-6
        share = cohorts / cohorts.sum(axis=(1, 2), keepdims=True)
        people[:, :, band] = share * known.children[BASE][:, place, None, None]
    grown = known.population - known.children[BASE].sum(axis=1)
    ages = later[:, :, GROWN] / later[:, :, GROWN].sum(axis=(1, 2), keepdims=True)
    people[:, :, GROWN] = ages * grown[:, None, None]
    return whole_persons(people)


@cache
def launch_2015():
    """The product's own rates of 2015, launched."""
    known, places = counted(), municipal_data.municipalities()
    people = population_2015()
    events = municipal_data.events_of(known.chosen, (BASE,))
    registered = places.components[BASE]["population"][known.chosen]
    covered = (known.population / registered)[events.municipality]
    data = DemographicData(
        base_year=BASE,
        population_municipality_sex_age=people,
        history={},
        events=replace(events, count=events.count * covered),
        moves=None,
        schedules=municipal_data.national_schedules(),
        observations=None,
    )
    codes = tuple(places.codes[i] for i in known.chosen)
    return launch_without_areas(codes, people, estimate_rates(data, defaults()), BASE, TARGETS[-1])


def by_band(population):
    """(draw, year, municipality, sex, age) to (draw, year, municipality, band)"""
    ages = population.sum(axis=3)
    return np.stack([ages[..., band].sum(axis=-1) for band in BANDS.values()], axis=-1)


def sample(spread, draws=DRAWS):
    """Sampled children under some spread parameters. (draw, year, municipality, band)"""
    parameters = defaults(**spread)
    return np.concatenate(
        [
            by_band(
                sampled_future(
                    launch_2015(),
                    replace(parameters, n_draws=block.size),
                    Streams(1),
                    block,
                    only_pupils=True,
                ).population_draw_year_municipality_sex_age
            )
            for block in blocks_of(draws)
        ]
    )


def expected():
    """The expected children. (year, municipality, band)"""
    return by_band(expected_future(launch_2015(), defaults()).population_draw_year_municipality_sex_age)[0]


def coverage(sampled, level, year, band, size):
    """Share of a size class whose count lies in the central interval; and how many municipalities there are."""
    known = counted()
    place = list(BANDS).index(band)
    of_size = (known.population >= size[0]) & (known.population < size[1])
    futures = sampled[:, year - BASE, of_size, place]
    low, high = np.quantile(futures, [(1 - level) / 2, (1 + level) / 2], axis=0)
    came = known.children[year][of_size, place]
    return float(((low <= came) & (came <= high)).mean()), int(of_size.sum())
