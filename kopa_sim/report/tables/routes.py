"""routes.csv: the routes of school transport, stop by stop, for the years in which they were solved."""

from collections.abc import Iterator
from typing import Final

import pandas as pd

from kopa_sim.model.region import Region
from kopa_sim.network.routing.anchors import CentreRoutes
from kopa_sim.network.routing.shared_day import HalfDay, SharedDay
from kopa_sim.study.result import OptionResult, RunResult

ROUTE_NAMES: Final[tuple[str, ...]] = (
    "option",
    "centre",
    "schools",
    "vehicle_class",
    "area",
    "morning_chain",
    "afternoon_chain",
)
"""Columns of names; the others are numbers."""
ROUTE_COLUMNS: Final[tuple[str, ...]] = (
    "option",
    "year",
    "centre",
    "schools",
    "vehicle",
    "vehicle_class",
    "trip",
    "stop",
    "area",
    "x_m",
    "y_m",
    "pupils",
    "ride_min",
    "trip_km",
    "vehicle_km",
    "vehicle_hours",
    "vehicle_eur",
    "morning_chain",
    "afternoon_chain",
)
DECIMALS: Final[dict[str, int]] = {
    "x_m": 0,
    "y_m": 0,
    "ride_min": 2,
    "trip_km": 3,
    "vehicle_km": 3,
    "vehicle_hours": 4,
    "vehicle_eur": 2,
}


Chains = dict[tuple[int, int, int], str]
"""By centre (its place in the year), part of its routes and trip: the vehicle's trips of half a day."""


def _rows(
    region: Region, option: str, centre: CentreRoutes, number: int, chains: tuple[Chains, Chains]
) -> Iterator[tuple[str | int | float, ...]]:
    codes = [region.schools.codes[school] for school in centre.schools]
    for part, (routes, points) in enumerate(zip(centre.routes, centre.stop_points, strict=True)):
        for run in routes.runs:
            head = (option, centre.year, codes[0], " ".join(codes))
            paid = (run.km, run.hours, run.cost_eur)
            size = routes.class_names[run.vehicle_class]
            for trip_number, index in enumerate(run.trips, start=1):
                trip = routes.trips[index]
                served = tuple(half.get((number, part, index), "") for half in chains)
                vehicle = vehicle_number(centre, part, index)
                for stop, call in enumerate(trip.calls, start=1):
                    where = _place(region, points[call.stop])
                    boarding = (call.pupils, call.ride_min, trip.km)
                    yield (*head, vehicle, size, trip_number, stop, *where, *boarding, *paid, *served)


def vehicle_number(centre: CentreRoutes, part: int, trip: int) -> int:
    """Return the number, from 1, of the vehicle that makes a trip of a centre."""
    before = sum(len(routes.runs) for routes in centre.routes[:part])
    return before + next(at for at, run in enumerate(centre.routes[part].runs, start=1) if trip in run.trips)


def _chains(
    region: Region, nearest: tuple[CentreRoutes, ...], day: SharedDay | None
) -> tuple[Chains, Chains]:
    """Return the trips of shared vehicles by the trips they make, in the morning and in the afternoon."""
    if day is None:
        return {}, {}
    return _half(region, nearest, day.morning), _half(region, nearest, day.afternoon)


def _half(region: Region, nearest: tuple[CentreRoutes, ...], half: HalfDay) -> Chains:
    found: Chains = {}
    for chain in half.chains:
        told = " > ".join(
            f"{region.schools.codes[nearest[at.centre].schools[0]]}"
            f" {nearest[at.centre].year} {vehicle_number(nearest[at.centre], at.part, at.trip)}"
            for at in chain
        )
        found |= {(at.centre, at.part, at.trip): told for at in chain}
    return found


def _rows_of_option(region: Region, option: OptionResult) -> Iterator[tuple[str | int | float, ...]]:
    if option.routes is None:
        return
    years = option.plan.years
    for centre in sorted(option.routes.solved, key=lambda centre: (centre.year, centre.schools)):
        at = years.index(centre.year)
        nearest = option.routes.nearest(at, centre.year)
        day = option.routes.shared_by_year[at] if option.routes.shared_by_year else None
        number = next(place for place, of in enumerate(nearest) if of is centre)
        yield from _rows(region, option.plan.option, centre, number, _chains(region, nearest, day))


def _place(region: Region, point: int) -> tuple[str, float, float]:
    """Return the area and the coordinates of a point."""
    points = region.points
    return region.areas.codes[points.area[point]], float(points.x_m[point]), float(points.y_m[point])


def routes_table(result: RunResult) -> pd.DataFrame:
    """Return one row for each stop of each trip of a morning, in the order driven.

    What a trip or a vehicle takes stands in each of its rows. Years are those for which routes were solved; some may
    lie before the first costed year. A vehicle that serves several centres by their bells stands in the rows of its
    trips as a chain of "centre year vehicle", each of which names rows of this table, in the order driven. What is
    driven and paid stands in the rows as if every vehicle served its centre alone.
    """
    region = result.scenario.region
    rows = [row for option in result.options for row in _rows_of_option(region, option)]
    table = pd.DataFrame(rows, columns=list(ROUTE_COLUMNS)).round(DECIMALS)
    return table.astype(dict.fromkeys(ROUTE_NAMES, "category"))
