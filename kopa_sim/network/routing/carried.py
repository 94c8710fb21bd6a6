"""Expected pupils who are carried to each school, by the point where they live."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.entitlement import entitlement
from kopa_sim.model.grades import UPPER_SECONDARY
from kopa_sim.model.journeys import Journeys, YearCatchment
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.region import Region
from kopa_sim.model.travel_law import TravelLaw

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]


@dataclass(frozen=True)
class CarriedFrom:
    """Pupils of grades 0–9 for whom vehicles are driven at the municipality's cost, by point and school.

    Attributes
    ----------
    point, school
        Pairs with pupils, sorted by (school, point). (pair,)
    pupils
        Expected persons. (pair,)
    """

    point: Ints
    school: Ints
    pupils: Floats

    def point_school(self, n_points: int, n_schools: int) -> Floats:
        """Return the same as a table. (point, school)"""
        table = np.zeros((n_points, n_schools))
        table[self.point, self.school] = self.pupils
        return table

    def of_centre(self, schools: tuple[int, ...]) -> tuple[Ints, Floats]:
        """Return the points from which pupils are carried to any of the schools, and how many. (point,), (point,)"""
        here = np.isin(self.school, schools)
        total = np.bincount(self.point[here], self.pupils[here]).astype(np.float64)
        points = np.flatnonzero(total > 0)
        return points, total[points]

    def shares(self, schools: tuple[int, ...]) -> Floats:
        """Return the share of the schools' pupils who live at each point, up to the last that has any. (point,)"""
        points, pupils = self.of_centre(schools)
        share = np.zeros(points[-1] + 1 if len(points) else 0)
        share[points] = pupils / pupils.sum() if len(points) else 0.0
        return share


def carried_from(
    region: Region,
    journeys: Journeys,
    arcs: YearCatchment,
    pupils_arc: Floats,
    limit_km_municipality_grade: Floats,
    parameters: Parameters,
    danger_entitles_municipality_grade: Ints | None = None,
) -> CarriedFrom:
    """Return the expected pupils carried in one year of the mean future.

    Entitled are those beyond the home municipality's limit and a share of the others; who would be over the daily
    ceiling is lodged instead (Basic Education Act 628/1998 sections 32 and 33), and who has a ticket rides a
    scheduled bus.

    Parameters
    ----------
    pupils_arc
        Pupils along each arc of the catchments. (arc,)
    """
    law = TravelLaw.of(parameters)
    grade, school = arcs.grade[arcs.cell_arc], arcs.school[arcs.cell_arc]
    entitled = entitlement(
        region, journeys, arcs, limit_km_municipality_grade, law, danger_entitles_municipality_grade
    ).by_vehicle
    lodged = law.over_ceiling_share(journeys.day_minutes(arcs.cell_point, school), grade)
    share = np.where(grade == UPPER_SECONDARY, 0.0, entitled * (1.0 - lodged))
    pupils = pupils_arc[arcs.cell_arc] * arcs.cell_share * share
    n_points = len(region.points)
    size = len(region.schools) * n_points
    total = np.bincount(school * n_points + arcs.cell_point, weights=pupils, minlength=size)
    pairs = np.flatnonzero(total > 0)
    return CarriedFrom(pairs % n_points, pairs // n_points, total[pairs].astype(np.float64))
