"""Pupils who have a school to stay in, and those of them who leave it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kopa_sim.network.placement import Placement, joined

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]


@dataclass(frozen=True)
class Present:
    """Pupils of a class of grades who have a school to stay in. All arrays (entry,)."""

    point: Ints
    school: Ints
    pupils: Floats


@dataclass(frozen=True)
class Moved:
    """Where those go who had a school to stay in and cannot all stay; everyone else does. All arrays (entry,).

    Attributes
    ----------
    key
        Point and school they leave, as :meth:`Placement.keys` numbers them.
    school
        Where they go, the school they leave among them.
    share
        Share of them; sums to one for each key.
    """

    key: Ints
    school: Ints
    share: Floats
    n_schools: int

    def joined(self, other: "Moved") -> "Moved":
        """Return the moves with those of other pupils."""
        return Moved(
            np.concatenate([self.key, other.key]),
            np.concatenate([self.school, other.school]),
            np.concatenate([self.share, other.share]),
            self.n_schools,
        )

    def apply(self, present: Placement) -> Placement:
        """Return a grade's pupils with a school to stay in where they are after the moves."""
        if not len(self.key) or not len(present):
            return present
        order = np.argsort(present.keys(self.n_schools), kind="stable")
        keys = present.keys(self.n_schools)[order]
        place = np.minimum(np.searchsorted(keys, self.key), len(keys) - 1)
        here = keys[place] == self.key
        entry = order[place[here]]
        gone = Placement(present.point[entry], self.school[here], present.share[entry] * self.share[here])
        stays = present.chosen(~np.isin(present.keys(self.n_schools), self.key))
        return joined([stays, gone], self.n_schools)


def present_pupils(by_grade: Sequence[Placement], demands_grade_point: Floats, n_schools: int) -> Present:
    """Return the pupils of some grades who have a school to stay in, by point and school."""
    pupils = [
        Placement(placed.point, placed.school, placed.share * demand[placed.point])
        for placed, demand in zip(by_grade, demands_grade_point, strict=True)
    ]
    total = joined(pupils, n_schools)
    some = total.share > 0
    return Present(total.point[some], total.school[some], total.share[some])
