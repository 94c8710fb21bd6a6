"""Stops from points: where pupils of one school gather, and how many whole pupils board in a typical year."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import pdtr, pdtrik

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

GOLDEN_SHARE: Final[float] = (5**0.5 - 1) / 2
"""Multiples of it lie evenly between 0 and 1, however many there are (Weyl 1916)."""
BISECTIONS: Final[int] = 50


@dataclass(frozen=True)
class GatheredStops:
    """Points gathered at stops.

    Attributes
    ----------
    point
        The point at which each stop stands. (stop,)
    pupils
        Pupils who board there, expected numbers. (stop,)
    stop_of_point
        Stop of each point; −1 for points without pupils. (point,)
    """

    point: Ints
    pupils: Floats
    stop_of_point: Ints

    def __len__(self) -> int:
        return len(self.point)


def make_stops(points_m: Floats, pupils: Floats, radius_m: float) -> GatheredStops:
    """Gather the points of one school into stops to which nobody walks farther than the radius.

    The first stop stands at the point with most pupils around it, the next where most of the others are, until
    all have one (greedy covering; Chvátal 1979). Then everybody takes the nearest stop. Stops come in the order of
    the points' coordinates, and equal choices fall to the western, then the southern point, so that the order of
    the points does not matter.

    Parameters
    ----------
    points_m
        East and north coordinates in metres. (point, 2)
    pupils
        Expected pupils of each point. (point,)
    radius_m
        Longest way to a stop, straight.

    Raises
    ------
    ValueError
        If pupils or radius are negative, or the arrays differ in length.
    """
    if len(points_m) != len(pupils):
        raise ValueError(f"{len(points_m)} points and {len(pupils)} numbers of pupils: they must be as many")
    if radius_m < 0 or (pupils < 0).any():
        raise ValueError("the radius and the pupils of every point must be 0 or more")
    lived_in = np.flatnonzero(pupils > 0)
    ordered = lived_in[np.lexsort((points_m[lived_in, 1], points_m[lived_in, 0]))]
    east_north, weight = points_m[ordered], pupils[ordered]
    distance = np.hypot(*(east_north[:, None] - east_north[None]).transpose(2, 0, 1))
    chosen = _covering(distance <= radius_m, weight)
    nearest = np.argmin(distance[:, chosen], axis=1) if len(chosen) else chosen
    stop_of_point = np.full(len(pupils), -1, dtype=np.intp)
    stop_of_point[ordered] = nearest
    gathered = np.bincount(nearest, weights=weight, minlength=len(chosen)).astype(np.float64)
    return GatheredStops(ordered[chosen], gathered, stop_of_point)


def _covering(within: NDArray[np.bool_], weight: Floats) -> Ints:
    """Return points that cover all, chosen by the pupils each adds, in order of the points. (stop,)"""
    left = weight.copy()
    chosen = []
    while left.any():
        best = int(np.argmax(np.round(within @ left, 9)))
        if not left[within[best]].any():
            best = int(np.argmax(left > 0))
        chosen.append(best)
        left[within[best]] = 0.0
    return np.array(sorted(chosen), dtype=np.intp)


def whole_pupils(expected: Floats) -> Ints:
    """Return whole pupils of a typical year for expected numbers: some stops have none, others more. (stop,)

    Every stop has the number that is exceeded in a given share of years (Poisson), the shares spread evenly over
    the stops; the sum is the expected sum, rounded. The more are expected at a stop, the more it has: a year with
    fewer pupils everywhere hardly has a stop that a year with more has not.

    Raises
    ------
    ValueError
        If an expected number is negative or not finite.
    """
    if not (np.isfinite(expected) & (expected >= 0)).all():
        raise ValueError("expected pupils must be finite and 0 or more")
    target = round(float(expected.sum()))
    share: Floats = (0.5 + GOLDEN_SHARE * np.arange(len(expected), dtype=np.float64)) % 1.0
    low, high = -1.0, 1.0
    for _ in range(BISECTIONS):
        middle = (low + high) / 2
        low, high = (middle, high) if _at(expected, share + middle).sum() < target else (low, middle)
    fewer, enough = _at(expected, share + low), _at(expected, share + high)
    spare = int(enough.sum()) - target
    given_up = np.flatnonzero(enough > fewer)[: max(spare, 0)]
    enough[given_up] -= 1
    return enough


def _at(expected: Floats, share: Floats) -> Ints:
    """Return the Poisson quantiles of shares of the years. (stop,)"""
    kept, mean = np.clip(share, 1e-12, 1.0 - 1e-12), np.maximum(expected, 1e-12)
    upper = np.ceil(pdtrik(kept, mean))
    lower = np.maximum(upper - 1.0, 0.0)
    quantile = np.where(pdtr(lower, mean) >= kept, lower, upper)
    return np.where(expected > 0, quantile, 0.0).astype(np.intp)
