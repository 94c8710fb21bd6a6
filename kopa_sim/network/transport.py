"""Who is entitled to transport, who must be lodged, and what is driven for them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from kopa_sim.model.entitlement import Entitlement, entitlement
from kopa_sim.model.grades import UPPER_SECONDARY
from kopa_sim.model.journeys import Journeys, PupilFlows, Transport, YearCatchment
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.plan import Plan
from kopa_sim.model.region import Region
from kopa_sim.model.travel_law import WAYS_A_DAY, TravelLaw
from kopa_sim.network.routing.option import OptionRoutes
from kopa_sim.network.vehicles import Driving, VehicleRule, drive

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]


@dataclass(frozen=True)
class CarriedBySchool:
    """Who travels to each school of one year at whose cost. All (draw, school) unless said.

    Attributes
    ----------
    pupils_group, km_group
        Pupils carried and the sum of their one-way kilometres: by direction from which they come, the last
        group being those carried on other grounds from nearby. (draw, school, group)
    boarded
        Pupils over the daily ceiling, who are lodged.
    supported_km, own_km
        One-way kilometres of upper secondary students supported by Kela, and of those who pay themselves.
    ticket_pupils, ticket_eur
        Pupils who ride a scheduled bus with a ticket instead, and the price of their tickets for a school year.
    """

    pupils_group: Floats
    km_group: Floats
    boarded: Floats
    supported_km: Floats
    own_km: Floats
    ticket_pupils: Floats
    ticket_eur: Floats


def carry_pupils(
    region: Region,
    journeys: Journeys,
    plan: Plan,
    flows: PupilFlows,
    parameters: Parameters,
    routes: OptionRoutes | None = None,
) -> Transport:
    """Return what school transport takes, by school and year in every future.

    Pupils of grades 0–9 are carried at the municipality's cost beyond the home municipality's distance limit,
    and a share of the others on other grounds (Basic Education Act 628/1998 section 32). Those whose day would be
    longer on the road than the law allows are lodged instead (section 33). Vehicles are those of computed routes for
    as many pupils or, without routes, follow the stepping rule of :mod:`kopa_sim.network.vehicles`; their kilometres
    are minibus-equivalent, so that one price covers all sizes. Those who ride a scheduled bus with a ticket are in no
    vehicle. Upper secondary students travel at Kela's cost from its limit on and at their own below.

    Parameters
    ----------
    routes
        Of the same option, over the same years.
    """
    law = TravelLaw.of(parameters)
    directions = round(parameters.number("transport.directions"))
    own_limit_km = parameters.number("transport.own_ticket_limit_km")
    months = parameters.number("transport.ticket_months")
    n_schools = len(region.schools)
    student_ways = WAYS_A_DAY * parameters.number("transport.school_days")
    found: dict[tuple[int, bytes, bytes | None], csr_array] = {}
    by_year, rides = [], []
    for index, arcs in enumerate(flows.catchments.by_year):
        at = plan.years.index(flows.years[index])
        limit, danger = plan.transport_limit_km_year_municipality_grade[at], plan.danger_entitles(at)
        key = (id(arcs), limit.tobytes(), None if danger is None else danger.tobytes())
        if key not in found:
            entitled = entitlement(region, journeys, arcs, limit, law, danger)
            cells = _carried_cells(region, journeys, arcs, entitled, law, own_limit_km, months)
            found[key] = _arc_matrix(region, arcs, cells, directions)
        rides.append(found[key])
        by_year.append(_carried_by_school(flows.pupils_by_year[index], found[key], n_schools, directions))
    pupils_group = np.stack([year.pupils_group for year in by_year], axis=1)
    km_group = np.stack([year.km_group for year in by_year], axis=1)
    ticket_pupils = np.stack([year.ticket_pupils for year in by_year], axis=1)
    if routes is None:
        driving = _by_rule(pupils_group, km_group, VehicleRule.of(parameters))
    else:
        trips_year = parameters.number("transport.trips_day") * parameters.number("transport.school_days")
        driving = _by_routes(routes, pupils_group.sum(axis=3), trips_year)
    return Transport(
        entitled=pupils_group.sum(axis=3) + ticket_pupils,
        vehicle_km=driving.priced_km,
        vehicle_h=driving.hours,
        vehicles=driving.vehicles,
        boarded=np.stack([year.boarded for year in by_year], axis=1),
        student_km=student_ways * np.stack([year.supported_km for year in by_year], axis=1),
        own_student_km=student_ways * np.stack([year.own_km for year in by_year], axis=1),
        ticket_pupils=ticket_pupils,
        ticket_eur=np.stack([year.ticket_eur for year in by_year], axis=1),
        carried_km_draw_year_home_school=_carried_km_by_home(region, flows, rides)
        if any(agreement.kind == "shared_transport" for agreement in plan.agreements)
        else None,
    )


def _carried_km_by_home(region: Region, flows: PupilFlows, rides: Sequence[csr_array]) -> Floats:
    """Return the kilometres of carried pupils by where they live. (draw, year, home municipality, school)

    Parameters
    ----------
    rides
        What one pupil of each arc adds to every quantity of its school, by year.
    """
    n_homes, n_schools = len(region.municipalities), len(region.schools)
    by_year = []
    for index, (arcs, matrix) in enumerate(zip(flows.catchments.by_year, rides, strict=True)):
        n_groups = (matrix.shape[0] // n_schools - 5) // 2
        quantity = np.arange(matrix.shape[0]) % (2 * n_groups + 5)
        rides_km = ((quantity >= n_groups) & (quantity < 2 * n_groups)).astype(np.float64)
        km_arc = np.asarray(rides_km @ matrix)
        key = region.areas.municipality[arcs.area] * n_schools + arcs.school
        by_year.append(flows.sum_arcs(index, key, n_homes * n_schools, km_arc))
    summed: Floats = np.stack(by_year, axis=1).reshape(flows.draws, len(rides), n_homes, n_schools)
    return summed


def _by_rule(pupils_group: Floats, km_group: Floats, rule: VehicleRule) -> Driving:
    """Return what the stepping rule sends. (draw, year, school, group) -> (draw, year, school)"""
    mean_km = km_group / np.where(pupils_group > 0, pupils_group, 1.0)
    driving = drive(pupils_group, mean_km, rule)
    return Driving(*(values.sum(axis=3) for values in (driving.vehicles, driving.priced_km, driving.hours)))


def _by_routes(routes: OptionRoutes, carried: Floats, trips_year: float) -> Driving:
    """Return what computed routes take: a morning's driving on every trip of the year. (draw, year, school)"""
    mornings = [routes.driven(year, carried[:, year]) for year in range(carried.shape[1])]
    return Driving(
        vehicles=np.stack([morning.vehicles for morning in mornings], axis=1),
        priced_km=trips_year * np.stack([morning.priced_km for morning in mornings], axis=1),
        hours=trips_year * np.stack([morning.hours for morning in mornings], axis=1),
    )


