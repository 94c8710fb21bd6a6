"""Whose journey to school is paid: the one place that says so, for transport, routes and access alike.

Basic Education Act (628/1998) section 32: beyond the distance limit, or where the way is too dangerous, difficult
or strenuous. The limit is measured along the shortest way on foot.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.journeys import Journeys, YearCatchment
from kopa_sim.model.region import Region
from kopa_sim.model.travel_law import TravelLaw

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Entitlement:
    """Whose journey is paid. Both (cell,) over the cells of a catchment.

    Attributes
    ----------
    paid
        Share of the pupils whose journey is paid: by the municipality in grades 0–9, by Kela in upper secondary.
    beyond_limit
        Whether the way is longer than the home municipality's limit.
    """

    paid: Floats
    beyond_limit: Bools


def entitlement(
    region: Region,
    journeys: Journeys,
    arcs: YearCatchment,
    limit_km_municipality_grade: Floats,
    law: TravelLaw,
) -> Entitlement:
    """Return whose journey is paid along a catchment.

    A way is dangerous for the share of a point's pupils that the points table gives, and for all of them where the
    shortest way on foot uses a road marked dangerous.

    Parameters
    ----------
    limit_km_municipality_grade
        Distance limit in force. (municipality, grade)
    """
    point, school, grade = arcs.cell_point, arcs.school[arcs.cell_arc], arcs.grade[arcs.cell_arc]
    limit_km = limit_km_municipality_grade[region.areas.municipality[region.points.area[point]], grade]
    km = journeys.shortest_km_point_school[point, school]
    danger = np.zeros(len(point))
    if region.points.danger_share is not None:
        danger = region.points.danger_share[point]
    if journeys.dangerous_point_school is not None:
        danger = np.where(journeys.dangerous_point_school[point, school], 1.0, danger)
    return Entitlement(law.entitled_share(km, limit_km, grade, danger), km > limit_km)
