"""What a reader should know of the State's money: criteria given as a sum, neighbours not seen, providers merged."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.economy.agreements import named_upper_secondary
from kopa_sim.economy.growth import growth_factor
from kopa_sim.economy.remoteness_1446_2014 import FAR_M, NEAR_M, population_within, remoteness_index
from kopa_sim.economy.upper_secondary_providers import Provider, upper_secondary_providers
from kopa_sim.economy.upper_secondary_unit_price_1705_2009 import provider_measures, unit_price_funding
from kopa_sim.model.grades import UPPER_SECONDARY
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.people import Futures
from kopa_sim.model.region import Region
from kopa_sim.network import flow_pupils
from kopa_sim.scenario.findings import listed
from kopa_sim.study.prepare import OptionPlan, Prepared

Bools = NDArray[np.bool_]

_NAMED: Final = 8
_ONE_EURO: Final = 1.0
"""Smaller losses are rounding."""


def criteria_notices(region: Region, expected: Futures, parameters: Parameters) -> tuple[str, ...]:
    """Return where a given sum replaces the computed criteria, and where a criterion rests on too little."""
    municipalities = region.municipalities
    summed = ~np.isnan(municipalities.state_share_other_eur)
    alone = ~summed & _lacks_neighbours(region, expected, parameters)
    unknown_land = ~summed & np.isnan(municipalities.land_km2)
    found = []
    if summed.any():
        found.append(
            f"state share of {_names(region, summed)}: state_share_other_eur is all that criteria beside age bring;"
            " the computed ones (density, remoteness and the other state_share columns) are not added to it"
        )
    if alone.any():
        found.append(
            f"remoteness of {_names(region, alone)} counts those who live in the region's areas alone; where people"
            " live beyond them within 25 or 50 km, give population_within_25_km and population_within_50_km"
            " (municipalities)"
        )
    if unknown_land.any():
        found.append(
            f"land_km2 of {_names(region, unknown_land)} is not given: the state share has nothing for sparse"
            " settlement"
        )
    return tuple(found)


def _lacks_neighbours(region: Region, expected: Futures, parameters: Parameters) -> Bools:
    """Return municipalities that the region's areas alone make remote. (municipality,)"""
    given = region.municipalities.criteria
    residents = expected.residents_draw_year_municipality(slice(None), (expected.launch_year,))
    near, far = (
        population_within(region, radius, of, residents, residents)
        for radius, of in ((NEAR_M, given.population_within_25_km), (FAR_M, given.population_within_50_km))
    )
    computed = np.isnan(given.population_within_25_km) | np.isnan(given.population_within_50_km)
    lacking: Bools = computed & (remoteness_index(near, far, parameters)[0, 0] > 0)
    return lacking


def _names(region: Region, chosen: Bools) -> str:
    return listed((region.municipalities.names[index] for index in np.flatnonzero(chosen)), _NAMED)


def merged_provider_notices(prepared: Prepared) -> tuple[str, ...]:
    """Return a notice for every option and provider whose supplement a merger lowers in the mean future."""
    region, mean, price_year = (
        prepared.scenario.region,
        prepared.parameters.mean(),
        prepared.scenario.price_year,
    )
    found = []
    for option in prepared.options:
        if any(named_upper_secondary(agreement, region) for agreement in option.plan.agreements):
            found += _losses(region, option, prepared.as_is, mean, price_year)
    return tuple(found)


def _losses(
    region: Region, option: OptionPlan, as_is: OptionPlan, parameters: Parameters, price_year: int
) -> list[str]:
    plan = option.plan
    flows = flow_pupils(region, option.catchments, option.people.pupils)
    students = flows.pupils_draw_year_school_grade(len(region.schools))[..., UPPER_SECONDARY]
    index = growth_factor("funding.index_growth", plan.years, price_year, parameters)
    funding, not_merged = (
        unit_price_funding(region, who, students, parameters, index) for who in (plan, as_is.plan)
    )
    found = []
    attended: Bools = np.any(students, axis=(0, 1))
    for provider in upper_secondary_providers(region, plan, attended):
        lost = provider_measures(provider, funding, not_merged)["supplement_lost_eur"][0, plan.costed]
        if lost.sum() > _ONE_EURO:
            found.append(_notice(option, provider, float(lost.mean())))
    return found


def _notice(option: OptionPlan, provider: Provider, lost_eur: float) -> str:
    return (
        f"option {option.plan.option}: provider {provider.name} ({provider.language}) counts the upper secondary"
        f" students of several providers together and loses {lost_eur:,.0f} euros of small-provider supplement a"
        " year, mean of the costed years (table providers, supplement_lost_eur)"
    )
