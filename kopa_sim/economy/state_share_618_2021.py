"""State share for basic public services of municipalities (Act 618/2021)."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.parameters import Parameters
from kopa_sim.model.people import Futures
from kopa_sim.model.region import Region

Floats = NDArray[np.float64]

LAG_YEARS: Final[int] = 2
"""The state share of year t rests on the residents of 31 December t − 2."""

AGE_GROUPS: Final[tuple[tuple[str, slice], ...]] = (
    ("price_age_0_5_eur", slice(0, 6)),
    ("price_age_6_eur", slice(6, 7)),
    ("price_age_7_12_eur", slice(7, 13)),
    ("price_age_13_15_eur", slice(13, 16)),
    ("price_age_16_over_eur", slice(16, None)),
)
"""Parameter of the price and ages of each group."""


def lagged(years: tuple[int, ...]) -> tuple[int, ...]:
    """Return the years whose residents count."""
    return tuple(year - LAG_YEARS for year in years)


def state_share(region: Region, years: tuple[int, ...], futures: Futures, parameters: Parameters) -> Floats:
    """Return the state share before indexing: Σ price × residents of the age − own share × residents + other.

    It is computational: it follows from who lives in the municipality and never from how education is arranged,
    so it is the same under every option. The level includes the own share, covers other services too
    and may be negative. Other criteria, which the model does not compute, are those of
    ``state_share_other_eur``; they move with the number of residents. (draw, year, municipality)
    """
    counted = lagged(years)
    residents = futures.residents_draw_year_municipality(slice(None), counted)
    share = -residents * parameters.number("funding.own_share_eur_resident")
    for price, ages in AGE_GROUPS:
        of_age = futures.residents_draw_year_municipality(ages, counted)
        share += of_age * parameters.number(f"funding.{price}")
    return share + moved_with_residents(region.municipalities.state_share_other_eur, residents, futures)


def moved_with_residents(given_municipality: Floats, residents: Floats, futures: Futures) -> Floats:
    """Return a given yearly amount in proportion to residents since the launch year; zero where not given."""
    at_launch = futures.residents_draw_year_municipality(slice(None), (futures.launch_year,))
    amount: Floats = np.nan_to_num(given_municipality) * residents / np.where(at_launch > 0, at_launch, 1.0)
    return amount
