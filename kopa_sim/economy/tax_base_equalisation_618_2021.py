"""Equalisation of the state share by tax revenue (Act 618/2021)."""

import numpy as np
from numpy.typing import NDArray

from kopa_sim.economy.growth import growth_factor
from kopa_sim.economy.national_tables import national_values
from kopa_sim.economy.state_share_618_2021 import lagged, moved_with_residents
from kopa_sim.economy.tax_base import taxable_income
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.people import Futures
from kopa_sim.model.region import Region

Floats = NDArray[np.float64]


def equalisation_of_gap(gap_eur: Floats, parameters: Parameters) -> Floats:
    """Return what is added for a gap below the limit, or deducted for what exceeds it."""
    added = parameters.number("funding.equalisation_addition_share")
    deducted = parameters.number("funding.equalisation_deduction_share")
    amount: Floats = np.where(gap_eur > 0, added, deducted) * gap_eur
    return amount


def tax_base_equalisation(
    region: Region, years: tuple[int, ...], futures: Futures, parameters: Parameters, index_draw_year: Floats
) -> Floats:
    """Return tax-base equalisation by municipality. (draw, year, municipality)

    The given yearly amount moves with residents and the index. Where it is not given it follows from computed tax
    revenue per resident, taxable income times the mean tax rate, against the whole country's: 90 % of
    what lacks is added, 10 % of what exceeds is deducted. Residents and income are of year t − 2. The country's
    income moves as the municipality's does: with the share of adults, here the country's, and with the same
    real growth per adult.
    """
    counted = lagged(years)
    residents = futures.residents_draw_year_municipality(slice(None), counted)
    known = [max(year, futures.years[0]) for year in counted]
    growth = growth_factor("economy.tax_base_growth", known, futures.launch_year, parameters)
    adults = national_values("funding.national_adult_share_index", counted, parameters)
    national = (
        parameters.number("funding.national_taxable_income_eur_resident") * (adults * growth)[:, :, None]
    )
    income = taxable_income(region, futures, counted, parameters)
    rate = parameters.number("funding.computed_tax_rate_share")
    computed = equalisation_of_gap(rate * (national * residents - income), parameters)
    given = region.municipalities.state_share_equalisation_eur
    moved = moved_with_residents(given, residents, futures) * index_draw_year[:, :, None]
    amount: Floats = np.where(np.isnan(given), computed, moved)
    return amount
