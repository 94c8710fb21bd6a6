"""State share for basic public services of municipalities (Act 618/2021)."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.economy.growth import growth_factor
from kopa_sim.economy.national_tables import national_values
from kopa_sim.economy.state_share_criteria_618_2021 import computed_criteria
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
"""Parameter of the price and ages of each group, the youngest first."""


def lagged(years: tuple[int, ...]) -> tuple[int, ...]:
    """Return the years whose residents count."""
    return tuple(year - LAG_YEARS for year in years)


def state_share(
    region: Region, years: tuple[int, ...], futures: Futures, parameters: Parameters, price_year: int
) -> Floats:
    """Return the state share before indexing: age prices + other criteria − own share. (draw, year, municipality)

    It is computational: it follows from who lives in the municipality and never from how education is arranged,
    so it is the same under every option. The level includes the own share, covers other services too
    and may be negative.
    """
    granted = age_cost(years, futures, parameters, price_year) + other_criteria(
        region, years, futures, parameters
    )
    share: Floats = granted - own_share(years, futures, parameters)
    return share


def age_cost(years: tuple[int, ...], futures: Futures, parameters: Parameters, price_year: int) -> Floats:
    """Return Σ price of the age × residents of that age on 31 December t − 2. (draw, year, municipality)

    Age prices rise from the price year by what is granted for realised costs.
    """
    counted = lagged(years)
    revision = growth_factor("funding.cost_revision_growth", years, price_year, parameters)[:, :, None]
    cost = np.zeros_like(futures.residents_draw_year_municipality(slice(None), counted))
    for price, ages in counted_groups(parameters):
        of_age = futures.residents_draw_year_municipality(ages, counted)
        cost += of_age * parameters.number(f"funding.{price}") * revision
    return cost


def other_criteria(
    region: Region, years: tuple[int, ...], futures: Futures, parameters: Parameters
) -> Floats:
    """Return what criteria and additions beside age bring, before indexing. (draw, year, municipality)

    A given ``state_share_other_eur`` is all of it and moves with the number of residents; only where it is not given
    do the computed criteria count (docs/decisions/0018-state-share-criteria.md).
    """
    counted = lagged(years)
    given = region.municipalities.state_share_other_eur
    residents = futures.residents_draw_year_municipality(slice(None), counted)
    computed = sum(
        computed_criteria(region, futures, counted, parameters).values(), np.zeros(residents.shape)
    )
    amount: Floats = np.where(np.isnan(given), computed, moved_with_residents(given, residents, futures))
    return amount


def own_share(years: tuple[int, ...], futures: Futures, parameters: Parameters) -> Floats:
    """Return own share per resident × residents of 31 December t − 2. (draw, year, municipality)"""
    residents = futures.residents_draw_year_municipality(slice(None), lagged(years))
    borne: Floats = residents * own_share_eur_resident(years, parameters)[None, :, None]
    return borne


def counted_groups(parameters: Parameters) -> tuple[tuple[str, slice], ...]:
    """Return the age groups that count: all of the statute, or those from age 6 on."""
    return AGE_GROUPS if parameters.flag("funding.count_ages_0_5") else AGE_GROUPS[1:]


def own_share_eur_resident(years: tuple[int, ...], parameters: Parameters) -> Floats:
    """Return what a municipality bears per resident before the State pays, before indexing. (year,)

    Section 21 sets the own share as a percentage of the whole country's computed cost, equal per resident
    everywhere: it falls where the *country* has fewer children. The given amount, that of 2025, moves with computed
    cost per resident of 31 December t − 2. What cost revision adds is the State's: its percentage is raised by it.
    Where ages 0–5 do not count, the same percentage of their national cost per resident is left out here too.
    """
    counted = lagged(years)
    index = national_values("funding.national_computed_cost_index", counted, parameters)
    share: Floats = parameters.number("funding.own_share_eur_resident") * index
    if not parameters.flag("funding.count_ages_0_5"):
        small = national_values("funding.national_age_0_5_share", counted, parameters)
        part = parameters.number("funding.own_share_of_computed_cost_share")
        share = share - part * parameters.number("funding.price_age_0_5_eur") * small
    return share


def moved_with_residents(given_municipality: Floats, residents: Floats, futures: Futures) -> Floats:
    """Return a given yearly amount in proportion to residents since the launch year; zero where not given."""
    at_launch = futures.residents_draw_year_municipality(slice(None), (futures.launch_year,))
    amount: Floats = np.nan_to_num(given_municipality) * residents / np.where(at_launch > 0, at_launch, 1.0)
    return amount
