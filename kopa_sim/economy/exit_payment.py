"""What the municipality that leaves an agreement pays the others, in the year after the last."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from kopa_sim.economy.shares_of_others import shares_of_others
from kopa_sim.model.ledger import JointBill
from kopa_sim.model.plan import Agreement, Exit, Plan

Floats = NDArray[np.float64]


def exit_owed(
    plan: Plan,
    yearly_owed: Sequence[Floats],
    bills: Sequence[JointBill],
    indices: Mapping[str, Floats],
) -> tuple[Floats, ...]:
    """Return for each agreement that ends what its leaving member owes the others.

    The agreed euros, as their index has moved them, or so many times what it owed in the last year: its shares of
    bills that stand at others, prices and fees. The others divide it by the agreement's rule as of the last year.
    Each (draw, year, payer, payee)

    Parameters
    ----------
    yearly_owed
        Prices and fees of each agreement. Each (draw, year, payer, payee)
    """
    return tuple(
        _owed(plan, agreement, number, agreement.exit, yearly_owed[number], bills, indices)
        for number, agreement in enumerate(plan.agreements)
        if agreement.exit is not None and year_after(plan, agreement) is not None
    )


def year_after(plan: Plan, agreement: Agreement) -> int | None:
    """Return the place of the year after an agreement's last along the year axis; None where it does not end."""
    held = np.flatnonzero(agreement.years)
    if not len(held) or held[-1] + 1 >= len(plan.years):
        return None
    return int(held[-1]) + 1


def _owed(
    plan: Plan,
    agreement: Agreement,
    number: int,
    settled: Exit | None,
    yearly: Floats,
    bills: Sequence[JointBill],
    indices: Mapping[str, Floats],
) -> Floats:
    owed = np.zeros_like(yearly)
    after = year_after(plan, agreement)
    if settled is None or after is None:
        return owed
    last, payer = after - 1, settled.payer
    if np.isnan(settled.fee_eur):
        own = [bill for bill in bills if bill.number == number]
        run_by_host = agreement.kind == "satellite"
        of_last_year = yearly[:, last, payer].sum(axis=1) + _billed(own, payer, last, run_by_host)
        fee = settled.fee_years * of_last_year
    else:
        fee = settled.fee_eur * indices[agreement.indexation][:, after]
    shares = shares_of_others(agreement, number, payer, bills, yearly.shape[:3])
    owed[:, after, payer] = fee[:, None] * shares[:, last]
    return owed


def _billed(bills: Sequence[JointBill], payer: int, year: int, run_by_host: bool) -> Floats | float:
    """Return a member's shares of what stands at the others, or is run by one of them. (draw,)"""
    billed: Floats | float = 0.0
    for bill in bills:
        shares = bill.share_draw_year_municipality
        if shares is not None:
            elsewhere = bill.total_draw_year
            if not run_by_host or payer == bill.host:
                elsewhere = elsewhere - bill.cost_draw_year_municipality[:, :, payer]
            billed = billed + shares[:, year, payer] * elsewhere[:, year]
    return billed
