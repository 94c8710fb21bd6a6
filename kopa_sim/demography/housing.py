"""Who moves into new dwellings, where and when."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.demography.area_shares import CHILD_AGES
from kopa_sim.demography.rates import Rates
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.people import N_AGES, HousingPlans

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

ADULT_AGES: Final[slice] = slice(25, 45)
"""Adults who move into new dwellings: the parents of small children, and their like."""


@dataclass(frozen=True)
class Newcomers:
    """Persons expected in new dwellings, year by year.

    Attributes
    ----------
    arrivals_year_municipality_sex_age
        Those who come from outside the region.
    children_year_area_age
        Children, from outside or from another home in the municipality. (year, area, age 0–18)
    """

    arrivals_year_municipality_sex_age: Floats
    children_year_area_age: Floats


def expect_newcomers(
    housing: HousingPlans | None,
    municipality_area: Ints,
    years: tuple[int, ...],
    people_municipality_sex_age: Floats,
    rates: Rates,
    parameters: Parameters,
) -> Newcomers:
    """Return who moves into the dwellings planned for the given years.

    Children are as many of each age as the plan says, boys and girls as among the municipality's children of that
    age; adults are spread over ages 25–44 and the sexes as those who move into the municipality. A part comes from
    other homes in the municipality and changes its area alone; the others come from outside the region.

    Parameters
    ----------
    municipality_area
        Municipality of each area. (area,)
    people_municipality_sex_age
        Residents at launch.
    parameters
        Those of the mean future: the share realised is its expected value in every draw.
    """
    n_municipalities, n_areas = len(people_municipality_sex_age), len(municipality_area)
    children = np.zeros((len(years), n_areas, CHILD_AGES))
    adults = np.zeros((len(years), n_municipalities))
    realised_share = float(parameters.draws("demography.housing_realisation_share")[0])
    usual = parameters.number("demography.adults_per_dwelling")
    if housing is not None:
        realised = housing.dwellings * realised_share
        per_dwelling = np.where(np.isnan(housing.adults_per_dwelling), usual, housing.adults_per_dwelling)
        for row in np.flatnonzero(np.isin(housing.year, years)):
            index, area = years.index(int(housing.year[row])), housing.area[row]
            children[index, area] += realised[row] * housing.children_per_dwelling_row_age[row]
            adults[index, municipality_area[area]] += realised[row] * per_dwelling[row]
    from_outside = 1.0 - parameters.number("demography.housing_from_same_municipality_share")
    arrivals = np.zeros((len(years), n_municipalities, 2, N_AGES))
    sexes = _sexes_of_children(people_municipality_sex_age)
    for area, municipality in enumerate(municipality_area):
        arrivals[:, municipality, :, :CHILD_AGES] += children[:, area, None] * sexes[municipality]
    arrivals[..., ADULT_AGES] += (
        adults[..., None, None] * _adult_profile(people_municipality_sex_age, rates)[..., ADULT_AGES]
    )
    return Newcomers(arrivals * from_outside, children)


def _sexes_of_children(people: Floats) -> Floats:
    """Return the share of each sex among the children of each age; half where there are none. (…, sex, age 0–18)"""
    children = people[..., :CHILD_AGES]
    total = children.sum(axis=1, keepdims=True)
    share: Floats = np.divide(children, total, out=np.full_like(children, 0.5), where=total > 0)
    return share


def _adult_profile(people: Floats, rates: Rates) -> Floats:
    """Return how adults spread over sexes and ages; as in-movers, else residents, else evenly. (…, sex, age)"""
    moving_in = rates.in_migration_municipality_sex_age + rates.immigration_municipality_sex_age
    profile = np.zeros_like(people)
    for municipality, place in enumerate(profile):
        for weight in (moving_in[municipality], people[municipality], np.ones_like(place)):
            adults = np.maximum(weight[:, ADULT_AGES], 0.0)
            if adults.sum() > 0:
                place[:, ADULT_AGES] = adults / adults.sum()
                break
    return profile
