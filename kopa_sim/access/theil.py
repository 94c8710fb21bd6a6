"""Inequality of journeys, split exactly into between and within municipalities (Theil 1967)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class MinuteSums:
    """Sums over pupils of one-way minutes x. All of one shape.

    Attributes
    ----------
    pupils
        Number of pupils.
    minutes
        Σ x.
    minutes_log
        Σ x ln x.
    """

    pupils: Floats
    minutes: Floats
    minutes_log: Floats

    def over_municipalities(self) -> "MinuteSums":
        """Return the sums of the region; the municipality axis is the third."""
        return MinuteSums(self.pupils.sum(axis=2), self.minutes.sum(axis=2), self.minutes_log.sum(axis=2))

    @property
    def mean(self) -> Floats:
        """Mean minutes; zero where there are no pupils."""
        return _ratio(self.minutes, self.pupils)

    @property
    def theil(self) -> Floats:
        """Theil index T = Σ (x/Σx) ln(x/mean): zero when all journeys are equally long."""
        index = _ratio(self.minutes_log, self.minutes) - _log(self.mean)
        return np.where(self.minutes > 0, np.maximum(index, 0.0), 0.0)


def theil_parts(by_municipality: MinuteSums) -> tuple[Floats, Floats]:
    """Return the region's inequality between municipalities and within them; they sum to its Theil index.

    Each municipality weighs by its share of all minutes travelled: between = Σ s ln(mean/region's mean), within =
    Σ s T. Sums have the municipality on the third axis, which the results lack.
    """
    region = by_municipality.over_municipalities()
    share = _ratio(by_municipality.minutes, np.expand_dims(region.minutes, 2))
    distance = _log(by_municipality.mean) - np.expand_dims(_log(region.mean), 2)
    between: Floats = np.maximum((share * distance).sum(axis=2), 0.0)
    within: Floats = (share * by_municipality.theil).sum(axis=2)
    return between, within


def _ratio(above: Floats, below: Floats) -> Floats:
    ratio: Floats = above / np.where(below > 0, below, 1.0)
    return ratio


def _log(value: Floats) -> Floats:
    """Return the logarithm, zero where nobody travels."""
    logarithm: Floats = np.log(np.where(value > 0, value, 1.0))
    return logarithm
