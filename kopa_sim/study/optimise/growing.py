"""Tables that grow: several arrays with a common first axis, with room for twice as many rows when they are full."""

from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

FIRST_ROOM: Final = 1024


class GrowingArrays:
    """Arrays by name whose rows are filled in as they become known."""

    def __init__(self) -> None:
        self._held: dict[str, Floats] = {}

    def __getitem__(self, name: str) -> Floats:
        return self._held[name]

    def put(self, first: int, rows: Mapping[str, Floats]) -> None:
        """Write rows from the place ``first`` on."""
        for name, values in rows.items():
            held, end = self._held.get(name), first + len(values)
            if held is None or len(held) < end:
                grown = np.zeros((max(2 * end, FIRST_ROOM), *values.shape[1:]))
                if held is not None:
                    grown[:first] = held[:first]
                held = self._held[name] = grown
            held[first:end] = values
