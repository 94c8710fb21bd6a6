"""From fractions to whole persons without losing anyone."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_ALMOST = 1e-9
"""Sums this near to a whole number are taken as whole."""


def whole_persons(people: Floats) -> Floats:
    """Round a population to whole persons.

    The running total over the ages is rounded, so every sum over consecutive ages is within one person of its exact
    value, and exact where running totals are whole: counted age bands stay as counted. Sexes are split the same way
    within each age. Whole numbers are left as they are.

    Parameters
    ----------
    people
        Persons. (…, sex, age)
    """
    by_age = _rounded_along_last(people.sum(axis=-2))
    males = np.clip(_rounded_along_last(people[..., 0, :]), 0.0, by_age)
    return np.stack([males, by_age - males], axis=-2)


def _rounded_along_last(values: Floats) -> Floats:
    total = np.floor(np.cumsum(values, axis=-1) + 0.5 + _ALMOST)
    return np.diff(total, axis=-1, prepend=0.0)


def split_by_shares(people: Floats, cumulative_share: Floats, uniform: Floats) -> Floats:
    """Split whole persons over places by systematic rounding.

    Each place gets its exact share rounded down or up, the mean over the uniform number is the exact share, and the
    places sum to the whole.

    Parameters
    ----------
    people
        Whole persons. (…)
    cumulative_share
        Sum of the shares up to and with each place; the last is one. (place, …) broadcast to ``people``
    uniform
        One uniform number a split. (…)
    """
    upper = np.floor(people * cumulative_share + uniform + _ALMOST)
    upper = np.minimum(upper, people)
    upper[-1] = people
    return np.diff(upper, axis=0, prepend=0.0)
