"""What the State pays municipalities for beyond the ages of their residents, as far as a scenario gives it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class FundingCriteria:
    """Circumstances of each municipality that funding rules look at. All arrays (municipality,); NaN: not given.

    Attributes
    ----------
    foreign_language_share
        Residents whose mother tongue is not Finnish, Swedish or Sámi, as a share of all.
    swedish_speaking_share
        Residents of a bilingual municipality who speak Swedish, as a share of all; NaN for one of a single language.
    archipelago_share
        Residents who live in the archipelago, as a share of all: 1 in an archipelago municipality.
    education_background_coefficient
        Residents of 30–54 without a degree after basic education, their share over that of the country.
    job_self_sufficiency_coefficient
        Jobs in the municipality per working resident, over those of the country.
    population_within_25_km, population_within_50_km
        Persons who live that near its centre, across all borders.
    upper_secondary_discretionary_share
        What the ministry adds to the unit price of its upper secondary education, as a share.
    """

    foreign_language_share: Floats
    swedish_speaking_share: Floats
    archipelago_share: Floats
    education_background_coefficient: Floats
    job_self_sufficiency_coefficient: Floats
    population_within_25_km: Floats
    population_within_50_km: Floats
    upper_secondary_discretionary_share: Floats


def criteria_not_given(n_municipalities: int) -> FundingCriteria:
    """Return the criteria of municipalities of which none is given."""
    names = FundingCriteria.__dataclass_fields__
    return FundingCriteria(**{name: np.full(n_municipalities, np.nan) for name in names})
