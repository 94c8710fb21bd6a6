"""Sharing a municipality's children out over its areas: expected shares, or whole children with chance.

A cohort is all children of one municipality born in one year. Its chance is drawn once for the cohort and kept for
life, so an area's class of 2026 is still there, a year older, in 2027.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.demography.quantiles import binomial_quantile
from kopa_sim.demography.whole_persons import split_by_shares
from kopa_sim.model.streams import DrawBlock, Streams

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]

COHORTS: Final[int] = 128
"""Birth years told apart by their chance; a cohort's place is its birth year modulo this number."""


@dataclass(frozen=True)
class Cohorts:
    """Cells of one municipality's children by year and age, and what is known of where they live.

    Attributes
    ----------
    birth_year
        Year of birth of each cell. (year, age)
    counted
        Whether the cohort's homes were counted at launch; those of later cohorts are left to chance. (year, age)
    home_share
        Share of each area in the cohort if nobody moved within the municipality. (area, year, age)
    settling_share
        Share of those who have moved since launch that live in each area. (area, year)
    staying
        Part of each area's home share that has not moved on. (area or 1, draw, year, age)
    """

    birth_year: Ints
    counted: Bools
    home_share: Floats
    settling_share: Floats
    staying: Floats

    @property
    def stayers_share(self) -> Floats:
        """Share of the cohort that lives in each area and never moved. (area, draw, year, age)"""
        stayers: Floats = self.staying * self.home_share[:, None]
        return stayers


def expected_children(children: Floats, cohorts: Cohorts) -> Floats:
    """Return expected children by area. (area, draw, year, age)

    Parameters
    ----------
    children
        Children of the municipality. (draw, year, age)
    """
    return children * _living_share(cohorts.stayers_share, cohorts.settling_share)


def _living_share(stayers: Floats, settling: Floats) -> Floats:
    """Return the share of the cohort that lives in each area, moves counted. (area, draw, year, age)"""
    living: Floats = stayers + (1.0 - stayers.sum(axis=0)) * settling[:, None, :, None]
    return living


@dataclass(frozen=True)
class CohortChance:
    """The chance of the cohorts of one municipality."""

    streams: Streams
    block: DrawBlock
    birth_year: Ints

    def uniforms(self, decision: str, entity: str) -> Floats:
        """Return one uniform number a cohort, laid out by year and age. (draw, year, age)"""
        by_cohort = self.streams.uniforms(decision, entity, self.block, (COHORTS,))
        return by_cohort[:, self.birth_year % COHORTS]


def sampled_children(
    children: Floats, cohorts: Cohorts, chance: CohortChance, code: str, area_codes: tuple[str, ...]
) -> Floats:
    """Return whole children by area, which sum to the municipality. (area, draw, year, age)

    Those who stay are split by systematic rounding, so known counts stay known; movers, and all of a cohort born
    after launch, settle one by one (conditional binomials from the first area to the last). A cohort keeps its
    uniform numbers for life: shares that change from year to year move no more children than the change asks for.

    Parameters
    ----------
    children
        Whole children of the municipality. (draw, year, age)
    code, area_codes
        Codes that key the chance of the municipality and of its areas.
    """
    stayers = cohorts.stayers_share
    staying = np.where(cohorts.counted, stayers.sum(axis=0), 0.0)
    moving = np.clip(1.0 - staying, 0.0, 1.0)
    moved = binomial_quantile(chance.uniforms("area_movers", code), children, moving)
    cumulative = np.cumsum(_among(stayers, cohorts.home_share[:, None]), axis=0)
    result = split_by_shares(children - moved, cumulative, chance.uniforms("area_of_stayers", code))
    settling = np.where(
        cohorts.counted,
        cohorts.settling_share[:, None, :, None],
        _living_share(stayers, cohorts.settling_share),
    )
    return result + _settled(moved, settling, chance, area_codes)


def _among(part: Floats, otherwise: Floats) -> Floats:
    """Return each area's share of the sum over the areas; where that is zero, its share otherwise."""
    total = part.sum(axis=0)
    share: Floats = np.divide(part, total, out=np.broadcast_to(otherwise, part.shape).copy(), where=total > 0)
    return share


def _settled(people: Floats, share: Floats, chance: CohortChance, area_codes: tuple[str, ...]) -> Floats:
    """Return where people settle, area by area out of those left. (area, draw, year, age)"""
    of_rest = np.cumsum(share[::-1], axis=0)[::-1]
    settled = np.zeros(share.shape)
    remaining = people
    for area, area_code in enumerate(area_codes):
        if area == len(area_codes) - 1:
            settled[area] = remaining
            break
        ratio = np.divide(
            share[area], of_rest[area], out=np.ones_like(of_rest[area]), where=of_rest[area] > 0
        )
        settled[area] = binomial_quantile(
            chance.uniforms("area_of_settlers", area_code), remaining, np.clip(ratio, 0.0, 1.0)
        )
        remaining = remaining - settled[area]
    return settled


def students_of(residents: Floats, participation: Floats, chance: CohortChance | None, code: str) -> Floats:
    """Return upper secondary students by area. (area, draw, year, age)

    With chance the students are whole persons: the residents' share of them by systematic rounding over the areas, so
    that a municipality has its share rounded down or up.

    Parameters
    ----------
    residents
        Residents of upper secondary age. (area, draw, year, age)
    participation
        Share of them who are students. (draw,)
    """
    share = participation[:, None, None]
    if chance is None:
        return residents * share
    running = np.cumsum(residents, axis=0) * share
    reached = np.floor(running + chance.uniforms("upper_secondary", code) + 1e-9)
    return np.diff(np.minimum(reached, np.cumsum(residents, axis=0)), axis=0, prepend=0.0)
