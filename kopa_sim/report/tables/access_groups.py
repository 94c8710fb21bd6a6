"""access_groups.csv: the way to school by the income of the area where pupils live."""

from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kopa_sim.access.income_groups import INCOME_GROUPS, income_groups
from kopa_sim.access.theil import MinuteSums, theil_parts
from kopa_sim.model.area_access import AREA_SUMS, AreaAccess
from kopa_sim.model.region import Areas
from kopa_sim.report.statistics import summarise
from kopa_sim.report.tables.access_areas import anchor_year_key, measured
from kopa_sim.report.tables.frame import Key, Rows, decimals_of
from kopa_sim.report.tables.keys import ALL, option_key
from kopa_sim.study.result import RunResult

Floats = NDArray[np.float64]

GROUP_MEASURES: Final[tuple[str, ...]] = (
    "pupils",
    "mean_min",
    "over_3km_share",
    "over_5km_share",
    "minutes_difference",
    "transported_share",
    "near_limit_share",
    "over_limit_share",
    "gini_min",
    "theil_between_groups",
    "theil_within_groups",
)

SHARES: Final[tuple[str, ...]] = ("over_3km", "over_5km", "transported", "near_limit", "over_limit")


def access_groups_table(result: RunResult) -> pd.DataFrame:
    """Return the measures of the areas with lowest, middle and highest income, each a third of the children.

    ALL is the three groups together. Areas whose income is not known are in no group.
    """
    keys = (
        option_key(result),
        anchor_year_key(result),
        Key("income_group", (*INCOME_GROUPS, ALL)),
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
    """Return what follows from the sums over each group's pupils, all groups last. Each (draw, year, group + 1)

    ``theil_within_groups`` of a group is its own Theil index and ``theil_between_groups`` zero; of all groups the
    two sum to the Theil index of their pupils, as between and within municipalities (Theil 1967).
    """
    by_group = np.einsum("dyas,ag->dygs", access.sums_draw_year_area_sum, member_area_group)
    summed = np.concatenate([by_group, by_group.sum(axis=2, keepdims=True)], axis=2)
    total = {name: summed[..., place] for place, name in enumerate(AREA_SUMS)}
    pupils = total["pupils"]
    divisor = np.where(pupils > 0, pupils, np.nan)
    shares = {f"{name}_share": np.clip(total[name] / divisor, 0.0, 1.0) for name in SHARES}
    between, within = _theil(by_group)
    gini = access.gini_draw_year_group
    return {
        "pupils": pupils,
        "mean_min": total["minutes"] / divisor,
        **shares,
        "gini_min": np.full_like(pupils, np.nan) if gini is None else gini,
        "theil_between_groups": np.where(pupils > 0, between, np.nan),
        "theil_within_groups": np.where(pupils > 0, within, np.nan),
    }


def _theil(sums_draw_year_group_sum: Floats) -> tuple[Floats, Floats]:
    """Return inequality between and within groups, all groups last. Both (draw, year, group + 1)"""
    minutes = MinuteSums(
        *(
            sums_draw_year_group_sum[..., AREA_SUMS.index(name)]
            for name in ("pupils", "minutes", "minutes_log")
        )
    )
    between, within = theil_parts(minutes)
    own = minutes.theil
    return (
        np.concatenate([np.zeros_like(own), between[..., None]], axis=2),
        np.concatenate([own, within[..., None]], axis=2),
    )


def _members(areas: Areas) -> Floats:
    """Return which areas belong to which group, 0 or 1. (area, group)"""
    group = income_groups(areas.mean_income_eur, areas.children_area_band.sum(axis=1))
    member: Floats = (group[:, None] == np.arange(len(INCOME_GROUPS))).astype(np.float64)
    return member
