"""access_areas.csv: the way to school by the area where pupils live, and how much longer it is than under as_is."""

from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kopa_sim.model.area_access import AreaAccess
from kopa_sim.report.statistics import summarise
from kopa_sim.report.tables.frame import Key, Rows, decimals_of
from kopa_sim.report.tables.keys import area_key, option_key
from kopa_sim.study.result import OptionResult, RunResult

Floats = NDArray[np.float64]

AREA_MEASURES: Final[tuple[str, ...]] = (
    "pupils",
    "mean_min",
    "mean_km",
    "minutes_difference",
    "places_per_pupil",
)


def area_values(access: AreaAccess, as_is: AreaAccess) -> Mapping[str, Floats]:
    """Return every measure by area; differences are taken within each future. Each (draw, year, area)"""
    minutes = access.mean("minutes")
    return {
        "pupils": access.sums("pupils"),
        "mean_min": minutes,
        "mean_km": access.mean("km"),
        "minutes_difference": minutes - as_is.mean("minutes"),
        "places_per_pupil": access.places_per_pupil_draw_year_area,
    }


def anchor_year_key(result: RunResult) -> Key:
    """Return the anchor years."""
    return Key("year", measured(result.as_is).years)


def measured(option: OptionResult) -> AreaAccess:
    """Return what was measured by area.

    Raises
    ------
    ValueError
        If nothing was.
    """
    if option.area_access is None:
        raise ValueError(f"option {option.plan.option} was not measured by area")
    return option.area_access


def access_areas_table(result: RunResult) -> pd.DataFrame:
    """Return the measures of every area in the anchor years, where any future has pupils."""
    rows = Rows(
        (option_key(result), anchor_year_key(result), area_key(result), Key("measure", AREA_MEASURES))
    )
    for index, option in enumerate(result.options):
        values = area_values(measured(option), measured(result.as_is))
        statistics = np.stack([summarise(values[name]) for name in AREA_MEASURES], axis=3)
        lived_in = statistics[0, ..., AREA_MEASURES.index("pupils")] > 0
        rows.add(statistics, ~np.isnan(statistics[0]) & lived_in[..., None], (index,))
    return rows.frame(decimals_of(AREA_MEASURES))
