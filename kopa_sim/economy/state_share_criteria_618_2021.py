"""State share by what a municipality is like, beside the ages of its residents (Act 618/2021).

Every rule is a price times residents of 31 December t − 2, before indexing. A rule whose circumstance is not given
pays nothing. Prices of 2025; their sources stand at the defaults.
"""

import numpy as np
from numpy.typing import NDArray

from kopa_sim.economy.remoteness_1446_2014 import remoteness_addition
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.people import Futures
from kopa_sim.model.region import Region

Floats = NDArray[np.float64]

EDUCATION_BACKGROUND_AGES = slice(30, 55)


def density_cost(residents: Floats, land_km2: Floats, parameters: Parameters) -> Floats:
    """Return computed cost of sparse settlement: price × coefficient × residents. Shape of ``residents``.

    The coefficient is the country's residents per km² of land over the municipality's, at most 20. Below that the
    cost follows the land alone: it does not fall with residents.
    """
    largest = parameters.number("funding.density_largest_coefficient")
    density = residents / land_km2
    sparse = parameters.number("funding.national_residents_km2") / np.where(density > 0, density, np.inf)
    cost: Floats = parameters.number("funding.price_density_eur") * np.minimum(largest, sparse) * residents
    return np.nan_to_num(cost)


def foreign_language_cost(residents: Floats, share: Floats, parameters: Parameters) -> Floats:
    """Return price × residents whose mother tongue is not Finnish, Swedish or Sámi. Shape of ``residents``."""
    cost: Floats = parameters.number("funding.price_foreign_language_eur") * np.nan_to_num(share) * residents
    return cost


def bilingual_cost(residents: Floats, swedish_speaking_share: Floats, parameters: Parameters) -> Floats:
    """Return price × (0.07 × residents + 0.93 × Swedish speakers) where bilingual. Shape of ``residents``."""
    of_all = parameters.number("funding.bilingual_resident_share")
    weight = of_all + (1.0 - of_all) * swedish_speaking_share
    cost: Floats = parameters.number("funding.price_bilingual_eur") * np.nan_to_num(weight) * residents
    return cost


def archipelago_cost(residents: Floats, archipelago_share: Floats, parameters: Parameters) -> Floats:
    """Return price × residents of an archipelago municipality, else part price × residents of its archipelago.

    A municipality all of whose residents live in the archipelago is an archipelago municipality. Shape of
    ``residents``.
    """
    share = np.nan_to_num(archipelago_share)
    whole = parameters.number("funding.price_archipelago_eur")
    part = parameters.number("funding.price_part_archipelago_eur")
    cost: Floats = np.where(share >= 1.0, whole, part) * share * residents
    return cost


def education_background_cost(residents_30_54: Floats, coefficient: Floats, parameters: Parameters) -> Floats:
    """Return price × coefficient × residents of 30–54. Shape of ``residents_30_54``.

    The coefficient is the share of them without a degree after basic education, over that of the country.
    """
    price = parameters.number("funding.price_education_background_eur")
    cost: Floats = price * np.nan_to_num(coefficient) * residents_30_54
    return cost


def job_self_sufficiency_addition(residents: Floats, coefficient: Floats, parameters: Parameters) -> Floats:
    """Return price × coefficient × residents; the coefficient is jobs per working resident over the country's."""
    price = parameters.number("funding.price_job_self_sufficiency_eur")
    addition: Floats = price * np.nan_to_num(coefficient) * residents
    return addition


def computed_criteria(
    region: Region, futures: Futures, counted: tuple[int, ...], parameters: Parameters
) -> dict[str, Floats]:
    """Return what every criterion beside age brings, before indexing. Each (draw, year, municipality)

    ``counted`` are the years whose residents count.
    """
    given = region.municipalities.criteria
    residents = futures.residents_draw_year_municipality(slice(None), counted)
    middle_aged = futures.residents_draw_year_municipality(EDUCATION_BACKGROUND_AGES, counted)
    return {
        "density": density_cost(residents, region.municipalities.land_km2, parameters),
        "foreign_language": foreign_language_cost(residents, given.foreign_language_share, parameters),
        "bilingual": bilingual_cost(residents, given.swedish_speaking_share, parameters),
        "archipelago": archipelago_cost(residents, given.archipelago_share, parameters),
        "education_background": education_background_cost(
            middle_aged, given.education_background_coefficient, parameters
        ),
        "job_self_sufficiency": job_self_sufficiency_addition(
            residents, given.job_self_sufficiency_coefficient, parameters
        ),
        "remoteness": remoteness_addition(region, futures, counted, parameters),
    }
