"""One routing problem of a run, by what it rests on: whoever solves it, and when, gives the same routes."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class CentreTask:
    """Routes to be solved to the schools of one centre.

    Attributes
    ----------
    schools
        Indices into the region's schools, the one with most pupils first.
    points, pupils
        Where expected numbers of the schools' pupils are carried from. (point,)
    """

    schools: tuple[int, ...]
    points: Ints
    pupils: Floats

    @property
    def key(self) -> bytes:
        """What tells it apart from every other task of a region under the same parameters."""
        return key_of(self.schools, self.points, self.pupils)


def key_of(schools: tuple[int, ...], points: Ints, pupils: Floats) -> bytes:
    """Return what tells the pupils carried to a centre apart from others."""
    return b"|".join([np.array(schools, dtype=np.intp).tobytes(), points.tobytes(), pupils.tobytes()])
