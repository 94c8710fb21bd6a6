"""operations.csv: what the simulated school years gave, over replications."""

import numpy as np
import pandas as pd

from kopa_sim.report.statistics import summarise
from kopa_sim.report.tables.frame import Key, Rows, decimals_of
from kopa_sim.report.tables.keys import municipality_key, option_key
from kopa_sim.study.result import RunResult


def operations_table(result: RunResult) -> pd.DataFrame:
    """Return lesson outcomes, substitutes and disruption in the simulated years; empty without replications."""
    outcomes = [(i, option.operations) for i, option in enumerate(result.options) if option.operations]
    measures = tuple(outcomes[0][1].values) if outcomes else ()
    years = tuple(sorted({year for _, outcome in outcomes for year in outcome.years}))
    shown = tuple(year for year in years if year >= result.scenario.first_year)
    keys = (option_key(result), Key("year", shown), municipality_key(result), Key("measure", measures))
    rows = Rows(keys)
    for index, outcome in outcomes:
        statistics = np.stack([summarise(outcome.values[measure]) for measure in measures], axis=3)
        for year in (year for year in outcome.years if year in shown):
            values = statistics[:, outcome.years.index(year)]
            rows.add(values, leading=(index, shown.index(year)))
    return rows.frame(decimals_of(measures))
