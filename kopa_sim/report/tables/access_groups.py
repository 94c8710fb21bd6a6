"""access_groups.csv: the way to school by the income of the area where pupils live."""

from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kopa_sim.access.income_groups import INCOME_GROUPS, income_groups
from kopa_sim.model.area_access import AREA_SUMS, AreaAccess
from kopa_sim.model.region import Areas
from kopa_sim.report.statistics import summarise
from kopa_sim.report.tables.access_areas import anchor_year_key, measured
from kopa_sim.report.tables.frame import Key, Rows, decimals_of
from kopa_sim.report.tables.keys import option_key
from kopa_sim.study.result import RunResult

Floats = NDArray[np.float64]

GROUP_MEASURES: Final[tuple[str, ...]] = (
    "pupils",
    "mean_min",
    "over_5km_share",
    "minutes_difference",
    "transported_share",
)


def access_groups_table(result: RunResult) -> pd.DataFrame:
    """Return the measures of the areas with lowest, middle and highest income, each a third of the children.

    Areas whose income is not known are in no group.
    """
    keys = (
        option_key(result),
        anchor_year_key(result),
        Key("income_group", INCOME_GROUPS),
        Key("measure", GROUP_MEASURES),
    )
    rows = Rows(keys)
    member = _members(result.scenario.region.areas)
    as_is = group_values(measured(result.as_is), member)["mean_min"]
    for index, option in enumerate(result.options):
        values = group_values(measured(option), member)
        values["minutes_difference"] = values["mean_min"] - as_is
        statistics = np.stack([summarise(values[name]) for name in GROUP_MEASURES], axis=3)
        lived_in = statistics[0, ..., GROUP_MEASURES.index("pupils")] > 0
        rows.add(statistics, ~np.isnan(statistics[0]) & lived_in[..., None], (index,))
    return rows.frame(decimals_of(GROUP_MEASURES))


def group_values(access: AreaAccess, member_area_group: Floats) -> dict[str, Floats]:
    """Return what follows from the sums over each group's pupils. Each (draw, year, group)"""
    summed = np.einsum("dyas,ag->dygs", access.sums_draw_year_area_sum, member_area_group)
    total = {name: summed[..., place] for place, name in enumerate(AREA_SUMS)}
    pupils = total["pupils"]
    divisor = np.where(pupils > 0, pupils, np.nan)
    return {
        "pupils": pupils,
        "mean_min": total["minutes"] / divisor,
        "over_5km_share": total["over_5km"] / divisor,
        "transported_share": total["transported"] / divisor,
    }


def _members(areas: Areas) -> Floats:
    """Return which areas belong to which group, 0 or 1. (area, group)"""
    group = income_groups(areas.mean_income_eur, areas.children_area_band.sum(axis=1))
    member: Floats = (group[:, None] == np.arange(len(INCOME_GROUPS))).astype(np.float64)
    return member
