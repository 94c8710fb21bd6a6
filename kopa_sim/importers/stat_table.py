"""A statistical table as its publisher gave it, whatever the file format: dimensions, categories and cells.

Every reader of a format gives one of these, every recogniser takes one. Dimensions are known by the role and the
label they carry, never by their identifiers, which publishers change.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Dimension:
    """One variable of a table.

    Attributes
    ----------
    label
        Name as printed: Alue, Ikä, Sex, Vuosi, Tiedot …
    codes
        Code of each category; empty text where the file gives none (a CSV saved with labels only).
    labels
        Printed name of each category, in the table's order.
    role
        "time", "geo" or "metric" where the file says so, else empty.
    """

    label: str
    codes: tuple[str, ...]
    labels: tuple[str, ...]
    role: str = ""

    def __len__(self) -> int:
        return len(self.labels)


@dataclass(frozen=True)
class StatTable:
    """A table of one file.

    Attributes
    ----------
    source
        Name of the file (and sheet) it was read from, for messages.
    title
        Title as printed; empty where there is none.
    dimensions
        In the order of the cells' axes.
    values
        Cells; NaN where the publisher printed a symbol in place of a number. (one axis a dimension)
    symbols
        What was printed in place of a number, by flat position of the cell: "..", ".", "-" …
    """

    source: str
    title: str
    dimensions: tuple[Dimension, ...]
    values: Floats
    symbols: Mapping[int, str]
