"""What results.nc keeps when every future of every table is asked for (``--all-draws``)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from kopa_sim.economy import BUDGET_ITEMS
from kopa_sim.model.grades import N_BANDS
from kopa_sim.model.ledger import FUNDING_ITEMS
from kopa_sim.model.people import N_AGES, SEXES
from kopa_sim.report.tables.costs import ITEM_KEY, PAYER_KEY
from kopa_sim.report.tables.frame import Key
from kopa_sim.report.tables.keys import (
    ALL,
    BAND_KEY,
    BAND_OR_ALL_KEY,
    GRADE_KEY,
    area_key,
    municipality_key,
    option_key,
    outside_key,
    school_key,
    year_key,
)
from kopa_sim.report.tables.staffing import STAFF_KEY
from kopa_sim.report.units import unit_of
from kopa_sim.study.result import OptionResult, RunResult

Floats32 = NDArray[np.float32]


@dataclass(frozen=True)
class KeptTable:
    """One table, or one measure of it, future by future.

    Attributes
    ----------
    name
        Name of the variable in results.nc.
    table
        Table whose keys these are.
    keys
        Labels along each axis, the future among them as ``draw``.
    values
        One cell for each combination of the keys; NaN where a future has no value.
    units
        Unit of the values.
    """

    name: str
    table: str
    keys: tuple[Key, ...]
    values: Floats32
    units: str


def _by_option(result: RunResult, of: Callable[[OptionResult], NDArray[np.floating]]) -> Floats32:
    """Return an array of each option, in single precision. (option, draw, …)"""
    return np.stack([of(option).astype(np.float32) for option in result.options])


def flows_by_key(result: RunResult, option: OptionResult) -> Floats32:
    """Return pupils by where they live and where they go. (draw, year, home municipality, school, band)"""
    region = result.scenario.region
    flows = option.flows_draw_year_flow[:, option.plan.costed]
    shape = (*flows.shape[:2], len(region.municipalities), len(region.schools), N_BANDS)
    cells = np.zeros(shape, dtype=np.float32)
    home, school, band = option.flow_keys.T
    cells[:, :, home, school, band] = flows
    return cells


def kept_tables(result: RunResult) -> tuple[KeptTable, ...]:
    """Return every future of the tables; zero, where a table leaves rows out because they are zero."""
    return (*_people(result), *_schools(result), *_money(result), *_staffing(result), *_access(result))


def _draw_key(result: RunResult) -> Key:
    return Key("draw", tuple(range(result.draws)))


def _kept(
    result: RunResult, table: str, keys: tuple[Key, ...], values: Floats32, name: str = ""
) -> KeptTable:
    """Return a table with an option axis; ``name`` is its measure, where it has measures."""
    variable = f"draws_{table}_{name}" if name else f"draws_{table}"
    first = (option_key(result), _draw_key(result))
    return KeptTable(variable, table, (*first, *keys), values, unit_of(name) or unit_of(table))


def _people(result: RunResult) -> Iterator[KeptTable]:
    draw, ages = _draw_key(result), Key("age", tuple(range(N_AGES)))
    years = Key("year", result.population_years)
    keys: tuple[Key, ...] = (draw, years, municipality_key(result), Key("sex", SEXES), ages)
    residents = result.population_draw_year_municipality_sex_age.astype(np.float32)
    yield KeptTable("draws_population", "population", keys, residents, unit_of("population"))
    starters = result.starters_draw_year_area[:, result.as_is.plan.costed].astype(np.float32)
    keys = (draw, year_key(result), area_key(result))
    yield KeptTable("draws_starters", "starters", keys, starters, unit_of("starters"))


def _schools(result: RunResult) -> Iterator[KeptTable]:
    year, school = year_key(result), school_key(result)
    pupils = _by_option(result, lambda o: o.pupils_draw_year_school_grade[:, o.plan.costed])
    yield _kept(result, "pupils", (year, school, GRADE_KEY), pupils, "by_grade")
    groups = _by_option(result, lambda o: o.groups_draw_year_school_band[:, o.plan.costed])
    yield _kept(result, "groups", (year, school, BAND_KEY), groups)
    home = municipality_key(result, name="home_municipality")
    flows = _by_option(result, lambda o: flows_by_key(result, o))
    yield _kept(result, "flows", (year, home, school, BAND_KEY), flows)


def _money(result: RunResult) -> Iterator[KeptTable]:
    year, municipality = year_key(result), municipality_key(result)
    paid = _by_option(
        result, lambda o: o.money.costs.municipal_draw_year_municipality_payer_item[:, o.plan.costed]
    )
    yield _kept(result, "costs", (year, municipality, PAYER_KEY, ITEM_KEY), paid)
    costs = _by_option(result, lambda o: o.money.costs.school_draw_year_school_item[:, o.plan.costed])
    yield _kept(result, "school_costs", (year, school_key(result), ITEM_KEY), costs)
    funding = _by_option(
        result, lambda o: o.money.funding.funding_draw_year_municipality_item[:, o.plan.costed]
    )
    yield _kept(result, "funding", (year, outside_key(result), Key("item", FUNDING_ITEMS)), funding)
    budget = _by_option(result, lambda o: o.budget_draw_year_municipality_item)
    years = Key("year", tuple(result.scenario.first_year + index for index in range(budget.shape[2])))
    yield _kept(result, "budget", (years, municipality, Key("item", BUDGET_ITEMS)), budget)


def _staffing_of(measure: str, option: OptionResult) -> NDArray[np.floating]:
    return option.staffing[measure][:, option.plan.costed]


def _access_of(measure: str, option: OptionResult) -> NDArray[np.floating]:
    return option.access.values[measure][:, option.plan.costed]


def _staffing(result: RunResult) -> Iterator[KeptTable]:
    keys = (year_key(result), municipality_key(result), STAFF_KEY)
    for measure in result.as_is.staffing:
        values = _by_option(result, partial(_staffing_of, measure))
        yield _kept(result, "staffing", keys, values, measure)


def _access(result: RunResult) -> Iterator[KeptTable]:
    keys = (year_key(result), municipality_key(result, last=ALL), BAND_OR_ALL_KEY)
    for measure in result.as_is.access.values:
        values = _by_option(result, partial(_access_of, measure))
        yield _kept(result, "access", keys, values, measure)
