"""Where school vehicles stand at night: at given depots, or beside the largest school of each municipality."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.parameters import Parameters
from kopa_sim.model.region import Region
from kopa_sim.network.routing.pricing import driving_eur, seconds_between
from kopa_sim.network.routing.problem import Roads, VehicleClass

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

DEPOT: Final[str] = "depot"
"""The value of ``transport.vehicles_start`` under which vehicles set out from a depot."""


def depot_schools(region: Region, parameters: Parameters) -> Ints | None:
    """Return for every school the one beside which its vehicles stand; None where they start at the first stop.

    Vehicles of a municipality stand where its largest school is, by places: in its centre. (school,)
    """
    if parameters.text("transport.vehicles_start") != DEPOT:
        return None
    home = region.schools.municipality
    largest = np.arange(len(region.schools), dtype=np.intp)
    for municipality in np.unique(home):
        own = np.flatnonzero(home == municipality)
        largest[own] = own[np.argmax(region.schools.places[own])]
    return largest


@dataclass(frozen=True)
class Standing:
    """Where vehicles of each size may stand that serve a school.

    Places are numbered as ways know them: the schools of the region first, then its depots.
    """

    region: Region
    beside_school: Ints

    def places(self, school: int, size: str) -> Ints:
        """Return the places of a size of vehicle: the depots that serve the school, else the largest school's."""
        depots = self.region.depots
        if depots is not None:
            own = depots.of(int(self.region.schools.municipality[school]), size)
            if len(own):
                return len(self.region.schools) + own
        return self.beside_school[[school]]


def standing_of(region: Region, parameters: Parameters) -> Standing | None:
    """Return where vehicles stand; None where they start at their first stop."""
    beside = depot_schools(region, parameters)
    return None if beside is None else Standing(region, beside)


def places_m(region: Region, places: Ints) -> Floats:
    """Return east and north of places, schools of the region first and then its depots, in metres. (place, 2)"""
    x_m, y_m = region.schools.x_m, region.schools.y_m
    if region.depots is not None:
        x_m, y_m = (
            np.concatenate([x_m, region.depots.x_m]),
            np.concatenate([y_m, region.depots.y_m]),
        )
    return np.column_stack([x_m[places], y_m[places]])


def nearest_yards(
    roads: Roads, kinds: tuple[VehicleClass, ...], places_kind: tuple[Ints, ...], n_places: int
) -> tuple[Roads, tuple[int, ...]]:
    """Return roads in which every size of vehicle has one yard, and where it stands.

    A trip ends at the school, so that the cheapest place to come from follows from its first stop alone. The way from
    a yard to a stop is the one from that place; what the way back is longer than to the place nearest to the school
    counts with it. A trip that begins at a stop to which no road leads from a size's places sets out from the school;
    where none leads from the school to any of them, the yard is the school itself.

    Parameters
    ----------
    roads
        The school first, then places where vehicles may stand, then stops.
    places_kind
        Those of each size, as places of the roads. (size,)
    n_places
        How many places there are where vehicles may stand.
    """
    km, minutes = roads.km_place_place, roads.minutes_place_place
    stops = np.arange(1 + n_places, len(roads))
    yards = [_yard(roads, kind, places, stops) for kind, places in zip(kinds, places_kind, strict=True)]
    apart = [yard for yard in yards if yard is not None]
    first = 1 + len(apart)
    kept = np.concatenate([[0], stops])
    new_km, new_minutes = (np.full((first + len(stops),) * 2, np.inf) for _ in range(2))
    at = np.concatenate([[0], np.arange(first, first + len(stops))])
    new_km[np.ix_(at, at)], new_minutes[np.ix_(at, at)] = km[np.ix_(kept, kept)], minutes[np.ix_(kept, kept)]
    for number, yard in enumerate(apart, start=1):
        (new_km[number, first:], new_minutes[number, first:]) = yard.to_stop
        new_km[0, number], new_minutes[0, number] = yard.back
        new_km[number, number] = new_minutes[number, number] = 0.0
    numbers = iter(range(1, first))
    return Roads(new_km, new_minutes), tuple(0 if yard is None else next(numbers) for yard in yards)


@dataclass(frozen=True)
class _Yard:
    """Kilometres and minutes to every stop, and back from the school."""

    to_stop: tuple[Floats, Floats]
    back: tuple[float, float]


def _yard(roads: Roads, kind: VehicleClass, places: Ints, stops: Ints) -> _Yard | None:
    km, minutes = roads.km_place_place, roads.minutes_place_place
    places = places[np.isfinite(minutes[0, places])]
    if not len(places):
        return None
    back = float(km[0, places].min()), float(minutes[0, places].min())
    to_km, to_minutes = km[np.ix_(places, stops)], minutes[np.ix_(places, stops)]
    more_km, more_minutes = km[0, places] - back[0], minutes[0, places] - back[1]
    eur = driving_eur(kind, km[0, places], seconds_between(minutes[0, places]))[:, None] + driving_eur(
        kind, to_km, seconds_between(to_minutes)
    )
    best = np.where(np.isfinite(to_minutes), eur, np.inf).argmin(axis=0), np.arange(len(stops))
    reached = np.isfinite(to_minutes).any(axis=0)
    out_km, out_minutes = (
        np.maximum(np.where(reached, (table + more[:, None])[best], of_roads[0, stops] - home), 0.0)
        for table, more, of_roads, home in (
            (to_km, more_km, km, back[0]),
            (to_minutes, more_minutes, minutes, back[1]),
        )
    )
    return _Yard((out_km, out_minutes), back)
