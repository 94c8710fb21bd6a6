"""repairs.csv: what buildings are like, what is repaired in them, and when a major renovation falls due."""

import numpy as np
import pandas as pd

from kopa_sim.model.ledger import UPKEEP_MEASURES
from kopa_sim.report.statistics import summarise
from kopa_sim.report.tables.frame import Key, Rows, decimals_of
from kopa_sim.report.tables.keys import option_key, school_key, year_key
from kopa_sim.study.result import RunResult


def repairs_table(result: RunResult) -> pd.DataFrame:
    """Return the upkeep of every municipal school building that stands, by costed year."""
    measures = Key("measure", UPKEEP_MEASURES)
    rows = Rows((option_key(result), year_key(result), school_key(result), measures))
    condition = UPKEEP_MEASURES.index("condition_share")
    for index, option in enumerate(result.options):
        upkeep = option.money.costs.upkeep_draw_year_school_measure[:, option.plan.costed]
        gone = np.isnan(upkeep[..., condition : condition + 1]).all(axis=0)
        rows.add(summarise(upkeep), np.logical_not(gone), (index,))
    return rows.frame(decimals_of(UPKEEP_MEASURES))
