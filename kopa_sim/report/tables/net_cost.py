"""net_cost.csv: the course of net cost by year, for each municipality and the region."""

import numpy as np
import pandas as pd

from kopa_sim.economy import PATH_MEASURES
from kopa_sim.report.statistics import summarise
from kopa_sim.report.tables.frame import Key, Rows, decimals_of
from kopa_sim.report.tables.keys import ALL, municipality_key, option_key, year_key
from kopa_sim.study.result import RunResult


def net_cost_table(result: RunResult) -> pd.DataFrame:
    """Return what is paid, comes in and may be spent in each costed year; rows where any future has a value."""
    measures = Key("measure", PATH_MEASURES)
    rows = Rows((option_key(result), year_key(result), municipality_key(result, last=ALL), measures))
    for index, option in enumerate(result.options):
        statistics = np.stack([summarise(option.verdict.path[name]) for name in PATH_MEASURES], axis=3)
        rows.add(statistics, ~np.isnan(statistics[0]), (index,))
    return rows.frame(decimals_of(PATH_MEASURES))
