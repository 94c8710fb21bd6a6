"""Who moves where within the region, by age.

The moves table counts pairs of municipalities for all ages together. A city sends students to the country and
families to its neighbours, so one share of destinations for all ages would send students to the neighbours. The ages
of a pair's movers are therefore taken halfway (geometric mean) between those who leave the origin and those who
arrive at the destination.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.people import MoveCounts

Floats = NDArray[np.float64]

NOBODY: Final[float] = 1e-12
"""Fewer movers a year than this are none."""


def pair_moves(moves: MoveCounts, leaving_municipality: Floats) -> Floats:
    """Return movers a year between the municipalities of the region. (origin, destination)

    Where the table also says how many leave the region, its shares are applied to the out-migration of the years
    that the rates stand for; else its own yearly counts hold.

    Parameters
    ----------
    leaving_municipality
        Out-movers a year. (municipality,)
    """
    n = len(leaving_municipality)
    pairs = np.zeros((n, n + 1))
    chosen = (moves.origin >= 0) & (moves.origin != moves.destination) & np.isfinite(moves.count)
    years = np.maximum(moves.year_to - moves.year_from + 1, 1)
    np.add.at(pairs, (moves.origin[chosen], moves.destination[chosen]), (moves.count / years)[chosen])
    # a running total adds up in order, so a municipality with which no one exchanges movers changes no bit
    total = np.cumsum(pairs, axis=1)[:, -1]
    leaves_region = pairs[:, -1] > 0
    scale = np.divide(leaving_municipality, total, out=np.ones(n), where=leaves_region & (total > 0))
    within: Floats = pairs[:, :-1] * scale[:, None]
    return within


def settle_by_age(pairs: Floats, leaving: Floats, arriving: Floats) -> tuple[Floats, Floats]:
    """Return where movers of each age settle, and how many come from the rest of the country.

    No more move between two municipalities at any age than leave the one and arrive at the other.

    Parameters
    ----------
    pairs
        Movers a year within the region. (origin, destination)
    leaving, arriving
        Movers a year by age, from and to anywhere in the country. (municipality, sex, age)

    Returns
    -------
    tuple
        Share of each origin's movers (origin, destination, sex, age), and in-movers from the rest of the country
        (municipality, sex, age).
    """
    flow = np.zeros((len(leaving), *leaving.shape))
    for origin, those_leaving in enumerate(leaving):
        ages = np.sqrt(those_leaving * arriving)
        flow[origin] = pairs[origin, :, None, None] * _ratio(ages, ages.sum(axis=(1, 2), keepdims=True))
    flow *= np.minimum(1.0, _ratio(leaving, _in_order(flow.swapaxes(0, 1)), where_zero=1.0))[:, None]
    flow *= np.minimum(1.0, _ratio(arriving, _in_order(flow), where_zero=1.0))
    from_country = np.maximum(arriving - _in_order(flow), 0.0)
    return _ratio(flow, np.broadcast_to(leaving[:, None], flow.shape)), from_country


def _in_order(flow: Floats) -> Floats:
    """Return the sum over the first axis, one after another."""
    total = np.zeros(flow.shape[1:])
    for part in flow:
        total += part
    return total


def _ratio(top: Floats, bottom: Floats, where_zero: float = 0.0) -> Floats:
    shape = np.broadcast_shapes(top.shape, bottom.shape)
    ratio: Floats = np.divide(top, bottom, out=np.full(shape, where_zero), where=bottom > NOBODY)
    return ratio
