"""Where two ways cost the same."""

import numpy as np
from numpy.typing import NDArray

from kopa_sim.study.break_even.question import WAYS

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]


def cheapest_way(costs_way: Floats) -> Ints:
    """Return the index in WAYS of the cheapest way; the first named of equals. (way, …) -> (…)"""
    cheapest: Ints = costs_way.argmin(axis=0)
    return cheapest


def break_even_km(
    costs_draw_way_pupils_km: Floats, distance_km: Floats, cheaper_near: str, cheaper_far: str
) -> Floats:
    """Return the distance from which on one way is no cheaper than another. (draw, pupils)

    Between the distances looked at the difference is taken as a straight line. NaN where the first way is never the
    cheaper or never ceases to be.

    Parameters
    ----------
    cheaper_near, cheaper_far
        Ways, the first being cheaper at short distances.
    """
    near, far = WAYS.index(cheaper_near), WAYS.index(cheaper_far)
    dearer = costs_draw_way_pupils_km[:, near] - costs_draw_way_pupils_km[:, far]
    crosses = (dearer[..., 1:] >= 0) & (dearer[..., :-1] < 0)
    first = crosses.argmax(axis=-1)
    before = np.take_along_axis(dearer, first[..., None], axis=-1)[..., 0]
    after = np.take_along_axis(dearer, first[..., None] + 1, axis=-1)[..., 0]
    step = np.divide(-before, after - before, out=np.zeros_like(before), where=after > before)
    km = distance_km[first] + step * (distance_km[first + 1] - distance_km[first])
    return np.where(crosses.any(axis=-1), km, np.nan)
