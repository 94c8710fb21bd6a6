"""Funding of vocational education (Act 1705/2009 as changed by Act 532/2017; education under Act 531/2017)."""

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.parameters import Parameters

Floats = NDArray[np.float64]


def vocational_funding(student_years: Floats, performance: Floats | float, parameters: Parameters) -> Floats:
    """Return a provider's funding in euros a year, before indexing. Shape of ``student_years``.

    student-years × price × (1 − s + s × performance), where s is the share that follows results. The money is
    divided by results among providers: a provider that does as the country does gets the price.

    Parameters
    ----------
    student_years
        Weighted student-years of the provider.
    performance
        Degrees, and those employed or studying after leaving, per student-year over those of the country.
    """
    price = parameters.number("funding.vocational_price_eur_student_year")
    share = parameters.number("funding.vocational_performance_share")
    funding: Floats = student_years * price * (1.0 - share + share * np.asarray(performance))
    return funding
