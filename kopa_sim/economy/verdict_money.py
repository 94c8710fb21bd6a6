"""The money side of the verdict: net cost, tax points, the sustainability gap and payback."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kopa_sim.economy.present_value import discount_factors, present_value
from kopa_sim.model.ledger import COST_ITEMS, GROSS_PAYERS, PAYERS, Money
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.plan import Plan

Floats = NDArray[np.float64]

TAX_POINT = 0.01
"""One income-tax point: 1 % of taxable income."""


def with_region(values: Floats) -> Floats:
    """Return values by municipality with their sum, the region, last. (draw, …, municipality + 1)"""
    joined: Floats = np.concatenate([values, values.sum(axis=-1, keepdims=True)], axis=-1)
    return joined


def ratio(over: Floats, under: Floats) -> Floats:
    """Return a quotient, NaN where there is nothing to divide by."""
    quotient: Floats = np.divide(over, under, out=np.full(over.shape, np.nan), where=under > 0)
    return quotient


@dataclass(frozen=True)
class MoneyMeasures:
    """What the verdict knows of money, the region last. All (draw, municipality + 1), euros unless said.

    Attributes
    ----------
    net_difference
        Present value of net cost beside as_is; the yearly differences are discounted, so that an option equal
        to as_is differs by exactly zero.
    gross, available
        Present values of gross cost and of available money.
    tax_point
        Present value of one income-tax point.
    payback_year
        First year from which the option has cost less in sum and does so to the end, undiscounted; NaN when never.
    """

    net_difference: Floats
    gross: Floats
    available: Floats
    tax_point: Floats
    payback_year: Floats


def measure_money(plan: Plan, money: Money, as_is: Money, parameters: Parameters) -> MoneyMeasures:
    """Return the present values of an option beside as_is over the costed years, in cash."""
    costed = plan.costed
    factors = discount_factors(plan.costed_years, plan.first_year, parameters)
    difference = with_region((money.net_draw_year_municipality - as_is.net_draw_year_municipality)[:, costed])
    gross = money.costs.gross_draw_year_municipality[:, costed]
    tax_base = money.tax_base_draw_year_municipality[:, costed]
    available = available_money(plan, money, as_is)

    def total(yearly: Floats) -> Floats:
        return with_region(present_value(yearly, factors))

    return MoneyMeasures(
        net_difference=present_value(difference, factors),
        gross=total(gross),
        available=total(available),
        tax_point=total(TAX_POINT * tax_base),
        payback_year=payback_year(difference, plan.first_year),
    )


def available_money(plan: Plan, money: Money, as_is: Money, anchor_change: Floats | float = 0.0) -> Floats:
    """Return the money an option may cost in each costed year. (draw, costed year, municipality)

    Its own funding, and the net cost the municipality bears in the first year as it is, moving with the tax base:
    funding(t) + net cost of as_is(first_year) × tax base(t) / tax base(first_year).

    Parameters
    ----------
    anchor_change
        Added to that first year's net cost, where another anchor is asked for. (draw, 1, municipality)
    """
    costed = plan.costed
    tax_base = money.tax_base_draw_year_municipality[:, costed]
    first = as_is.tax_base_draw_year_municipality[:, costed][:, :1]
    effort = as_is.net_draw_year_municipality[:, costed][:, :1] + anchor_change
    available: Floats = money.funding.total_draw_year_municipality[:, costed] + effort * np.where(
        first > 0, tax_base / np.where(first > 0, first, 1.0), 0.0
    )
    return available


def payback_year(difference_draw_year_municipality: Floats, first_year: int) -> Floats:
    """Return the first year from which the summed difference stays below zero; NaN when it does not end so."""
    below = np.cumsum(difference_draw_year_municipality, axis=1) < 0.0
    stays = np.logical_and.accumulate(below[:, ::-1], axis=1)[:, ::-1]
    first = np.argmax(stays, axis=1) + float(first_year)
    year: Floats = np.where(stays.any(axis=1), first, np.nan)
    return year


def net_cost_in_accounts(plan: Plan, money: Money) -> Floats:
    """Return net cost with capital rent in place of cash capital cost. (draw, costed year, municipality)"""
    capital = COST_ITEMS.index("property_capital")
    paid = [PAYERS.index(payer) for payer in GROSS_PAYERS]
    cash = money.costs.municipal_draw_year_municipality_payer_item[:, :, :, paid, capital].sum(axis=3)
    net = money.net_draw_year_municipality - cash + money.costs.accounting_capital_draw_year_municipality
    costed: Floats = net[:, plan.costed]
    return costed


def net_cost_per_head(plan: Plan, money: Money, heads_draw_year_municipality: Floats) -> Floats:
    """Return net cost over the costed years by the head-years it serves, accounting view, the region last.

    A quotient of sums, so a year without pupils has no weight. (draw, municipality + 1)
    """
    net = with_region(net_cost_in_accounts(plan, money).sum(axis=1))
    heads = with_region(heads_draw_year_municipality[:, plan.costed].sum(axis=1))
    return ratio(net, heads)
