"""Where out-movers settle within the region, person by person."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kopa_sim.demography.lattice import Lattice
from kopa_sim.demography.quantiles import binomial_quantile
from kopa_sim.model.streams import numbers_of_persons

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]


@dataclass(frozen=True)
class Settling:
    """Running sums of the shares of destinations.

    Attributes
    ----------
    total
        Share of an origin's out-movers who stay in the region. (origin, cell, 1)
    running
        Share up to and with each destination; infinite where there is none, up to a power of two.
        (origin · cell, destination)
    """

    total: Floats
    running: Floats

    @classmethod
    def of(cls, share_origin_destination_sex_age: Floats, lattice: Lattice) -> "Settling | None":
        """Return the running sums by cell; None where nobody stays in the region."""
        if not share_origin_destination_sex_age.any():
            return None
        share = lattice.take(share_origin_destination_sex_age)
        n_origins, n_destinations, n_cells = share.shape
        width = 1 << (n_destinations - 1).bit_length()
        running = np.full((n_origins, n_cells, width), np.inf)
        reached = np.zeros((n_origins, n_cells))
        for destination in range(n_destinations):
            reached += share[:, destination]
            running[:, :, destination] = np.minimum(reached, 1.0)
        total = running[:, :, n_destinations - 1 : n_destinations].copy()
        return cls(total, running.reshape(-1, width))


def settle_in_region(out_migration: Floats, settling: Settling, uniform: Floats) -> Floats:
    """Return in-movers from the region's other municipalities. (municipality, cell, draw)

    The number of a cell decides how many of its movers stay in the region; each of those then settles where a number
    of his own falls among the shares. A mover keeps his destination when more join him.

    Parameters
    ----------
    out_migration, uniform
        Whole persons who move out, and the numbers of their cells. (municipality, cell, draw)
    """
    staying = binomial_quantile(uniform, out_migration, settling.total)
    cell = np.flatnonzero(staying)
    movers = staying.reshape(-1)[cell].astype(np.intp)
    of_mover = np.repeat(cell, movers)
    person = np.arange(of_mover.size) - np.repeat(np.cumsum(movers) - movers, movers)
    number = numbers_of_persons(uniform.reshape(-1)[of_mover], person)
    n_cells, n_draws = out_migration.shape[1:]
    row = of_mover // n_draws
    total = settling.total.reshape(-1)[row]
    wanted = np.minimum(number * total, np.nextafter(total, 0.0))
    destination = _first_above(settling.running, row, wanted)
    target = of_mover + (destination - row // n_cells) * (n_cells * n_draws)
    arrived = np.bincount(target, minlength=out_migration.size)
    return arrived.astype(np.float64).reshape(out_migration.shape)


def _first_above(running: Floats, row: Ints, wanted: Floats) -> Ints:
    """Return the first place in a row whose running sum is above what is wanted, by halving. (element,)"""
    width = running.shape[1]
    flat, start = running.reshape(-1), row * width
    found = np.zeros(len(row), dtype=np.intp)
    step = width // 2
    while step:
        found += step * (flat[start + found + (step - 1)] <= wanted)
        step //= 2
    return found
