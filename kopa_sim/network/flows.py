"""Whole pupils along the arcs of the catchments in every future."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.grades import N_GRADES
from kopa_sim.model.journeys import Catchments, PupilFlows, YearCatchment
from kopa_sim.model.people import Pupils
from kopa_sim.model.region import Region
from kopa_sim.model.streams import DrawBlock, Streams

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

GOLDEN_STEP: Final[float] = (5**0.5 - 1) / 2
"""Step from one birth cohort's rounding to the next: multiples of it fill the unit interval evenly (Weyl)."""


def flow_pupils(
    region: Region,
    catchments: Catchments,
    pupils: Pupils,
    streams: Streams | None = None,
    block: DrawBlock | None = None,
) -> PupilFlows:
    """Return how many pupils of each area and grade go to each school in every future.

    An area's N pupils of a grade are split over its arcs by systematic rounding: arc k carries
    ⌊N·C(k) + u⌋ − ⌊N·C(k−1) + u⌋ with C the cumulative share and u uniform on [0, 1), so no pupil is lost and
    every arc has its expected number on average. u belongs to the area, the birth cohort and the draw: a cohort
    keeps its split while it moves up the grades, in every option alike. Without streams the split is N × share,
    the expected value.

    Raises
    ------
    ValueError
        If streams are given without a block.
    """
    expected = tuple(
        _pupils_by_arc(arcs, pupils, pupils.years.index(year))
        for year, arcs in zip(catchments.years, catchments.by_year, strict=True)
    )
    if streams is None:
        by_year = tuple(total * arcs.share for arcs, total in zip(catchments.by_year, expected, strict=True))
        return PupilFlows(catchments, by_year)
    if block is None:
        raise ValueError("sampled flows need the block of draws they belong to")
    uniform = np.stack(
        [streams.uniforms("catchment_split", code, block) for code in region.areas.codes], axis=1
    )
    by_year = tuple(
        _split(arcs, total, _cohort_uniforms(uniform, arcs, year))
        for year, arcs, total in zip(catchments.years, catchments.by_year, expected, strict=True)
    )
    return PupilFlows(catchments, by_year)


def _pupils_by_arc(arcs: YearCatchment, pupils: Pupils, year_index: int) -> Floats:
    """Return all pupils of each arc's area and grade. (draw, arc)"""
    by_area_grade = pupils.pupils_draw_year_area_grade[:, year_index].reshape(pupils.draws, -1)
    return by_area_grade[:, arcs.area * N_GRADES + arcs.grade]


def _cohort_uniforms(uniform_draw_area: Floats, arcs: YearCatchment, year: int) -> Floats:
    """Return the rounding of each arc's birth cohort. (draw, arc)"""
    shift = (GOLDEN_STEP * (year - arcs.grade)) % 1.0
    shifted: Floats = (uniform_draw_area[:, arcs.area] + shift) % 1.0
    return shifted


def _split(arcs: YearCatchment, total_draw_arc: Floats, uniform_draw_arc: Floats) -> Floats:
    """Return whole pupils by arc; the arcs of an area and grade sum exactly to its pupils. (draw, arc)"""
    area_grade = arcs.area * N_GRADES + arcs.grade
    first = np.diff(area_grade, prepend=-1) != 0
    last = np.diff(area_grade, append=-1) != 0
    cumulative = _cumulative_share(arcs.share, first)
    upper = np.minimum(np.floor(total_draw_arc * cumulative + uniform_draw_arc), total_draw_arc)
    upper[:, last] = total_draw_arc[:, last]
    lower = np.empty_like(upper)
    lower[:, 1:] = upper[:, :-1]
    lower[:, first] = 0.0
    whole: Floats = upper - lower
    return whole


def _cumulative_share(share: Floats, first: Bools) -> Floats:
    """Return shares summed from the first arc of each area and grade on. (arc,)

    Summed within the group only, so that no other area touches a bit of it.
    """
    start = np.maximum.accumulate(np.where(first, np.arange(len(share)), 0))
    place = np.arange(len(share)) - start
    cumulative = share.copy()
    for step in range(1, int(place.max(initial=0)) + 1):
        here = np.flatnonzero(place == step)
        cumulative[here] += cumulative[here - 1]
    return cumulative
