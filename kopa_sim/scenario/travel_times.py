"""The travel_times table: journeys between areas and schools that are known from elsewhere."""

from typing import Final

import numpy as np

from kopa_sim.scenario.cells import Columns
from kopa_sim.scenario.contents import TravelTimes
from kopa_sim.scenario.findings import Findings, shown

FASTEST_KM_H: Final[float] = 150.0
"""No pupil travels faster than this from door to door."""


def read_travel_times(
    columns: Columns, areas: tuple[str, ...], schools: tuple[str, ...], findings: Findings
) -> TravelTimes:
    """Return minutes and kilometres by area and school; NaN where the table has no row."""
    area = columns.resolve("area", areas, "area", findings)
    school = columns.resolve("school", schools, "school", findings)
    minutes = np.full((len(areas), len(schools)), np.nan)
    km = np.full_like(minutes, np.nan)
    _refuse_impossible_speed(columns, findings)
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
        minutes[pair] = columns.numbers["minutes"][row]
        km[pair] = columns.numbers["km"][row]
    return TravelTimes(minutes, km)


def _refuse_impossible_speed(columns: Columns, findings: Findings) -> None:
    minutes, km = columns.numbers["minutes"], columns.numbers["km"]
    for row in np.flatnonzero(km > np.maximum(minutes * FASTEST_KM_H / 60, 1.0)):
        read = f"{km[row]:g} km in {minutes[row]:g} min"
        columns.fault(findings, int(row), "minutes", read, f"at most {FASTEST_KM_H:g} km/h")
