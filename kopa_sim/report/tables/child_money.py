"""child_money.csv: what one more child brings the municipality it lives in."""

import numpy as np
import pandas as pd

from kopa_sim.economy.child_money import AGE_GROUPS, CHILD_MONEY_MEASURES
from kopa_sim.report.statistics import summarise
from kopa_sim.report.tables.frame import EURO_DECIMALS, Key, Rows
from kopa_sim.report.tables.keys import municipality_key
from kopa_sim.study.result import RunResult


def child_money_table(result: RunResult) -> pd.DataFrame:
    """Return the funding of one more child under as_is by age group and rule, in the one year that is asked about."""
    money = result.child_money
    years = Key("year", () if money is None else (money.year,))
    groups, measures = Key("age_group", tuple(AGE_GROUPS)), Key("measure", CHILD_MONEY_MEASURES)
    rows = Rows((years, municipality_key(result), groups, measures))
    if money is not None:
        values = [summarise(money.values[measure]) for measure in CHILD_MONEY_MEASURES]
        rows.add(np.stack(values, axis=3), leading=(0,))
    return rows.frame(EURO_DECIMALS)
