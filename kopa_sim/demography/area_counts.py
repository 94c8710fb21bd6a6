"""Fitting where the children live to counts by area and band of ages."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.people import Observations

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

ROUNDS: Final[int] = 200
"""Rounds of proportional fitting."""

NEAR_ENOUGH: Final[float] = 1e-10

ANYWHERE_SHARE: Final[float] = 0.001
"""Part of the children who, before the fit, may live wherever children of the band are counted: an area that had none
can then receive some, and every set of counts can be met."""


@dataclass(frozen=True)
class AreaBands:
    """Counts by area of one municipality in one year.

    Attributes
    ----------
    rows
        Row of the observations, place of the area among the municipality's, ages, and children counted.
    """

    rows: tuple[tuple[int, int, slice, float], ...]

    def fitted(self, n_areas: int, ages_met: Floats) -> list["FittedBand"]:
        """Return what every band is fitted to; bands that nobody is counted in say nothing.

        Parameters
        ----------
        ages_met
            Children of the municipality by age. (age,)
        """
        cut = AreaBands(
            tuple(
                (row, place, slice(ages.start, min(ages.stop, len(ages_met))), count)
                for row, place, ages, count in self.rows
            )
        )
        counts: dict[tuple[int, int], Floats] = {}
        for _, place, ages, count in cut.rows:
            counts.setdefault((ages.start, ages.stop), np.zeros(n_areas))[place] += count
        counted = [ages for ages in sorted(counts) if counts[ages].sum() > 0]
        return [cut._fitted(slice(*ages), counts[ages], ages_met) for ages in counted]

    def _fitted(self, ages: slice, count: Floats, ages_met: Floats) -> "FittedBand":
        held = np.ones(len(count), dtype=np.bool_)
        for _, place, other, _ in self.rows:
            if other.start < ages.stop and ages.start < other.stop and other != ages:
                held[place] = False
        held |= np.isin(np.arange(len(count)), [place for _, place, other, _ in self.rows if other == ages])
        total = ages_met[ages].sum() if held.all() else count.sum() * self._scale(ages, ages_met)
        return FittedBand(ages, count / count.sum() * total, held)

    def _scale(self, ages: slice, ages_met: Floats) -> float:
        """Return the municipality's children against those counted, of all ages whose bands hang together."""
        first, last = ages.start, ages.stop
        for _ in self.rows:
            near = [other for _, _, other, _ in self.rows if other.start < last and first < other.stop]
            first, last = min(other.start for other in near), max(other.stop for other in near)
        counted = sum(
            count for _, _, other, count in self.rows if first <= other.start and other.stop <= last
        )
        return float(ages_met[first:last].sum()) / counted


@dataclass(frozen=True)
class FittedBand:
    """One band of ages.

    Attributes
    ----------
    target
        Children of each area. (area,)
    held
        Areas that have a row of the band, or none that touches it: they have no children. The others are counted by
        other bands and left alone. (area,)
    """

    ages: slice
    target: Floats
    held: NDArray[np.bool_]


def area_bands(observations: Observations | None, members: Ints, year: int, n_ages: int) -> AreaBands:
    """Return the counts of some areas in a year, those that begin below ``n_ages``."""
    if observations is None:
        return AreaBands(())
    chosen = np.isin(observations.area, members) & (observations.year == year)
    chosen &= np.isfinite(observations.count) & (observations.age_from < n_ages)
    return AreaBands(
        tuple(
            (
                int(row),
                int(np.searchsorted(members, observations.area[row])),
                slice(int(observations.age_from[row]), int(observations.age_to[row]) + 1),
                float(observations.count[row]),
            )
            for row in np.flatnonzero(chosen)
        )
    )


def fit_to_bands(share: Floats, children_age: Floats, counted: AreaBands) -> Floats:
    """Return shares under which every band is shared out over the areas as it was counted.

    Iterative proportional fitting (Deming and Stephan 1940) of areas by single ages: the ages sum to the
    municipality's children, the bands to the counts by area. Counts that sum to another number than the municipality
    has are read as shares: the municipality's number holds. Ages in no band keep their shares.

    Parameters
    ----------
    share
        Shares before the fit. (area, age)
    children_age
        The municipality's children by age. (age,)
    """
    ages_met = np.where(children_age > 0, children_age, 1e-6)  # an age without children still needs shares
    bands = counted.fitted(len(share), ages_met)
    living = share * ages_met
    for band in bands:
        somewhere = np.outer(band.target / band.target.sum(), ages_met[band.ages])
        living[:, band.ages] = (1.0 - ANYWHERE_SHARE) * living[:, band.ages] + ANYWHERE_SHARE * somewhere
    for _ in range(ROUNDS):
        gap = max((_fit_band(living, band) for band in bands), default=0.0)
        total = living.sum(axis=0)
        living *= np.divide(ages_met, total, out=np.ones_like(total), where=total > 0)
        if gap < NEAR_ENOUGH:
            break
    total = living.sum(axis=0)
    fitted: Floats = np.divide(living, total, out=share.copy(), where=total > 0)
    return fitted


def _fit_band(living: Floats, band: FittedBand) -> float:
    """Scale the areas of a band to their children, in place; return the largest misfit before, as a share."""
    now = living[:, band.ages].sum(axis=1)
    wanted = np.where(band.held, band.target, now)
    living[:, band.ages] *= np.divide(wanted, now, out=np.zeros_like(now), where=now > 0)[:, None]
    return float(np.max(abs(now - wanted))) / float(band.target.sum())
