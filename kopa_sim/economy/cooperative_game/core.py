"""The core: the ways to share in which no coalition does better on its own, and how far a game is from having one."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

from kopa_sim.economy.cooperative_game.game import alone, excesses, membership, players_in, proper_coalitions

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.intp]

ROUNDING: Final = 1e-7
"""Excess, as a share of the largest worth in the game, that is rounding and no reason to leave."""


@dataclass(frozen=True)
class LeastCore:
    """How far a game is from having a core.

    Attributes
    ----------
    epsilon
        Smallest possible value of the largest excess. Above zero the core is empty: so much would have to be laid on
        top of the share of every coalition to keep all of them. At or below zero the core is not empty, and −epsilon
        is what every coalition gains by staying at least.
    shares_player
        A way to share that reaches it. (player,)
    """

    epsilon: float
    shares_player: Floats

    @property
    def core_empty(self) -> bool:
        """Whether no way to share keeps all coalitions; epsilon is exactly zero where rounding decides."""
        return self.epsilon > 0.0


def scale_of(worth_coalition: Floats) -> float:
    """Return the largest gain from joining in a game without draws, 1 where there is none."""
    inside = membership(players_in(worth_coalition)).astype(np.float64)
    gains = worth_coalition - inside @ alone(worth_coalition)
    return float(np.abs(gains).max()) or 1.0


def tolerance(worth_coalition: Floats) -> Floats:
    """Return the excess that is rounding. (…,)"""
    allowed: Floats = ROUNDING * np.abs(worth_coalition).max(axis=-1)
    return allowed


def least_core(worth_coalition: Floats) -> LeastCore:
    """Return the smallest largest excess over all ways to share the worth of everybody. (coalition,)

    Linear programme: min ε with x(S) + ε ≥ v(S) for every coalition but nobody and everybody, and x(N) = v(N); for a
    game of one player ε is −∞, as there is nobody to leave.

    Raises
    ------
    RuntimeError
        If the solver gives up.
    """
    players = players_in(worth_coalition)
    if players == 1:
        return LeastCore(-np.inf, worth_coalition[1:].copy())
    own, scale = alone(worth_coalition), scale_of(worth_coalition)
    proper, inside = proper_coalitions(players), membership(players).astype(np.float64)
    gains = (worth_coalition - inside @ own) / scale
    solved = linprog(
        np.append(np.zeros(players), 1.0),
        A_ub=-np.column_stack([inside[proper], np.ones(len(proper))]),
        b_ub=-gains[proper],
        A_eq=np.append(np.ones(players), 0.0)[None],
        b_eq=[gains[-1]],
        bounds=(None, None),
        method="highs",
    )
    if solved.x is None:
        raise RuntimeError(f"the least core was not found: {solved.message}")
    shares = own + scale * solved.x[:players]
    epsilon = float(excesses(worth_coalition, shares)[proper].max())
    return LeastCore(0.0 if abs(epsilon) <= float(tolerance(worth_coalition)) else epsilon, shares)


@dataclass(frozen=True)
class Objection:
    """The coalition that gains most by leaving.

    Attributes
    ----------
    coalition
        Its number, -1 where no coalition gains. (…,)
    gain
        What it gains by leaving, all members together; 0 where none does. (…,)
    """

    coalition: Ints
    gain: Floats


def essential_coalitions(worth_coalition: Floats) -> Bools:
    """Return which coalitions are worth more than any way to part into smaller ones is. (…, coalition)

    Nobody gains by leaving together with players who would do as well elsewhere: shares that keep every essential
    coalition keep all (Huberman, G. 1980, The nucleolus and the essential coalitions). Every player alone is one.
    """
    players, allowed = players_in(worth_coalition), tolerance(worth_coalition)
    best = worth_coalition.copy()
    essential = np.ones(worth_coalition.shape, dtype=np.bool_)
    essential[..., 0] = False
    for coalition in range(1, 1 << players):
        parted = _best_parted(best, coalition)
        if parted is not None:
            essential[..., coalition] = worth_coalition[..., coalition] > parted + allowed
            best[..., coalition] = np.maximum(worth_coalition[..., coalition], parted)
    return essential


def _best_parted(best_coalition: Floats, coalition: int) -> Floats | None:
    """Return the most that two parts of a coalition can be worth, None for one player. (…,)"""
    low = coalition & -coalition
    part, found = (coalition - 1) & coalition, None
    while part:
        if part & low:
            worth = best_coalition[..., part] + best_coalition[..., coalition ^ part]
            found = worth if found is None else np.maximum(found, worth)
        part = (part - 1) & coalition
    return found


def strongest_objection(
    worth_coalition: Floats,
    shares_player: Floats,
    among_coalition: Bools | None = None,
    inside_coalition_player: Bools | None = None,
) -> Objection:
    """Return which coalition gains most by going on its own under a way to share, and how much.

    Everybody together does not leave.

    Parameters
    ----------
    among_coalition
        Coalitions that are looked at; all when not given. (…, coalition)
    inside_coalition_player
        Who belongs to each coalition, where some coalitions are listed and not all in order: what is returned is then
        the coalition's place in the list. (coalition, player)
    """
    among, inside = _looked_at(worth_coalition, among_coalition, inside_coalition_player)
    excess = worth_coalition - shares_player @ inside.T.astype(np.float64)
    return _strongest(excess, among, tolerance(worth_coalition))


def objections_by_player(
    worth_coalition: Floats,
    shares_player: Floats,
    among_coalition: Bools | None = None,
    inside_coalition_player: Bools | None = None,
) -> Objection:
    """Return the same for each player among the coalitions it belongs to. Both (…, player)"""
    among, inside = _looked_at(worth_coalition, among_coalition, inside_coalition_player)
    excess = worth_coalition - shares_player @ inside.T.astype(np.float64)
    own = [_strongest(excess, among & member, tolerance(worth_coalition)) for member in inside.T]
    return Objection(
        np.stack([of.coalition for of in own], axis=-1), np.stack([of.gain for of in own], axis=-1)
    )


def _looked_at(worth: Floats, among: Bools | None, inside: Bools | None) -> tuple[Bools, Bools]:
    """Return which coalitions may leave, and who belongs to which. (…, coalition), (coalition, player)"""
    members = membership(players_in(worth)) if inside is None else inside
    size = members.sum(axis=1)
    proper: Bools = (size > 0) & (size < members.shape[1])
    return np.broadcast_to(proper if among is None else proper & among, worth.shape), members


def _strongest(excess_coalition: Floats, among_coalition: Bools, allowed: Floats) -> Objection:
    able = np.where(among_coalition, excess_coalition, -np.inf)
    best = able.argmax(axis=-1)
    gain = np.take_along_axis(able, best[..., None], axis=-1)[..., 0]
    leaves = gain > allowed
    return Objection(np.where(leaves, best, -1).astype(np.intp), np.where(leaves, gain, 0.0))


def in_core(worth_coalition: Floats, shares_player: Floats) -> Bools:
    """Return whether a way to share the worth of everybody keeps all coalitions. (…,)"""
    given = np.abs(shares_player.sum(axis=-1) - worth_coalition[..., -1]) <= tolerance(worth_coalition)
    kept: Bools = given & (strongest_objection(worth_coalition, shares_player).coalition < 0)
    return kept
