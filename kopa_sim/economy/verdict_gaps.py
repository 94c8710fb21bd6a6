"""How far the money of an option is from meeting, as permanent changes of the income-tax rate.

The form is that of the European Commission's sustainability gaps S1 and S2 (Sustainability Report 2009, European
Economy 9/2009; Fiscal Sustainability Report 2012, European Economy 8/2012): the constant change of the balance, begun
now and kept for good, that makes a present value meet. There the balance is a share of GDP and the debt has a target;
here it is a share of taxable income, and what must meet is gross cost and available money. With δ the discount
factor, b the yearly shortfall (gross cost − available money) and p the worth of one income-tax point,

| gap | formula | of the Commission's kind |
|---|---|---|
| of the costed years | Σ δ b / Σ δ p, all costed years | S1 with the last costed year as its target year |
| to a target year | the same sums up to the target year | S1 |
| infinite | both sums go on for ever from a steady last year | S2 |
| delayed | Σ δ b / Σ δ p, the tax points only from the year in which the change comes | cost of delay |
| steady anchor | as the first, with wear in place of the first year's repairs in available money | – |
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kopa_sim.economy.present_value import discount_factors, present_value
from kopa_sim.economy.verdict_money import TAX_POINT, available_money, ratio, with_region
from kopa_sim.model.ledger import COST_ITEMS, GROSS_PAYERS, PAYERS, Money
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.plan import Plan

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Balance:
    """What is missing in each costed year and what a tax point is worth, the region last.

    Both (draw, costed year, municipality + 1), euros.
    """

    shortfall: Floats
    tax_point: Floats


def yearly_balance(plan: Plan, money: Money, available: Floats) -> Balance:
    """Return the balance of an option, given the money it may cost. (draw, costed year, municipality)"""
    costed = plan.costed
    return Balance(
        with_region(money.costs.gross_draw_year_municipality[:, costed] - available),
        with_region(TAX_POINT * money.tax_base_draw_year_municipality[:, costed]),
    )


def gap(balance: Balance, factors: Floats, adjusted_from: int = 0) -> Floats:
    """Return the change of the tax rate, in points, that makes the present values meet. (draw, municipality + 1)

    g such that Σ δ(t) × shortfall(t) = g × Σ δ(t) × worth of a tax point(t); the second sum begins ``adjusted_from``
    years after the first costed year. NaN where nothing is taxed, and where no year is left to tax.
    """
    return ratio(
        present_value(balance.shortfall, factors),
        present_value(balance.tax_point[:, adjusted_from:], factors[:, adjusted_from:]),
    )


def gap_to_target_year(balance: Balance, factors: Floats, years: int) -> Floats:
    """Return the gap when nothing may be missing after some years, or all costed ones where they are fewer."""
    return gap(Balance(balance.shortfall[:, :years], balance.tax_point[:, :years]), factors[:, :years])


def infinite_gap(
    balance: Balance, steady_shortfall: Floats, factors: Floats, parameters: Parameters
) -> Floats:
    """Return the gap when the last costed year goes on for ever. (draw, municipality + 1)

    After the last year T everything grows with real taxable income per adult, so that shares of it stay what they
    are, as the Commission holds those of its last projected year. With r the discount rate and g that growth, a euro
    of year T then adds Σ_{k ≥ 1} δ(T) ((1 + g) / (1 + r))^k = δ(T) (1 + g) / (r − g) euros. NaN where r ≤ g, for
    which the sum has no limit.

    Parameters
    ----------
    steady_shortfall
        Shortfall of the last year without what is of that year alone. (draw, municipality + 1)
    """
    rate, growth = (
        parameters.draws(f"economy.{name}")[:, None] for name in ("discount_rate", "tax_base_growth")
    )
    meets = rate > growth
    tail = np.where(meets, factors[:, -1:] * (1.0 + growth) / np.where(meets, rate - growth, 1.0), np.nan)
    return ratio(
        present_value(balance.shortfall, factors) + tail * steady_shortfall,
        present_value(balance.tax_point, factors) + tail * balance.tax_point[:, -1],
    )


def cash_of_items(money: Money, *items: str) -> Floats:
    """Return the part of gross cost that stands under some items. (draw, year, municipality)"""
    payers = [PAYERS.index(payer) for payer in GROSS_PAYERS]
    paid = money.costs.municipal_draw_year_municipality_payer_item[:, :, :, payers].sum(axis=3)
    cash: Floats = paid[..., [COST_ITEMS.index(item) for item in items]].sum(axis=3)
    return cash


def wear_for_capital(money: Money) -> Floats:
    """Return what net cost changes by when wear stands in for cash capital cost. (draw, year, municipality)"""
    change: Floats = money.costs.steady_wear_draw_year_municipality - cash_of_items(money, "property_capital")
    return change


def sustainability_gaps(plan: Plan, money: Money, as_is: Money, parameters: Parameters) -> dict[str, Floats]:
    """Return the gaps beside that of the costed years, in income-tax points. Each (draw, municipality + 1)

    The infinite gap goes on from the last year without transition, and with wear in place of cash capital cost
    (which holds disposals and the residual value). The steady anchor has the same in the first year of as_is.
    """
    factors = discount_factors(plan.costed_years, plan.first_year, parameters)
    delay = int(parameters.number("sustainability.gap_delay_years"))
    target = int(parameters.number("sustainability.gap_target_years"))
    balance = yearly_balance(plan, money, available_money(plan, money, as_is))
    one_off = with_region((wear_for_capital(money) - cash_of_items(money, "transition"))[:, -1])
    first = wear_for_capital(as_is)[:, plan.costed][:, :1]
    steady = yearly_balance(plan, money, available_money(plan, money, as_is, first))
    delayed = gap(balance, factors, delay)
    return {
        "sustainability_gap_target_year_tax_points": gap_to_target_year(balance, factors, target),
        "sustainability_gap_infinite_tax_points": infinite_gap(
            balance, balance.shortfall[:, -1] + one_off, factors, parameters
        ),
        "sustainability_gap_delayed_tax_points": delayed,
        "cost_of_delay_tax_points": delayed - gap(balance, factors),
        "sustainability_gap_steady_anchor_tax_points": gap(steady, factors),
    }
