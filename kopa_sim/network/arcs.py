"""The year's catchment written as arcs and the points behind them."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.grades import N_GRADES
from kopa_sim.model.journeys import Journeys, YearCatchment
from kopa_sim.model.region import Region
from kopa_sim.network.given_intake import resident_share
from kopa_sim.network.placement import Placement
from kopa_sim.network.year_network import YearNetwork

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]


def build_arcs(
    region: Region,
    journeys: Journeys,
    network: YearNetwork,
    placement_by_grade: Sequence[Placement],
) -> YearCatchment:
    """Return arcs sorted by (area, grade, school) from where the pupils of every point go.

    The pupils who are left when the given-intake schools have taken theirs follow the placement of their
    grade. Where only some points of an area reach a school, its pupils are those of these points.
    """
    parts = [
        *_by_distance(region, network, placement_by_grade),
        *_by_intake(region, journeys, network),
    ]
    if not parts:
        parts = [_entries(*(np.zeros(0, dtype=np.intp),) * 3, np.zeros(0))]
    grade, school, point = (np.concatenate([part[axis] for part in parts]) for axis in range(3))
    weight = np.concatenate([part[3] for part in parts])
    return _sorted_arcs(region, grade, school, point, weight)


_Entries = tuple[Ints, Ints, Ints, Floats]
"""Grade, school, point and weight: the share of the area's pupils of the grade. Each (entry,)"""


def _entries(grade: Ints, school: Ints, point: Ints, weight: Floats) -> _Entries:
    return grade, school, point, weight


def _by_distance(
    region: Region, network: YearNetwork, placement_by_grade: Sequence[Placement]
) -> list[_Entries]:
    home = region.areas.municipality[region.points.area]
    left = 1.0 - resident_share(region, network.intake_share_school_grade)
    return [
        _entries(
            np.full(len(placement.point), grade),
            placement.school,
            placement.point,
            region.points.weight[placement.point] * placement.share * left[home[placement.point], grade],
        )
        for grade, placement in enumerate(placement_by_grade)
    ]


def _by_intake(region: Region, journeys: Journeys, network: YearNetwork) -> list[_Entries]:
    home = region.areas.municipality[region.points.area]
    found = []
    for school, grade in zip(*np.nonzero(network.intake_share_school_grade), strict=True):
        reached = np.isfinite(journeys.minutes_point_school[:, school])
        point = np.flatnonzero((home == region.schools.municipality[school]) & reached)
        share = network.intake_share_school_grade[school, grade]
        found.append(
            _entries(
                np.full(len(point), grade),
                np.full(len(point), school),
                point,
                region.points.weight[point] * share,
            )
        )
    return found


def _sorted_arcs(region: Region, grade: Ints, school: Ints, point: Ints, weight: Floats) -> YearCatchment:
    weighty = weight > 0
    grade, school, point, weight = grade[weighty], school[weighty], point[weighty], weight[weighty]
    area_grade = region.points.area[point] * N_GRADES + grade
    arc_key = area_grade * len(region.schools) + school
    order = np.argsort(arc_key * len(region.points) + point, kind="stable")
    arc_key, area_grade, point, weight = arc_key[order], area_grade[order], point[order], weight[order]
    first = np.flatnonzero(np.diff(arc_key, prepend=-1))
    cell_arc = np.repeat(np.arange(len(first)), np.diff(first, append=len(arc_key)))
    arc_weight = np.bincount(cell_arc, weights=weight, minlength=len(first))
    arc_area_grade = area_grade[first]
    total = np.bincount(arc_area_grade, weights=arc_weight, minlength=len(region.areas) * N_GRADES)
    return YearCatchment(
        area=arc_area_grade // N_GRADES,
        grade=arc_area_grade % N_GRADES,
        school=arc_key[first] % len(region.schools),
        share=arc_weight / total[arc_area_grade],
        cell_arc=cell_arc,
        cell_point=point,
        cell_share=weight / arc_weight[cell_arc],
    )