@dataclass(frozen=True)
class _Cells:
    """Shares of each cell's pupils, their journey, and what a ticket for it costs a year. All (cell,)"""

    km: Floats
    far: Floats
    near: Floats
    boarded: Floats
    supported: Floats
    own: Floats
    ticketed: Floats
    ticket_eur: Floats


def _carried_cells(
    region: Region,
    journeys: Journeys,
    arcs: YearCatchment,
    entitled: Entitlement,
    law: TravelLaw,
    own_limit_km: float,
    ticket_months: float,
) -> _Cells:
    grade, school = arcs.grade[arcs.cell_arc], arcs.school[arcs.cell_arc]
    km = journeys.km_point_school[arcs.cell_point, school]
    student = grade == UPPER_SECONDARY
    boarded = law.over_ceiling_share(journeys.day_minutes(arcs.cell_point, school), grade)
    carried = np.where(student, 0.0, entitled.by_vehicle * (1.0 - boarded))
    supported = np.where(student, entitled.paid, 0.0)
    eur_ticket = np.zeros(0) if region.tickets is None else region.tickets.eur_year(ticket_months)
    return _Cells(
        km=km,
        far=np.where(entitled.beyond_limit, carried, 0.0),
        near=np.where(entitled.beyond_limit, 0.0, carried),
        boarded=boarded,
        supported=supported,
        own=np.where(student & (km > own_limit_km), 1.0 - supported, 0.0),
        ticketed=entitled.ticketed * (1.0 - boarded),
        ticket_eur=np.append(eur_ticket, 0.0)[entitled.ticket],
    )


def _arc_matrix(region: Region, arcs: YearCatchment, cells: _Cells, directions: int) -> csr_array:
    """Return what one pupil of each arc adds to every (school, quantity).

    Quantities are pupils by group, kilometres by group, boarded, supported and own kilometres, pupils with tickets
    and the price of their tickets, in this order.
    """
    n_groups = directions + 1
    n_quantities = 2 * n_groups + 5
    school = arcs.school[arcs.cell_arc]
    group = _direction(region, arcs.cell_point, school, directions)
    last = np.full(len(school), directions)
    parts = [
        (group, cells.far),
        (last, cells.near),
        (n_groups + group, cells.far * cells.km),
        (n_groups + last, cells.near * cells.km),
        (2 * n_groups + 0 * last, cells.boarded),
        (2 * n_groups + 1 + 0 * last, cells.supported * cells.km),
        (2 * n_groups + 2 + 0 * last, cells.own * cells.km),
        (2 * n_groups + 3 + 0 * last, cells.ticketed),
        (2 * n_groups + 4 + 0 * last, cells.ticketed * cells.ticket_eur),
    ]
    quantity = np.concatenate([part[0] for part in parts])
    value = np.concatenate([part[1] * arcs.cell_share for part in parts])
    column = np.tile(school, len(parts)) * n_quantities + quantity
    row = np.tile(arcs.cell_arc, len(parts))
    kept = value > 0
    shape = (len(region.schools) * n_quantities, len(arcs))
    return csr_array((value[kept], (column[kept], row[kept])), shape=shape)


def _direction(region: Region, point: Ints, school: Ints, directions: int) -> Ints:
    """Return the sector of the compass in which each point lies, seen from its school. (cell,)"""
    east = region.points.x_m[point] - region.schools.x_m[school]
    north = region.points.y_m[point] - region.schools.y_m[school]
    turn = np.arctan2(north, east) / (2 * np.pi) + 0.5
    return np.minimum((turn * directions).astype(np.intp), directions - 1)


def _carried_by_school(
    pupils_draw_arc: Floats, matrix: csr_array, n_schools: int, directions: int
) -> CarriedBySchool:
    n_groups = directions + 1
    summed = np.asarray(matrix @ pupils_draw_arc.T).T.reshape(len(pupils_draw_arc), n_schools, -1)
    return CarriedBySchool(
        pupils_group=summed[:, :, :n_groups],
        km_group=summed[:, :, n_groups : 2 * n_groups],
        boarded=summed[:, :, 2 * n_groups],
        supported_km=summed[:, :, 2 * n_groups + 1],
        own_km=summed[:, :, 2 * n_groups + 2],
        ticket_pupils=summed[:, :, 2 * n_groups + 3],
        ticket_eur=summed[:, :, 2 * n_groups + 4],
    )
