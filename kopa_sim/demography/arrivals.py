"""Where the movers within the region arrive.

Most pairs of municipalities exchange nobody, so the shares are kept pair by pair: for the whole country this takes
less than half the memory and time of the full square, and a municipality with which no one exchanges movers is in no
sum.
"""

import weakref
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]


@dataclass(frozen=True)
class PairShares:
    """Shares of destinations of the pairs that exchange movers, in the order of their destinations.

    Attributes
    ----------
    origin
        Origin of each pair, ascending within a destination. (pair,)
    first
        First pair of each destination, and the number of pairs. (destination + 1,)
    share
        Share of the origin's out-movers. (pair, sex · age)
    """

    origin: Ints
    first: Ints
    share: Floats

    @classmethod
    def of(cls, share_origin_destination_sex_age: Floats) -> "PairShares":
        """Return the pairs of a full square of shares."""
        by_pair = share_origin_destination_sex_age.swapaxes(0, 1)
        exchanged = by_pair.any(axis=(2, 3))
        origin = np.nonzero(exchanged)[1]
        first = np.concatenate([[0], np.cumsum(exchanged.sum(axis=1))]).astype(np.intp)
        return cls(origin, first, by_pair[exchanged].reshape(len(origin), by_pair[0, 0].size))

    def arrivals(self, out_migration: Floats) -> Floats:
        """Return in-movers from the region's other municipalities. (draw, municipality, sex, age)"""
        arrivals = np.zeros(out_migration.shape)
        leaving = out_migration.reshape(*out_migration.shape[:2], -1)
        arriving = arrivals.reshape(leaving.shape)
        for destination in range(len(self.first) - 1):
            pairs = slice(self.first[destination], self.first[destination + 1])
            if pairs.start < pairs.stop:
                moving = leaving[:, self.origin[pairs]]
                np.einsum("pc,dpc->dc", self.share[pairs], moving, out=arriving[:, destination])
        return arrivals


_PREPARED: Final[dict[int, tuple["weakref.ref[Floats]", PairShares]]] = {}
"""Pairs of the squares of shares still in use, by identity. Rates are never changed in place."""


def arrivals_in_region(out_migration: Floats, share_origin_destination_sex_age: Floats) -> Floats:
    """Return in-movers from the region's other municipalities. (draw, municipality, sex, age)

    Parameters
    ----------
    out_migration
        Out-movers. (draw, municipality, sex, age)
    share_origin_destination_sex_age
        Share of each origin's out-movers who settle in each destination; its pairs are found once for each array.
    """
    return _pairs_of(share_origin_destination_sex_age).arrivals(out_migration)


def _pairs_of(share: Floats) -> PairShares:
    """Return the pairs of an array of shares, found once as long as the array lives."""
    key = id(share)
    known = _PREPARED.get(key)
    if known is not None and known[0]() is share:
        return known[1]
    pairs = PairShares.of(share)
    _PREPARED[key] = (weakref.ref(share, lambda _: _PREPARED.pop(key, None)), pairs)
    return pairs
