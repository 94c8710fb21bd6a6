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
NUMBERS_AT_ONCE: Final[int] = 4
"""Numbers of 64 bits that one step of the counter makes (Philox 4x64)."""

_TWO_TO_53: Final[float] = float(2**53)
_GOLDEN: Final = np.uint64(0x9E3779B97F4A7C15)
_MIXING: Final = (
    (np.uint64(30), np.uint64(0xBF58476D1CE4E5B9)),
    (np.uint64(27), np.uint64(0x94D049BB133111EB)),
)
"""Shifts and factors of SplitMix64's finaliser."""


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


def pass_over(generator: np.random.Generator, numbers: int) -> None:
    """Let a generator of a stream skip uniform numbers, a multiple of ``NUMBERS_AT_ONCE``."""
    bits = generator.bit_generator
    assert isinstance(bits, np.random.Philox)
    bits.advance(numbers // NUMBERS_AT_ONCE)


def numbers_of_persons(uniform: NDArray[np.float64], person: NDArray[np.intp]) -> NDArray[np.float64]:
    """Return a uniform number for each of several persons who share the number of a cell. (element,)

    The number and the person's place are mixed by the finaliser of SplitMix64 (Steele, Lea and Flood 2014), so a
    person's number stays the same when more persons join.

    Parameters
    ----------
    uniform
        The cell's uniform number on [0, 1), repeated for each of its persons. (element,)
    person
        Place of the person among those of the cell, 0, 1, …  (element,)
    """
    mixed = (uniform * _TWO_TO_53).astype(np.uint64)
    mixed += (person.astype(np.uint64) + np.uint64(1)) * _GOLDEN
    for shift, factor in _MIXING:
        mixed ^= mixed >> shift
        mixed *= factor
    mixed ^= mixed >> np.uint64(31)
    return (mixed >> np.uint64(11)) / _TWO_TO_53


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

    def from_year(
        self, name: str, entity: str, block: DrawBlock, year: int, numbers_a_year: int
    ) -> np.random.Generator:
        """Return the generator of a decision taken every year, standing at the first number of a calendar year.

        Each calendar year owns as many numbers of the stream, so what a year gets depends neither on the year the
        futures set out from nor on how many follow. A counter-based generator gets to any place at once.

        Parameters
        ----------
        numbers_a_year
            Numbers a year owns, a multiple of ``NUMBERS_AT_ONCE``; the same in every call for the same decision.

        Raises
        ------
        ValueError
            If a year would own part of what the generator makes at once.
        """
        if numbers_a_year % NUMBERS_AT_ONCE:
            raise ValueError(f"{numbers_a_year} numbers a year are no multiple of {NUMBERS_AT_ONCE}")
        generator = self.generator(name, entity, block.index)
        pass_over(generator, year * numbers_a_year)
        return generator

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
