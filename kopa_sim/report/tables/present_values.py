"""present_values.csv: the money of the verdict at other real discount rates."""

import numpy as np
import pandas as pd

from kopa_sim.economy import RATE_MEASURES
from kopa_sim.report.statistics import summarise
from kopa_sim.report.tables.frame import Key, Rows, decimals_of
from kopa_sim.report.tables.keys import ALL, municipality_key, option_key
from kopa_sim.study.result import RunResult


def present_values_table(result: RunResult) -> pd.DataFrame:
    """Return present values and the sustainability gap by discount rate; rows where any future has a value."""
    rates = Key("discount_rate", tuple(f"{rate:g}" for rate in result.as_is.verdict.discount_rates))
    municipalities = municipality_key(result, last=ALL)
    rows = Rows((option_key(result), municipalities, rates, Key("measure", RATE_MEASURES)))
    for index, option in enumerate(result.options):
        by_rate = [summarise(option.verdict.at_rates[name]) for name in RATE_MEASURES]
        statistics = np.stack(by_rate, axis=3).swapaxes(1, 2)
        rows.add(statistics, ~np.isnan(statistics[0]), (index,))
    return rows.frame(decimals_of(RATE_MEASURES))
