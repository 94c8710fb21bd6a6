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


def blend(part: str, wages: Floats, fuel: Floats, prices: Floats, parameters: Parameters) -> Floats:
    """Return the growth of what is labour, energy and other things together. (draw, year)

    ``economy.labour_share`` of the cost grows with wages, ``economy.energy_share`` of the rest with fuel, what is
    left with other prices.
    """
    labour = parameters.table("economy.labour_share")[part]
    energy = (1.0 - labour) * parameters.table("economy.energy_share")[part]
    blended: Floats = labour * wages + energy * fuel + (1.0 - labour - energy) * prices
    return blended


def blended_growth(part: str, years: Sequence[int], from_year: int, parameters: Parameters) -> Floats:
    """Return what a euro of ``from_year`` spent on a part of the costs has grown to. (draw, year)"""
    wages, fuel, prices = (
        growth_factor(name, years, from_year, parameters)
        for name in ("economy.wage_growth", "economy.fuel_growth", "economy.price_growth")
    )
    return blend(part, wages, fuel, prices, parameters)


def price_level(years: Sequence[int], price_year: int, parameters: Parameters) -> Floats:
    """Return nominal euros of each year per euro of the price year. (draw, year)"""
    return growth_factor("economy.inflation", years, price_year, parameters)
