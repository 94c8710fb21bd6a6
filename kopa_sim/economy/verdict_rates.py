"""The money of the verdict at other real discount rates."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.economy.present_value import factors_at, present_value
from kopa_sim.economy.verdict_gaps import gap, yearly_balance
from kopa_sim.economy.verdict_money import available_money, with_region
from kopa_sim.model.ledger import Money
from kopa_sim.model.plan import Plan

Floats = NDArray[np.float64]

RATE_MEASURES: Final[tuple[str, ...]] = (
    "net_cost_pv_eur",
    "net_cost_pv_difference_eur",
    "sustainability_gap_tax_points",
)
"""Measures of present_values.csv, in order."""


def money_at_rates(plan: Plan, money: Money, as_is: Money, rates: Sequence[float]) -> dict[str, Floats]:
    """Return the measures of present_values.csv. Each (draw, rate, municipality + 1), the region last

    The yearly money is that of the run; only its weights are others. Yearly differences are discounted, so that an
    option equal to as_is differs by exactly zero at every rate.
    """
    net, net_as_is = (of.net_draw_year_municipality[:, plan.costed] for of in (money, as_is))
    cash, difference = with_region(net), with_region(net - net_as_is)
    balance = yearly_balance(plan, money, available_money(plan, money, as_is))
    found: list[tuple[Floats, ...]] = []
    for rate in rates:
        factors = factors_at(np.full(len(net), rate), plan.costed_years, plan.first_year)
        found.append(
            (present_value(cash, factors), present_value(difference, factors), gap(balance, factors))
        )
    return {
        name: np.stack([values[place] for values in found], axis=1)
        for place, name in enumerate(RATE_MEASURES)
    }
