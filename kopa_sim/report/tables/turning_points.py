"""turning_points.csv: how little an assumption must change for a verdict to turn."""

from typing import Final

import pandas as pd

from kopa_sim.report.tables.frame import OTHER_DECIMALS
from kopa_sim.report.tables.keys import ALL
from kopa_sim.study.result import RunResult
from kopa_sim.study.turning_points import TurningPoint

TURNING_COLUMNS: Final[tuple[str, ...]] = (
    "option",
    "municipality",
    "parameter",
    "value_in_force",
    "turning_value",
    "relative_change",
    "direction",
    "verdict_now",
    "verdict_then",
    "influence_tax_points",
    "reason",
)
TURNING_NAMES: Final[tuple[str, ...]] = (
    "option",
    "municipality",
    "parameter",
    "direction",
    "verdict_now",
    "verdict_then",
    "reason",
)
"""Columns of names; the others are numbers."""


def turning_points_table(result: RunResult) -> pd.DataFrame:
    """Return one row an option, municipality (and the region) and assumption, the most influential first."""
    places = (*result.scenario.region.municipalities.codes, ALL)
    ordered = sorted(result.turning_points, key=_place)
    rows = [
        (
            result.options[point.option].plan.option,
            places[point.row],
            point.parameter,
            _rounded(point.value_in_force),
            _rounded(point.turning_value),
            _rounded(point.relative_change),
            point.direction,
            point.verdict_now,
            point.verdict_then,
            _rounded(point.influence_tax_points),
            point.reason,
        )
        for point in ordered
    ]
    frame = pd.DataFrame(rows, columns=list(TURNING_COLUMNS))
    return frame.astype(dict.fromkeys(TURNING_NAMES, "category"))


def _rounded(value: float) -> float:
    return round(value, OTHER_DECIMALS) + 0.0


def _place(point: TurningPoint) -> tuple[int, int, float]:
    """Return where a row stands: by option and municipality, then the greatest influence first, unknown ones last."""
    known = point.influence_tax_points == point.influence_tax_points
    return point.option, point.row, -abs(point.influence_tax_points) if known else 0.0
