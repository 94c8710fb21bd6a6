"""Games of the textbooks."""

import numpy as np

from kopa_sim.economy.cooperative_game import members_of


def game(players, worth):
    """The game in which a coalition's members are worth ``worth(members)``."""
    return np.array([worth(members_of(coalition)) for coalition in range(1 << players)], dtype=float)


def airport(costs):
    """Aeroplanes share a runway as long as the longest of them needs; worth is cost with a minus before it."""
    return game(len(costs), lambda members: -max((costs[i] for i in members), default=0.0))


def glove():
    """Player 0 has a left glove, players 1 and 2 a right one each; a pair is worth 1."""
    return game(3, lambda members: float(0 in members and len(members) > 1))


def talmud(estate, claims=(100.0, 200.0, 300.0)):
    """Three creditors: a coalition is worth what is left once the others have all that they claim."""
    everybody = range(len(claims))
    return game(len(claims), lambda own: max(0.0, estate - sum(claims[i] for i in everybody if i not in own)))


def majority(players=3):
    """Any majority takes all."""
    return game(players, lambda members: float(2 * len(members) > players))


def apex():
    """Player 0 with anyone, or the three others together, win."""
    return game(4, lambda members: float((0 in members and len(members) > 1) or len(members) > 2))
