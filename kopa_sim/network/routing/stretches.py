"""Which schools make a centre in which years: years between which nothing but numbers of pupils changes."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.network.routing.bells import apart_by_bell
from kopa_sim.network.routing.carried import CarriedFrom
from kopa_sim.network.routing.destinations import group_schools

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

MOVED_SHARE: Final[float] = 0.02
"""Share of a centre's pupils who live elsewhere than the year before, above which its routes are other ones."""


@dataclass(frozen=True)
class Stretch:
    """Years in which a centre has the same schools and the same homes.

    Attributes
    ----------
    schools
        Indices into the region's schools, the one with most pupils carried first.
    year_indices
        Of the flows, in order.
    """

    schools: tuple[int, ...]
    year_indices: tuple[int, ...]


def find_stretches(
    carried: list[CarriedFrom],
    open_year_school: Bools,
    km_school_school: Floats,
    limit_km: float,
    bells_year_school: Floats | None = None,
    wait_min: float = 0.0,
) -> tuple[Stretch, ...]:
    """Return the centres to which anybody is carried and the years of each.

    A centre's years are divided only where schools open or close and the homes of its pupils change with them. What
    is closed elsewhere leaves a centre's stretch, and with it its routes, as they are.

    Parameters
    ----------
    carried
        By year.
    open_year_school
        In the same years. (year, school)
    limit_km
        Between a centre's largest school and its others.
    bells_year_school, wait_min
        When lessons begin, NaN where nobody said, and how far apart the schools of a centre may begin.
        (year, school)
    """
    bells = np.full(open_year_school.shape, np.nan) if bells_year_school is None else bells_year_school
    n_schools = open_year_school.shape[1]
    pupils = np.array([_by_school(year, n_schools) for year in carried])
    going_on: list[Stretch] = []
    ended: list[Stretch] = []
    for years in _runs(open_year_school, bells):
        apart = apart_by_bell(bells[years[0]], wait_min)
        total = pupils[years].sum(axis=0)
        schools = np.flatnonzero(total > 0).tolist()
        continued = []
        for centre in group_schools(schools, total[schools], km_school_school, limit_km, apart):
            before = next((stretch for stretch in going_on if set(stretch.schools) == set(centre)), None)
            if before is not None and not _moved(carried[years[0] - 1], carried[years[0]], centre):
                going_on.remove(before)
                years_of_both = (*before.year_indices, *years)
                continued.append(_stretch(centre, years_of_both, pupils))
            else:
                continued.append(_stretch(centre, tuple(years), pupils))
        ended += going_on
        going_on = continued
    return tuple(sorted(ended + going_on, key=lambda stretch: (stretch.year_indices, stretch.schools)))


def anchor_years(pupils: Floats) -> list[int]:
    """Return which years have fewest and most pupils carried, and which is nearest the middle, in order. (year,)"""
    middle = (pupils.min() + pupils.max()) / 2
    return sorted({int(pupils.argmin()), int(np.abs(pupils - middle).argmin()), int(pupils.argmax())})


def _stretch(centre: tuple[int, ...], years: tuple[int, ...], pupils: Floats) -> Stretch:
    total = pupils[list(years)].sum(axis=0)
    return Stretch(tuple(sorted(centre, key=lambda school: (-total[school], school))), years)


def _by_school(carried: CarriedFrom, n_schools: int) -> Floats:
    total: Floats = np.bincount(carried.school, carried.pupils, n_schools).astype(np.float64)
    return total


def _runs(open_year_school: Bools, bells_year_school: Floats) -> list[list[int]]:
    """Return indices of years in a row with the same schools open and the same bells."""
    runs: list[list[int]] = []
    for index, schools in enumerate(open_year_school):
        before = index - 1
        if (
            index
            and np.array_equal(schools, open_year_school[before])
            and np.array_equal(bells_year_school[index], bells_year_school[before], equal_nan=True)
        ):
            runs[-1].append(index)
        else:
            runs.append([index])
    return runs


def _moved(before: CarriedFrom, after: CarriedFrom, centre: tuple[int, ...]) -> bool:
    """Return whether the homes of a centre's pupils have changed, and not only the pupils' number."""
    first, second = before.shares(centre), after.shares(centre)
    size = max(len(first), len(second))
    differ = np.abs(np.pad(first, (0, size - len(first))) - np.pad(second, (0, size - len(second))))
    return bool(differ.sum() / 2.0 > MOVED_SHARE)
