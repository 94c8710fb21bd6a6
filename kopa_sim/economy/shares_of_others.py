"""How the members beside one divide what they pay it, or get from it."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.ledger import BILL_SHARING_RULES, JointBill
from kopa_sim.model.plan import Agreement

Floats = NDArray[np.float64]


def shares_of_others(
    agreement: Agreement, number: int, one: int, bills: Sequence[JointBill], shape: tuple[int, ...]
) -> Floats:
    """Return the shares of the members but one by the agreement's rule; they sum to one.

    Equal where the rule counts nothing of theirs, or the agreement has no common bill. (draw, year, municipality)

    Parameters
    ----------
    number
        Place of the agreement among the Plan's.
    one
        Index of the member left out.
    """
    others = [member for member in agreement.members if member != one]
    equal = np.zeros(shape)
    equal[:, :, others] = 1.0
    rule = BILL_SHARING_RULES.index(agreement.bill_sharing)
    own = next((bill for bill in bills if bill.number == number), None)
    counted = equal if own is None else own.share_rule_draw_year_municipality[rule] * equal
    total = counted.sum(axis=2, keepdims=True)
    weights = np.where(total > 0, counted, equal)
    shares: Floats = weights / weights.sum(axis=2, keepdims=True)
    return shares
