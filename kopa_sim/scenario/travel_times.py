"""The travel_times table: journeys between areas and schools that are known from elsewhere."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.scenario.cells import Columns
from kopa_sim.scenario.columns import YES_NO
from kopa_sim.scenario.contents import TravelTimes
from kopa_sim.scenario.findings import Findings, shown

FASTEST_KM_H: Final[float] = 150.0
"""No pupil travels faster than this from door to door."""


def read_travel_times(
    columns: Columns, areas: tuple[str, ...], schools: tuple[str, ...], findings: Findings
) -> TravelTimes:
    """Return minutes and kilometres by area and school; NaN where the table has no row, infinite without a path."""
    area = columns.resolve("area", areas, "area", findings)
    school = columns.resolve("school", schools, "school", findings)
    minutes = np.full((len(areas), len(schools)), np.nan)
    km = np.full_like(minutes, np.nan)
    _refuse_impossible_speed(columns, findings)
    without_path = _without_path(columns, findings)
    seen: dict[tuple[int, int], int] = {}
    for row, pair in enumerate(zip(area.tolist(), school.tolist(), strict=True)):
        if min(pair) < 0:
            continue
        if pair in seen:
            columns.fault(
                findings,
                row,
                "school",
                f"area {shown(areas[pair[0]])} and school {shown(schools[pair[1]])} already stand in row"
                f" {columns.table.rows[seen[pair]]}",
                "each pair once",
            )
        seen.setdefault(pair, row)
        minutes[pair] = np.inf if without_path[row] else columns.numbers["minutes"][row]
        km[pair] = np.inf if without_path[row] else columns.numbers["km"][row]
    return TravelTimes(minutes, km)


def _refuse_impossible_speed(columns: Columns, findings: Findings) -> None:
    minutes, km = columns.numbers["minutes"], columns.numbers["km"]
    for row in np.flatnonzero(km > np.maximum(minutes * FASTEST_KM_H / 60, 1.0)):
        read = f"{km[row]:g} km in {minutes[row]:g} min"
        columns.fault(findings, int(row), "minutes", read, f"at most {FASTEST_KM_H:g} km/h")


def _without_path(columns: Columns, findings: Findings) -> NDArray[np.bool_]:
    """Return the rows without a path, after saying which rows give neither that nor minutes, or both. (row,)"""
    given = ~np.isnan(columns.numbers["minutes"])
    none = np.array([not YES_NO.get(text, True) for text in columns.texts["path"]], dtype=np.bool_)
    for row in np.flatnonzero(columns.sound & ~given & ~none):
        columns.fault(
            findings, int(row), "minutes", "the cell is empty", "a number from 0 to 600, or path = no"
        )
    for row in np.flatnonzero(columns.sound & given & none):
        columns.fault(
            findings, int(row), "path", "there are minutes where there is no path", "minutes or path = no"
        )
    return none
