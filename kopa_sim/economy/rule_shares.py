"""Shares of a common bill under every rule."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.ledger import BILL_SHARING_RULES

Floats = NDArray[np.float64]


def rule_shares(members: Sequence[int], counted: Mapping[str, Floats]) -> Floats:
    """Return each municipality's share of a common bill under every rule; zero for non-members.

    Shares follow what the rule counts. In a year in which it counts nothing the members pay equal shares.

    Parameters
    ----------
    counted
        What each of BILL_SHARING_RULES counts, none below zero. Each (draw, year, municipality)

    Returns
    -------
    (rule, draw, year, municipality)
    """
    weight = np.stack([counted[rule] for rule in BILL_SHARING_RULES])
    member = np.zeros(weight.shape[3])
    member[list(members)] = 1.0
    weight = weight * member
    total = weight.sum(axis=3, keepdims=True)
    weight = np.where(total > 0, weight, member)
    # Weights near the smallest number a computer knows do not divide exactly: scaled to their largest they do.
    weight = weight / weight.max(axis=3, keepdims=True)
    share: Floats = weight / weight.sum(axis=3, keepdims=True)
    return share
