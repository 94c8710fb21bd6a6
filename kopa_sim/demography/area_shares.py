"""Where in their municipality the children live when the futures set out."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.demography.area_counts import AreaBands, area_bands, fit_to_bands
from kopa_sim.model.people import Observations
from kopa_sim.model.region import Areas

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

CHILD_AGES: Final[int] = 19
"""Ages 0 to 18."""

SMALL_CHILD_AGES: Final[slice] = slice(0, 7)
"""Children whose homes tell where the next ones are born."""


@dataclass(frozen=True)
class AreaLaunch:
    """Where the children live at launch.

    Attributes
    ----------
    share_area_age
        Each area's share of its municipality's children. (area, age 0–18)
    small_children_share
        Each area's share of the small children. (area,)
    settling_share
        Where movers settle. (area,)
    birth_share
        Where the next newborn live. (area,)
    misfit
        Children by the shares less those counted, by row of the observations; NaN for rows that are of no area, reach
        beyond the age of 18 or lie outside the years. (row,)
    """

    share_area_age: Floats
    small_children_share: Floats
    settling_share: Floats
    birth_share: Floats
    misfit: Floats


def share_areas(
    areas: Areas,
    observations: Observations | None,
    children_year_municipality_age: Floats,
    base_year: int,
    moving_share: float,
    fertility_municipality_age: Floats,
    newcomers_year_area_age: Floats | None = None,
    settling_ages: slice = SMALL_CHILD_AGES,
) -> AreaLaunch:
    """Return where the children of each municipality live at the end of the last year.

    They set out from the areas table and age in place: children move with a given chance a year and then settle as
    the children of some ages do; newborn live as the women of the areas table do, or else as the small children. In
    every year with counts by area the shares are fitted to them.

    Parameters
    ----------
    children_year_municipality_age
        Children on 31 December of base_year and every year up to launch. (year, municipality, age 0–18)
    moving_share
        Share of children who move to another area of the municipality in a year.
    fertility_municipality_age
        Births per woman and year, which weigh the women of an area.
    newcomers_year_area_age
        Children who moved into new dwellings in the years after base_year, up to launch. (year, area, age 0–18)
    settling_ages
        Ages of the children whose places movers take.

    Raises
    ------
    ValueError
        If a municipality has no area.
    """
    n_municipalities = children_year_municipality_age.shape[1]
    launch = AreaLaunch(
        np.zeros((len(areas), CHILD_AGES)),
        np.zeros(len(areas)),
        np.zeros(len(areas)),
        np.zeros(len(areas)),
        np.full(0 if observations is None else len(observations.count), np.nan),
    )
    for municipality in range(n_municipalities):
        members = np.flatnonzero(areas.municipality == municipality)
        if len(members) == 0:
            raise ValueError(f"municipality {municipality} has no area for its children to live in")
        course = _MemberCourse(areas, observations, members, launch, settling_ages)
        course.walk(
            children_year_municipality_age[:, municipality],
            base_year,
            moving_share,
            women_share(areas, members, fertility_municipality_age[municipality]),
            None if newcomers_year_area_age is None else newcomers_year_area_age[:, members],
        )
    return launch


@dataclass(frozen=True)
class _MemberCourse:
    """The areas of one municipality from the base year to launch; fills its part of the result."""

    areas: Areas
    observations: Observations | None
    members: Ints
    launch: AreaLaunch
    settling_ages: slice

    def walk(
        self,
        children_year_age: Floats,
        base_year: int,
        moving: float,
        women: Floats | None,
        newcomers: Floats | None,
    ) -> None:
        """Go year by year, fitting the shares to every year's counts."""
        share = _table_shares(self.areas, self.members)
        pools = self._pools(share, children_year_age[0])
        for index, children in enumerate(children_year_age):
            built = newcomers is not None and index > 0 and bool(newcomers[index - 1].any())
            if index > 0:
                newborn = pools[0] if women is None else women
                settled = moving * pools[1][:, None] + (1.0 - moving) * share[:, :-1]
                share = np.concatenate([newborn[:, None], settled], axis=1)
            if newcomers is not None and built:
                share = _filled(share, children, newcomers[index - 1])
            counted = area_bands(self.observations, self.members, base_year + index, CHILD_AGES)
            if counted.rows:
                share = fit_to_bands(share, children, counted)
                self._note_misfit(share, children, counted)
            if counted.rows or built:
                pools = self._pools(share, children)
        small, settling = self._pools(share, children_year_age[-1])
        self.launch.share_area_age[self.members] = share
        self.launch.small_children_share[self.members] = small
        self.launch.settling_share[self.members] = settling
        self.launch.birth_share[self.members] = small if women is None else women

    def _pools(self, share: Floats, children_age: Floats) -> tuple[Floats, Floats]:
        """Return where the small children live, and those whose places movers take. (area,) each"""
        small, joined = (
            pool_children(share, children_age, ages) for ages in (SMALL_CHILD_AGES, self.settling_ages)
        )
        return small, joined

    def _note_misfit(self, share: Floats, children: Floats, counted: AreaBands) -> None:
        living = share * children
        for row, place, ages, count in counted.rows:
            if ages.stop <= CHILD_AGES:
                self.launch.misfit[row] = living[place, ages].sum() - count


