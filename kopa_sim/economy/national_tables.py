"""Yearly figures of the whole country, which no municipality moves by itself."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.parameters import Parameters

Floats = NDArray[np.float64]


def national_values(name: str, years: Sequence[int], parameters: Parameters) -> Floats:
    """Return a national table's value in each year. (year,)

    The table has years as keys. A year before or after it has the value at its nearer end, one that is left out
    lies on the line between its neighbours.
    """
    by_year = sorted((float(year), value) for year, value in parameters.table(name).items())
    known, values = zip(*by_year, strict=True)
    found: Floats = np.interp(np.array(years, dtype=np.float64), known, values)
    return found
