"""Ways between stops and schools for the routes of school transport, from the best source there is.

In the order of the journeys of single pupils: a given table, which knows the ways between areas and schools; a given
road network; straight lines. What a table leaves open, the ways between stops, comes from the next source, lengthened
where the table's ways contradict it: two stops cannot be nearer to one another than their distances to a school
differ.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from kopa_sim.model.journeys import Journeys
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.region import Region
from kopa_sim.model.roads import RoadNetwork
from kopa_sim.network.rides import MINUTES_PER_HOUR, ride_minutes, waiting_and_pick_up
from kopa_sim.network.roads.gates import Gates
from kopa_sim.network.roads.graph import vehicle_graph
from kopa_sim.network.roads.measured import by_vehicle
from kopa_sim.network.routing.depots import places_m
from kopa_sim.network.routing.fleet import roads_of_stops
from kopa_sim.network.routing.problem import Roads
from kopa_sim.scenario.contents import TravelTimes

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]

StopWays = Callable[[Ints, Ints], Roads]
"""Gives the ways between places: schools of the region first, its depots after them, then points of the region."""


def stop_ways(
    region: Region,
    journeys: Journeys,
    parameters: Parameters,
    roads: RoadNetwork | None = None,
    travel_times: TravelTimes | None = None,
) -> StopWays:
    """Return the ways between stops and schools.

    Parameters
    ----------
    journeys
        Those of single pupils from the same sources; they hold the table's ways between points and schools.
    """
    others: StopWays = StraightWays(region, parameters)
    if roads is not None:
        others = RoadWays.of(region, roads, parameters)
    if travel_times is None:
        return others
    area = region.points.area
    minutes, km = travel_times.minutes_area_school[area], travel_times.km_area_school[area]
    given = ~(np.isnan(km) & np.isnan(minutes))
    driving = driving_minutes(journeys, ~np.isnan(minutes), parameters)
    return GivenWays(others, given, journeys.km_point_school, driving)


def driving_minutes(journeys: Journeys, given_minutes_point_school: Bools, parameters: Parameters) -> Floats:
    """Return the driving time behind journeys of a table: minutes less waiting and collecting. (point, school)

    Where the table has kilometres only, the time follows from them. A given walk of a few minutes is no ride: nobody
    drives faster than on a motorway.
    """
    km = journeys.km_point_school
    waiting = waiting_and_pick_up(parameters)
    ride = np.where(given_minutes_point_school, journeys.minutes_point_school, ride_minutes(km, parameters))
    fastest_km_h = max(parameters.table("transport.road_speed_km_h").values())
    minutes: Floats = np.maximum(ride - waiting, MINUTES_PER_HOUR * km / fastest_km_h)
    return minutes


@dataclass(frozen=True)
class StraightWays:
    """Straight lines times the detour factor."""

    region: Region
    parameters: Parameters

    def __call__(self, schools: Ints, points: Ints) -> Roads:
        """Return the ways between schools and points."""
        of_points = self.region.points
        points_m = np.column_stack([of_points.x_m[points], of_points.y_m[points]])
        stands_m = np.concatenate([places_m(self.region, schools), points_m])
        return roads_of_stops(stands_m, len(schools), self.parameters)


@dataclass(frozen=True)
class RoadWays:
    """The quickest ways along a road network, each way in its own direction.

    Attributes
    ----------
    gates
        Schools of the region, its depots, then its points. (school + depot + point,)
    n_before
        How many of them are no points.
    """

    graph: csr_array
    gates: Gates
    n_before: int
    parameters: Parameters

    @classmethod
    def of(cls, region: Region, roads: RoadNetwork, parameters: Parameters) -> "RoadWays":
        """Return the ways of a region."""
        n_before = len(region.schools) + (0 if region.depots is None else len(region.depots))
        before_m = places_m(region, np.arange(n_before))
        x_m = np.concatenate([before_m[:, 0], region.points.x_m])
        y_m = np.concatenate([before_m[:, 1], region.points.y_m])
        gates = Gates.of(roads, x_m, y_m, parameters)
        return cls(vehicle_graph(roads, parameters), gates, n_before, parameters)

    def __call__(self, schools: Ints, points: Ints) -> Roads:
        """Return the ways between schools and points."""
        place = np.concatenate([schools, self.n_before + np.asarray(points)]).astype(np.intp)
        gates = self.gates.at(place)
        minutes, km = by_vehicle(self.graph, gates, gates, self.parameters)
        np.fill_diagonal(minutes, 0.0)
        np.fill_diagonal(km, 0.0)
        return Roads(km, minutes)

    def leads(self, origins: Ints, destinations: Ints) -> Bools:
        """Return whether a road leads from places to places, as ways number them. (origin, destination)"""
        start, end = self.gates.at(origins), self.gates.at(destinations)
        minutes, _ = by_vehicle(self.graph, start, end, self.parameters)
        reached: Bools = np.isfinite(minutes)
        return reached


@dataclass(frozen=True)
class GivenWays:
    """The table's ways between points and schools, both directions alike, and others between stops.

    Attributes
    ----------
    others
        What the table leaves open.
    given, km, minutes
        Whether the table knows the way, its length and its driving time. (point, school)
    """

    others: StopWays
    given: Bools
    km: Floats
    minutes: Floats

    def __call__(self, schools: Ints, points: Ints) -> Roads:
        """Return the ways between schools and points."""
        ways, known = self.others(schools, points), np.asarray(schools) < self.given.shape[1]
        pairs = np.ix_(points, np.where(known, schools, 0))
        given = self.given[pairs] & known
        return Roads(
            _with_given(ways.km_place_place, given, self.km[pairs]),
            _with_given(ways.minutes_place_place, given, self.minutes[pairs]),
        )


def _with_given(ways: Floats, given: Bools, value: Floats) -> Floats:
    """Return the ways with those to and from schools as given, and stops as far apart as these say at least.

    Parameters
    ----------
    given, value
        By stop and school.
    """
    n_schools = given.shape[1]
    result = ways.copy()
    result[n_schools:, :n_schools] = np.where(given, value, ways[n_schools:, :n_schools])
    result[:n_schools, n_schools:] = np.where(given.T, value.T, ways[:n_schools, n_schools:])
    to_school = result[n_schools:, :n_schools]
    for number in np.flatnonzero(given.any(axis=0)):
        one, other = to_school[:, None, number], to_school[None, :, number]
        both_cut_off = np.isinf(one) & np.isinf(other)
        differ = np.abs(np.where(both_cut_off, 0.0, one) - np.where(both_cut_off, 0.0, other))
        between = result[n_schools:, n_schools:]
        np.maximum(between, differ, out=between)
    return result
