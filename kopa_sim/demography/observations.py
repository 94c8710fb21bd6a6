"""Holding the projection to later counts: raking, and what the counts say about births."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.demography.levels import shrunken_levels
from kopa_sim.model.people import OLDEST_AGE, Observations

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

ROUNDS: Final[int] = 100
"""Rounds of proportional fitting; one is enough when the age bands do not overlap."""

NEAR_ENOUGH: Final[float] = 1e-10


@dataclass(frozen=True)
class BandCounts:
    """Counts of whole municipalities in one year, one row an age band. All (row,).

    ``row`` is the row of the observations table.
    """

    row: Ints
    municipality: Ints
    age_from: Ints
    age_to: Ints
    count: Floats

    def where(self, chosen: NDArray[np.bool_]) -> "BandCounts":
        """Return some of the rows."""
        return BandCounts(
            self.row[chosen],
            self.municipality[chosen],
            self.age_from[chosen],
            self.age_to[chosen],
            self.count[chosen],
        )

    def sums(self, people: Floats) -> Floats:
        """Return the people of each row's municipality and ages. (row,)"""
        rows = zip(self.municipality, self.age_from, self.age_to, strict=True)
        return np.array([people[m, :, first : last + 1].sum() for m, first, last in rows], dtype=np.float64)


def bands_of(observations: Observations | None, year: int) -> BandCounts:
    """Return the counts of whole municipalities in a year; rows of areas are not among them."""
    if observations is None:
        empty = np.zeros(0, dtype=np.intp)
        return BandCounts(empty, empty, empty, empty, np.zeros(0))
    row = np.flatnonzero(
        (observations.year == year) & (observations.area < 0) & np.isfinite(observations.count)
    )
    return BandCounts(
        row,
        observations.municipality[row],
        observations.age_from[row],
        np.minimum(observations.age_to[row], OLDEST_AGE),
        observations.count[row],
    )


def rake(people: Floats, bands: BandCounts) -> Floats:
    """Return the population scaled so that every observed age band has its count.

    All ages and both sexes of a band are scaled alike (iterative proportional fitting, Deming and Stephan 1940); a
    band without people gets its count in equal parts.

    Parameters
    ----------
    people
        Persons. (municipality, sex, age)
    """
    raked = people.copy()
    for _ in range(ROUNDS):
        gap = 0.0
        for row in range(len(bands.row)):
            ages = slice(bands.age_from[row], bands.age_to[row] + 1)
            band = raked[bands.municipality[row], :, ages]
            total, count = float(band.sum()), float(bands.count[row])
            gap = max(gap, abs(total - count) / max(count, 1.0))
            raked[bands.municipality[row], :, ages] = (
                band * (count / total) if total > 0 else count / band.size
            )
        if gap < NEAR_ENOUGH:
            break
    return raked


def with_sums_of_areas(observations: Observations | None, municipality_area: Ints) -> Observations | None:
    """Return the observations with the counts of a municipality's areas added up, where they are complete.

    Bands of ages that every area of a municipality has a count of, and that no count of the whole municipality
    touches in that year, are counts of the municipality too. The added rows stand last.

    Parameters
    ----------
    municipality_area
        Municipality of each area. (area,)
    """
    if observations is None:
        return None
    sums: dict[tuple[int, int, int, int], float] = {}
    areas: dict[tuple[int, int, int, int], set[int]] = {}
    rows = list(zip(*vars(observations).values(), strict=True))
    for year, _, area, first, last, count in rows:
        if area >= 0 and np.isfinite(count):
            key = (int(year), int(municipality_area[area]), int(first), int(last))
            sums[key] = sums.get(key, 0.0) + float(count)
            areas.setdefault(key, set()).add(int(area))
    whole: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for year, municipality, area, first, last, _ in rows:
        if area < 0:
            whole.setdefault((int(year), int(municipality)), []).append((int(first), int(last)))
    n_areas = np.bincount(municipality_area)
    added = [
        (key[0], key[1], -1, key[2], key[3], sums[key])
        for key in sorted(sums)
        if len(areas[key]) == n_areas[key[1]]
        and not any(first <= key[3] and key[2] <= last for first, last in whole.get(key[:2], ()))
    ]
    if not added:
        return observations
    years, municipalities, area_column, first_ages, last_ages, counts = zip(*(*rows, *added), strict=True)
    return Observations(
        year=np.array(years, dtype=np.intp),
        municipality=np.array(municipalities, dtype=np.intp),
        area=np.array(area_column, dtype=np.intp),
        age_from=np.array(first_ages, dtype=np.intp),
        age_to=np.array(last_ages, dtype=np.intp),
        count=np.array(counts, dtype=np.float64),
    )


def follow_births(
    projected_by_year: Mapping[int, Floats],
    born_elsewhere_by_year: Mapping[int, Floats],
    observations: Observations | None,
    base_year: int,
    last_year: int,
    municipal_sd: float,
) -> Floats:
    """Return what to multiply fertility by, as the children born since the base year tell. (municipality,)

    Observed over projected children of the bands wholly born since the base year, in the last year that has any; of
    both, those who moved in after birth elsewhere are taken off, as no fertility of the region bears them. The
    region's ratio is pooled; a municipality departs from it with a prior variance of ``municipal_sd`` squared for
    each year since the base year, the drift the futures grant it too.

    Parameters
    ----------
    projected_by_year
        What a projection at the base year's fertility gives, the later children not held to any count.
        (municipality, sex, age)
    born_elsewhere_by_year
        What the same projection gives when nobody in the region bears children.
    """
    n_municipalities = len(projected_by_year[base_year])
    for year in range(last_year, base_year, -1):
        bands = bands_of(observations, year)
        born_since = bands.where(bands.age_to < year - base_year)
        if len(born_since.row) == 0:
            continue
        elsewhere = born_since.sums(born_elsewhere_by_year[year])
        expected = born_since.sums(projected_by_year[year]) - elsewhere
        seen, by_model = (
            np.bincount(born_since.municipality, weights=values, minlength=n_municipalities).astype(
                np.float64
            )
            for values in (np.maximum(born_since.count - elsewhere, 0.0), expected)
        )
        drift = municipal_sd**2 * (year - base_year)
        return shrunken_levels(seen, by_model, 1.0 / drift if drift > 0 else np.inf)
    return np.ones(n_municipalities)
