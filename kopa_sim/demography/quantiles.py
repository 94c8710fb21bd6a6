"""Whole numbers from uniform numbers: inverse distribution functions of the binomial and the Poisson.

A uniform number between 0 and 1 is turned into the smallest count whose cumulative probability reaches it. The
same uniform number then gives nearly the same count when a rate changes a little, which keeps two options or two
scenarios comparable person by person.

Counts with a mean up to ``EXACT_UP_TO`` are found by adding up probabilities, in arrays that shrink as elements are
settled; larger ones by the Cornish–Fisher expansion to third order (Abramowitz and Stegun 1964, 26.2.49) with
continuity and Sheppard corrections. There the count differs from the exact one, by one person, for less than one
uniform number in a hundred.
"""

from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

EXACT_UP_TO: Final[float] = 10.0
"""Largest mean for which probabilities are added up."""

_NEGLIGIBLE: Final[float] = 1e-17
_UNDERFLOW: Final[float] = -200.0
"""Logarithm of the probability of no event below which adding up from it would lose digits."""
_LARGEST_BELOW_ONE: Final[float] = float(np.nextafter(1.0, 0.0))


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
    shape = uniform.shape
    chance_flat = np.broadcast_to(np.asarray(chance, dtype=np.float64), shape).ravel()
    flipped = chance_flat > 0.5
    if not flipped.any():
        return _binomial(uniform.ravel(), trials.ravel(), chance_flat).reshape(shape)
    small_chance = np.where(flipped, 1.0 - chance_flat, chance_flat)
    mirrored = np.where(flipped, 1.0 - uniform.ravel(), uniform.ravel())
    count = _binomial(mirrored, trials.ravel(), small_chance)
    return np.where(flipped, trials.ravel() - count, count).reshape(shape)


def poisson_quantile(uniform: Floats, mean: ArrayLike) -> Floats:
    """Return how many events occur when ``mean`` are expected.

    Parameters
    ----------
    uniform
        Uniform numbers on [0, 1), any shape.
    mean
        Expected count, broadcast to that shape.
    """
    shape = uniform.shape
    flat, mean_flat = uniform.ravel(), np.broadcast_to(np.asarray(mean, dtype=np.float64), shape).ravel()
    count = np.zeros(flat.size)
    some = np.flatnonzero(flat > 1.0 - mean_flat)  # the others are sure of no event, as exp(-m) >= 1 - m
    luck, expected = flat[some], mean_flat[some]
    none = np.exp(-expected)
    few = (luck > none) & (expected <= EXACT_UP_TO)
    count[some[few]] = _add_up(luck[few], none[few], None, expected[few])
    many = expected > EXACT_UP_TO
    if many.any():
        root = np.sqrt(expected[many])
        guess = _cornish_fisher(luck[many], expected[many], root, 1 / root, 1 / root**2)
        count[some[many]] = np.maximum(np.ceil(guess - 0.5), 0.0)
    return count.reshape(shape)


def split_by_chance(uniform: Floats, trials: Floats, chance: Floats) -> tuple[Floats, Floats]:
    """Return how many persons an event meets, and a fresh uniform number for the next decision. (element,)

    Where a uniform number falls within the step of the distribution function that it hits is again uniform and
    independent of the count, so one number decides a whole chain of shares; the chain of the movers of one cell uses
    up only some of its 53 bits.
    """
    flipped = chance > 0.5
    rare = np.where(flipped, 1.0 - chance, chance)
    luck = np.where(flipped, 1.0 - uniform, uniform)
    count = np.zeros(uniform.size)
    exponent = trials * np.log1p(-rare)
    none = np.exp(exponent)
    left = luck / np.maximum(none, _NEGLIGIBLE)
    many = exponent < _UNDERFLOW
    some = np.flatnonzero((luck > none) & ~many)
    odds = rare[some] / (1.0 - rare[some])
    count[some], left[some] = _add_up_with_rest(luck[some], none[some], trials[some], odds)
    if many.any():
        guess = _binomial_guess(luck[many], trials[many], rare[many])
        count[many] = np.clip(np.ceil(guess - 0.5), 0.0, trials[many])
        left[many] = np.clip(guess + 0.5 - count[many], 0.0, 1.0)
    count, left = np.where(flipped, trials - count, count), np.where(flipped, 1.0 - left, left)
    return count, np.clip(left, 0.0, _LARGEST_BELOW_ONE)


