"""The first calendar years' budget: nominal, with capital as accounts show it."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.economy.growth import price_level
from kopa_sim.model.ledger import COST_ITEMS, FUNDING_ITEMS, GROSS_PAYERS, PAYERS, Costs, Money
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.plan import Plan

Floats = NDArray[np.float64]

BUDGET_YEARS: Final[int] = 5
SPRING_SHARE: Final[float] = 7.0 / 12.0
"""Part of a school year that falls into the calendar year after it began: January to July."""

BUDGET_ITEMS: Final[tuple[str, ...]] = (
    *("capital_rent" if item == "property_capital" else item for item in COST_ITEMS),
    *FUNDING_ITEMS,
    "write_down",
)
"""Costs (positive), funding (income positive), and the write-down as a memo item outside the sum."""

CALENDAR_YEAR_ITEMS: Final[tuple[str, ...]] = (
    "state_share",
    "tax_base_equalisation",
    "home_municipality_compensation",
    "upper_secondary_contribution",
)
"""Funding that is granted by the calendar year; everything else follows the school year."""


def accounting_costs(costs: Costs) -> Floats:
    """Return municipalities' costs by item with capital rent in place of cash. (draw, year, municipality, item)"""
    paid = [PAYERS.index(payer) for payer in GROSS_PAYERS]
    by_item: Floats = costs.municipal_draw_year_municipality_payer_item[:, :, :, paid].sum(axis=3)
    by_item[..., COST_ITEMS.index("property_capital")] = costs.accounting_capital_draw_year_municipality
    return by_item


def book_budget(plan: Plan, money: Money, parameters: Parameters, price_year: int) -> Floats:
    """Return the budget of the first five calendar years from first_year, nominal.

    Calendar year t holds 7/12 of school year t − 1 and 5/12 of school year t. State share, equalisation and
    compensation are granted for the calendar year itself; a write-down is booked whole on 1 August of the closing.
    Capital rent stands in place of cash for repairs and building. Fewer years when the Plan ends earlier.

    Returns
    -------
    (draw, budget year, municipality, BUDGET_ITEMS)
    """
    first = plan.costed.start
    last = min(first + BUDGET_YEARS, len(plan.years))
    years = slice(first, last)
    costs = _by_calendar_year(accounting_costs(money.costs), first, last)
    granted = money.funding.funding_draw_year_municipality_item[:, :, :-1]
    funding = _by_calendar_year(granted, first, last)
    by_calendar = [FUNDING_ITEMS.index(item) for item in CALENDAR_YEAR_ITEMS]
    funding[..., by_calendar] = granted[:, years][..., by_calendar]
    write_down = money.costs.write_down_draw_year_municipality[:, years, :, None]
    level = price_level(plan.years[years], price_year, parameters)
    budget: Floats = np.concatenate([costs, funding, write_down], axis=3) * level[:, :, None, None]
    return budget


def _by_calendar_year(school_years: Floats, first: int, last: int) -> Floats:
    before, same = school_years[:, first - 1 : last - 1], school_years[:, first:last]
    mixed: Floats = SPRING_SHARE * before + (1.0 - SPRING_SHARE) * same
    return mixed
