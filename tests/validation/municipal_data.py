"""Finland's municipalities from the extracts ``data/municipal_*``, as the demography stage takes them.

Counts of events and moves are put together as ``scenarios/build/open_data/events.py`` does for the real scenarios;
the schedules are those of the whole country.
"""

import csv
import gzip
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from kopa_sim.model.people import EVENTS, N_AGES, SEXES, DemographicData, EventCounts, MoveCounts, Schedules

DATA = Path(__file__).parent / "data"

FERTILE = slice(15, 50)

BIRTH_COLUMNS = (
    ("births_mother_0_19", "births", 15, 19),
    ("births_mother_20_24", "births", 20, 24),
    ("births_mother_25_29", "births", 25, 29),
    ("births_mother_30_34", "births", 30, 34),
    ("births_mother_35_39", "births", 35, 39),
    ("births_mother_40_plus", "births", 40, 49),
)
OTHER_COLUMNS = (
    ("deaths", "deaths", 0, 100),
    ("inmig_0_19", "in_migration", 0, 19),
    ("inmig_20_39", "in_migration", 20, 39),
    ("inmig_40_59", "in_migration", 40, 59),
    ("inmig_60_plus", "in_migration", 60, 100),
    ("outmig_0_19", "out_migration", 0, 19),
    ("outmig_20_39", "out_migration", 20, 39),
    ("outmig_40_59", "out_migration", 40, 59),
    ("outmig_60_plus", "out_migration", 60, 100),
    ("immigration", "immigration", 0, 100),
    ("emigration", "emigration", 0, 100),
)
"""Column of the extract, event, first age, last age; mothers under 20 and of 40 or more are open groups."""


@dataclass(frozen=True)
class Municipalities:
    """All municipalities in the division of 2020, in the order of their codes; arrays begin (municipality, …)."""

    codes: tuple[str, ...]
    regions: tuple[str, ...]
    population: dict[int, np.ndarray]
    components: dict[int, dict[str, np.ndarray]]

    @property
    def region_index(self):
        """Index of each municipality's region in the order of the regions' names. (municipality,)"""
        names = sorted(set(self.regions))
        return np.array([names.index(region) for region in self.regions])

    def of_region(self, region):
        """Indices of a region's municipalities."""
        return np.flatnonzero(np.array(self.regions) == region)


def rows_of(name):
    path = DATA / name
    text = gzip.decompress(path.read_bytes()) if name.endswith(".gz") else path.read_bytes()
    return list(csv.DictReader(text.decode("utf-8").splitlines()))


@cache
def municipalities():
    """Read the population by age of 2018 and 2019, and the events of 2015 and 2019."""
    population, codes = {}, ()
    for year in (2018, 2019):
        rows = rows_of(f"municipal_population_{year}.csv.gz")
        assert [row["sex"] for row in rows[:2]] == list(SEXES)
        codes = tuple(row["municipality"] for row in rows[::2])
        ages = [[float(row[str(age)]) for age in range(N_AGES)] for row in rows]
        population[year] = np.array(ages).reshape(len(codes), 2, N_AGES)
    events = rows_of("municipal_events_2015_2019.csv.gz")
    of_year = {year: [row for row in events if row["year"] == str(year)] for year in (2015, 2019)}
    assert all(tuple(row["municipality"] for row in rows) == codes for rows in of_year.values())
    columns = ["population", "births", *(column for column, *_ in (*BIRTH_COLUMNS, *OTHER_COLUMNS))]
    components = {
        year: {column: np.array([float(row[column] or "nan") for row in rows]) for column in columns}
        for year, rows in of_year.items()
    }
    return Municipalities(codes, tuple(row["region"] for row in of_year[2019]), population, components)


@cache
def national_schedules(year=2019):
    """Finland in 2018 or 2019; the little fertility that the source has outside 15–49 is shared out in proportion."""
    fertility, mortality = np.zeros(N_AGES), np.zeros((2, N_AGES))
    for row in rows_of("municipal_national_schedules.csv"):
        if row["rate"] == "fertility":
            fertility[int(row["age"])] = float(row[str(year)])
        else:
            mortality[SEXES.index(row["sex"]), int(row["age"])] = float(row[str(year)])
    total = fertility.sum()
    within = np.zeros(N_AGES)
    within[FERTILE] = fertility[FERTILE]
    return Schedules(within * total / within.sum(), mortality)


def events_of(chosen, years):
    """Events of some municipalities; births of all ages together where those by age of the mother are hidden."""
    known = municipalities().components
    rows = []
    for year in years:
        for place, municipality in enumerate(chosen):
            hidden = np.isnan(known[year][BIRTH_COLUMNS[0][0]][municipality])
            births = (("births", "births", 15, 49),) if hidden else BIRTH_COLUMNS
            for column, event, first, last in (*births, *OTHER_COLUMNS):
                count = known[year][column][municipality]
                rows.append((place, year, EVENTS.index(event), -1, first, last, count))
    table = list(zip(*rows, strict=True))
    return EventCounts(*(np.array(column, dtype=np.intp) for column in table[:6]), np.array(table[6]))


def moves_of(chosen):
    """Moves 2014–2018 between some municipalities of one region, and with the rest of the country."""
    codes = municipalities().codes
    place = {codes[municipality]: index for index, municipality in enumerate(chosen)}
    pairs = {}
    for row in rows_of("municipal_moves_2014_2018.csv.gz"):
        pair = place.get(row["origin"], -1), place.get(row["destination"], -1)
        if pair != (-1, -1):
            pairs[pair] = pairs.get(pair, 0.0) + float(row["count"])
    origin, destination = (np.array(ends, dtype=np.intp) for ends in zip(*pairs, strict=True))
    span = np.full((2, len(pairs)), [[2014], [2018]], dtype=np.intp)
    return MoveCounts(origin, destination, *span, np.array(list(pairs.values())))


def data_of(chosen, base_year, event_years):
    """What the stage knows of some municipalities at the end of ``base_year``."""
    known = municipalities().population
    return DemographicData(
        base_year=base_year,
        population_municipality_sex_age=known[base_year][chosen],
        history={year: people[chosen] for year, people in known.items() if year < base_year},
        events=events_of(chosen, event_years),
        moves=moves_of(chosen),
        schedules=national_schedules(base_year),
        observations=None,
    )
