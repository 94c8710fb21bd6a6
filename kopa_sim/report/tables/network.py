"""network.csv: every school in every year, as means over the futures."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kopa_sim.report.tables.frame import Rows, decimals_of
from kopa_sim.report.tables.keys import option_key, school_key, year_key
from kopa_sim.study.result import OptionResult, RunResult

Floats = NDArray[np.float64]

NETWORK_COLUMNS = (
    "open",
    "places",
    "pupils",
    "use_share",
    "rooms",
    "groups",
    "special_classes",
    "repair_debt_eur",
)


def network_columns(result: RunResult, option: OptionResult) -> Floats:
    """Return the columns of one option. (column, year, school)"""
    costed = option.plan.costed
    is_open = option.plan.open_year_school[costed]
    places = np.where(is_open, option.plan.places_year_school[costed], 0.0)
    pupils = option.pupils_draw_year_school_grade[:, costed].sum(axis=3).mean(axis=0)
    use = np.divide(pupils, places, out=np.full(places.shape, np.nan), where=places > 0)
    rooms = np.where(is_open, result.scenario.region.schools.rooms, 0.0)
    groups = option.groups_draw_year_school_band[:, costed].sum(axis=3).mean(axis=0)
    special = option.special_classes_draw_year_school[:, costed].mean(axis=0)
    debt = option.money.costs.repair_debt_draw_year_school[:, costed].mean(axis=0)
    return np.stack([is_open.astype(np.float64), places, pupils, use, rooms, groups, special, debt])


def network_table(result: RunResult) -> pd.DataFrame:
    """Return every school in every costed year, closed ones too.

    ``open`` is the share of futures in which the school teaches; the other columns are means over futures.
    ``use_share`` is empty where there are no places, ``rooms`` where the scenario gives none.
    ``groups`` are without ``special_classes``; both together are the rooms needed.
    """
    rows = Rows((option_key(result), year_key(result), school_key(result)), NETWORK_COLUMNS)
    for index, option in enumerate(result.options):
        rows.add(network_columns(result, option), leading=(index,))
    frame = rows.frame(int(decimals_of(["share"])[0]))
    frame["repair_debt_eur"] = frame["repair_debt_eur"].round(2)
    return frame
