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
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Entitlement:
    """Whose journey is paid. All (cell,) over the cells of a catchment.

    Attributes
    ----------
    paid
        Share of the pupils whose journey is paid: by the municipality in grades 0–9, by Kela in upper secondary.
    beyond_limit
        Whether the way is longer than the home municipality's limit.
    ticketed
        Share of the pupils who ride a scheduled bus with a ticket; part of ``paid``.
    ticket
        Kind of ticket, one of the region's tickets; -1 where nobody has one.
    """

    paid: Floats
    beyond_limit: Bools
    ticketed: Floats
    ticket: Ints

    @property
    def by_vehicle(self) -> Floats:
        """Share of the pupils for whom a vehicle is driven, or whom Kela supports. (cell,)"""
        return self.paid - self.ticketed


def entitlement(
    region: Region,
    journeys: Journeys,
    arcs: YearCatchment,
    limit_km_municipality_grade: Floats,
    law: TravelLaw,
    danger_entitles_municipality_grade: Ints | None = None,
) -> Entitlement:
    """Return whose journey is paid along a catchment.

    A way is dangerous for the share of a point's pupils that the points table gives, and for all of them where the
    shortest way on foot uses a road marked dangerous. Where the region has a ticket for the way, those entitled ride
    the scheduled bus, but for pupils carried for special needs.

    Parameters
    ----------
    limit_km_municipality_grade
        Distance limit in force. (municipality, grade)
    danger_entitles_municipality_grade
        Whether danger entitles, as ``Plan.danger_entitles`` says. (municipality, grade)
    """
    point, school, grade = arcs.cell_point, arcs.school[arcs.cell_arc], arcs.grade[arcs.cell_arc]
    home = region.areas.municipality[region.points.area[point]]
    limit_km = limit_km_municipality_grade[home, grade]
    by_danger = None
    if danger_entitles_municipality_grade is not None:
        by_danger = danger_entitles_municipality_grade[home, grade]
    km = journeys.shortest_km_point_school[point, school]
    danger = danger_on_the_way(region, journeys, point, school)
    paid = law.entitled_share(km, limit_km, grade, danger, by_danger)
    ticket = _tickets(region, point, school, grade)
    ticketed = np.where(ticket >= 0, np.maximum(paid - law.special_needs_share, 0.0), 0.0)
    return Entitlement(paid, km > limit_km, ticketed, ticket)


def danger_on_the_way(region: Region, journeys: Journeys, point: Ints, school: Ints) -> Floats:
    """Return the share of the pupils whose way may not be walked, for pairs of point and school. (pair,)"""
    danger = np.zeros(len(point))
    if region.points.danger_share is not None:
        danger = region.points.danger_share[point]
    if journeys.dangerous_point_school is not None:
        danger = np.where(journeys.dangerous_point_school[point, school], 1.0, danger)
    return danger


def _tickets(region: Region, point: Ints, school: Ints, grade: Ints) -> Ints:
    """Return the kind of ticket to each school from each point, -1 for none."""
    if region.tickets is None or region.schools.ticket_column is None:
        return np.full(len(point), -1, dtype=np.intp)
    return region.tickets.on_the_way(region.points.area[point], region.schools.ticket_column[school], grade)
