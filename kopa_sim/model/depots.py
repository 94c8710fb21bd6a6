"""Depots: where the vehicles of school transport stand at night."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]

VEHICLE_SIZES: Final[tuple[str, ...]] = ("taxi", "minibus", "bus")
"""Sizes of vehicles, from the smallest, as the parameter ``transport.seats`` names them."""


@dataclass(frozen=True)
class Depots:
    """Given depots. All arrays (depot,) unless said.

    Attributes
    ----------
    x_m, y_m
        ETRS-TM35FIN.
    municipality
        Index of the municipality whose schools its vehicles serve; -1 where they serve all.
    stands_depot_size
        Whether vehicles of a size stand there. (depot, size)
    """

    codes: tuple[str, ...]
    names: tuple[str, ...]
    x_m: Floats
    y_m: Floats
    municipality: Ints
    stands_depot_size: Bools

    def __len__(self) -> int:
        return len(self.codes)

    def of(self, municipality: int, size: str) -> Ints:
        """Return the depots from which vehicles of a size serve the schools of a municipality, in their order."""
        serves = (self.municipality == municipality) | (self.municipality < 0)
        return np.flatnonzero(serves & self.stands_depot_size[:, VEHICLE_SIZES.index(size)])
