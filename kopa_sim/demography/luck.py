"""The uniform numbers that decide a sampled course: one stream a decision and municipality, calendar year after year.

A cell of sex and age finds its number at the same place of a year whether or not the other cells are kept.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from kopa_sim.demography.lattice import Lattice
from kopa_sim.model.streams import BLOCK, DrawBlock, Streams, pass_over

Floats = NDArray[np.float64]
Numbers = Callable[[str], Floats]
"""The numbers of a decision of one year, by its name. (municipality, cell, draw)"""


@dataclass
class _Stand:
    """A generator and the calendar year it stands at."""

    generator: np.random.Generator
    year: int


@dataclass(frozen=True)
class Luck:
    """Source of the numbers of one block of draws, for years asked for in any order.

    Parameters
    ----------
    codes
        Municipalities' official codes, which key their numbers.
    """

    streams: Streams
    block: DrawBlock
    codes: tuple[str, ...]
    lattice: Lattice
    _stands: dict[tuple[str, str], _Stand] = field(default_factory=dict)

    def numbers_of(self, year: int) -> Numbers:
        """Return the numbers that decide for every cell in a year."""
        return lambda decision: self._drawn(decision, year, self.lattice.n_cells, self.lattice.n_all_cells)

    def few(self, decision: str, year: int, n: int) -> Floats:
        """Return n numbers a municipality, for what is decided for all cells together. (municipality, n, draw)"""
        return self._drawn(decision, year, n, n)

    def _drawn(self, decision: str, year: int, n_wanted: int, n_of_year: int) -> Floats:
        drawn = np.empty((len(self.codes), n_wanted, BLOCK))
        for index, code in enumerate(self.codes):
            generator = self._standing_at(decision, code, year, n_of_year)
            generator.random(out=drawn[index])
            if n_wanted < n_of_year:
                pass_over(generator, (n_of_year - n_wanted) * BLOCK)
        return drawn if self.block.size == BLOCK else np.ascontiguousarray(drawn[..., : self.block.size])

    def _standing_at(self, decision: str, code: str, year: int, n_of_year: int) -> np.random.Generator:
        """Return a generator at the first number of a year, and note that it will stand at the next."""
        stand = self._stands.get((decision, code))
        if stand is None or stand.year != year:
            generator = self.streams.from_year(decision, code, self.block, year, n_of_year * BLOCK)
            stand = self._stands[decision, code] = _Stand(generator, year)
        stand.year += 1
        return stand.generator
