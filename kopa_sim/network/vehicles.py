"""How many vehicles of which size a school needs, and how far they drive: a stepping rule.

The rule stands in for computed routes. The pupils of a school come from a few directions, and those carried on
other grounds from nearby; each of these groups has its own vehicles of the smallest size that takes it at once.
A vehicle drives the mean journey of its group and a detour to collect them, to school and back, and an empty leg
beside. Cost therefore steps with vehicles and kilometres and not with pupils: fewer pupils on the same road cost
the same, as municipalities report (Muonio 2023).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.parameters import Parameters

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

MINUTES_PER_HOUR = 60.0


@dataclass(frozen=True)
class VehicleRule:
    """Vehicle classes from the smallest to the largest, and how vehicles run.

    Attributes
    ----------
    pupils_class
        Pupils a vehicle carries when as full as routes allow. (class,)
    detour_km_class
        Driven to collect the others, each trip. (class,)
    price_ratio_class
        Price of a kilometre per price of a minibus kilometre. (class,)
    smallest_route_pupils
        Expected pupils from which a vehicle is sent.
    trips_year
        Trips with pupils a vehicle makes a year.
    empty_run_factor
        Kilometres driven per kilometre with pupils.
    speed_km_h, turnaround_h
        Driving speed, and hours beside driving each trip.
    """

    pupils_class: Floats
    detour_km_class: Floats
    price_ratio_class: Floats
    smallest_route_pupils: float
    trips_year: float
    empty_run_factor: float
    speed_km_h: float
    turnaround_h: float

    @classmethod
    def of(cls, parameters: Parameters) -> "VehicleRule":
        """Read the vehicle classes in force; they are ordered by seats."""
        seats = parameters.table("transport.seats")
        names = sorted(seats, key=lambda name: seats[name])

        def column(table: str) -> Floats:
            values = parameters.table(f"transport.{table}")
            return np.array([values[name] for name in names])

        return cls(
            pupils_class=column("seats") * parameters.number("transport.mean_fill_share"),
            detour_km_class=column("collection_detour_km"),
            price_ratio_class=column("vehicle_km_price_ratio"),
            smallest_route_pupils=parameters.number("transport.smallest_route_pupils"),
            trips_year=parameters.number("transport.trips_day") * parameters.number("transport.school_days"),
            empty_run_factor=parameters.number("transport.empty_run_factor"),
            speed_km_h=parameters.number("transport.route_speed_km_h"),
            turnaround_h=parameters.number("transport.turnaround_min") / MINUTES_PER_HOUR,
        )


@dataclass(frozen=True)
class Driving:
    """Vehicles and what they drive in a year, in the shape of the groups asked for.

    ``priced_km`` are minibus-equivalent kilometres: a taxi's count for less and a bus's for more, by price.
    """

    vehicles: Floats
    priced_km: Floats
    hours: Floats


def drive(pupils: Floats, mean_km: Floats, rule: VehicleRule) -> Driving:
    """Return the vehicles that carry groups of pupils, and their yearly kilometres and hours.

    Parameters
    ----------
    pupils
        Pupils of each group; expected numbers below the smallest route are not carried. Any shape.
    mean_km
        Mean one-way journey of the group. Same shape.
    """
    size = np.minimum(np.searchsorted(rule.pupils_class, pupils), len(rule.pupils_class) - 1)
    needed = np.ceil(pupils / rule.pupils_class[size])
    vehicles = np.where(pupils >= rule.smallest_route_pupils, needed, 0.0)
    trips = vehicles * rule.trips_year
    km = trips * (mean_km + rule.detour_km_class[size]) * rule.empty_run_factor
    hours = km / rule.speed_km_h + trips * rule.turnaround_h
    return Driving(vehicles, km * rule.price_ratio_class[size], hours)
