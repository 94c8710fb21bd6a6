"""Rules by which the members of a cooperation divide what they gain by it, or its whole bill.

By a rule of thumb each member's part is proportional to something that can be counted: its pupils, its residents,
what it uses, its tax base, or itself. By the rules of game theory it follows from what every coalition could do
alone.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.economy.cooperative_game.nucleolus import has_imputations, nucleolus, prenucleolus

Floats = NDArray[np.float64]

COUNTED_RULES: Final[tuple[str, ...]] = (
    "by_pupils",
    "by_residents",
    "by_use_hours",
    "by_use_km",
    "by_tax_base",
    "equal",
)
"""Rules that divide in proportion to what is counted."""

GAME_RULES: Final[tuple[str, ...]] = ("shapley", "nucleolus")
"""Rules that follow from the worth of coalitions."""

DIVIDED: Final[tuple[str, ...]] = ("surplus", "gain", "bill")
"""What a counted rule divides: what cooperation adds to what each gains alone, all that is gained, or the bill."""


def parts(counted_player: Floats) -> Floats:
    """Return each player's part of a sum, proportional to what is counted; equal parts where nothing is. (…, player)

    Raises
    ------
    ValueError
        If something is counted below zero.
    """
    if np.any(counted_player < 0.0):
        raise ValueError("what is counted cannot be negative")
    total = counted_player.sum(axis=-1, keepdims=True)
    even = np.full(counted_player.shape, 1.0 / counted_player.shape[-1])
    part: Floats = np.divide(counted_player, total, out=even, where=total > 0.0)
    return part


def gains_by_dividing_surplus(alone_player: Floats, worth_of_all: Floats, counted_player: Floats) -> Floats:
    """Return what each player gains who keeps what it gains alone and gets a part of what is added. (…, player)

    Parameters
    ----------
    alone_player
        What each player gains alone. (…, player)
    """
    added = worth_of_all - alone_player.sum(axis=-1)
    gains: Floats = alone_player + added[..., None] * parts(counted_player)
    return gains


def gains_by_dividing_gain(worth_of_all: Floats, counted_player: Floats) -> Floats:
    """Return what each player gains where the worth of everybody is divided by what is counted. (…, player)"""
    gains: Floats = worth_of_all[..., None] * parts(counted_player)
    return gains


def gains_by_dividing_bill(cost_before_player: Floats, bill_of_all: Floats, counted_player: Floats) -> Floats:
    """Return what each player gains where all pay one bill, divided by what is counted. (…, player)

    gain = what the player paid before − its part of what all pay together. The gains sum to what all paid before less
    the bill.
    """
    gains: Floats = cost_before_player - bill_of_all[..., None] * parts(counted_player)
    return gains


def nucleolus_of_draws(worth_draw_coalition: Floats) -> Floats:
    """Return the nucleolus of the game of every draw. (draw, coalition) -> (draw, player)

    In a draw in which everybody together is worth less than the players alone there is no nucleolus; there the
    prenucleolus stands, which asks the same but lets a player get less than alone.
    """
    possible = has_imputations(worth_draw_coalition)
    return np.array(
        [
            nucleolus(worth) if found else prenucleolus(worth)
            for worth, found in zip(worth_draw_coalition, possible, strict=True)
        ]
    )
