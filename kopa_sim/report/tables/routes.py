"""routes.csv: the routes of school transport, stop by stop, for the years in which they were solved."""

from collections.abc import Iterator
from typing import Final

import pandas as pd

from kopa_sim.model.region import Region
from kopa_sim.network.routing.anchors import CentreRoutes
from kopa_sim.study.result import OptionResult, RunResult

ROUTE_NAMES: Final[tuple[str, ...]] = ("option", "centre", "schools", "vehicle_class", "area")
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


def _rows(region: Region, option: str, centre: CentreRoutes) -> Iterator[tuple[str | int | float, ...]]:
    codes = [region.schools.codes[school] for school in centre.schools]
    vehicle = 0
    for routes, points in zip(centre.routes, centre.stop_points, strict=True):
        for run in routes.runs:
            vehicle += 1
            head = (option, centre.year, codes[0], " ".join(codes))
            paid = (run.km, run.hours, run.cost_eur)
            size = routes.class_names[run.vehicle_class]
            for trip_number, index in enumerate(run.trips, start=1):
                trip = routes.trips[index]
                for stop, call in enumerate(trip.calls, start=1):
                    where = _place(region, points[call.stop])
                    boarding = (call.pupils, call.ride_min, trip.km)
                    yield (*head, vehicle, size, trip_number, stop, *where, *boarding, *paid)


def _solved(option: OptionResult) -> tuple[CentreRoutes, ...]:
    return option.routes.solved if option.routes is not None else ()


def _place(region: Region, point: int) -> tuple[str, float, float]:
    """Return the area and the coordinates of a point."""
    points = region.points
    return region.areas.codes[points.area[point]], float(points.x_m[point]), float(points.y_m[point])


def routes_table(result: RunResult) -> pd.DataFrame:
    """Return one row for each stop of each trip of a morning, in the order driven.

    What a trip or a vehicle takes stands in each of its rows. Years are those for which routes were solved; some may
    lie before the first costed year.
    """
    region = result.scenario.region
    rows = [
        row
        for option in result.options
        for centre in sorted(_solved(option), key=lambda centre: (centre.year, centre.schools))
        for row in _rows(region, option.plan.option, centre)
    ]
    table = pd.DataFrame(rows, columns=list(ROUTE_COLUMNS)).round(DECIMALS)
    return table.astype(dict.fromkeys(ROUTE_NAMES, "category"))
