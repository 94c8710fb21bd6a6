"""Pupils by area and grade: the children of each municipality, aged in place and shared out over its areas."""

import numpy as np
from numpy.typing import NDArray

from kopa_sim.demography.area_split import (
    CohortChance,
    expected_children,
    sampled_children,
    students_of,
)
from kopa_sim.demography.cohorts import cohorts_of
from kopa_sim.demography.counted_pupils import CountedPupils, pupils_by_ratio
from kopa_sim.demography.enrolment import CHILD_YEARS, delay_shares, enrol
from kopa_sim.model.grades import BASIC_GRADES, N_GRADES, UPPER_SECONDARY
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.people import Futures, Pupils
from kopa_sim.model.region import Region
from kopa_sim.model.streams import DrawBlock, Streams

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

_FIRST_OLDER = BASIC_GRADES.stop - BASIC_GRADES.start
"""Place of the age of sixteen along the age axis."""


def pupils_by_area(
    region: Region,
    futures: Futures,
    years: tuple[int, ...],
    parameters: Parameters,
    streams: Streams | None = None,
    block: DrawBlock | None = None,
    counted: CountedPupils | None = None,
) -> Pupils:
    """Return the pupils of every area by grade; those of a municipality's areas sum to the municipality's.

    Residents from six on attend grades 0 to 9 by age, but for late and early starts and repeated grades; where pupils
    are counted, the counts carried on stand in for that. A share of the residents aged 16 to 18 attends general upper
    secondary education, none of whom is still in grade 9. Children known at launch stay in their area but for yearly
    moves within the municipality; those born later live where the women do, or else the small children.

    Parameters
    ----------
    years
        School years; those before the first year of the futures take its population.
    streams, block
        Source of chance for whole pupils; without it pupils are expected values.
    counted
        Pupils per resident of the municipalities that count their pupils, as ``count_pupils`` gives them.

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
    behind = delay_shares(parameters)
    pupils = np.zeros((futures.draws, len(years), len(region.areas), N_GRADES))
    for municipality, code in enumerate(region.municipalities.codes):
        members = _members(region, municipality)
        people = futures.population_draw_year_municipality_sex_age[:, index, municipality]
        children = np.ascontiguousarray(people[..., CHILD_YEARS.start : CHILD_YEARS.stop].sum(axis=2))
        cohorts = cohorts_of(futures, members, municipality, index, CHILD_YEARS, moving)
        chance = None
        if streams is not None and block is not None:
            chance = CohortChance(streams, block, cohorts.birth_year)
            codes = tuple(region.areas.codes[area] for area in members)
            by_area = sampled_children(children, cohorts, chance, code, codes)
        else:
            by_area = expected_children(children, cohorts)
        ratio = None if counted is None else counted.of(municipality, tuple(years))
        if ratio is None:
            enrolled = enrol(by_area, behind, chance, code)
            basic, still_basic = enrolled.pupils_draw_year_area_grade, enrolled.older_area_draw_year_age
        else:
            basic, still_basic = pupils_by_ratio(by_area, ratio, chance, code), np.zeros(1)
        pupils[:, :, members, BASIC_GRADES] = basic
        pupils[:, :, members, UPPER_SECONDARY] = _students(by_area, still_basic, participation, chance, code)
    return Pupils(tuple(years), pupils)


def _members(region: Region, municipality: int) -> Ints:
    """Return the areas of a municipality by code: chance passes from one to the next in any order given. (member,)"""
    members = np.flatnonzero(region.areas.municipality == municipality)
    in_order: Ints = members[np.argsort(np.array(region.areas.codes)[members], kind="stable")]
    return in_order


def _students(
    by_area: Floats, still_basic: Floats, participation: Floats, chance: CohortChance | None, code: str
) -> Floats:
    """Return upper secondary students by area from residents by area and age. (draw, year, area)"""
    older = by_area[..., _FIRST_OLDER:]
    if chance is not None:
        chance = CohortChance(chance.streams, chance.block, chance.birth_year[:, _FIRST_OLDER:])
    students = np.minimum(students_of(older, participation, chance, code), older - still_basic)
    return np.moveaxis(students.sum(axis=-1), 0, 2)
