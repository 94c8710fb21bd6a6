"""Whole numbers from uniform numbers: inverse distribution functions of the binomial and the Poisson.

A uniform number between 0 and 1 is turned into the smallest count whose cumulative probability reaches it. The
same uniform number then gives nearly the same count when a rate changes a little, which keeps two options or two
scenarios comparable person by person.

Counts with a mean up to ``EXACT_UP_TO`` are found by adding up probabilities, in arrays that shrink as elements are
settled; larger ones by the Cornish–Fisher expansion to third order (Abramowitz and Stegun 1964, 26.2.49) with
continuity and Sheppard corrections. There the count differs from the exact one, by one person, for less than one
uniform number in a hundred, and its mean and spread are those of the exact one to a few in ten thousand.
"""

from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

EXACT_UP_TO: Final[float] = 10.0
"""Largest mean for which probabilities are added up."""

_LARGEST_BELOW_ONE: Final[float] = float(np.nextafter(1.0, 0.0))
_ALMOST_ONE: Final[float] = 1.0 - 1e-13
"""Uniform numbers above this are taken as this: rounding may leave a whole distribution a hair below one."""
_SHRINK_BELOW: Final[float] = 0.4
"""Share of elements not yet settled below which the settled ones are put aside."""
_MOST_TERMS: Final[int] = 100
"""A count with a mean up to EXACT_UP_TO exceeds this with a probability under 1e-60."""


def binomial_quantile(uniform: Floats, trials: Floats, chance: ArrayLike) -> Floats:
    """Return how many of ``trials`` persons an event with the given chance meets.

    Parameters
    ----------
    uniform
        Uniform numbers on [0, 1), any shape.
    trials
        Persons, whole numbers, of the same shape.
    chance
        Probability of the event, broadcast to that shape.
    """
    chance = np.asarray(chance, dtype=np.float64)
    some = _not_surely_none(uniform, trials * chance)
    count = np.zeros(uniform.shape)
    luck, people, risk = (_at(some, array, uniform.shape) for array in (uniform, trials, chance))
    count.reshape(-1)[some] = _binomial(luck, people, risk)
    return count


def poisson_quantile(uniform: Floats, mean: ArrayLike) -> Floats:
    """Return how many events occur when ``mean`` are expected.

    Parameters
    ----------
    uniform
        Uniform numbers on [0, 1), any shape.
    mean
        Expected count, broadcast to that shape.
    """
    mean = np.asarray(mean, dtype=np.float64)
    some = _not_surely_none(uniform, mean)
    count = np.zeros(uniform.shape)
    luck, expected = (_at(some, array, uniform.shape) for array in (uniform, mean))
    count.reshape(-1)[some] = _poisson(luck, expected)
    return count


def _not_surely_none(uniform: Floats, expected: Floats) -> Ints:
    """Return where an event is possible: the probability of none is at least one minus the mean."""
    return np.flatnonzero(uniform > 1.0 - expected)


def _at(places: Ints, array: Floats, shape: tuple[int, ...]) -> Floats:
    """Return elements of an array broadcast to a shape, by their place in it."""
    if array.size == 1:
        return np.full(places.size, array.reshape(-1)[0])
    if array.shape != shape:
        array = np.broadcast_to(array, shape)
    return array.reshape(-1)[places]


def _binomial(uniform: Floats, trials: Floats, chance: Floats) -> Floats:
    """Return binomial counts. All (element,)"""
    often = np.flatnonzero(chance > 0.5)
    if often.size:  # those whom the event spares are then the rarer
        uniform[often], chance[often] = 1.0 - uniform[often], 1.0 - chance[often]
    expected = trials * chance
    logarithm = np.log1p(-chance)
    logarithm *= trials
    none = np.exp(logarithm, out=logarithm)
    count = np.zeros(uniform.size)
    some = np.flatnonzero((uniform > none) & (expected <= EXACT_UP_TO))
    odds = chance[some] / (1.0 - chance[some])
    people = trials[some]
    count[some] = np.minimum(_add_up(uniform[some], none[some], (people + 1.0) * odds, odds), people)
    many = np.flatnonzero(expected > EXACT_UP_TO)
    if many.size:
        people = trials[many]
        guess = _binomial_guess(uniform[many], people, chance[many])
        count[many] = np.clip(np.ceil(guess - 0.5), 0.0, people)
    if often.size:
        count[often] = trials[often] - count[often]
    return count


