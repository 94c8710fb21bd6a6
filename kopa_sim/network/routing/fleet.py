"""Vehicles, rides and driving times as the parameters in force say."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.parameters import Parameters
from kopa_sim.model.travel_law import WAYS_A_DAY
from kopa_sim.network.routing.problem import MINUTES_PER_HOUR, Roads, VehicleClass

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class RideLimits:
    """Longest rides in a vehicle, one way, before and after a pupil turned 13."""

    younger_min: float
    older_min: float

    @classmethod
    def of(cls, parameters: Parameters) -> "RideLimits":
        """Return half of what waiting leaves of the daily ceiling (Basic Education Act 628/1998 section 32)."""
        waiting_min = parameters.number("transport.waiting_min")
        waiting_min += parameters.number("transport.afternoon_waiting_min")
        return cls(
            (parameters.number("transport.daily_ceiling_min") - waiting_min) / WAYS_A_DAY,
            (parameters.number("transport.daily_ceiling_older_min") - waiting_min) / WAYS_A_DAY,
        )


def vehicle_classes(
    parameters: Parameters, depots: tuple[int, ...] | None = None
) -> tuple[VehicleClass, ...]:
    """Return the sizes of vehicles, from the smallest, with the expected prices of one of the day's trips.

    A vehicle makes ``trips_day`` trips with pupils a day, so that a trip bears its part of the price of the day.
    Without a depot vehicles start at the first stop, and legs without pupils are paid by the empty-run factor.

    Parameters
    ----------
    depots
        Place where vehicles of each size start and end; what they drive without pupils is then driven and not a
        factor. (size,)
    """
    seats = parameters.table("transport.seats")
    ratio = parameters.table("transport.vehicle_km_price_ratio")
    km_eur = float(parameters.draws("transport.vehicle_km_eur").mean())
    hour_eur = float(parameters.draws("transport.vehicle_hour_eur").mean())
    day_eur = float(parameters.draws("transport.vehicle_day_eur").mean())
    return tuple(
        VehicleClass(
            name,
            int(seats[name]),
            km_eur * ratio[name],
            hour_eur,
            day_eur / parameters.number("transport.trips_day"),
            depot=None if depots is None else depots[place],
            empty_run_factor=1.0 if depots is not None else parameters.number("transport.empty_run_factor"),
        )
        for place, name in enumerate(sorted(seats, key=lambda name: seats[name]))
    )


def km_price_ratios(parameters: Parameters) -> Floats:
    """Return the price of a kilometre of each size per price of a minibus kilometre, from the smallest. (class,)"""
    ratio = parameters.table("transport.vehicle_km_price_ratio")
    return np.array([ratio[kind.name] for kind in vehicle_classes(parameters)])


def roads_of_stops(places_m: Floats, schools: int, parameters: Parameters) -> Roads:
    """Return the ways between places of which the first are schools, by the straight line and a detour factor.

    The stretch on slow roads lies at the school's end of a ride, once, as in the journeys of single pupils; between
    stops the vehicle stays on the faster roads.

    Parameters
    ----------
    places_m
        East and north in metres. (place, 2)
    schools
        How many of the first places are schools.
    """
    straight_m = np.hypot(*(places_m[:, None] - places_m[None]).transpose(2, 0, 1))
    km = parameters.number("transport.detour_factor") * straight_m / 1000.0
    slow_km = np.zeros_like(km)
    slow_km[:schools], slow_km[:, :schools] = km[:schools], km[:, :schools]
    slow_km = np.minimum(slow_km, parameters.number("transport.slow_road_km"))
    hours = slow_km / parameters.number("transport.slow_speed_km_h")
    hours = hours + (km - slow_km) / parameters.number("transport.fast_speed_km_h")
    return Roads(km, MINUTES_PER_HOUR * parameters.number("transport.winter_factor") * hours)
