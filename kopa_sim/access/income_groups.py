"""Areas in thirds by the mean income of those who live there, each with about a third of the children."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

INCOME_GROUPS: Final[tuple[str, ...]] = ("low", "middle", "high")
NO_GROUP: Final[int] = -1
"""Of an area whose income is not known, or that has no children."""


def income_groups(mean_income_eur: Floats, children: Floats) -> Ints:
    """Return the income group of every area, -1 where its income is not known or it has no children. (area,)

    Areas stand in order of income; an area belongs to the third in which the middle one of its children stands.
    Areas of equal income belong together.

    Parameters
    ----------
    mean_income_eur
        NaN where not known. (area,)
    children
        Children who live in the area. (area,)
    """
    group = np.full(len(children), NO_GROUP, dtype=np.intp)
    known = np.flatnonzero(~np.isnan(mean_income_eur) & (children > 0))
    if not len(known):
        return group
    incomes, place = np.unique(mean_income_eur[known], return_inverse=True)
    weight = np.bincount(place, weights=children[known], minlength=len(incomes))
    middle = (np.cumsum(weight) - weight / 2) / weight.sum()
    third = np.minimum((middle * len(INCOME_GROUPS)).astype(np.intp), len(INCOME_GROUPS) - 1)
    group[known] = third[place]
    return group
