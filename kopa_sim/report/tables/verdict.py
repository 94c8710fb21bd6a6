"""verdict.csv: is the option sustainable, for each municipality and the region."""

import numpy as np
import pandas as pd

from kopa_sim.report.statistics import summarise
from kopa_sim.report.tables.frame import Key, Rows, decimals_of
from kopa_sim.report.tables.keys import ALL, municipality_key, option_key
from kopa_sim.study.result import RunResult

VERDICT_ROW = "sustainable_share"
"""Measure in whose rows the verdict and the binding constraint stand."""


def verdict_table(result: RunResult) -> pd.DataFrame:
    """Return every measure of the verdict; statistics are empty where no future has a value."""
    measures = tuple(result.as_is.verdict.values)
    municipalities = municipality_key(result, last=ALL)
    rows = Rows((option_key(result), municipalities, Key("measure", measures)))
    for index, option in enumerate(result.options):
        statistics = [summarise(option.verdict.values[measure]) for measure in measures]
        rows.add(np.stack(statistics, axis=2), leading=(index,))
    frame = rows.frame(decimals_of(measures))
    verdicts = np.full((len(result.options), len(municipalities.labels), len(measures)), "", dtype=object)
    constraints = verdicts.copy()
    for index, option in enumerate(result.options):
        verdicts[index, :, measures.index(VERDICT_ROW)] = option.verdict.verdicts
        constraints[index, :, measures.index(VERDICT_ROW)] = option.verdict.binding_constraints
    frame["verdict"] = pd.Categorical(verdicts.ravel())
    frame["binding_constraint"] = pd.Categorical(constraints.ravel())
    return frame
