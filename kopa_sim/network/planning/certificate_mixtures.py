"""The best mixture of plans: the prices of what is shared that give the best bound.

Dantzig & Wolfe (1960): a linear programme mixes the plans known for each piece of the network so that limits, pools
and overlaps are kept on average; its dual values are the next prices, whose cheapest plans join the mixture. Prices
are taken between the best known and the programme's (Wentges 1997), for the latter swing.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.errors import LimitReachedError
from kopa_sim.network.planning.certificate_case import Case
from kopa_sim.network.planning.certificate_parts import Division
from kopa_sim.network.planning.certificate_prices import (
    Aim,
    Column,
    Copy,
    Weights,
    price,
    repaired,
)
from kopa_sim.network.planning.certificate_programme import solve_mixture

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

STEPS: Final[tuple[float, ...]] = (0.3, 1.0)
"""How far prices move from the best known towards the programme's, until a step brings something; speed only."""
EXACT: Final[float] = 1e-9
"""Relative difference below which a bound is met."""


@dataclass(frozen=True)
class Mixture:
    """The best known prices and the plans that go with them.

    Attributes
    ----------
    bound
        No plan is better; infinite where there is none.
    value
        Of the mixture; the bound cannot exceed it.
    weights
        Prices of the bound.
    columns
        All plans known.
    share
        Of each column in the mixture. (column,)
    """

    bound: float
    value: float
    weights: Weights
    columns: tuple[Column, ...]
    share: Floats


def copies_of(division: Division) -> tuple[Copy, ...]:
    """Return the schools that are members of pieces that do not own them."""
    return tuple(
        (space.owned, school)
        for space in division.spaces
        for school in space.members
        if school not in space.owned
    )


def mix(
    case: Case,
    aim: Aim,
    division: Division,
    columns: tuple[Column, ...],
    weights: Weights,
    enough: Callable[[float, float], bool],
    seen: Callable[[tuple[Column, ...]], None],
    deadline: float,
) -> Mixture:
    """Return the best mixture of plans, or the best within the time.

    Parameters
    ----------
    columns
        Plans known already of these very spaces.
    weights
        Prices to begin with.
    enough
        Whether a bound will do beside the value of the mixture.
    seen
        Told of every new set of plans.
    """
    copies = copies_of(division)
    agree = {copy: weights.agree.get(copy, np.zeros(case.years + 1)) for copy in copies}
    best_weights = repaired(case, aim, Weights(weights.limit, weights.needed, weights.surplus, agree))
    best = price(case, aim, division.spaces, best_weights)
    known = _Known(columns)
    if best.bound == np.inf:
        return Mixture(np.inf, np.inf, best_weights, known.columns, np.zeros(len(known.columns)))
    known.add(best.columns)
    seen(best.columns)
    if not copies and case.lingering is None and not np.isfinite(aim.limit):
        return Mixture(best.bound, best.bound, best_weights, best.columns, np.ones(len(best.columns)))
    bound, value, share = best.bound, np.inf, np.zeros(len(known.columns))
    while True:
        try:
            value, share, found = solve_mixture(case, aim, division.spaces, copies, known.columns)
        except LimitReachedError:  # what has been proved stands
            break
        share = np.concatenate([share, np.zeros(len(known.columns) - len(share))])
        if value - bound <= EXACT * (1 + abs(value)) or enough(bound, value):
            break
        improved = False
        for step in STEPS:
            if time.monotonic() > deadline:
                break
            tried = repaired(case, aim, best_weights.blended(found, step))
            at = price(case, aim, division.spaces, tried)
            seen(at.columns)
            new = known.add(at.columns)
            if at.bound > bound:
                bound, best_weights, improved = at.bound, tried, True
            if new or improved:
                improved = True
                break
        if not improved:
            break
    share = np.concatenate([share, np.zeros(len(known.columns) - len(share))])
    return Mixture(bound, value, best_weights, known.columns, share)


class _Known:
    """Plans without repetition."""

    def __init__(self, columns: tuple[Column, ...]) -> None:
        self.columns: tuple[Column, ...] = ()
        self._keys: set[tuple[tuple[int, ...], bytes]] = set()
        self.add(columns)

    def add(self, columns: tuple[Column, ...]) -> bool:
        """Return whether any is new."""
        fresh = False
        for column in columns:
            key = (column.owned, column.change.tobytes())
            if key not in self._keys:
                self._keys.add(key)
                self.columns += (column,)
                fresh = True
        return fresh
