"""Kilometres and minutes from where pupils live to every school.

In order of preference: a given table of travel times between areas and schools, else the straight line times a
detour factor with speeds by distance. A road graph is a later source of the same matrices.
"""

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.journeys import Journeys
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.region import Region
from kopa_sim.scenario.contents import TravelTimes

Floats = NDArray[np.float64]

METRES_PER_KM = 1000.0
MINUTES_PER_HOUR = 60.0


def measure_journeys(
    region: Region, parameters: Parameters, travel_times: TravelTimes | None = None
) -> Journeys:
    """Return how far and how long it is from every point to every school, one way.

    Parameters
    ----------
    travel_times
        Given journeys between areas and schools; they hold for all points of the area. Where the table has
        kilometres but no minutes, the minutes follow from those kilometres; where it has neither, both follow
        from the straight line.
    """
    points, schools = region.points, region.schools
    detour = parameters.number("transport.detour_factor")
    km = detour * _straight_km(points.x_m, points.y_m, schools.x_m, schools.y_m)
    if travel_times is not None:
        km = _given_or(travel_times.km_area_school[points.area], km)
    minutes = journey_minutes(km, parameters)
    if travel_times is not None:
        minutes = _given_or(travel_times.minutes_area_school[points.area], minutes)
    km_school_school = detour * _straight_km(schools.x_m, schools.y_m, schools.x_m, schools.y_m)
    return Journeys(km, minutes, km_school_school, extra_home_minutes(km, minutes, parameters))


def extra_home_minutes(km: Floats, minutes: Floats, parameters: Parameters) -> Floats | None:
    """Return how much longer the way home takes than the way to school; None when nobody waits differently.

    Who rides waits in the afternoon for lessons of others to end; who walks does not. All arrays have one shape.
    """
    waiting = parameters.number("transport.waiting_min")
    extra = parameters.number("transport.afternoon_waiting_min") - waiting
    if extra == 0.0:
        return None
    walking = MINUTES_PER_HOUR * km / parameters.number("transport.walking_speed_km_h")
    walks = (km <= parameters.number("transport.walking_limit_km")) & (
        walking <= ride_minutes(km, parameters)
    )
    # a given journey shorter than the waiting is no ride
    return np.where(walks, 0.0, np.maximum(extra, -np.minimum(minutes, waiting)))


def journey_minutes(km: Floats, parameters: Parameters) -> Floats:
    """Return door-to-door minutes in one direction for journeys of the given length.

    A pupil takes the quicker of walking (never beyond the walking limit) and riding. A ride costs waiting and
    the collecting of others, then a first stretch on slow roads and the rest on fast ones, slower in winter.
    The result grows with distance, so the nearest school in minutes is the nearest in kilometres. Between the
    walking and the transport limit the ride stands for cycling or a lift from the family.
    """
    walking = MINUTES_PER_HOUR * km / parameters.number("transport.walking_speed_km_h")
    may_walk = km <= parameters.number("transport.walking_limit_km")
    riding = ride_minutes(km, parameters)
    return np.where(may_walk, np.minimum(walking, riding), riding)


def ride_minutes(km: Floats, parameters: Parameters) -> Floats:
    """Return door-to-door minutes in one direction when the pupil is carried."""
    slow_km = np.minimum(km, parameters.number("transport.slow_road_km"))
    hours = slow_km / parameters.number("transport.slow_speed_km_h")
    hours = hours + (km - slow_km) / parameters.number("transport.fast_speed_km_h")
    driving = MINUTES_PER_HOUR * parameters.number("transport.winter_factor") * hours
    waiting = parameters.number("transport.waiting_min") + parameters.number("transport.pick_up_min")
    total: Floats = waiting + driving
    return total


def _straight_km(x_from_m: Floats, y_from_m: Floats, x_to_m: Floats, y_to_m: Floats) -> Floats:
    """Return straight-line distances. (from, to)"""
    east = x_from_m[:, None] - x_to_m[None, :]
    north = y_from_m[:, None] - y_to_m[None, :]
    straight: Floats = np.hypot(east, north) / METRES_PER_KM
    return straight


def _given_or(given: Floats, otherwise: Floats) -> Floats:
    return np.where(np.isnan(given), otherwise, given)
