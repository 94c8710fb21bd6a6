"""access.csv: how long the way to school is, and for whom."""

import numpy as np
import pandas as pd

from kopa_sim.report.statistics import summarise
from kopa_sim.report.tables.frame import Key, Rows, decimals_of
from kopa_sim.report.tables.keys import ALL, BAND_OR_ALL_KEY, municipality_key, option_key, year_key
from kopa_sim.study.result import RunResult


def access_table(result: RunResult) -> pd.DataFrame:
    """Return journey measures by home municipality and grade band, where any future has pupils."""
    measures = tuple(result.as_is.access.values)
    keys = (
        option_key(result),
        year_key(result),
        municipality_key(result, last=ALL),
        BAND_OR_ALL_KEY,
        Key("measure", measures),
    )
    rows = Rows(keys)
    for index, option in enumerate(result.options):
        costed = option.plan.costed
        values = [summarise(option.access.values[measure][:, costed]) for measure in measures]
        statistics = np.stack(values, axis=4)
        rows.add(statistics, ~np.isnan(statistics[0]), (index,))
    return rows.frame(decimals_of(measures))
