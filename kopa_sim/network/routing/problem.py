"""What is to be routed: stops with pupils, schools with bells, and vehicles with prices."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

MINUTES_PER_HOUR: Final[float] = 60.0
MINUTES_PER_DAY: Final[float] = 1440.0


@dataclass(frozen=True)
class Roads:
    """Ways between places; a place is where something stands: a stop, a school, a depot.

    Attributes
    ----------
    km_place_place, minutes_place_place
        Length and driving time from the first place to the second; infinite where there is no path.
        (place, place)
    """

    km_place_place: Floats
    minutes_place_place: Floats

    def __len__(self) -> int:
        return len(self.km_place_place)


@dataclass(frozen=True)
class Stop:
    """Pupils of one school who board at one place.

    Attributes
    ----------
    place
        Index into the roads.
    pupils
        Whole persons; a stop without pupils is not visited.
    school
        Index into the schools of the problem.
    boarding_min
        Minutes the vehicle stands at the stop.
    earliest_min, latest_min
        Minutes after midnight between which pupils board.
    """

    name: str
    place: int
    pupils: int
    school: int = 0
    boarding_min: float = 0.0
    earliest_min: float = 0.0
    latest_min: float = MINUTES_PER_DAY


@dataclass(frozen=True)
class RoutedSchool:
    """Where pupils are brought, and when.

    Attributes
    ----------
    place
        Index into the roads.
    bell_min
        Minutes after midnight by which vehicles must be there.
    arrival_window_min
        How long before the bell they may arrive.
    unload_min, unload_min_pupil
        Minutes a vehicle stands at the school: each trip, and more for each pupil; paid, but not part of the
        ride.
    """

    name: str
    place: int
    bell_min: float = 540.0
    arrival_window_min: float = 30.0
    unload_min: float = 0.0
    unload_min_pupil: float = 0.0


@dataclass(frozen=True)
class VehicleClass:
    """A size of vehicle and its prices; there are as many vehicles as are needed.

    Attributes
    ----------
    seats
        Pupils it takes at once.
    km_eur, hour_eur, day_eur
        Euros per kilometre driven, per hour paid, and per vehicle and day.
    depot
        Place where the vehicle starts and to which it returns; None when it starts at its first stop and is
        free at the school.
    empty_run_factor
        Driving paid per driving planned: legs without pupils that are not planned here.
    """

    name: str
    seats: int
    km_eur: float
    hour_eur: float = 0.0
    day_eur: float = 0.0
    depot: int | None = None
    empty_run_factor: float = 1.0


@dataclass(frozen=True)
class RoutingProblem:
    """One morning: every pupil is brought to school within the longest ride, at the least price.

    A trip carries the pupils of one school. A vehicle may make several trips one after the other.

    Attributes
    ----------
    classes
        Sizes of vehicles, in any order.
    longest_ride_min
        Minutes a pupil may spend in a vehicle, from its coming to the stop until its coming to the school.

    Raises
    ------
    ValueError
        If anything does not fit: every problem is named, one a line.
    """

    roads: Roads
    schools: tuple[RoutedSchool, ...]
    stops: tuple[Stop, ...]
    classes: tuple[VehicleClass, ...]
    longest_ride_min: float

    def __post_init__(self) -> None:
        wrong = [
            *_wrong_roads(self.roads),
            *_wrong_places(self),
            *_wrong_stops(self.stops, len(self.schools)),
            *_wrong_classes(self.classes),
        ]
        if not self.longest_ride_min > 0:
            wrong.append(f"longest_ride_min is {self.longest_ride_min}: it must be above 0")
        if wrong:
            raise ValueError("\n".join(wrong))


def _wrong_roads(roads: Roads) -> list[str]:
    wrong = []
    for name in ("km_place_place", "minutes_place_place"):
        matrix = getattr(roads, name)
        if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1]:
            wrong.append(f"{name} has the shape {matrix.shape}: it must be square")
        elif not (matrix >= 0).all():
            wrong.append(f"{name} holds negative or missing numbers")
        elif np.diagonal(matrix).any():
            wrong.append(f"{name} is not zero from a place to itself")
    if roads.km_place_place.shape != roads.minutes_place_place.shape:
        wrong.append("km_place_place and minutes_place_place differ in shape")
    return wrong


def _wrong_places(problem: RoutingProblem) -> list[str]:
    named = [(f"stop {stop.name}", stop.place) for stop in problem.stops]
    named += [(f"school {school.name}", school.place) for school in problem.schools]
    named += [(f"depot of {kind.name}", kind.depot) for kind in problem.classes if kind.depot is not None]
    last = len(problem.roads) - 1
    return [
        f"{what} is at place {place}: places are 0 to {last}"
        for what, place in named
        if not 0 <= place <= last
    ]


def _wrong_stops(stops: tuple[Stop, ...], n_schools: int) -> list[str]:
    wrong = []
    for stop in stops:
        if not 0 <= stop.school < n_schools:
            wrong.append(f"stop {stop.name} names school {stop.school}: there are {n_schools}")
        if stop.pupils < 0 or stop.pupils != int(stop.pupils):
            wrong.append(f"stop {stop.name} has {stop.pupils} pupils: they must be whole persons")
        if stop.earliest_min > stop.latest_min:
            wrong.append(f"stop {stop.name}: earliest_min is after latest_min")
        if stop.boarding_min < 0:
            wrong.append(f"stop {stop.name}: boarding_min is below 0")
    return wrong


def _wrong_classes(classes: tuple[VehicleClass, ...]) -> list[str]:
    wrong = [] if classes else ["no vehicle class is given"]
    for kind in classes:
        if kind.seats < 1:
            wrong.append(f"{kind.name} has {kind.seats} seats: at least 1 is needed")
        if min(kind.km_eur, kind.hour_eur, kind.day_eur) < 0:
            wrong.append(f"{kind.name} has a negative price")
        if kind.empty_run_factor < 1:
            wrong.append(f"{kind.name}: empty_run_factor is below 1")
    return wrong
