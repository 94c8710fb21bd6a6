"""Every municipality's statutory share of the country's upper secondary funding (Act 1705/2009)."""

import numpy as np
from numpy.typing import NDArray

from kopa_sim.economy.state_share_618_2021 import lagged
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.people import Futures

Floats = NDArray[np.float64]


def upper_secondary_contribution(
    years: tuple[int, ...], futures: Futures, parameters: Parameters, index_draw_year: Floats
) -> Floats:
    """Return what municipalities pay towards unit-price funding, below zero. (draw, year, municipality)

    − amount per resident × residents of 31 December t − 2 × index. The amount is the same everywhere, whether or not
    the municipality has a school, and so follows residents and nothing an option arranges.
    """
    residents = futures.residents_draw_year_municipality(slice(None), lagged(years))
    amount = parameters.number("funding.upper_secondary_contribution_eur_resident")
    paid: Floats = -amount * residents * index_draw_year[:, :, None]
    return paid
