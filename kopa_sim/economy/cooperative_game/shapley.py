"""The Shapley value: every player's mean contribution over all orders in which players can join."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import factorial
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.economy.cooperative_game.game import players_in
from kopa_sim.model.streams import Streams

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

STREAM: Final = "coalitions.orders"
"""Stream of the orders in which players join."""


def shapley_value(worth_coalition: Floats) -> Floats:
    """Return the Shapley value. (…, player)

    φ_i = Σ over S without i of |S|! (n − |S| − 1)! / n! × (v(S ∪ i) − v(S)); Shapley, L. S. (1953), A value for
    n-person games, Contributions to the Theory of Games II.
    """
    players = players_in(worth_coalition)
    coalitions = np.arange(1 << players)
    sizes = np.array([int(coalition).bit_count() for coalition in coalitions])
    weights = np.array(
        [factorial(s) * factorial(players - s - 1) / factorial(players) for s in range(players)]
    )
    value = np.zeros((*worth_coalition.shape[:-1], players))
    for player in range(players):
        without = coalitions[coalitions >> player & 1 == 0]
        joins = worth_coalition[..., without | 1 << player] - worth_coalition[..., without]
        value[..., player] = (joins * weights[sizes[without]]).sum(axis=-1)
    return value


def sampled_orders(streams: Streams, players: int, pairs: int) -> Ints:
    """Return orders in which players join, drawn at random, each followed by its reverse. (2 × pair, player)

    A player who comes early in one order comes late in the other, which takes much of the chance out of the mean
    (Mitchell, Cooper, Frank and Holmes 2022, Sampling permutations for Shapley value estimation).
    """
    generator = streams.generator(STREAM, str(players))
    orders = np.array([generator.permutation(players) for _ in range(pairs)], dtype=np.intp)
    paired: Ints = np.stack([orders, orders[:, ::-1]], axis=1).reshape(-1, players)
    return paired


def coalitions_along(order: Ints) -> tuple[int, ...]:
    """Return the coalitions that form as players join in an order: nobody, the first, …, everybody."""
    grown = np.concatenate([[0], np.cumsum(1 << order)])
    return tuple(int(coalition) for coalition in grown)


@dataclass(frozen=True)
class SampledShapley:
    """An estimate of the Shapley value; both (…, player), in the unit of the worth.

    Attributes
    ----------
    standard_error
        Of the mean over pairs of orders; NaN where there is one pair only.
    """

    value: Floats
    standard_error: Floats


def shapley_of_orders(worth: Mapping[int, Floats], orders: Ints) -> SampledShapley:
    """Return the mean contribution over orders that come in pairs (see ``sampled_orders``).

    It sums to the worth of everybody, whatever the orders.

    Parameters
    ----------
    worth
        What every coalition that forms in any of the orders is worth; arrays of one shape, such as (draw,).
    """
    grown = [coalitions_along(order) for order in orders]
    shape = np.shape(worth[grown[0][-1]])
    contributions = np.zeros((len(orders), *shape, orders.shape[1]))
    for number, (order, coalitions) in enumerate(zip(orders, grown, strict=True)):
        steps = zip(order, coalitions, coalitions[1:], strict=False)
        for player, before, after in steps:
            contributions[number, ..., player] = worth[after] - worth[before]
    pairs = contributions.reshape(-1, 2, *shape, orders.shape[1]).mean(axis=1)
    spread = pairs.std(axis=0, ddof=1) if len(pairs) > 1 else np.full(pairs.shape[1:], np.nan)
    return SampledShapley(pairs.mean(axis=0), spread / np.sqrt(len(pairs)))
