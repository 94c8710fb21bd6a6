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

COHORTS: Final[int] = 128
"""Birth years told apart by their chance; a cohort's place is its birth year modulo this number."""


@dataclass(frozen=True)
class Cohorts:
    """Cells of a municipality's children by year and age, and what is known of where they live.

    Attributes
    ----------
    birth_year
        Year of birth of each cell. (year, age)
    known_share
        Share of each area in the cohort at launch; the pooled share for cohorts born later. (area, year, age)
    pool_share
        Share of each area among the small children at launch. (area,)
    staying
        Share of the cohort still where it lived at launch. (draw, year, age)
    """

    birth_year: Ints
    known_share: Floats
    pool_share: Floats
    staying: Floats


def expected_children(children: Floats, cohorts: Cohorts) -> Floats:
    """Return expected children by area. (area, draw, year, age)

    Parameters
    ----------
    children
        Children of the municipality. (draw, year, age)
    """
    pool = cohorts.pool_share[:, None, None, None]
    share = cohorts.staying * cohorts.known_share[:, None] + (1.0 - cohorts.staying) * pool
    return children * share


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

    Those who stay are split by systematic rounding, so known counts stay known; movers and those born after launch
    settle one by one (conditional binomials from the first area to the last).

    Parameters
    ----------
    children
        Whole children of the municipality. (draw, year, age)
    code, area_codes
        Codes that key the chance of the municipality and of its areas.
    """
    moved = binomial_quantile(chance.uniforms("area_movers", code), children, 1.0 - cohorts.staying)
    cumulative = np.cumsum(cohorts.known_share, axis=0)
    result = split_by_shares(children - moved, cumulative[:, None], chance.uniforms("area_of_stayers", code))
    remaining = moved
    for area, area_code in enumerate(area_codes):
        of_rest = cohorts.pool_share[area:].sum()
        if area == len(area_codes) - 1 or of_rest <= 0.0:
            result[area] += remaining
            break
        settling = binomial_quantile(
            chance.uniforms("area_of_settlers", area_code), remaining, cohorts.pool_share[area] / of_rest
        )
        result[area] += settling
        remaining = remaining - settling
    return result


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
