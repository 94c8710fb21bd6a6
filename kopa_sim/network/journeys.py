"""Kilometres and minutes from where pupils live to every school.

In order of preference: a given table of travel times between areas and schools; a given road network; the straight
line times a detour factor with speeds by distance.
"""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.journeys import Journeys
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.region import Region
from kopa_sim.model.roads import RoadNetwork
from kopa_sim.network.rides import MINUTES_PER_HOUR, extra_home_minutes, journey_minutes, waiting_and_pick_up
from kopa_sim.network.roads.measured import RoadJourneys, measure_roads
from kopa_sim.scenario.contents import TravelTimes

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

METRES_PER_KM = 1000.0


def measure_journeys(
    region: Region,
    parameters: Parameters,
    travel_times: TravelTimes | None = None,
    roads: RoadNetwork | None = None,
) -> Journeys:
    """Return how far and how long it is from every point to every school, one way.

    Parameters
    ----------
    travel_times
        Given journeys between areas and schools; they hold for all points of the area. Where the table has
        kilometres but no minutes, the minutes follow from those kilometres; where it has neither, both follow
        from the roads or the straight line.
    roads
        The road network. Where it has no path there is none: the straight line does not stand in.
    """
    if roads is None:
        journeys = straight_journeys(region, parameters)
    else:
        journeys = road_journeys(measure_roads(roads, region, parameters), parameters)
    return journeys if travel_times is None else _with_given(journeys, region, travel_times, parameters)


def straight_journeys(region: Region, parameters: Parameters) -> Journeys:
    """Return the journeys by straight lines times the detour factor."""
    km, schools = straight_km(region, parameters), region.schools
    minutes = journey_minutes(km, parameters)
    between = _straight_km(schools.x_m, schools.y_m, schools.x_m, schools.y_m)
    km_school_school = parameters.number("transport.detour_factor") * between
    return Journeys(km, minutes, km_school_school, extra_home_minutes(km, minutes, parameters))


def road_journeys(ways: RoadJourneys, parameters: Parameters) -> Journeys:
    """Return the journeys of pupils along the roads: the quicker of walking, where a child may, and riding.

    A ride is waiting, the collecting of others and the driving. Who rides home may wait longer and, where roads
    are one-way, drive another way.
    """
    walking = MINUTES_PER_HOUR * ways.safe_walking_km / parameters.number("transport.walking_speed_km_h")
    may_walk = ways.safe_walking_km <= parameters.number("transport.walking_limit_km")
    walking = np.where(may_walk, walking, np.inf)
    riding = waiting_and_pick_up(parameters) + ways.minutes
    minutes = np.minimum(walking, riding)
    only_on_foot = np.isinf(ways.km) & np.isfinite(minutes)
    return Journeys(
        np.where(only_on_foot, ways.safe_walking_km, ways.km),
        minutes,
        ways.km_school_school,
        _extra_home_on_roads(ways, walking <= riding, parameters),
        ways.walking_km,
        ways.dangerous,
    )


def _extra_home_on_roads(ways: RoadJourneys, walks: Bools, parameters: Parameters) -> Floats | None:
    extra = parameters.number("transport.afternoon_waiting_min") - parameters.number("transport.waiting_min")
    longer = np.full_like(ways.minutes, extra)
    if ways.home_minutes is not None:
        driven = np.isfinite(ways.minutes)
        longer[driven] += ways.home_minutes[driven] - ways.minutes[driven]
    longer[walks] = 0.0
    return longer if longer.any() else None


def _with_given(
    journeys: Journeys, region: Region, travel_times: TravelTimes, parameters: Parameters
) -> Journeys:
    """Return the journeys with those of the table in place of others."""
    given_km = travel_times.km_area_school[region.points.area]
    given_minutes = travel_times.minutes_area_school[region.points.area]
    given = ~(np.isnan(given_km) & np.isnan(given_minutes))
    km = np.where(
        np.isinf(journeys.km_point_school), straight_km(region, parameters), journeys.km_point_school
    )
    km = np.where(given, _given_or(given_km, km), journeys.km_point_school)
    minutes = np.where(np.isnan(given_km), journeys.minutes_point_school, journey_minutes(km, parameters))
    minutes = _given_or(given_minutes, minutes)
    extra, before = extra_home_minutes(km, minutes, parameters), journeys.extra_home_minutes_point_school
    if extra is not None or before is not None:
        none = np.zeros_like(km)
        extra = np.where(given, none if extra is None else extra, none if before is None else before)
    walking_km = journeys.walking_km_point_school
    return replace(
        journeys,
        km_point_school=km,
        minutes_point_school=minutes,
        extra_home_minutes_point_school=extra,
        walking_km_point_school=None if walking_km is None else _given_or(given_km, walking_km),
    )


def straight_km(region: Region, parameters: Parameters) -> Floats:
    """Return straight lines times the detour factor. (point, school)"""
    points, schools = region.points, region.schools
    straight = _straight_km(points.x_m, points.y_m, schools.x_m, schools.y_m)
    detour: Floats = parameters.number("transport.detour_factor") * straight
    return detour


def _straight_km(x_from_m: Floats, y_from_m: Floats, x_to_m: Floats, y_to_m: Floats) -> Floats:
    """Return straight-line distances. (from, to)"""
    east = x_from_m[:, None] - x_to_m[None, :]
    north = y_from_m[:, None] - y_to_m[None, :]
    straight: Floats = np.hypot(east, north) / METRES_PER_KM
    return straight


def _given_or(given: Floats, otherwise: Floats) -> Floats:
    return np.where(np.isnan(given), otherwise, given)
