"""How far Finland's pupils would live from school if children lived everywhere as they do in three regions.

The points of schools are known for three regions only, the children and land of postcode areas for the whole
country. A synthetic estimate: postcode areas are put into classes by their children per square kilometre, each class
with as many of the country's children; each class gets the share beyond a distance that its areas have in the three
regions. It presumes that where children live equally close together they live equally far from school. The densest
fifth, for which the regions have no area, gets the share of the densest class they have.
"""

import csv
from functools import cache
from pathlib import Path

import numpy as np

from kopa_sim.scenario.contents import AS_IS
from kopa_sim.scenario.load import load_scenario
from kopa_sim.study.prepare import prepare
from tests.validation.point_rule import REGIONS, SCENARIOS

DATA = Path(__file__).parent / "data" / "postcode_density_2019.csv"
CLASSES = 10
DENSEST_UNKNOWN = 2
"""The densest fifth of the country's children live closer together than anyone in the three regions."""
AGES = {"7-12": (1, (7, 12)), "13-15": (7, (13, 15))}
"""A grade of the ages, and their band in the areas table."""
STRAIGHT, ROAD = "straight", "road"


@cache
def country():
    """Children per km² and children of each band of every postcode area. (area,), (area, band)"""
    with DATA.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    children = np.array([[float(row["age_7_12"]), float(row["age_13_15"])] for row in rows])
    km2 = np.array([float(row["area_km2"]) for row in rows])
    return children.sum(axis=1) / np.maximum(km2, 0.01), children


@cache
def edges():
    """Bounds between the classes: children per km². (class - 1,)"""
    density, children = country()
    order = np.argsort(density)
    reached = np.cumsum(children[order].sum(axis=1))
    return density[order][np.searchsorted(reached, reached[-1] * np.arange(1, CLASSES) / CLASSES)]


@cache
def nearest(name):
    """Density, children by band, and kilometres from each point to the nearest school of each band. As arrays."""
    scenario = load_scenario(SCENARIOS / name)
    prepared = prepare(scenario, seed=1, draws=1, option_ids=[AS_IS])
    region, plan = scenario.region, prepared.as_is.plan
    first = plan.years.index(plan.first_year)
    allowed = plan.allowed_year_home_school_grade[first]
    taught = plan.teaches_year_school_grade[first] & region.schools.fills_by_distance[:, None]
    home = region.areas.municipality[region.points.area]
    detour = prepared.parameters.number("transport.detour_factor")
    east = region.points.x_m[:, None] - region.schools.x_m
    straight_km = np.hypot(east, region.points.y_m[:, None] - region.schools.y_m) / 1000.0
    km = np.stack(
        [
            np.where(allowed[home, :, grade] & taught[:, grade], straight_km, np.inf).min(axis=1)
            for grade, _ in AGES.values()
        ],
        axis=1,
    )
    bands = [region.areas.bands.index(band) for _, band in AGES.values()]
    children = region.areas.children_area_band[:, bands]
    density = children.sum(axis=1) / (region.areas.area_m2 / 1e6)
    return density, children, km, region.points, detour


def share_within(name, limit_km, ages=tuple(AGES), measured=ROAD):
    """Return the share of a region's children who live within a distance of a school of their age."""
    _, children, km, points, detour = nearest(name)
    bands = [list(AGES).index(band) for band in ages]
    inside = (km * (detour if measured == ROAD else 1.0) <= limit_km)[:, bands]
    pupils = children[points.area][:, bands] * points.weight[:, None]
    return float((inside * pupils).sum() / pupils.sum())


@cache
def by_class(limit_km, measured):
    """Return the share within a distance by class of density and band, and the children behind it. (class, band)"""
    within, total = np.zeros((CLASSES, len(AGES))), np.zeros((CLASSES, len(AGES)))
    for name in REGIONS:
        density, children, km, points, detour = nearest(name)
        place = np.searchsorted(edges(), density)[points.area]
        pupils = children[points.area] * points.weight[:, None]
        inside = km * (detour if measured == ROAD else 1.0) <= limit_km
        np.add.at(total, place, pupils)
        np.add.at(within, place, inside * pupils)
    return within / np.maximum(total, 1e-9), total


def national_share_within(limit_km, ages=tuple(AGES), measured=ROAD):
    """Return the share of the country's children who would live within a distance of a school of their age."""
    density, children = country()
    bands = [list(AGES).index(band) for band in ages]
    share, total = by_class(limit_km, measured)
    known = total.sum(axis=1) > 0
    if not known[:-DENSEST_UNKNOWN].all():
        raise ValueError("a class of density has no area in the three regions")
    densest_known = int(np.flatnonzero(known).max())
    here = share[np.minimum(np.searchsorted(edges(), density), densest_known)][:, bands]
    return float((here * children[:, bands]).sum() / children[:, bands].sum())
