"""Vehicles that serve several centres one after another, in the morning and in the afternoon, by their bells."""

from dataclasses import dataclass, fields
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.parameters import Parameters
from kopa_sim.model.region import Region
from kopa_sim.network.routing.anchors import LEAST_ITERATIONS, SEED, CentreRoutes, Ways
from kopa_sim.network.routing.curve import Driven
from kopa_sim.network.routing.depots import Standing, places_m, standing_of
from kopa_sim.network.routing.errands import Chain, Errand, Shift, chain_errands, legs_of, shift_of
from kopa_sim.network.routing.fleet import km_price_ratios, roads_of_stops, vehicle_classes
from kopa_sim.network.routing.pricing import driving_eur, seconds, seconds_between
from kopa_sim.network.routing.problem import MINUTES_PER_DAY, Roads, VehicleClass
from kopa_sim.network.routing.routes import Trip

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

HALVES: Final[tuple[str, str]] = ("morning", "afternoon")
VEHICLES, KM, HOURS, PRICED_KM = range(4)
"""Places of what sharing changes."""


@dataclass(frozen=True)
class TripOfCentre:
    """A trip by where it is written: the centre's routes, the vehicle that would make it alone, and the trip.

    Attributes
    ----------
    centre
        Place among the centres asked about.
    part, trip
        Place among the centre's routes, and among the trips of these.
    """

    centre: int
    part: int
    trip: int


@dataclass(frozen=True)
class HalfDay:
    """Who makes which trips in the morning, or in the afternoon.

    Attributes
    ----------
    chains
        Trips of each vehicle that makes several, in the order driven.
    change_centre
        What sharing changes for each centre: vehicles, kilometres, paid hours and priced kilometres; a vehicle and
        what it drives count for its trips' centres in equal parts. (centre, 4)
    """

    chains: tuple[tuple[TripOfCentre, ...], ...]
    change_centre: Floats


@dataclass(frozen=True)
class SharedChange:
    """What sharing changes for one centre on the mean of both trips of a day, where all its vehicles are in use.

    Attributes
    ----------
    of_vehicles
        Vehicles of the centre's routes, each of which would make one trip.
    driven
        Vehicles, kilometres, hours, euros and priced kilometres, mostly below 0. Scalars.
    """

    of_vehicles: int
    driven: Driven

    def applied(self, alone: Driven) -> Driven:
        """Return what is driven with shared vehicles: changed in the part of the vehicles in use, at most all."""
        in_use = np.minimum(alone.vehicles / max(self.of_vehicles, 1), 1.0)
        return Driven(
            *(
                np.maximum(getattr(alone, entry.name) + in_use * getattr(self.driven, entry.name), 0.0)
                for entry in fields(Driven)
            )
        )


@dataclass(frozen=True)
class SharedDay:
    """Both halves of the day, and what sharing changes for each centre."""

    morning: HalfDay
    afternoon: HalfDay
    change_centre: tuple[SharedChange, ...]

    @classmethod
    def of(
        cls, halves: list[HalfDay], centres: tuple[CentreRoutes, ...], parameters: Parameters
    ) -> "SharedDay":
        """Return the day of a morning and an afternoon.

        As many vehicles are needed for a day as in the half that needs more.
        """
        both = [half.change_centre for half in halves]
        change = (both[0] + both[1]) / 2.0
        change[:, VEHICLES] = max(both, key=lambda half: float(half[:, VEHICLES].sum()))[:, VEHICLES]
        kind = vehicle_classes(parameters)[0]
        km_eur = float(parameters.draws("transport.vehicle_km_eur").mean())
        eur = (
            change[:, PRICED_KM] * km_eur
            + change[:, HOURS] * kind.hour_eur
            + change[:, VEHICLES] * kind.day_eur
        )
        return cls(
            halves[0],
            halves[1],
            tuple(
                SharedChange(
                    sum(len(routes.trips) for routes in centre.routes),
                    Driven(row[VEHICLES], row[KM], row[HOURS], cost, row[PRICED_KM]),
                )
                for centre, row, cost in zip(centres, change, eur, strict=True)
            ),
        )


