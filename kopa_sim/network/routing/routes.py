"""What routing gives: trips to school, the vehicles that make them, and what is not served."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Call:
    """One stop on a trip.

    Attributes
    ----------
    stop
        Index into the stops of the problem; a stop with more pupils than the largest vehicle has several calls.
    pupils
        Pupils who board.
    clock_min
        When the vehicle comes to the stop, minutes after midnight.
    ride_min
        From then until it comes to the school.
    """

    stop: int
    pupils: int
    clock_min: float
    ride_min: float


@dataclass(frozen=True)
class Trip:
    """A vehicle filled for one school.

    Attributes
    ----------
    school
        Index into the schools of the problem.
    vehicle_class
        Index into its vehicle classes.
    km
        With pupils aboard, from the first stop to the school.
    start_min, arrival_min
        When the vehicle comes to the first stop and to the school, minutes after midnight.
    earlier_min
        How much earlier all of it might happen, within the windows of stops and school.
    """

    school: int
    vehicle_class: int
    calls: tuple[Call, ...]
    km: float
    start_min: float
    arrival_min: float
    earlier_min: float = 0.0

    @property
    def pupils(self) -> int:
        """Pupils carried."""
        return sum(call.pupils for call in self.calls)

    @property
    def minutes(self) -> float:
        """The longest ride of the trip: that of those who board first."""
        return self.calls[0].ride_min

    def beginning_at(self, start_min: float, vehicle_class: int) -> "Trip":
        """Return the trip made at another time by a vehicle of another class; rides are as long as before."""
        shift_min = start_min - self.start_min
        return replace(
            self,
            vehicle_class=vehicle_class,
            calls=tuple(replace(call, clock_min=call.clock_min + shift_min) for call in self.calls),
            start_min=start_min,
            arrival_min=self.arrival_min + shift_min,
            earlier_min=self.earlier_min + shift_min,
        )


@dataclass(frozen=True)
class VehicleRun:
    """What one vehicle does in a morning.

    Attributes
    ----------
    trips
        Indices of its trips, in the order driven.
    km
        All driving paid: to the first stop, with pupils, between trips, home, and by the empty-run factor.
    hours
        Paid: driving, standing at stops and schools, and waiting between trips.
    cost_eur
        Of the morning: kilometres, hours, and the vehicle for the day.
    """

    vehicle_class: int
    trips: tuple[int, ...]
    km: float
    hours: float
    cost_eur: float


@dataclass(frozen=True)
class Unserved:
    """A stop that no vehicle can serve, even alone, and why."""

    stop: int
    name: str
    reason: str


@dataclass(frozen=True)
class Routes:
    """The routes of one morning."""

    class_names: tuple[str, ...]
    trips: tuple[Trip, ...]
    runs: tuple[VehicleRun, ...]
    unserved: tuple[Unserved, ...]

    @property
    def km(self) -> float:
        """Kilometres driven by all vehicles."""
        return sum(run.km for run in self.runs)

    @property
    def km_by_class(self) -> Floats:
        """Kilometres driven by vehicles of each size. (class,)"""
        used = np.array([run.vehicle_class for run in self.runs], dtype=np.intp)
        km = np.array([run.km for run in self.runs], dtype=np.float64)
        return np.bincount(used, weights=km, minlength=len(self.class_names)).astype(np.float64)

    @property
    def hours(self) -> float:
        """Hours paid for all vehicles."""
        return sum(run.hours for run in self.runs)

    @property
    def cost_eur(self) -> float:
        """Price of the morning."""
        return sum(run.cost_eur for run in self.runs)

    @property
    def pupils(self) -> int:
        """Pupils carried."""
        return sum(trip.pupils for trip in self.trips)

    @property
    def vehicles_by_class(self) -> Mapping[str, int]:
        """Vehicles of each size, in the order of the problem's classes."""
        used = [run.vehicle_class for run in self.runs]
        return {name: used.count(index) for index, name in enumerate(self.class_names)}

    def ride_min_stop(self, n_stops: int) -> Floats:
        """Return the mean ride of the pupils of each stop; NaN where none are carried. (stop,)"""
        pupils, minutes = np.zeros(n_stops), np.zeros(n_stops)
        for trip in self.trips:
            for call in trip.calls:
                pupils[call.stop] += call.pupils
                minutes[call.stop] += call.pupils * call.ride_min
        return np.where(pupils > 0, minutes / np.where(pupils > 0, pupils, 1.0), np.nan)
