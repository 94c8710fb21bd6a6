"""How strongly a municipality leans on its region, and a region on its country, fitted from many municipalities.

The defaults ``demography.*_prior_*`` come from these fits to all municipalities of Finland, which
``docs/demography/rates.md`` shows. A weight is in events: a level known from as many events of its own counts half.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import gammaln, logsumexp, xlogy

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

NODES: Final[int] = 200
WIDEST_LOG_LEVEL: Final[float] = 1.5
"""Levels of regions are integrated from exp(-1.5) to exp(1.5) times the country's."""

ROUNDS: Final[int] = 8
"""Rounds in which the regions' levels and the spreads settle."""

LOWEST_LEVEL: Final[float] = 0.1


@dataclass(frozen=True)
class LevelPriors:
    """Weight of the region's level for a municipality, and of the country's for a region, in events."""

    municipal: float
    regional: float


@dataclass(frozen=True)
class MoverPriors:
    """Weights by kind of mover, in moves, and what they come from. All (kind,) but ``overdispersion``.

    Attributes
    ----------
    municipal_sd, regional_sd
        Standard deviation of the levels, as a share of the level above.
    overdispersion
        Variance of a count over that of a Poisson count: families move together.
    """

    municipal_sd: Floats
    regional_sd: Floats
    overdispersion: float

    @property
    def municipal(self) -> Floats:
        """Weight of the region's level: overdispersion over the variance of the levels."""
        weight: Floats = self.overdispersion / self.municipal_sd**2
        return weight

    @property
    def regional(self) -> Floats:
        """Weight of the country's level: one over the variance of the regions' levels."""
        weight: Floats = 1.0 / self.regional_sd**2
        return weight


def fit_level_priors(events: Floats, expected: Floats, region: Ints) -> LevelPriors:
    """Return the weights under which the registered events are most likely.

    Counts are Poisson around expected × level; a municipality's level is gamma-distributed around its region's, so
    the count is negative binomial (Clayton and Kaldor 1987); the region's level is gamma-distributed around one and
    integrated out by Gauss–Legendre quadrature of its logarithm.

    Parameters
    ----------
    events, expected
        Registered events, and those expected at the country's level. (municipality,)
    region
        Index of each municipality's region. (municipality,)
    """
    node, weight = np.polynomial.legendre.leggauss(NODES)
    level = np.exp(WIDEST_LOG_LEVEL * node)
    log_measure = np.log(weight * WIDEST_LOG_LEVEL * level)
    count, mean = events[:, None], expected[:, None] * level
    with np.errstate(divide="ignore"):
        log_mean = np.where(mean > 0, np.log(mean), 0.0)

    def surprise(log_prior: Floats) -> float:
        own, regional = np.exp(log_prior)
        likelihood = (
            gammaln(count + own)
            - gammaln(own)
            - gammaln(count + 1)
            + own * np.log(own / (own + mean))
            + count * (log_mean - np.log(own + mean))
        )
        scale = 1.0 / regional
        density = xlogy(regional - 1.0, level / scale) - level / scale - gammaln(regional) - np.log(scale)
        prior = density + log_measure
        return -float(sum(logsumexp(likelihood[region == r].sum(axis=0) + prior) for r in np.unique(region)))

    best = minimize(
        surprise, np.log([40.0, 40.0]), method="Nelder-Mead", options={"xatol": 1e-4, "fatol": 1e-6}
    )
    own, regional = np.exp(best.x)
    return LevelPriors(float(own), float(regional))


def fit_mover_priors(count: Floats, expected: Floats, region: Ints) -> MoverPriors:
    """Return the spreads of the kinds' levels under which the registered moves are most likely.

    Groups of ages mix kinds of movers, so their counts have no closed likelihood; the first two moments are matched
    by a normal one: variance = overdispersion × mean + Σ over kinds (expected · level · spread)². The regions' levels
    are normal around one and integrated out; the levels within the variance are those of the round before.

    Parameters
    ----------
    count
        Moves of each municipality and group of ages. (municipality, group)
    expected
        Moves of each kind expected at the country's level. (municipality, group, kind)
    region
        Index of each municipality's region. (municipality,)
    """
    n_kinds, n_regions = expected.shape[2], int(region.max()) + 1
    level = np.ones((n_regions, n_kinds))
    guess = np.r_[np.full(2 * n_kinds, np.log(0.3)), 0.5]
    bounds = [(-4.0, 1.0)] * (2 * n_kinds) + [(0.0, 3.0)]
    for _ in range(ROUNDS):
        held = level

        def surprise(guess: Floats, held: Floats = held) -> float:
            return _normal_surprise(guess, held, count, expected, region)[0]

        guess = minimize(surprise, guess, method="L-BFGS-B", bounds=bounds).x
        level = _normal_surprise(guess, held, count, expected, region)[1]
    spread = np.exp(guess[:-1])
    return MoverPriors(spread[:n_kinds], spread[n_kinds:], float(np.exp(guess[-1])))


def _normal_surprise(
    guess: Floats, level: Floats, count: Floats, expected: Floats, region: Ints
) -> tuple[float, Floats]:
    """Return minus the log likelihood but for a constant, and the likeliest levels. (region, kind)"""
    n_regions, n_kinds = level.shape
    spread2, regional2 = np.exp(2 * guess[:n_kinds]), np.exp(2 * guess[n_kinds:-1])
    own = np.maximum(level[region], LOWEST_LEVEL)
    variance = np.einsum("igk,ik,ihk->igh", expected, spread2 * own**2, expected)
    diagonal = np.arange(count.shape[1])
    variance[:, diagonal, diagonal] += np.exp(guess[-1]) * np.einsum("igk,ik->ig", expected, own)
    inverse = np.linalg.inv(variance)
    weighted = np.einsum("igk,igh->ikh", expected, inverse)
    precision, pull = np.zeros((n_regions, n_kinds, n_kinds)), np.zeros((n_regions, n_kinds))
    np.add.at(precision, region, weighted @ expected)
    np.add.at(pull, region, np.einsum("ikh,ih->ik", weighted, count))
    precision += np.diag(1.0 / regional2)
    pull += 1.0 / regional2
    likeliest: Floats = np.linalg.solve(precision, pull[..., None])[..., 0].astype(np.float64)
    volume = np.linalg.slogdet(variance)[1].sum() + np.linalg.slogdet(precision)[1].sum()
    volume += n_regions * np.log(regional2).sum()
    distance = np.einsum("ig,igh,ih->", count, inverse, count) + n_regions * (1.0 / regional2).sum()
    return 0.5 * float(volume + distance - (pull * likeliest).sum()), likeliest
