"""The depots table: where school vehicles stand at night, which sizes, and whose schools they serve."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.depots import VEHICLE_SIZES, Depots
from kopa_sim.model.parameters import ParameterValue
from kopa_sim.model.region import Areas
from kopa_sim.scenario.cells import Columns
from kopa_sim.scenario.coordinates import read_coordinates
from kopa_sim.scenario.findings import Findings, listed, shown
from kopa_sim.scenario.municipalities import refuse_repeats
from kopa_sim.scenario.nearest import did_you_mean

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

FARTHEST_DEPOT_M: Final[float] = 60_000.0
"""A depot farther than this from every area of the scenario is taken for a slip of the coordinates."""

VEHICLES_START: Final[str] = "transport.vehicles_start"
"""The parameter under whose value ``depot`` vehicles set out from depots."""

SIZES_ALLOWED: Final[str] = f'{listed(VEHICLE_SIZES)}; parts joined with "+"; empty for all'


def read_depots(
    columns: Columns, municipalities: tuple[str, ...], areas: Areas | None, findings: Findings
) -> Depots:
    """Return the depots, after saying which rows cannot be; with ``areas`` their place is checked against them."""
    refuse_repeats(columns, "depot", findings)
    municipality = columns.resolve("municipality", municipalities, "municipality", findings)
    x_m, y_m = read_coordinates(columns, findings)
    if areas is not None:
        _refuse_far(columns, x_m, y_m, areas, findings)
    return Depots(
        codes=columns.texts["depot"],
        names=columns.texts["name"],
        x_m=x_m,
        y_m=y_m,
        municipality=municipality,
        stands_depot_size=_sizes(columns, findings),
    )


def _sizes(columns: Columns, findings: Findings) -> Bools:
    """Return which sizes of vehicles stand at each depot, all where none is named. (depot, size)"""
    stands = np.ones((len(columns), len(VEHICLE_SIZES)), dtype=np.bool_)
    for row, text in enumerate(columns.texts["vehicles"]):
        if not text:
            continue
        named = [part.strip().casefold() for part in text.split("+")]
        unknown = next((part for part in named if part not in VEHICLE_SIZES), None)
        if unknown is None:
            stands[row] = [size in named for size in VEHICLE_SIZES]
        else:
            read, mend = f"unknown size of vehicle {shown(unknown)}", did_you_mean(unknown, VEHICLE_SIZES)
            columns.fault(findings, row, "vehicles", read, SIZES_ALLOWED, mend)
    return stands


def _refuse_far(columns: Columns, x_m: Floats, y_m: Floats, areas: Areas, findings: Findings) -> None:
    away_m = np.hypot(x_m[:, None] - areas.x_m, y_m[:, None] - areas.y_m)
    nearest_m = np.where(np.isnan(away_m), np.inf, away_m).min(axis=1, initial=np.inf)
    for row in np.flatnonzero(np.isfinite(nearest_m) & (nearest_m > FARTHEST_DEPOT_M)).tolist():
        columns.fault(
            findings,
            row,
            "x and y",
            f"the depot lies {nearest_m[row] / 1000:.0f} km from the nearest area",
            f"at most {FARTHEST_DEPOT_M / 1000:.0f} km",
            "check whether digits are missing or the coordinates are of another place",
        )


def tell_unused_depots(depots: Depots | None, start: ParameterValue | None, findings: Findings) -> None:
    """Notice that depots are given which no vehicle sets out from."""
    if depots is not None and isinstance(start, str) and start != "depot":
        findings.notice(
            f'The depots table is not used: vehicles set out from their first stop. {VEHICLES_START} = "depot" lets'
            " them set out from depots."
        )
