"""Pupils by area and grade: the children of each municipality, aged in place and shared out over its areas."""

import numpy as np
from numpy.typing import NDArray

from kopa_sim.demography.area_shares import CHILD_AGES, SMALL_CHILD_AGES, pool_small_children
from kopa_sim.demography.area_split import (
    CohortChance,
    Cohorts,
    expected_children,
    sampled_children,
    students_of,
)
from kopa_sim.model.grades import BASIC_GRADES, FIRST_AGE, N_GRADES, UPPER_SECONDARY, UPPER_SECONDARY_AGES
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.people import Futures, Pupils
from kopa_sim.model.region import Region
from kopa_sim.model.streams import DrawBlock, Streams

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

_PUPIL_AGES = slice(FIRST_AGE, UPPER_SECONDARY_AGES.stop)
_N_BASIC = BASIC_GRADES.stop - BASIC_GRADES.start


def pupils_by_area(
    region: Region,
    futures: Futures,
    years: tuple[int, ...],
    parameters: Parameters,
    streams: Streams | None = None,
    block: DrawBlock | None = None,
) -> Pupils:
    """Return the pupils of every area by grade; those of a municipality's areas sum to its residents.

    All residents aged 6 to 15 attend grades 0 to 9; a share of those aged 16 to 18 attends general upper secondary
    education. Children known at launch stay in their area but for yearly moves within the municipality; those born
    later live where the small children lived at launch.

    Parameters
    ----------
    years
        School years; those before the first year of the futures take its population.
    streams, block
        Source of chance for whole pupils; without it pupils are expected values.

    Raises
    ------
    ValueError
        If streams come without a block, or the parameters are not of as many draws as the futures.
    """
    if (streams is None) != (block is None):
        raise ValueError("streams and block are given together or not at all")
    if parameters.n_draws != futures.draws:
        raise ValueError(f"parameters of {parameters.n_draws} draws for futures of {futures.draws}")
    index = [futures.year_index(year) for year in years]
    moving = parameters.draws("demography.child_moves_within_municipality_share")
    participation = parameters.draws("demography.upper_secondary_participation_share")
    pupils = np.zeros((futures.draws, len(years), len(region.areas), N_GRADES))
    for municipality, code in enumerate(region.municipalities.codes):
        members = np.flatnonzero(region.areas.municipality == municipality)
        people = futures.population_draw_year_municipality_sex_age[:, index, municipality]
        children = np.ascontiguousarray(people[..., _PUPIL_AGES].sum(axis=2))
        cohorts = _cohorts(futures, members, municipality, index, moving)
        chance = None
        if streams is not None and block is not None:
            chance = CohortChance(streams, block, cohorts.birth_year)
            codes = tuple(region.areas.codes[area] for area in members)
            by_area = sampled_children(children, cohorts, chance, code, codes)
        else:
            by_area = expected_children(children, cohorts)
        pupils[:, :, members] = _by_grade(by_area, participation, chance, code)
    return Pupils(tuple(years), pupils)


def _cohorts(
    futures: Futures, members: Ints, municipality: int, year_index: list[int], moving: Floats
) -> Cohorts:
    """Return the cohorts of one municipality's children by year and age 6–18."""
    age = np.arange(_PUPIL_AGES.start, _PUPIL_AGES.stop)
    year = np.array([futures.years[index] for index in year_index])
    birth_year = year[:, None] - age
    launch_index = futures.year_index(futures.launch_year)
    share = futures.area_share_year_area_age[launch_index, members]
    at_launch = futures.population_draw_year_municipality_sex_age[0, launch_index, municipality]
    pool = pool_small_children(share, at_launch.sum(axis=0)[SMALL_CHILD_AGES])

    age_at_launch = futures.launch_year - birth_year
    born = age_at_launch >= 0
    known = share[:, np.clip(age_at_launch, 0, CHILD_AGES - 1)]
    since = np.maximum(year - futures.launch_year, 0)
    staying = np.where(born, ((1.0 - moving[:, None]) ** since)[:, :, None], 0.0)
    return Cohorts(birth_year, np.where(born, known, pool[:, None, None]), pool, staying)


def _by_grade(by_area: Floats, participation: Floats, chance: CohortChance | None, code: str) -> Floats:
    """Return pupils by area and grade from children by area and age. (draw, year, area, grade)"""
    older = by_area[..., _N_BASIC:]
    if chance is not None:
        chance = CohortChance(chance.streams, chance.block, chance.birth_year[:, _N_BASIC:])
    students = students_of(older, participation, chance, code).sum(axis=-1)
    result = np.zeros((*by_area.shape[1:3], by_area.shape[0], N_GRADES))
    result[..., BASIC_GRADES] = np.moveaxis(by_area[..., :_N_BASIC], 0, 2)
    result[..., UPPER_SECONDARY] = np.moveaxis(students, 0, 2)
    return result
