"""Journeys to school measured along the road network."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from kopa_sim.model.parameters import Parameters
from kopa_sim.model.region import Region
from kopa_sim.model.roads import RoadNetwork
from kopa_sim.network.roads.gates import Gates, access_km, access_minutes, neighbours_km
from kopa_sim.network.roads.graph import quickest, shortest, vehicle_graph, walking_graph

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

A_METRE_KM = 0.001


@dataclass(frozen=True)
class RoadJourneys:
    """Ways along the roads, one way; infinite where there is no path both ways. All (point, school) unless said.

    Attributes
    ----------
    km, minutes
        Length and driving time of the quickest way to school by vehicle, without any waiting.
    home_minutes
        Driving time of the quickest way home; None where no road is one-way.
    walking_km
        Length of the shortest way on foot, along dangerous roads too.
    safe_walking_km
        Length of the shortest way on foot that a child may walk.
    dangerous
        Whether the shortest way on foot uses a road that a child may not walk.
    km_school_school
        Length between schools by vehicle, the mean of both directions. (school, school)
    """

    km: Floats
    minutes: Floats
    home_minutes: Floats | None
    walking_km: Floats
    safe_walking_km: Floats
    dangerous: Bools
    km_school_school: Floats


def measure_roads(roads: RoadNetwork, region: Region, parameters: Parameters) -> RoadJourneys:
    """Return the ways between all points and schools along the network.

    Dijkstra's algorithm runs from the schools alone, against the direction of the roads for the way to school.
    """
    points = Gates.of(roads, region.points.x_m, region.points.y_m, parameters)
    schools = Gates.of(roads, region.schools.x_m, region.schools.y_m, parameters)
    graph = vehicle_graph(roads, parameters)
    minutes, km = by_vehicle(graph, points, schools, parameters)
    home_minutes = None
    if (roads.one_way & ~roads.closed).any():
        home_minutes = by_vehicle(graph, schools, points, parameters)[0].T
        there_or_back_only = np.isinf(home_minutes) | np.isinf(minutes)
        km, minutes, home_minutes = (
            np.where(there_or_back_only, np.inf, table) for table in (km, minutes, home_minutes)
        )
    walking_km = on_foot(walking_graph(roads, safe=False), points, schools, parameters)
    safe_km = walking_km
    if roads.dangerous.any():
        safe_km = on_foot(walking_graph(roads, safe=True), points, schools, parameters)
    _, between = by_vehicle(graph, schools, schools, parameters)
    return RoadJourneys(
        km=km,
        minutes=minutes,
        home_minutes=home_minutes,
        walking_km=walking_km,
        safe_walking_km=safe_km,
        dangerous=np.isfinite(walking_km) & (safe_km > walking_km + A_METRE_KM),
        km_school_school=(between + between.T) / 2.0,
    )


def by_vehicle(
    graph: csr_array, origins: Gates, destinations: Gates, parameters: Parameters
) -> tuple[Floats, Floats]:
    """Return minutes and kilometres by vehicle from door to door, without any waiting. Both (origin, destination)."""
    minutes, km = quickest(graph, origins.node, destinations.node)
    access, direct = access_km(origins, destinations), neighbours_km(origins, destinations, parameters)
    minutes = np.minimum(minutes + access_minutes(access, parameters), access_minutes(direct, parameters))
    return minutes, np.where(np.isfinite(direct), direct, km + access)


def on_foot(graph: csr_array, origins: Gates, destinations: Gates, parameters: Parameters) -> Floats:
    """Return kilometres on foot from door to door. (origin, destination)"""
    km = shortest(graph, origins.node, destinations.node) + access_km(origins, destinations)
    return np.minimum(km, neighbours_km(origins, destinations, parameters))
