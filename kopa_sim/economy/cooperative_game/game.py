"""A cooperative game as an array: what every coalition is worth, coalitions numbered by their members' bits.

Coalition number S contains player i where bit i of S is set, so 0 is nobody and 2^n − 1 everybody. Worth may have
leading axes, such as draws: (…, coalition).
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.intp]


def players_in(worth_coalition: Floats) -> int:
    """Return how many players a game has.

    Raises
    ------
    ValueError
        If the last axis is not as long as a power of two, or nobody is worth something.
    """
    n_coalitions = int(worth_coalition.shape[-1])
    players = n_coalitions.bit_length() - 1
    if n_coalitions < 2 or n_coalitions != 1 << players:
        raise ValueError(f"{n_coalitions} coalitions are not those of whole players: 2, 4, 8, …")
    if np.any(worth_coalition[..., 0] != 0.0):
        raise ValueError("the coalition of nobody is worth something")
    return players


def membership(players: int) -> Bools:
    """Return who belongs to which coalition. (coalition, player)"""
    coalitions = np.arange(1 << players)[:, None]
    inside: Bools = (coalitions >> np.arange(players)) & 1 == 1
    return inside


def members_of(coalition: int) -> tuple[int, ...]:
    """Return the players of a coalition, the lowest first."""
    return tuple(player for player in range(coalition.bit_length()) if coalition >> player & 1)


def coalition_of(members: tuple[int, ...]) -> int:
    """Return the number of the coalition of these players."""
    return sum(1 << int(player) for player in set(members))


def proper_coalitions(players: int) -> Ints:
    """Return every coalition but nobody and everybody, in order."""
    return np.arange(1, (1 << players) - 1)


def alone(worth_coalition: Floats) -> Floats:
    """Return what every player is worth alone. (…, player)"""
    singles = 1 << np.arange(players_in(worth_coalition))
    worth: Floats = worth_coalition[..., singles]
    return worth


def excesses(worth_coalition: Floats, shares_player: Floats) -> Floats:
    """Return by how much each coalition does better on its own: its worth less its members' shares. (…, coalition)

    Above zero, the members of the coalition would leave (Maschler, Peleg and Shapley 1979 call it e(S, x)).

    Parameters
    ----------
    shares_player
        What each player gets. (…, player)
    """
    inside = membership(players_in(worth_coalition)).astype(np.float64)
    together: Floats = worth_coalition - shares_player @ inside.T
    return together
