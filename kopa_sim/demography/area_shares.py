"""Where in their municipality the children live when the futures set out."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.people import Observations
from kopa_sim.model.region import Areas

Floats = NDArray[np.float64]

CHILD_AGES: Final[int] = 19
"""Ages 0 to 18."""

SMALL_CHILD_AGES: Final[slice] = slice(0, 7)
"""Children whose homes tell where the next ones are born."""


@dataclass(frozen=True)
class AreaCount:
    """Children of one municipality by area and age, as counted in one year. (area of the municipality, age 0–18)

    Within an age band the ages are taken alike.
    """

    year: int
    children_area_age: Floats


def share_areas(
    areas: Areas,
    observations: Observations | None,
    small_children: Floats,
    base_year: int,
    launch_year: int,
    moving_share: float,
) -> Floats:
    """Return each area's share of its municipality's children by age at launch. (area, age 0–18)

    The latest count by area is used, aged in place to the launch year: children move with a given chance a year and
    then settle as the small children do; those born since the count live as the small children do.

    Parameters
    ----------
    small_children
        Residents of each age 0–6 in the launch year, which weigh the ages of small children.
        (municipality, age 0–6)
    moving_share
        Share of children who move to another area of the municipality in a year.

    Raises
    ------
    ValueError
        If a municipality has no area.
    """
    result = np.zeros((len(areas), CHILD_AGES))
    for municipality in range(len(small_children)):
        members = np.flatnonzero(areas.municipality == municipality)
        if len(members) == 0:
            raise ValueError(f"municipality {municipality} has no area for its children to live in")
        counted = _latest_count(areas, observations, members, base_year, launch_year)
        share = _shares(counted.children_area_age, areas.population[members])
        settled = pool_small_children(share, small_children[municipality])
        staying = (1.0 - moving_share) ** (launch_year - counted.year)
        result[members] = _age_in_place(share, settled, launch_year - counted.year, staying)
    return result


def pool_small_children(share_area_age: Floats, small_children_age: Floats) -> Floats:
    """Return each area's share of a municipality's children aged 0–6. (area,)

    Parameters
    ----------
    share_area_age
        Shares by age of the areas of one municipality. (area, age 0–18)
    small_children_age
        The municipality's children by age. (age 0–6,)
    """
    weight = small_children_age if small_children_age.sum() > 0 else np.ones_like(small_children_age)
    pooled = (share_area_age[:, SMALL_CHILD_AGES] * weight).sum(axis=1)
    share: Floats = pooled / pooled.sum()
    return share


def _age_in_place(share: Floats, settled: Floats, years: int, staying: float) -> Floats:
    """Return shares by age some years after the count. (area, age 0–18)"""
    aged = np.repeat(settled[:, None], CHILD_AGES, axis=1)
    if years < CHILD_AGES:
        aged[:, years:] = staying * share[:, : CHILD_AGES - years] + (1.0 - staying) * settled[:, None]
    return aged


def _latest_count(
    areas: Areas, observations: Observations | None, members: NDArray[np.intp], base_year: int, last_year: int
) -> AreaCount:
    """Return the latest count by area of one municipality: a later observation, else the areas table."""
    if observations is not None:
        of_member = np.isin(observations.area, members) & (observations.year <= last_year)
        of_member &= (observations.year >= base_year) & np.isfinite(observations.count)
        of_member &= observations.age_from < CHILD_AGES
        if of_member.any():
            return _observed(observations, of_member, members)
    order = sorted(range(len(areas.bands)), key=lambda band: areas.bands[band][0] - areas.bands[band][1])
    bands = [(*areas.bands[band], areas.children_area_band[members, band]) for band in order]
    return AreaCount(base_year, _by_single_age(bands, len(members)))


def _observed(
    observations: Observations, of_member: NDArray[np.bool_], members: NDArray[np.intp]
) -> AreaCount:
    year = int(observations.year[of_member].max())
    rows = np.flatnonzero(of_member & (observations.year == year))
    counts: dict[tuple[int, int], Floats] = {}
    for row in rows:
        ages = (int(observations.age_from[row]), int(observations.age_to[row]))
        band = counts.setdefault(ages, np.zeros(len(members)))
        band[np.searchsorted(members, observations.area[row])] += observations.count[row]
    widest_first = sorted(counts, key=lambda ages: (ages[0] - ages[1], ages))
    return AreaCount(year, _by_single_age([(*ages, counts[ages]) for ages in widest_first], len(members)))


def _by_single_age(bands: list[tuple[int, int, Floats]], n_areas: int) -> Floats:
    """Spread bands evenly over their ages, narrower bands over wider ones; ages in none take the nearest.

    Parameters
    ----------
    bands
        First age, last age and children by area, the widest band first.
    """
    children = np.zeros((n_areas, CHILD_AGES))
    covered = np.zeros(CHILD_AGES, dtype=np.bool_)
    for first, last, count in bands:
        ages = slice(first, min(last, CHILD_AGES - 1) + 1)
        children[:, ages] = np.nan_to_num(count)[:, None] / (last - first + 1)
        covered[ages] = True
    known = np.flatnonzero(covered)
    if len(known) == 0:
        return np.ones_like(children)
    for age in np.flatnonzero(~covered):
        children[:, age] = children[:, known[np.argmin(abs(known - age))]]
    return children


def _shares(children_area_age: Floats, population_area: Floats) -> Floats:
    """Return shares that sum to one over the areas at every age.

    An age without children is shared as all children are; without any children as the residents are, or equally.
    """
    total = children_area_age.sum(axis=1)
    if total.sum() <= 0:
        total = np.nan_to_num(population_area)
    if total.sum() <= 0:
        total = np.ones_like(total)
    by_age = children_area_age.sum(axis=0)
    fallback = np.repeat((total / total.sum())[:, None], CHILD_AGES, axis=1)
    share: Floats = np.divide(children_area_age, by_age, out=fallback, where=by_age > 0)
    return share