def share_day(
    region: Region,
    centres: tuple[CentreRoutes, ...],
    bell_min_centre: Floats,
    parameters: Parameters,
    ways: Ways | None = None,
) -> SharedDay | None:
    """Return how centres share vehicles; None where fewer than two have a bell.

    Every school day is presumed as long as every other, so that schools end as far apart as they begin. The way home
    is the way to school backwards: trips in the opposite order, from each school to the stop that boards first.

    Parameters
    ----------
    bell_min_centre
        Minutes after midnight by which vehicles must be there; NaN where nobody said: those share nothing. (centre,)
    """
    known = np.flatnonzero(~np.isnan(bell_min_centre))
    if len(known) < 2:
        return None
    where, trips = _trips(centres, known)
    roads, first, last, classes = _roads_and_classes(region, centres, where, trips, parameters, ways)
    bell = bell_min_centre[[at.centre for at in where]]
    halves = []
    for half in HALVES:
        back = half == "afternoon"
        errands = tuple(
            _errand(trip, *places, float(MINUTES_PER_DAY - time if back else time), parameters)
            for trip, places, time in zip(
                trips, zip(first, last, classes.of_trip, strict=True), bell, strict=True
            )
        )
        ways_now = Roads(roads.km_place_place.T, roads.minutes_place_place.T) if back else roads
        halves.append(_half(ways_now, classes, errands, where, len(centres), parameters, back))
    return SharedDay.of(halves, centres, parameters)


@dataclass(frozen=True)
class _Classes:
    """Sizes of vehicles at every depot, and the one that makes each trip alone."""

    kinds: tuple[VehicleClass, ...]
    km_ratio: Floats
    of_trip: tuple[int, ...]


def _trips(centres: tuple[CentreRoutes, ...], known: Ints) -> tuple[list[TripOfCentre], list[Trip]]:
    where = [
        TripOfCentre(int(centre), part, trip)
        for centre in known
        for part, routes in enumerate(centres[centre].routes)
        for trip in range(len(routes.trips))
    ]
    return where, [centres[at.centre].routes[at.part].trips[at.trip] for at in where]


def _roads_and_classes(
    region: Region,
    centres: tuple[CentreRoutes, ...],
    where: list[TripOfCentre],
    trips: list[Trip],
    parameters: Parameters,
    ways: Ways | None,
) -> tuple[Roads, Ints, Ints, _Classes]:
    """Return ways between schools and first stops, where each trip begins and ends, and the vehicles."""
    school_of_trip = np.array([centres[at.centre].schools[0] for at in where], dtype=np.intp)
    starts = [
        centres[at.centre].stop_points[at.part][trip.calls[0].stop]
        for at, trip in zip(where, trips, strict=True)
    ]
    standing = standing_of(region, parameters)
    size_of_trip = [trip.vehicle_class for trip in trips]
    names = [kind.name for kind in vehicle_classes(parameters)]
    stands = (
        [school_of_trip]
        if standing is None
        else [
            school_of_trip,
            *(
                standing.places(school, names[size])
                for school, size in zip(school_of_trip, size_of_trip, strict=True)
            ),
        ]
    )
    places = np.unique(np.concatenate(stands))
    points, first = np.unique(np.array(starts, dtype=np.intp), return_inverse=True)
    roads = _ways(region, places, points, parameters) if ways is None else ways(places, points)
    first, last = len(places) + first, np.searchsorted(places, school_of_trip)
    if standing is None:
        classes = _Classes(vehicle_classes(parameters), km_price_ratios(parameters), tuple(size_of_trip))
    else:
        given = zip(school_of_trip.tolist(), size_of_trip, first.tolist(), last.tolist(), strict=True)
        classes = _classes_at_depots(standing, places, roads, list(given), parameters)
    return roads, first, last, classes


