"""Who of a class of grades, or of one grade, goes where: shares of schools at each point."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]


SHARE_NOISE: Final = 1e-9
"""Shares of a point's pupils below it are rounding."""


@dataclass(frozen=True)
class Placement:
    """Shares of a point's pupils by school; at each point they sum to one, or to less where some are left out.

    All arrays (entry,).
    """

    point: Ints
    school: Ints
    share: Floats

    def __len__(self) -> int:
        return len(self.point)

    def keys(self, n_schools: int) -> Ints:
        """Return a number for the point and school of each entry. (entry,)"""
        key: Ints = self.point * n_schools + self.school
        return key

    def taken_point(self, n_points: int) -> Floats:
        """Return the share of each point's pupils that the placement covers. (point,)"""
        return np.bincount(self.point, weights=self.share, minlength=n_points).astype(np.float64)

    def is_part_of(self, other: "Placement", n_schools: int) -> bool:
        """Return whether nobody here goes to a school that ``other`` does not send as large a share to."""
        if not len(self):
            return True
        key, other_key = self.keys(n_schools), other.keys(n_schools)
        there = np.zeros(1 + max(key.max(), other_key.max(initial=0)))
        there[other_key] = other.share
        return bool((self.share <= there[key] + SHARE_NOISE).all())

    def chosen(self, entries: Bools) -> "Placement":
        """Return some of the entries."""
        return Placement(self.point[entries], self.school[entries], self.share[entries])

    def scaled(self, factor_point: Floats) -> "Placement":
        """Return the placement of a part of each point's pupils; entries of nobody are dropped.

        Parameters
        ----------
        factor_point
            Part of the point's pupils. (point,)
        """
        share = self.share * factor_point[self.point]
        some = share > 0
        return Placement(self.point[some], self.school[some], share[some])

    def loads(self, demand_point: Floats, n_schools: int) -> Floats:
        """Return pupils by school when a demand by point follows the placement. (school,)"""
        pupils = demand_point[self.point] * self.share
        return np.bincount(self.school, weights=pupils, minlength=n_schools).astype(np.float64)


NOBODY = Placement(np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.intp), np.zeros(0))
"""The placement of no pupils."""


def joined(parts: Sequence[Placement], n_schools: int) -> Placement:
    """Return placements of different pupils as one, sorted by point and school."""
    share = np.concatenate([part.share for part in parts])
    key, place = np.unique(np.concatenate([part.keys(n_schools) for part in parts]), return_inverse=True)
    total = np.bincount(place, weights=share, minlength=len(key)).astype(np.float64)
    return Placement(key // n_schools, key % n_schools, total)
