"""Which areas lose their school, and when: what families may answer to.

An area loses its school in a year when the school its pupils of grades 1–6 went to the year before no longer
teaches them and their way grows by more than a stated distance. A school that moves next door is not lost.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.grades import N_GRADES
from kopa_sim.model.journeys import Catchments, Journeys, YearCatchment
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.plan import Plan
from kopa_sim.model.region import Region

Floats = NDArray[np.float64]

VILLAGE_GRADES: Final = slice(1, 7)
"""Grades whose school families live near for: those of the class teacher."""


def lost_school_share(
    region: Region, journeys: Journeys, plan: Plan, catchments: Catchments, parameters: Parameters
) -> Floats:
    """Return the share of each area's pupils of grades 1–6 who lose their school in a year. (year, area)"""
    least_km = parameters.number("demography.closure_response_least_km")
    lost = np.zeros((len(plan.years), len(region.areas)))
    for index in range(1, len(plan.years)):
        before, now = catchments.by_year[index - 1], catchments.by_year[index]
        gone = plan.teaches_year_school_grade[index - 1] & ~plan.teaches_year_school_grade[index]
        if gone[:, VILLAGE_GRADES].any():
            lost[index] = _lost_between(before, now, gone, journeys, len(region.areas), least_km)
    return lost


def _lost_between(
    before: YearCatchment,
    now: YearCatchment,
    gone_school_grade: NDArray[np.bool_],
    journeys: Journeys,
    n_areas: int,
    least_km: float,
) -> Floats:
    """Return the share of each area's pupils whose school is gone and whose way grows by the distance. (area,)"""
    grades = range(N_GRADES)[VILLAGE_GRADES]
    way_now = np.zeros(n_areas * N_GRADES)
    np.add.at(way_now, now.area * N_GRADES + now.grade, now.share * _km(now, journeys))
    longer = way_now[before.area * N_GRADES + before.grade] - _km(before, journeys) >= least_km
    losing = longer & gone_school_grade[before.school, before.grade] & np.isin(before.grade, grades)
    share = np.zeros(n_areas)
    np.add.at(share, before.area[losing], before.share[losing] / len(grades))
    return share


def _km(arcs: YearCatchment, journeys: Journeys) -> Floats:
    """Return the mean way of each arc's pupils. (arc,)"""
    return arcs.arc_mean(journeys.km_point_school[arcs.cell_point, arcs.school[arcs.cell_arc]])
