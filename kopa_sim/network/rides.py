"""How long a journey of a given length takes, on foot or carried."""

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.parameters import Parameters

Floats = NDArray[np.float64]

MINUTES_PER_HOUR = 60.0


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
    total: Floats = waiting_and_pick_up(parameters) + driving
    return total


def waiting_and_pick_up(parameters: Parameters) -> float:
    """Return the minutes that a ride takes beside the driving: waiting, and the collecting of others."""
    return parameters.number("transport.waiting_min") + parameters.number("transport.pick_up_min")
