"""Real growth of prices, and the price level of a nominal budget."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.parameters import Parameters

Floats = NDArray[np.float64]


def growth_factor(rate_name: str, years: Sequence[int], from_year: int, parameters: Parameters) -> Floats:
    """Return what a euro of ``from_year`` has grown to in each year: (1 + g)^(t − from_year). (draw, year)"""
    elapsed = np.array(years, dtype=np.float64) - from_year
    factor: Floats = (1.0 + parameters.draws(rate_name)[:, None]) ** elapsed
    return factor


def price_level(years: Sequence[int], price_year: int, parameters: Parameters) -> Floats:
    """Return nominal euros of each year per euro of the price year. (draw, year)"""
    return growth_factor("economy.inflation", years, price_year, parameters)