def _poisson(uniform: Floats, mean: Floats) -> Floats:
    """Return Poisson counts. All (element,)"""
    none = np.exp(-mean)
    count = np.zeros(uniform.size)
    some = np.flatnonzero((uniform > none) & (mean <= EXACT_UP_TO))
    count[some] = _add_up(uniform[some], none[some], mean[some], None)
    many = np.flatnonzero(mean > EXACT_UP_TO)
    if many.size:
        expected = mean[many]
        root = np.sqrt(expected)
        guess = _cornish_fisher(uniform[many], expected, root, 1 / root, 1 / expected)
        count[many] = np.maximum(np.ceil(guess - 0.5), 0.0)
    return count


def _binomial_guess(uniform: Floats, trials: Floats, chance: Floats) -> Floats:
    """Return the smoothed quantile of a binomial with a large mean. All (element,)"""
    mean, other = trials * chance, 1.0 - chance
    spread = np.sqrt(mean * other)
    return _cornish_fisher(
        uniform, mean, spread, (other - chance) / spread, (1.0 - 6.0 * chance * other) / spread**2
    )


def _cornish_fisher(
    uniform: Floats, mean: Floats, spread: Floats, skewness: Floats, excess: Floats
) -> Floats:
    """Return the quantile of a smoothed count from its first four cumulants; it rounds to the count. (element,)"""
    z = ndtri(np.clip(uniform, 1e-16, _LARGEST_BELOW_ONE))
    square = z * z
    deviation = (
        z
        + skewness * (square - 1.0) / 6.0
        + z * (excess * (square - 3.0) / 24.0 - skewness**2 * (2.0 * square - 5.0) / 36.0)
    )
    quantile: Floats = mean + np.sqrt(np.maximum(spread**2 - 1 / 12, 0.0)) * deviation
    return quantile


def _add_up(uniform: Floats, probability: Floats, base: Floats, slope: Floats | None) -> Floats:
    """Return how many cumulative probabilities lie below each uniform number. (element,)

    The probability of k events is that of k − 1 times ``base / k − slope``: for a Poisson the mean over k; for a
    binomial (n − k + 1) / k times the odds. The arrays given are used up.

    Parameters
    ----------
    probability
        Probability of no event, below the uniform number. (element,)
    """
    result = np.empty(uniform.size)
    slot = np.arange(uniform.size)
    np.minimum(uniform, _ALMOST_ONE, out=uniform)
    reached, count = probability.copy(), np.ones(uniform.size, dtype=np.int8)
    factor, below = np.empty(uniform.size), np.empty(uniform.size, dtype=np.bool_)
    k = 1
    while slot.size and k < _MOST_TERMS:
        np.multiply(base, 1.0 / k, out=factor)
        if slope is not None:
            factor -= slope
        probability *= factor
        reached += probability
        np.greater(uniform, reached, out=below)
        count += below.view(np.int8)
        n_below = int(np.count_nonzero(below))
        k += 1
        if n_below < _SHRINK_BELOW * below.size:
            result[slot] = count
            kept = np.flatnonzero(below)
            slot, uniform, probability, reached = slot[kept], uniform[kept], probability[kept], reached[kept]
            base, count = base[kept], count[kept]
            slope = None if slope is None else slope[kept]
            factor, below = np.empty(n_below), np.empty(n_below, dtype=np.bool_)
    result[slot] = count
    return result