def _filled(share: Floats, children: Floats, newcomers: Floats) -> Floats:
    """Return shares after children moved into new dwellings. (area, age)"""
    arrived = newcomers.sum(axis=0)
    living = share * np.maximum(children - arrived, 0.0) + newcomers
    total = living.sum(axis=0)
    filled = (arrived > 0) & (total > 0)
    return np.where(filled, living / np.where(filled, total, 1.0), share)


def women_share(areas: Areas, members: Ints, fertility_age: Floats) -> Floats | None:
    """Return each area's share of the births expected of the women who live there, None where none are known.

    Parameters
    ----------
    fertility_age
        Births per woman and year in the municipality; a band of ages weighs their mean. (age,)
    """
    if areas.women_area_band is None:
        return None
    weight = np.array([fertility_age[first : last + 1].mean() for first, last in areas.women_bands])
    births = (np.nan_to_num(areas.women_area_band[members]) * weight).sum(axis=1)
    total = births.sum()
    return births / total if total > 0 else None


def pool_small_children(share_area_age: Floats, small_children_age: Floats) -> Floats:
    """Return each area's share of a municipality's children aged 0–6. (area,)

    Parameters
    ----------
    share_area_age
        Shares by age of the areas of one municipality. (area, age 0–18)
    small_children_age
        The municipality's children by age. (age 0–6,)
    """
    return pool_children(share_area_age, small_children_age, SMALL_CHILD_AGES)


def pool_children(share_area_age: Floats, children_age: Floats, ages: slice) -> Floats:
    """Return each area's share of a municipality's children of some ages together. (area,)

    Parameters
    ----------
    share_area_age
        Shares by age of the areas of one municipality. (area, age 0–18)
    children_age
        The municipality's children by age, which weigh the ages; all alike where there are none. (age,)
    """
    count = children_age[ages]
    weight = count if count.sum() > 0 else np.ones_like(count)
    pooled = (share_area_age[:, ages] * weight).sum(axis=1)
    share: Floats = pooled / pooled.sum()
    return share


def _table_shares(areas: Areas, members: Ints) -> Floats:
    """Return the shares of the areas table. (area of the municipality, age 0–18)

    Within a band all ages are shared alike: with the municipality's children by age that is the iterative
    proportional fit to both, since nothing else is known. Ages in no band take the nearest.
    """
    children = np.zeros((len(members), CHILD_AGES))
    covered = np.zeros(CHILD_AGES, dtype=np.bool_)
    for band, (first, last) in enumerate(areas.bands):
        ages = slice(first, min(last, CHILD_AGES - 1) + 1)
        count = np.nan_to_num(areas.children_area_band[members, band])
        children[:, ages] = count[:, None] / (last - first + 1)
        covered[ages] = True
    known = np.flatnonzero(covered)
    for age in np.flatnonzero(~covered):
        children[:, age] = children[:, known[np.argmin(abs(known - age))]] if len(known) else 1.0
    return _shares(children, areas.population[members])


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
