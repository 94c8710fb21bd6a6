"""Telling which coordinates a table gives, and what is wrong with those that lie nowhere in Finland."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.scenario.cells import Columns
from kopa_sim.scenario.findings import Findings
from kopa_sim.scenario.projection import to_tm35fin

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Box:
    """A rectangle of x and y, edges included."""

    x_low: float
    x_high: float
    y_low: float
    y_high: float

    def holds(self, x: Floats, y: Floats) -> Bools:
        """Return which points lie inside. (row,)"""
        inside: Bools = (x >= self.x_low) & (x <= self.x_high) & (y >= self.y_low) & (y <= self.y_high)
        return inside


FINLAND_M: Final = Box(50_000, 760_000, 6_570_000, 7_790_000)
"""Finland with its waters in ETRS-TM35FIN metres, with some room."""

FINLAND_DEG: Final = Box(19.0, 31.7, 59.4, 70.2)
"""Finland with its waters in degrees: x longitude, y latitude."""

_NORTH_M: Final = (6_570_000, 7_790_000)
_OTHER_SYSTEMS: Final[tuple[tuple[str, Box], ...]] = (
    ("the old KKJ grid", Box(1_000_000, 5_999_999, *_NORTH_M)),
    ("an ETRS-GK zone of a municipality", Box(19_000_000, 31_999_999, *_NORTH_M)),
    ("the Web Mercator of online maps", Box(2_110_000, 3_530_000, 8_250_000, 11_200_000)),
)
"""Finland in other systems: KKJ eastings begin with the zone (1 to 5), those of ETRS-GK with the meridian (19 to 31).
A GK easting whose meridian was left off cannot be told from TM35FIN."""

ALLOWED: Final[str] = (
    "ETRS-TM35FIN metres (x 50000 to 760000, y 6570000 to 7790000) or degrees (x longitude 19 to 31.7,"
    " y latitude 59.4 to 70.2)"
)


def read_coordinates(columns: Columns, findings: Findings) -> tuple[Floats, Floats]:
    """Return easting and northing in metres of a table's x and y; NaN where they cannot be used. (row,)

    A table is in metres or in degrees, whichever most of its rows are; a row of the other kind is a fault.
    """
    x, y = columns.numbers["x"], columns.numbers["y"]
    metres, degrees = FINLAND_M.holds(x, y), FINLAND_DEG.holds(x, y)
    in_degrees = int(degrees.sum()) > int(metres.sum())
    right = degrees if in_degrees else metres
    for row in np.flatnonzero(~right & ~np.isnan(x) & ~np.isnan(y)):
        read, mend = _fault(float(x[row]), float(y[row]), bool((metres | degrees)[row]), in_degrees)
        columns.fault(findings, int(row), "x and y", read, ALLOWED, mend)
    east, north = np.where(right, x, np.nan), np.where(right, y, np.nan)
    return to_tm35fin(east, north) if in_degrees else (east, north)


def _fault(x: float, y: float, other_system: bool, in_degrees: bool) -> tuple[str, str]:
    here = f"x {x:.10g}, y {y:.10g}"
    if other_system:
        own, other = ("degrees", "metres") if in_degrees else ("metres", "degrees")
        return (
            f"{here} is in {other} where most rows are in {own}: mixed coordinate systems",
            f"give every row of the table in {own}",
        )
    swapped_x, swapped_y = np.array(y), np.array(x)
    if FINLAND_DEG.holds(swapped_x, swapped_y):
        return f"{here}: latitude and longitude are swapped", f"x is the longitude: x {y:.10g}, y {x:.10g}"
    if FINLAND_M.holds(swapped_x, swapped_y):
        return f"{here}: easting and northing are swapped", f"x is the easting: x {y:.10g}, y {x:.10g}"
    for system, box in _OTHER_SYSTEMS:
        if box.holds(np.array(x), np.array(y)) or box.holds(swapped_x, swapped_y):
            return (
                f"{here} lies outside Finland; it looks like {system}",
                "convert the coordinates to ETRS-TM35FIN (EPSG:3067)",
            )
    return f"{here} lies outside Finland", ""
