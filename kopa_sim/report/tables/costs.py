"""costs.csv and school_costs.csv: what is paid, by whom, where and for what."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kopa_sim.model.ledger import COST_ITEMS, PAYERS
from kopa_sim.report.statistics import summarise
from kopa_sim.report.tables.frame import EURO_DECIMALS, Key, Rows, any_nonzero
from kopa_sim.report.tables.keys import municipality_key, option_key, school_key, year_key
from kopa_sim.study.result import RunResult

Bools = NDArray[np.bool_]

ITEM_KEY = Key("item", COST_ITEMS)
PAYER_KEY = Key("payer", PAYERS)


def payer_items_in_use(result: RunResult) -> Bools:
    """Return what each payer pays for anywhere in the run; the municipality has every item. (payer, item)"""
    used = np.zeros((len(PAYERS), len(COST_ITEMS)), dtype=np.bool_)
    used[PAYERS.index("municipality")] = True
    for option in result.options:
        paid = option.money.costs.municipal_draw_year_municipality_payer_item[:, option.plan.costed]
        used |= (paid != 0).any(axis=(0, 1, 2))
    return used


def costs_table(result: RunResult) -> pd.DataFrame:
    """Return costs by municipality, payer and item.

    A payer's item that is zero in the whole run is left out, but never one of the municipality's own.
    """
    rows = Rows((option_key(result), year_key(result), municipality_key(result), PAYER_KEY, ITEM_KEY))
    used = payer_items_in_use(result)
    for index, option in enumerate(result.options):
        paid = option.money.costs.municipal_draw_year_municipality_payer_item[:, option.plan.costed]
        rows.add(summarise(paid), used, (index,))
    return rows.frame(EURO_DECIMALS)


def school_costs_table(result: RunResult) -> pd.DataFrame:
    """Return costs by school and item, all payers together; items that are zero in every future are left out."""
    rows = Rows((option_key(result), year_key(result), school_key(result), ITEM_KEY))
    for index, option in enumerate(result.options):
        costs = option.money.costs.school_draw_year_school_item[:, option.plan.costed]
        rows.add(summarise(costs), any_nonzero(costs), (index,))
    return rows.frame(EURO_DECIMALS)
