"""Taxable income: what one income-tax point is worth to a municipality."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kopa_sim.economy.growth import growth_factor
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.people import Futures
from kopa_sim.model.region import Areas, Region

Floats = NDArray[np.float64]

ADULT_AGES = slice(18, None)


def taxable_income(region: Region, futures: Futures, years: Sequence[int], parameters: Parameters) -> Floats:
    """Return the municipality's taxable income in euros of the price year. (draw, year, municipality)

    A given ``income_tax_base_eur`` is that of the launch year's adults, the last year known from counts; it moves
    with the number of adults and with real growth. Where it is not given, income is adults × mean income of
    the area statistics × the taxable share (low confidence). One income-tax point is worth 1 % of it.
    """
    chosen = tuple(years)
    adults = futures.residents_draw_year_municipality(ADULT_AGES, chosen)
    at_launch = futures.residents_draw_year_municipality(ADULT_AGES, (futures.launch_year,))
    given = region.municipalities.income_tax_base_eur
    estimate = (
        mean_income_eur(region.areas, len(region.municipalities), parameters)
        * (parameters.draws("economy.taxable_income_share")[:, None, None])
    )
    per_adult = np.where(
        np.isnan(given), estimate, np.nan_to_num(given) / np.where(at_launch > 0, at_launch, 1.0)
    )
    known = [max(year, futures.years[0]) for year in chosen]
    growth = growth_factor("economy.tax_base_growth", known, futures.launch_year, parameters)
    income: Floats = adults * per_adult * growth[:, :, None]
    return income


def mean_income_eur(areas: Areas, n_municipalities: int, parameters: Parameters) -> Floats:
    """Return mean income per adult from the areas, weighted by residents, else by children. (municipality,)

    Areas without income are left out; a municipality none of whose areas gives it has the default.
    """
    default = parameters.number("economy.mean_income_eur")
    income = np.full(n_municipalities, default)
    children = areas.children_area_band.sum(axis=1)
    for municipality in range(n_municipalities):
        chosen = (areas.municipality == municipality) & ~np.isnan(areas.mean_income_eur)
        weight = areas.population[chosen]
        if np.isnan(weight).any():
            weight = children[chosen]
        if weight.sum() > 0:
            income[municipality] = (areas.mean_income_eur[chosen] * weight).sum() / weight.sum()
    return income
