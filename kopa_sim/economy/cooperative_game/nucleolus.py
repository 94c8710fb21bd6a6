"""The nucleolus: the way to share under which the coalition with most cause to complain has the least, then the next.

The largest excess is made as small as can be; among the ways that reach it, the next largest, and so on, until one
way is left. A coalition's excess may be called settled only when it is the same in all the ways that are left. It is
when its constraint has a positive dual price, for then it is tight in every optimum, and when its members' indicator
is a combination of settled ones. Settling every coalition that happens to be tight in one optimum is the well-known
mistake (Guajardo and Jörnsten 2015).
"""

from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

from kopa_sim.economy.cooperative_game.core import scale_of, tolerance
from kopa_sim.economy.cooperative_game.game import alone, membership, players_in, proper_coalitions

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

PRICE: Final = 1e-7
"""Dual price above which a constraint is tight in every optimum. Prices of one programme sum to 1."""

SPAN: Final = 1e-9
"""Length of what an indicator has outside the span of settled ones that is rounding."""


class NoImputationError(ValueError):
    """Together the players are worth less than each alone, so no way to share gives everyone what they have alone."""


def has_imputations(worth_coalition: Floats) -> Bools:
    """Return whether the worth of everybody is at least what players are worth alone. (…,)"""
    short = alone(worth_coalition).sum(axis=-1) - worth_coalition[..., -1]
    enough: Bools = short <= tolerance(worth_coalition)
    return enough


def nucleolus(worth_coalition: Floats) -> Floats:
    """Return the nucleolus: nobody gets less than alone. (coalition,) -> (player,)

    Schmeidler, D. (1969), The nucleolus of a characteristic function game, SIAM J. Appl. Math. 17; by a sequence of
    linear programmes (Maschler, Peleg and Shapley 1979, Math. Oper. Res. 4), at most one for each player.

    Raises
    ------
    NoImputationError
        If no way to share gives every player at least its own worth; see ``prenucleolus``.
    RuntimeError
        If the solver gives up.
    """
    if not has_imputations(worth_coalition):
        raise NoImputationError("everybody together is worth less than the sum of what each is worth alone")
    return _lexicographic(worth_coalition, rational=True)


def prenucleolus(worth_coalition: Floats) -> Floats:
    """Return the same without asking that nobody gets less than alone; it always exists. (player,)

    It is the nucleolus where the core is not empty.
    """
    return _lexicographic(worth_coalition, rational=False)


@dataclass
class _Face:
    """The ways to share that are left: equations on the shares, and the span of their left sides.

    Attributes
    ----------
    rows, right
        Equations rows @ x = right. (equation, player), (equation,)
    basis
        Orthonormal rows that span the equations' left sides. (dimension, player)
    """

    rows: Floats
    right: Floats
    basis: Floats = field(init=False)

    def __post_init__(self) -> None:
        self.basis = self.rows / np.linalg.norm(self.rows, axis=1, keepdims=True)

    def outside(self, indicators: Floats) -> Bools:
        """Return which indicators are no combination of the equations. (indicator,)"""
        rest = indicators - indicators @ self.basis.T @ self.basis
        beyond: Bools = np.abs(rest).max(axis=1) > SPAN
        return beyond

    def settle(self, indicator: Floats, value: float) -> None:
        """Add an equation, unless those that are there already decide it."""
        if not self.outside(indicator[None])[0]:
            return
        rest = indicator - indicator @ self.basis.T @ self.basis
        self.rows, self.right = np.vstack([self.rows, indicator]), np.append(self.right, value)
        self.basis = np.vstack([self.basis, rest / np.linalg.norm(rest)])

    @property
    def is_point(self) -> bool:
        """Whether one way to share is left."""
        return bool(len(self.basis) == self.basis.shape[1])


def _lexicographic(worth_coalition: Floats, *, rational: bool) -> Floats:
    """Return the shares of a game from which what players are worth alone is taken first, in units of its scale."""
    players = players_in(worth_coalition)
    own, scale = alone(worth_coalition), scale_of(worth_coalition)
    proper, inside = proper_coalitions(players), membership(players).astype(np.float64)
    gains = (worth_coalition - inside @ own) / scale
    face = _Face(np.ones((1, players)), gains[-1:])
    if rational and gains[-1] <= 0.0:
        return _exact_sum(own, worth_coalition)
    left = proper
    while not face.is_point:
        left = left[face.outside(inside[left])]
        _settle_worst(face, inside[left], gains[left], rational=rational)
    shares = own + scale * np.linalg.solve(face.rows, face.right)
    return _exact_sum(shares, worth_coalition)


def _settle_worst(face: _Face, indicators: Floats, gains: Floats, *, rational: bool) -> None:
    """Make the largest excess of the coalitions left as small as can be, and settle those that cannot be lower.

    Raises
    ------
    RuntimeError
        If the solver gives up or settles nothing.
    """
    players = indicators.shape[1]
    solved: Any = linprog(
        np.append(np.zeros(players), 1.0),
        A_ub=-np.column_stack([indicators, np.ones(len(indicators))]),
        b_ub=-gains,
        A_eq=np.column_stack([face.rows, np.zeros(len(face.rows))]),
        b_eq=face.right,
        bounds=[(0.0 if rational else None, None)] * players + [(None, None)],
        method="highs",
    )
    if solved.x is None:
        raise RuntimeError(f"the nucleolus was not found: {solved.message}")
    before, largest = len(face.basis), float(solved.x[-1])
    for row in np.flatnonzero(-solved.ineqlin.marginals > PRICE):
        face.settle(indicators[row], float(gains[row]) - largest)
    for player in np.flatnonzero(solved.lower.marginals[:players] > PRICE) if rational else ():
        face.settle(np.eye(players)[player], 0.0)
    if len(face.basis) == before:
        raise RuntimeError("the nucleolus was not found: no coalition's excess could be settled")


def _exact_sum(shares: Floats, worth_coalition: Floats) -> Floats:
    """Return the shares with the rounding of the solver spread evenly, so that they sum to the worth of everybody."""
    exact: Floats = shares + (worth_coalition[-1] - shares.sum()) / len(shares)
    return exact
