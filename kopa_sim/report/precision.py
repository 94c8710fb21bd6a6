"""How sure a mean over replications is, and how many replications would make it as sure as one likes."""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

Floats = NDArray[np.float64]

CONFIDENCE: Final[float] = 0.95
INTERVAL: Final[tuple[str, ...]] = ("mean", "low", "high")
"""Names along the interval axis."""

PRECISION_SHARE: Final[float] = 0.05
"""Half-width of the interval that replications are counted for, as a share of the mean: the 5 % that simulation
textbooks advise (Robinson 2014, *Simulation: The Practice of Model Development and Use*, section 9.6)."""

FEWEST_TO_COUNT: Final[int] = 5
"""Replications from which it is told how many would do: the deviation of fewer is a guess (with two, the interval of
a standard deviation reaches from half of it to thirty times it)."""

MOST_REPLICATIONS: Final[int] = 100_000
"""Where counting ends: what needs more is not found by replications."""


def student_t(count: Floats) -> Floats:
    """Return the quantile of Student's t that a two-sided interval over ``count`` replications takes."""
    return np.asarray(stdtrit(np.maximum(count - 1.0, 1.0), 0.5 + CONFIDENCE / 2.0), dtype=np.float64)


def _count(values: Floats) -> Floats:
    count: Floats = np.isfinite(values).sum(axis=0).astype(np.float64)
    return count


def _mean(values: Floats, count: Floats) -> Floats:
    total = np.where(np.isfinite(values), values, 0.0).sum(axis=0)
    mean: Floats = np.divide(total, count, out=np.full(count.shape, np.nan), where=count > 0.0)
    return mean


def _deviation(values: Floats, count: Floats, mean: Floats) -> Floats:
    """Return the standard deviation of one replication; NaN where there are fewer than two."""
    squares = np.where(np.isfinite(values), values - mean, 0.0) ** 2
    variance = np.divide(
        squares.sum(axis=0), count - 1.0, out=np.full(count.shape, np.nan), where=count > 1.0
    )
    deviation: Floats = np.sqrt(variance)
    return deviation


def confidence_interval(values: Floats) -> Floats:
    """Return mean and 95 % confidence interval over replications. (replication, …) -> (interval, …)

    The interval is Student's: mean ± t × s / √R. NaN in a replication is left out; with fewer than two the bounds
    are NaN, for one school year says nothing of how school years differ.
    """
    count = _count(values)
    mean = _mean(values, count)
    half_width = student_t(count) * _deviation(values, count, mean) / np.sqrt(np.maximum(count, 1.0))
    return np.stack([mean, mean - half_width, mean + half_width])


def replications_needed(values: Floats, half_width: Floats) -> Floats:
    """Return how many replications an interval of a stated half-width takes. (replication, …) -> (…)

    The smallest n with t(n − 1) × s / √n ≤ half-width, s being that of the replications at hand (Law 2015,
    *Simulation Modeling and Analysis*, section 9.4.1). NaN with fewer than FEWEST_TO_COUNT replications, for s is
    a guess then, and infinite beyond MOST_REPLICATIONS.

    Parameters
    ----------
    half_width
        In the unit of the values, positive. (…)
    """
    count = _count(values)
    deviation = _deviation(values, count, _mean(values, count))
    low = np.full(count.shape, 2.0)
    high = np.full(count.shape, float(MOST_REPLICATIONS))
    while (low < high).any():
        middle = np.floor((low + high) / 2.0)
        enough = student_t(middle) * deviation / np.sqrt(middle) <= half_width
        high = np.where(enough, middle, high)
        low = np.where(enough, low, np.minimum(middle + 1.0, high))
    reached = student_t(low) * deviation / np.sqrt(low) <= half_width
    found: Floats = np.where(count < FEWEST_TO_COUNT, np.nan, np.where(reached, low, np.inf))
    return found