def _binomial(uniform: Floats, trials: Floats, chance: Floats) -> Floats:
    """Return binomial counts for chances up to one half. All (element,)"""
    count = np.zeros(uniform.size)
    expected = trials * chance
    some = np.flatnonzero(uniform > 1.0 - expected)  # the others are sure of no event: (1 - p)^n >= 1 - n p
    luck, people, risk, expected = uniform[some], trials[some], chance[some], expected[some]
    none = np.exp(people * np.log1p(-risk))
    few = (luck > none) & (expected <= EXACT_UP_TO)
    added = _add_up(luck[few], none[few], people[few], risk[few] / (1.0 - risk[few]))
    # rounding may leave the whole distribution a hair below a uniform number next to one
    count[some[few]] = np.minimum(added, people[few])
    many = expected > EXACT_UP_TO
    if many.any():
        guess = _binomial_guess(luck[many], people[many], risk[many])
        count[some[many]] = np.clip(np.ceil(guess - 0.5), 0.0, people[many])
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
    deviation = (
        z + skewness * (z**2 - 1) / 6 + excess * (z**3 - 3 * z) / 24 - skewness**2 * (2 * z**3 - 5 * z) / 36
    )
    quantile: Floats = mean + np.sqrt(np.maximum(spread**2 - 1 / 12, 0.0)) * deviation
    return quantile


def _add_up(uniform: Floats, probability: Floats, trials: Floats | None, ratio: Floats) -> Floats:
    """Return how many cumulative probabilities lie below each uniform number. (element,)

    Parameters
    ----------
    probability
        Probability of zero events. (element,)
    trials
        Persons of a binomial; None for a Poisson. (element,)
    ratio
        Odds of a binomial, mean of a Poisson. (element,)
    """
    count = np.zeros(uniform.size)
    slot = np.arange(uniform.size)
    below, reached = np.ones(uniform.size, dtype=np.bool_), probability
    k = 0
    while slot.size:
        k += 1
        factor = ratio / k if trials is None else ratio * ((trials - (k - 1)) / k)
        count[slot] += below
        probability = probability * factor
        reached = reached + probability
        below = (uniform > reached) & (probability > _NEGLIGIBLE)
        n_below = int(np.count_nonzero(below))
        if n_below == 0:
            break
        if 2 * n_below < slot.size:
            slot, uniform, probability = slot[below], uniform[below], probability[below]
            reached, ratio = reached[below], ratio[below]
            trials = None if trials is None else trials[below]
            below = np.ones(slot.size, dtype=np.bool_)
    return count


def _add_up_with_rest(
    uniform: Floats, probability: Floats, trials: Floats, odds: Floats
) -> tuple[Floats, Floats]:
    """Return binomial counts from one up, and where each uniform number falls within its step. (element,)"""
    count, position = np.ones(uniform.size), np.zeros(uniform.size)
    slot = np.arange(uniform.size)
    reached = probability
    k = 0
    while slot.size:
        k += 1
        factor = odds * ((trials - (k - 1)) / k)
        probability = probability * factor
        reached = reached + probability
        done = (uniform <= reached) | ((probability < _NEGLIGIBLE) & (factor < 1.0)) | (trials <= k)
        settled = slot[done]
        count[settled] = k
        step = np.maximum(probability[done], 1e-300)
        position[settled] = np.clip(1.0 - (reached[done] - uniform[done]) / step, 0.0, 1.0)
        kept = ~done
        slot, uniform, trials = slot[kept], uniform[kept], trials[kept]
        probability, reached, odds = probability[kept], reached[kept], odds[kept]
    return count, position
