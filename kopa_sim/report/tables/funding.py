"""funding.csv and budget.csv: what comes in, and the nominal accounting view."""

import pandas as pd

from kopa_sim.economy import BUDGET_ITEMS
from kopa_sim.model.ledger import FUNDING_ITEMS
from kopa_sim.report.statistics import summarise
from kopa_sim.report.tables.frame import EURO_DECIMALS, Key, Rows
from kopa_sim.report.tables.keys import municipality_key, option_key, outside_key, year_key
from kopa_sim.study.result import RunResult


def funding_table(result: RunResult) -> pd.DataFrame:
    """Return funding by municipality and item; ``outside`` closes payments with the rest of the country."""
    rows = Rows((option_key(result), year_key(result), outside_key(result), Key("item", FUNDING_ITEMS)))
    for index, option in enumerate(result.options):
        funding = option.money.funding.funding_draw_year_municipality_item[:, option.plan.costed]
        rows.add(summarise(funding), leading=(index,))
    return rows.frame(EURO_DECIMALS)


def budget_table(result: RunResult) -> pd.DataFrame:
    """Return the first calendar years' budget, nominal, with capital in the accounting view."""
    n_years = result.as_is.budget_draw_year_municipality_item.shape[1]
    years = Key("year", tuple(result.scenario.first_year + index for index in range(n_years)))
    rows = Rows((option_key(result), years, municipality_key(result), Key("item", BUDGET_ITEMS)))
    for index, option in enumerate(result.options):
        rows.add(summarise(option.budget_draw_year_municipality_item), leading=(index,))
    return rows.frame(EURO_DECIMALS)
