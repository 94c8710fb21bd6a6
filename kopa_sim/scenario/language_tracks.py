"""Areas whose children are of two language tracks: each such area becomes two areas at the same place.

Everything is read with the areas as the planner wrote them. Then an area with a ``swedish_share`` between 0 and 1 is
followed by a twin, its code with "-sv" added, whose pupils go to Swedish schools. Persons are divided by the share;
what belongs to the place (points, journeys, land, income) is the same for both.
"""

from dataclasses import dataclass, fields, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.people import Observations
from kopa_sim.model.region import Areas, Points
from kopa_sim.model.tickets import Tickets
from kopa_sim.scenario.cells import Columns
from kopa_sim.scenario.contents import TravelTimes
from kopa_sim.scenario.findings import Findings, listed, shown

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]

TWIN: Final[str] = "-sv"
"""What is added to the code of an area for its Swedish track."""

_PERSONS: Final[tuple[str, ...]] = ("children", "women", "population")
"""Beginnings of the names of the areas' arrays that count persons."""


@dataclass(frozen=True)
class Tracks:
    """The areas after the division, in order. All (area,)

    Attributes
    ----------
    source
        Index of the area in the table.
    share
        Part of the persons of the table's area who live in this one.
    twin
        Areas that the table does not have: the Swedish track of the area before.
    swedish
        Areas whose pupils go to Swedish schools by their share: the twins, and areas with a share of one.
    """

    source: Ints
    share: Floats
    twin: Bools
    swedish: Bools


def read_tracks(columns: Columns, findings: Findings) -> Tracks:
    """Return which areas have two tracks, after saying which cannot have."""
    share = np.nan_to_num(columns.numbers["swedish_share"])
    _refuse(columns, share, findings)
    two = (share > 0) & (share < 1.0)
    if two.any():
        names = listed((columns.texts["area"][row] for row in np.flatnonzero(two)), 8)
        findings.notice(
            f"{columns.table.file}: area {names} has children of two languages: its Swedish track stands as an area"
            f' of its own, the code with "{TWIN}" added, at the same place.'
        )
    source = np.repeat(np.arange(len(columns), dtype=np.intp), np.where(two, 2, 1))
    twin = np.diff(source, prepend=-1) == 0
    part = np.where(twin, share[source], np.where(two[source], 1.0 - share[source], 1.0))
    return Tracks(source, part, twin, twin | (share[source] >= 1.0))


def _refuse(columns: Columns, share: Floats, findings: Findings) -> None:
    codes, languages = columns.texts["area"], columns.texts["language"]
    for row in np.flatnonzero(share > 0):
        if languages[row] not in ("fi", ""):
            read = f"a share of Swedish beside language {languages[row]}"
            columns.fault(findings, int(row), "swedish_share", read, "an area of language fi, or no share")
        elif share[row] < 1.0 and codes[row] + TWIN in codes:
            read = f"area {shown(codes[row] + TWIN)} is in the table too"
            allowed = "no area with the code that the Swedish track gets"
            columns.fault(findings, int(row), "swedish_share", read, allowed)


def divide_areas(areas: Areas, tracks: Tracks) -> Areas:
    """Return the areas with a twin behind each that has two tracks."""
    changed: dict[str, Any] = {}
    for field in fields(areas):
        value = getattr(areas, field.name)
        if isinstance(value, np.ndarray):
            changed[field.name] = value[tracks.source]
            if field.name.startswith(_PERSONS):
                changed[field.name] *= tracks.share.reshape(-1, *[1] * (value.ndim - 1))
    rows = list(zip(tracks.source, tracks.twin, tracks.swedish, strict=True))
    return replace(
        areas,
        codes=tuple(areas.codes[i] + (TWIN if twin else "") for i, twin, _ in rows),
        names=tuple(areas.names[i] + (" (sv)" if twin else "") for i, twin, _ in rows),
        languages=tuple("sv" if swedish else areas.languages[i] for i, _, swedish in rows),
        **changed,
    )


def divide_points(points: Points, tracks: Tracks) -> Points:
    """Return the points of the divided areas: twins live at the same points."""
    rows = [np.flatnonzero(points.area == source) for source in tracks.source]
    row = np.concatenate(rows)
    area = np.repeat(np.arange(len(rows), dtype=np.intp), [len(of_area) for of_area in rows])
    danger = None if points.danger_share is None else points.danger_share[row]
    return Points(area, points.x_m[row], points.y_m[row], points.weight[row], danger)


def divide_travel_times(times: TravelTimes, tracks: Tracks) -> TravelTimes:
    """Return the journeys of the divided areas: twins travel alike."""
    return TravelTimes(times.minutes_area_school[tracks.source], times.km_area_school[tracks.source])


def divide_tickets(tickets: Tickets, tracks: Tracks) -> Tickets:
    """Return the tickets of the divided areas: twins ride the same buses."""
    return replace(tickets, ticket_area_column_grade=tickets.ticket_area_column_grade[tracks.source])


def divide_observations(observations: Observations, tracks: Tracks) -> Observations:
    """Return the counts with those of an area with two tracks divided by its share."""
    row, area, share = divide_rows(observations.area, tracks)
    kept = {field.name: getattr(observations, field.name)[row] for field in fields(observations)}
    return Observations(**{**kept, "area": area, "count": kept["count"] * share})


def divide_rows(area_row: Ints, tracks: Tracks) -> tuple[Ints, Ints, Floats]:
    """Return how rows that name areas of the table stand for the divided ones.

    Parameters
    ----------
    area_row
        Area of the table, or -1 for none. (row,)

    Returns
    -------
    tuple
        Place of the old row, area and part of what it counts, for each new row; rows stay in order.
    """
    places = [np.flatnonzero(tracks.source == area) if area >= 0 else np.array([-1]) for area in area_row]
    row = np.repeat(np.arange(len(area_row), dtype=np.intp), [len(place) for place in places])
    area = np.concatenate([*places, np.array([], dtype=np.intp)]).astype(np.intp)
    return row, area, np.where(area >= 0, tracks.share[area], 1.0)
