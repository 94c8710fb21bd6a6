"""Random numbers keyed by what they decide, never by the order in which they are asked for.

A stream is named (seed, stream name, entity code, block of 32 draws). Adding an option, a module, a worker or
a municipality elsewhere therefore changes no bit of any other stream, and every option sees the same chance.
The practice is that of vivarium's common random numbers; the generator is NumPy's counter-based Philox.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

BLOCK: Final[int] = 32
"""Draws in a block: the unit of keying, of execution and of caching."""


@dataclass(frozen=True)
class DrawBlock:
    """A run of consecutive draws that lies within one block.

    Parameters
    ----------
    index
        Number of the block, 0, 1, …
    size
        How many of its draws are wanted, 1 to 32; fewer than 32 only in the last block.
    """

    index: int
    size: int

    @property
    def start(self) -> int:
        """First draw of the block."""
        return self.index * BLOCK

    @property
    def draws(self) -> slice:
        """The block's place along the draw axis of the whole ensemble."""
        return slice(self.start, self.start + self.size)


def blocks_of(draws: int) -> Iterator[DrawBlock]:
    """Yield the blocks that make up an ensemble of ``draws`` futures, in order."""
    for index in range(-(-draws // BLOCK)):
        yield DrawBlock(index, min(BLOCK, draws - index * BLOCK))


@dataclass(frozen=True)
class Streams:
    """Source of every random number of a run; holds only the seed."""

    seed: int

    def generator(self, name: str, entity: str, block: int = 0) -> np.random.Generator:
        """Return the generator of one decision, one entity and one block of draws."""
        key = hashlib.blake2b(
            f"{self.seed}\x1f{name}\x1f{entity}\x1f{block}".encode(), digest_size=16
        ).digest()
        return np.random.Generator(np.random.Philox(key=int.from_bytes(key, "little")))

    def uniforms(
        self, name: str, entity: str, block: DrawBlock, shape: tuple[int, ...] = ()
    ) -> NDArray[np.float64]:
        """Return uniform numbers on [0, 1) for a block. (draw, *shape)

        All 32 draws are generated and the wanted ones kept, so a draw's numbers do not depend on how many
        draws the ensemble has.
        """
        return self.generator(name, entity, block.index).random((BLOCK, *shape))[: block.size]

    def normals(
        self, name: str, entity: str, block: DrawBlock, shape: tuple[int, ...] = ()
    ) -> NDArray[np.float64]:
        """Return standard normal numbers for a block. (draw, *shape)"""
        return self.generator(name, entity, block.index).standard_normal((BLOCK, *shape))[: block.size]
