"""One year of a population: the cohort-component step, with every flow kept.

People age from 31 December to 31 December. Births come from the mean of the women alive at the start and those
who survive to the end of the year; movers are counted at the end of the year, so nobody who moves in gives birth
or dies in that year. This is the "end of year" rule of the United Nations' ccmppWPP.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kopa_sim.demography.rates import Rates, YearFactors

Floats = NDArray[np.float64]

FEMALE = 1
LARGEST_LEAVING_SHARE = 0.95
"""Nobody's chance to move out in a year exceeds this, however high the level."""


@dataclass(frozen=True)
class YearFlows:
    """Stocks and flows of one year. All (draw, municipality, sex, age) but ``births`` (draw, municipality, sex).

    Ages are those at the end of the year, except of ``opening``; deaths at age 0 are of the year's newborn.
    """

    opening: Floats
    births: Floats
    deaths: Floats
    out_migration: Floats
    emigration: Floats
    in_from_region: Floats
    in_from_country: Floats
    immigration: Floats
    closing: Floats

    @property
    def imbalance(self) -> Floats:
        """Closing stock minus opening stock and flows, zero when no person is lost or made up."""
        expected = grow_older(self.opening)
        expected[..., 0] += self.births
        expected += self.in_from_region + self.in_from_country + self.immigration
        expected -= self.deaths + self.out_migration + self.emigration
        return self.closing - expected


def grow_older(people: Floats) -> Floats:
    """Return people one year older; 100 and over stay together, age 0 is empty. (…, age)"""
    older = np.zeros_like(people)
    older[..., 1:] = people[..., :-1]
    older[..., -1] += people[..., -1]
    return older


def births_of(women_start: Floats, women_end: Floats, fertility: Floats) -> Floats:
    """Return births expected of the mean of two stocks of women. (draw, municipality)

    Both stocks are by age at their own 31 December. (…, age)
    """
    expected: Floats = (fertility * (0.5 * (women_start + women_end))).sum(axis=-1)
    return expected


def leaving_share(rates: Rates, factor: Floats) -> Floats:
    """Return the chance to move out in a year under a factor. (draw, municipality, sex, age)"""
    share = rates.out_migration_municipality_sex_age * factor[:, :, None, None]
    return np.minimum(share, LARGEST_LEAVING_SHARE)


def emigrating_share(rates: Rates, leaving: Floats) -> Floats:
    """Return the chance to emigrate of those who did not move within the country. (draw, municipality, sex, age)"""
    return np.minimum(rates.emigration_municipality_sex_age / (1.0 - leaving), 1.0)


def arrivals_in_region(out_migration: Floats, share_origin_destination_sex_age: Floats) -> Floats:
    """Return in-movers from the region's other municipalities. (draw, municipality, sex, age)

    Summed origin by origin, so that a municipality with which no one exchanges movers changes no bit.
    """
    arrivals = np.zeros_like(out_migration)
    for origin, share_destination in enumerate(share_origin_destination_sex_age):
        arrivals += out_migration[:, origin, None] * share_destination
    return arrivals


def expected_step(opening: Floats, rates: Rates, factors: YearFactors) -> YearFlows:
    """Return one year with every event at its expected value.

    Parameters
    ----------
    opening
        Persons on 31 December of the year before. (draw, municipality, sex, age)
    """
    survivors = opening * rates.survival_municipality_sex_age
    aged = grow_older(survivors)
    fertility = rates.fertility_municipality_age * factors.fertility[:, :, None]
    both = births_of(opening[:, :, FEMALE], aged[:, :, FEMALE], fertility)
    births = np.stack([both * rates.boys_share, both * (1.0 - rates.boys_share)], axis=-1)
    aged[..., 0] = births * rates.newborn_survival_municipality_sex

    deaths = grow_older(opening - survivors)
    deaths[..., 0] = births - aged[..., 0]
    leaving = leaving_share(rates, factors.out_migration)
    out_migration = aged * leaving
    emigration = (aged - out_migration) * emigrating_share(rates, leaving)
    in_from_region = arrivals_in_region(out_migration, rates.destination_share_origin_destination_sex_age)
    in_from_country = rates.in_migration_municipality_sex_age * factors.in_migration[:, :, None, None]
    immigration = rates.immigration_municipality_sex_age * factors.immigration[:, :, None, None]
    closing = aged - out_migration - emigration + in_from_region + in_from_country + immigration
    return YearFlows(
        opening,
        births,
        deaths,
        out_migration,
        emigration,
        in_from_region,
        in_from_country,
        immigration,
        closing,
    )
