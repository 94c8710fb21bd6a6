"""Small worlds for demography: populations, events and regions built by hand."""

from dataclasses import replace

import numpy as np

from kopa_sim.model.parameters import Parameters
from kopa_sim.model.people import (
    EVENTS,
    N_AGES,
    DemographicData,
    EventCounts,
    HousingPlans,
    MoveCounts,
    Observations,
    Schedules,
)
from kopa_sim.model.region import Municipalities, Region
from kopa_sim.scenario.defaults import load_defaults
from tests import regions

NO_DRIFT = {
    f"demography.{name}": 0.0
    for name in (
        "fertility_national_sd_share",
        "fertility_municipal_sd_share",
        "migration_national_sd_share",
        "migration_municipal_sd_share",
        "migration_small_place_sd_share",
        "immigration_national_sd_share",
        "immigration_municipal_sd_share",
        "immigration_small_place_sd_share",
        "mortality_national_sd_share",
    )
} | {"demography.immigration_surges": {"yearly_probability": 0.0, "size": 0.0, "duration_years": 1.0}}
"""Parameters that leave only individual chance."""


def parameters(n_draws=1, sampled=None, **changes):
    """The defaults of demography, with some replaced; ``sampled`` gives values by draw."""
    values = {name: spec.value for name, spec in load_defaults().items() if name.startswith("demography.")}
    values.update({f"demography.{name}": value for name, value in changes.items()})
    by_draw = {f"demography.{name}": np.asarray(value, float) for name, value in (sampled or {}).items()}
    return Parameters(n_draws, values, by_draw, {name: float(v.mean()) for name, v in by_draw.items()})


def without_drift(n_draws=1, **changes):
    """Parameters under which only individual chance is left."""
    values = {name.removeprefix("demography."): value for name, value in NO_DRIFT.items()}
    return parameters(n_draws, **{**values, **changes})


def schedules():
    """A bell of fertility with a total of 1.5, and mortality that rises with age."""
    age = np.arange(N_AGES)
    bell = np.exp(-(((age - 30) / 5.5) ** 2) / 2) * ((age >= 15) & (age <= 49))
    mortality = np.minimum(0.00005 * np.exp(0.095 * age), 0.6)
    mortality[0] = 0.002
    return Schedules(1.5 * bell / bell.sum(), np.stack([mortality * 1.3, mortality]))


def population(sizes=(3000, 800)):
    """A population by municipality whose ages differ a little from place to place. (municipality, sex, age)"""
    age = np.arange(N_AGES)
    people = []
    for index, size in enumerate(sizes):
        shape = np.clip(1.2 - age / 90 + 0.25 * np.sin(age / 7 + index), 0.02, None)
        people.append(np.round(np.stack([shape, shape]) * size / (2 * shape.sum())))
    return np.stack(people)


def events(rows, years=(2019,)):
    """Event counts from (municipality, event, sex, age_from, age_to, count) rows, the same in every year."""
    table = [(row, year) for year in years for row in rows]
    return EventCounts(
        municipality=np.array([row[0] for row, _ in table], dtype=np.intp),
        year=np.array([year for _, year in table], dtype=np.intp),
        event=np.array([EVENTS.index(row[1]) for row, _ in table], dtype=np.intp),
        sex=np.array([row[2] for row, _ in table], dtype=np.intp),
        age_from=np.array([row[3] for row, _ in table], dtype=np.intp),
        age_to=np.array([row[4] for row, _ in table], dtype=np.intp),
        count=np.array([row[5] for row, _ in table], dtype=np.float64),
    )


def moves(rows, year_from=2014, year_to=2018):
    """Move counts from (origin, destination, count) rows; -1 is the rest of the country."""
    return MoveCounts(
        origin=np.array([row[0] for row in rows], dtype=np.intp),
        destination=np.array([row[1] for row in rows], dtype=np.intp),
        year_from=np.full(len(rows), year_from, dtype=np.intp),
        year_to=np.full(len(rows), year_to, dtype=np.intp),
        count=np.array([row[2] for row in rows], dtype=np.float64),
    )


def observations(rows):
    """Observations from (year, municipality, area, age_from, age_to, count) rows; area -1 for the whole."""
    columns = list(zip(*rows, strict=True))
    return Observations(
        *(np.array(column, dtype=np.intp) for column in columns[:5]), np.array(columns[5], dtype=np.float64)
    )


def data(sizes=(3000, 800), **changes):
    """What the stage starts from: no tables but the population and the schedules unless given."""
    base = DemographicData(2019, population(sizes), {}, None, None, schedules(), None)
    return replace(base, **changes)


MOVES = ((0, 1, 120.0), (0, -1, 600.0), (1, 0, 150.0), (1, -1, 100.0), (-1, 0, 500.0), (-1, 1, 60.0))


def busy_data(sizes=(3000, 800), **changes):
    """Two municipalities with every kind of event and moves between them."""
    rows = []
    for index, size in enumerate(sizes[:2]):
        rows += [(index, "births", -1, 15, 49, 0.009 * size), (index, "deaths", -1, 0, 100, 0.011 * size)]
        rows += [
            (index, "out_migration", -1, first, last, share * size)
            for first, last, share in ((0, 19, 0.016), (20, 39, 0.027), (40, 59, 0.009), (60, 100, 0.004))
        ]
        rows += [
            (index, "in_migration", -1, first, last, share * size)
            for first, last, share in ((0, 19, 0.011), (20, 39, 0.024), (40, 59, 0.009), (60, 100, 0.004))
        ]
        rows += [(index, "immigration", -1, 0, 100, 0.004 * size)]
        rows += [(index, "emigration", -1, 0, 100, 0.002 * size)]
    return data(sizes, **{"events": events(rows), "moves": moves(MOVES), **changes})


def region(areas_of=(3, 1), codes=None, children=None):
    """A region with some areas in each municipality; children are of one band 0–18."""
    codes = codes or tuple(str(901 + index) for index in range(len(areas_of)))
    rows = []
    for code, n_areas in zip(codes, areas_of, strict=True):
        for number in range(n_areas):
            weight = 100.0 * (n_areas - number) if children is None else children[len(rows)]
            rows.append({"code": f"{code}-{number}", "municipality": code, "children": weight})
    table = regions.areas(rows, codes)
    nan = np.full(len(codes), np.nan)
    places = Municipalities(codes, codes, np.full(len(codes), 400.0), nan, nan, nan)
    school = [{"code": "s", "municipality": codes[0], "grades": "0-9"}]
    return Region(places, table, regions.points_at_centres(table), regions.schools(school, codes))


def housing(rows, per_dwelling=0.1):
    """Housing plans from (area, year, dwellings) rows, with as many children of every age 0–18 in each dwelling."""
    area, year, dwellings = zip(*rows, strict=True)
    return HousingPlans(
        np.array(area, dtype=np.intp),
        np.array(year, dtype=np.intp),
        np.array(dwellings, dtype=np.float64),
        np.full((len(rows), 19), per_dwelling),
        np.full(len(rows), np.nan),
    )