def _classes_at_depots(
    standing: Standing,
    places: Ints,
    roads: Roads,
    trips: list[tuple[int, int, int, int]],
    parameters: Parameters,
) -> _Classes:
    """Return the vehicles at every place from which one comes cheapest for some trip that it makes alone.

    Parameters
    ----------
    trips
        School, size of vehicle, and the places where the trip begins and ends.
    """
    of_size = vehicle_classes(parameters, (0,) * len(vehicle_classes(parameters)))

    def own(school: int, size: int) -> list[int]:
        """Places of the roads where a size of vehicle stands for a school."""
        at: list[int] = np.searchsorted(places, standing.places(school, of_size[size].name)).tolist()
        return at

    def reached(school: int, size: int, first: int, last: int) -> list[int]:
        """Places to which a road leads from a trip's end and from which one leads to its start, else its school."""
        to, back = roads.minutes_place_place[:, first], roads.minutes_place_place[last]
        return [at for at in own(school, size) if np.isfinite(to[at] + back[at])] or [last]

    def price(depot: int, size: int, first: int, last: int) -> float:
        legs = ([depot, last], [first, depot])
        driving_s = seconds_between(roads.minutes_place_place[legs])
        return float(driving_eur(of_size[size], roads.km_place_place[legs], driving_s).sum())

    chosen = [
        min(reached(school, size, first, last), key=lambda depot: price(depot, size, first, last))
        for school, size, first, last in trips
    ]
    serve = {
        (depot, size)
        for school in {school for school, *_ in trips}
        for size in range(len(of_size))
        for depot in own(school, size)
    }
    serve |= {(depot, size) for depot, (_, size, *_) in zip(chosen, trips, strict=True)}
    pairs = sorted((depot, size) for depot, size in serve if depot in chosen)
    return _Classes(
        tuple(vehicle_classes(parameters, (depot,) * len(of_size))[size] for depot, size in pairs),
        km_price_ratios(parameters)[[size for _, size in pairs]],
        tuple(pairs.index((depot, size)) for depot, (_, size, *_) in zip(chosen, trips, strict=True)),
    )


def _ways(region: Region, places: Ints, points: Ints, parameters: Parameters) -> Roads:
    of_points = np.column_stack([region.points.x_m[points], region.points.y_m[points]])
    return roads_of_stops(np.concatenate([places_m(region, places), of_points]), len(places), parameters)


def _errand(
    trip: Trip, first: int, last: int, vehicle_class: int, bell_min: float, parameters: Parameters
) -> Errand:
    boarding_s = len(trip.calls) * seconds(parameters.number("transport.boarding_min"))
    ride_s = seconds(trip.minutes)
    return Errand(
        first=int(first),
        last=int(last),
        pupils=trip.pupils,
        vehicle_class=vehicle_class,
        km=trip.km,
        driving_s=ride_s - boarding_s,
        busy_s=ride_s + seconds(parameters.number("transport.turnaround_min")),
        latest_min=bell_min - trip.minutes,
        earlier_min=parameters.number("transport.shared_wait_min"),
    )


def _half(
    roads: Roads,
    classes: _Classes,
    errands: tuple[Errand, ...],
    where: list[TripOfCentre],
    n_centres: int,
    parameters: Parameters,
    back: bool,
) -> HalfDay:
    iterations = max(LEAST_ITERATIONS, round(parameters.number("transport.route_iterations") * len(errands)))
    legs = [legs_of(roads, kind, errands) for kind in classes.kinds]

    def used(chain: Chain) -> Floats:
        """Vehicles, kilometres, hours and priced kilometres. (4,)"""
        shift: Shift = shift_of(legs[chain[0]], errands, chain[1])
        return np.array([1.0, shift.km, shift.hours, shift.km * classes.km_ratio[chain[0]]])

    change = np.zeros((n_centres, 4))
    shared = []
    for kind, chain in chain_errands(roads, classes.kinds, errands, iterations, SEED):
        if len(chain) == 1:
            continue
        alone = [used((errands[index].vehicle_class, [index])) for index in chain]
        saved = (used((kind, chain)) - np.sum(alone, axis=0)) / len(chain)
        for index in chain:
            change[where[index].centre] += saved
        shared.append(tuple(where[index] for index in (reversed(chain) if back else chain)))
    return HalfDay(tuple(shared), change)
