"""Children of postcode areas foretold from an earlier count, beside the later one.

The municipality's children are taken as they came to be, evenly over each band of ages, so only the sharing out over
its areas is judged. Left out are municipalities of one area, and those with an empty band. Areas stand in both
editions and in the same municipality.
"""

import csv
import gzip
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from kopa_sim.demography.area_course import FAMILY_CHILD_AGES
from kopa_sim.demography.area_shares import CHILD_AGES, SMALL_CHILD_AGES, share_areas
from kopa_sim.model.region import Areas

DATA = Path(__file__).parent / "data" / "postcode_children.csv.gz"
BANDS = ((0, 2), (3, 6), (7, 12), (13, 15), (16, 17))
PUPILS = (2, 3)
"""Bands of the ages 7–15."""

RULES = {"small_children": SMALL_CHILD_AGES, "all_children": FAMILY_CHILD_AGES}


@dataclass(frozen=True)
class Pair:
    """Areas counted twice; children (area, band)."""

    years: int
    areas: Areas
    later: np.ndarray
    children_year_municipality_age: np.ndarray


@cache
def counts():
    """Municipality and children of each postcode, by year."""
    with gzip.open(DATA, "rt", encoding="utf-8") as stream:
        rows = list(csv.reader(stream))[1:]
    found = {}
    for year, postcode, municipality, *children in rows:
        found.setdefault(int(year), {})[postcode] = (municipality, np.array(children, dtype=float))
    return found


@cache
def pair(first, last):
    """Return the areas counted in both years."""
    before, after = counts()[first], counts()[last]
    both = sorted(code for code in before if code in after and before[code][0] == after[code][0])
    by_municipality = {}
    for code in both:
        by_municipality.setdefault(before[code][0], []).append(code)
    judged = {
        name: codes
        for name, codes in by_municipality.items()
        if len(codes) > 1
        and all((sum(table[code][1] for code in codes) > 0).all() for table in (before, after))
    }
    codes = [code for name in sorted(judged) for code in judged[name]]
    home = np.repeat(np.arange(len(judged)), [len(judged[name]) for name in sorted(judged)])
    earlier, later = (np.stack([table[code][1] for code in codes]) for table in (before, after))
    return Pair(
        last - first, _areas(codes, home, earlier), later, _children(home, earlier, later, last - first)
    )


def _areas(codes, home, children):
    nan = np.full(len(codes), np.nan)
    return Areas(
        tuple(codes), tuple(codes), home, nan, nan, nan, BANDS, children, nan, nan, ("fi",) * len(codes)
    )


def _children(home, earlier, later, years):
    """Return the children by single age, in equal steps from count to count. (year, municipality, age)"""
    ends = np.zeros((2, home.max() + 1, CHILD_AGES))
    for end, table in zip(ends, (earlier, later), strict=True):
        sums = np.stack([np.bincount(home, weights=column) for column in table.T], axis=1)
        for (first, last), of_band in zip(BANDS, sums.T, strict=True):
            end[:, first : last + 1] = of_band[:, None] / (last - first + 1)
        end[:, -1] = end[:, -2]
    weight = np.linspace(0.0, 1.0, years + 1)[:, None, None]
    return (1.0 - weight) * ends[0] + weight * ends[1]


@cache
def foretold(first, last, moving, rule):
    """Return the children expected in the later year. (area, band)"""
    both = pair(first, last)
    children = both.children_year_municipality_age
    fertility = np.full((children.shape[1], 101), 0.05)
    launch = share_areas(both.areas, None, children, first, moving, fertility, settling_ages=RULES[rule])
    living = launch.share_area_age * children[-1][both.areas.municipality]
    return np.stack([living[:, start : end + 1].sum(axis=1) for start, end in BANDS], axis=1)


@cache
def unchanged(first, last):
    """Return the children if every area kept its share of every band. (area, band)"""
    both = pair(first, last)
    home = both.areas.municipality
    earlier = both.areas.children_area_band
    then, now = (np.stack([np.bincount(home, weights=c) for c in t.T], axis=1) for t in (earlier, both.later))
    return earlier / then[home] * now[home]


def missed(expected, first, last, bands=PUPILS):
    """Return Σ |error| over the areas and bands as a share of the children counted."""
    later = pair(first, last).later[:, bands]
    return float(abs(expected[:, bands] - later).sum() / later.sum())


def deviance(expected, first, last):
    """Return the Poisson deviance over all areas and bands; an area expected empty counts as 0.3 of a child."""
    later, mean = pair(first, last).later, np.maximum(expected, 0.3)
    logs = np.where(later > 0, later * np.log(np.maximum(later, 1.0) / mean), 0.0)
    return float(2.0 * (logs - (later - mean)).sum())
