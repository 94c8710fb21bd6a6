"""The course of net cost: what is paid, what comes in and what may be spent, year by year."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.economy.verdict_money import (
    TAX_POINT,
    available_money,
    net_cost_in_accounts,
    ratio,
    with_region,
)
from kopa_sim.model.ledger import Money
from kopa_sim.model.plan import Plan

Floats = NDArray[np.float64]

PATH_MEASURES: Final[tuple[str, ...]] = (
    "gross_cost_eur",
    "funding_eur",
    "net_cost_eur",
    "available_money_eur",
    "net_cost_difference_eur",
    "net_cost_per_pupil_eur",
    "net_cost_per_resident_eur",
    "tax_points",
)
"""Measures of net_cost.csv, in order."""


def net_cost_path(
    plan: Plan,
    money: Money,
    as_is: Money,
    pupils_draw_year_municipality: Floats,
    residents_draw_year_municipality: Floats,
) -> dict[str, Floats]:
    """Return the measures of net_cost.csv. Each (draw, costed year, municipality + 1), the region last

    In cash, but for the two by head, which are in the accounting view as those of the verdict. The region is the
    sum of its members, its quotients are quotients of sums; NaN where there is nobody to divide by.
    """
    costed = plan.costed
    net, net_as_is = (of.net_draw_year_municipality[:, costed] for of in (money, as_is))
    cash = with_region(net)
    accounts = with_region(net_cost_in_accounts(plan, money))
    pupils, residents = (
        with_region(heads[:, costed])
        for heads in (pupils_draw_year_municipality, residents_draw_year_municipality)
    )
    tax_point = with_region(TAX_POINT * money.tax_base_draw_year_municipality[:, costed])
    values = (
        with_region(money.costs.gross_draw_year_municipality[:, costed]),
        with_region(money.funding.total_draw_year_municipality[:, costed]),
        cash,
        with_region(available_money(plan, money, as_is)),
        with_region(net - net_as_is),
        ratio(accounts, pupils),
        ratio(accounts, residents),
        ratio(cash, tax_point),
    )
    return dict(zip(PATH_MEASURES, values, strict=True))
