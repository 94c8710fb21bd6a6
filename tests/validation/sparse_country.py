"""Schools of sparse country against those of cities, and how many sparse country needs in 2035.

City: at least 50,000 residents within 10 km. Sparse: under 50 residents per km² within 5 km, the bound of "very
dispersed rural" in the degree of urbanisation. Residents stand at the scenarios' points.
"""

from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from kopa_sim.model.grades import UPPER_SECONDARY
from kopa_sim.model.ledger import COST_ITEMS
from kopa_sim.network import flow_pupils
from kopa_sim.scenario.contents import OptionSpec
from kopa_sim.scenario.measures.close_small_schools import CloseSmallSchools
from kopa_sim.study.prepare import prepare
from kopa_sim.study.school_size import cost_by_school_size
from tests.validation.municipality_classes import REGIONS
from tests.validation.published import as_is, first_year
from tests.validation.solved_routes import as_is_scenario

CITY_RESIDENTS, CITY_KM = 50_000, 10.0
SPARSE_KM2, SPARSE_KM = 50, 5.0
LEFT_OUT = ("transport", "property_capital", "transition")
"""The OECD counts current cost of schools: no investment, no journeys."""
PRIMARY, LOWER_SECONDARY = range(7), range(7, 10)
STAGES = {"primary": PRIMARY, "secondary": (*LOWER_SECONDARY, UPPER_SECONDARY)}
FIRST, LAST = 2026, 2035
SIZES = (20, 40, 60)
"""Pupils below which the rule closes a school."""


def residents_within(region, x_m, y_m, km):
    """Residents of the region within a straight-line distance of places. (place,)"""
    points, areas = region.points, region.areas
    residents = np.nan_to_num(areas.population)[points.area] * points.weight
    metres = np.hypot(np.asarray(x_m)[:, None] - points.x_m, np.asarray(y_m)[:, None] - points.y_m)
    return (residents * (metres <= 1000.0 * km)).sum(axis=1)


def in_city(region, x_m, y_m):
    """Whether places lie in a city. (place,)"""
    return residents_within(region, x_m, y_m, CITY_KM) >= CITY_RESIDENTS


def in_sparse_country(region, x_m, y_m):
    """Whether places lie in sparse country. (place,)"""
    return residents_within(region, x_m, y_m, SPARSE_KM) < SPARSE_KM2 * np.pi * SPARSE_KM**2


def current(cost_item):
    """Cost without what the OECD leaves out. (…, item) to (…)"""
    kept = [place for place, item in enumerate(COST_ITEMS) if item not in LEFT_OUT]
    return cost_item[..., kept].sum(axis=-1)


def _alone(result, pupils, grades):
    """What each school would cost with some of its grades alone, mean of the draws; zero without pupils. (school,)"""
    some = np.zeros_like(pupils)
    some[..., list(grades)] = pupils[..., list(grades)]
    taught = some.sum(axis=(0, 2)) > 0
    cost = np.zeros(len(taught))
    cost[taught] = current(cost_by_school_size(some[:, taught], result.parameters).cost_draw_size_item).mean(
        axis=0
    )
    return cost


@cache
def current_cost_by_stage(name):
    """Current cost and pupils by stage of a region's municipal schools, special ones aside.

    A school of several stages is divided as schools of one stage each with the same pupils would cost.
    """
    result = as_is(name)
    year, schools = first_year(result), result.scenario.region.schools
    pupils = result.as_is.pupils_draw_year_school_grade[:, year]
    spent = current(result.as_is.money.costs.school_draw_year_school_item[:, year]).mean(axis=0)
    alone = {stage: _alone(result, pupils, grades) for stage, grades in STAGES.items()}
    whole = np.maximum(sum(alone.values()), 1e-9)
    ordinary = schools.municipal & ~schools.special
    cost = {stage: spent * of_stage / whole * ordinary for stage, of_stage in alone.items()}
    counted = {
        s: pupils[..., list(grades)].sum(axis=2).mean(axis=0) * ordinary for s, grades in STAGES.items()
    }
    return cost, counted


@cache
def cost_per_pupil(stage, place):
    """Current cost a pupil of one stage in cities or in sparse country of the three regions, euros."""
    money = pupils = 0.0
    for name in REGIONS:
        schools = as_is(name).scenario.region.schools
        chosen = place(as_is(name).scenario.region, schools.x_m, schools.y_m)
        cost, counted = current_cost_by_stage(name)
        money, pupils = money + cost[stage][chosen].sum(), pupils + counted[stage][chosen].sum()
    return float(money / pupils)


def premium(stage):
    """Cost a pupil in sparse country against cities."""
    return cost_per_pupil(stage, in_sparse_country) / cost_per_pupil(stage, in_city)


@dataclass(frozen=True)
class SparseNetwork:
    """Schools of grades 0-6 in sparse country, and how far the pupils of these grades who live there have."""

    schools: int
    pupil_km: float
    pupils: float

    @property
    def mean_km(self):
        return self.pupil_km / self.pupils


def _rule(pupils_below, year):
    measure = CloseSmallSchools(measure="close_small_schools", pupils_below=pupils_below, year=year)
    return OptionSpec(f"below_{pupils_below}_in_{year}", "", None, (measure,))


def _network(prepared, option, year):
    """The sparse network of one region under one option in one year, on the mean future."""
    region, at = prepared.scenario.region, option.plan.years.index(year)
    sparse_school = in_sparse_country(region, region.schools.x_m, region.schools.y_m)
    taught = option.plan.teaches_year_school_grade[at][:, list(PRIMARY)].any(axis=1)
    ordinary = region.schools.municipal & region.schools.fills_by_distance & ~region.schools.special
    place = option.catchments.years.index(year)
    arcs = option.catchments.by_year[place]
    flows = flow_pupils(region, option.catchments, option.people.pupils).pupils_by_year[place][0]
    pupils = flows[arcs.cell_arc] * arcs.cell_share
    sparse_point = in_sparse_country(region, region.points.x_m, region.points.y_m)
    chosen = np.isin(arcs.grade[arcs.cell_arc], list(PRIMARY)) & sparse_point[arcs.cell_point]
    km = prepared.journeys.km_point_school[arcs.cell_point, arcs.school[arcs.cell_arc]]
    return (
        int((sparse_school & taught & ordinary).sum()),
        float((km * pupils)[chosen].sum()),
        float(pupils[chosen].sum()),
    )


@cache
def _prepared(name):
    """A region with the rule of every size, followed on the pupils of the first and of the last year."""
    scenario = as_is_scenario(name)
    rules = tuple(_rule(size, year) for size in SIZES for year in (FIRST, LAST))
    return prepare(replace(scenario, options=(*scenario.options, *rules)), seed=1, draws=1)


@cache
def network(pupils_below, year):
    """The sparse network in a year if every school then under a size had closed, three regions together."""
    found = []
    for name in REGIONS:
        prepared = _prepared(name)
        wanted = _rule(pupils_below, year).id
        option = next(option for option in prepared.options if option.plan.option == wanted)
        found.append(_network(prepared, option, year))
    return SparseNetwork(*(sum(values) for values in zip(*found, strict=True)))


def fewer_schools(pupils_below):
    """By how much smaller the sparse network of 2035 is than that of 2026 under the same rule."""
    return 1.0 - network(pupils_below, LAST).schools / network(pupils_below, FIRST).schools


def longer_way(pupils_below):
    """By how much longer the mean way to school is in 2035 than in 2026 under the same rule."""
    return network(pupils_below, LAST).mean_km / network(pupils_below, FIRST).mean_km - 1.0
