"""Present values at 1 January of the first costed year, and yearly charges of equal size."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.parameters import Parameters

Floats = NDArray[np.float64]


def discount_factors(years: Sequence[int], first_year: int, parameters: Parameters) -> Floats:
    """Return the weight of each year's money in a present value: (1 + r)^−(t − first_year). (draw, year)

    The first costed year counts in full, so a present value can be recomputed from the yearly tables.
    """
    return factors_at(parameters.draws("economy.discount_rate"), years, first_year)


def factors_at(rate_draw: Floats, years: Sequence[int], first_year: int) -> Floats:
    """Return the same at rates of their own. (draw, year)"""
    ahead = np.array(years, dtype=np.float64) - first_year
    factors: Floats = (1.0 + rate_draw[:, None]) ** -ahead
    return factors


def present_value(money_draw_year_municipality: Floats, factor_draw_year: Floats) -> Floats:
    """Return the present value of yearly money. (draw, municipality)"""
    value: Floats = (money_draw_year_municipality * factor_draw_year[:, :, None]).sum(axis=1)
    return value


def annuity_share(life_years: float, rate_draw: Floats) -> Floats:
    """Return the yearly charge that pays one euro back over a life at a rate: r / (1 − (1 + r)^−n). (draw,)

    At a rate of zero it is 1 / n.
    """
    safe = np.where(rate_draw == 0.0, 1.0, rate_draw)
    share: Floats = np.where(rate_draw == 0.0, 1.0 / life_years, safe / (1.0 - (1.0 + safe) ** -life_years))
    return share
