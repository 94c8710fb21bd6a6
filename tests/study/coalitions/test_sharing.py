"""The rules side by side for games of many municipalities, and for groups that have nothing in common."""

import numpy as np
import pytest

from kopa_sim.economy.cooperative_game import coalitions_along, sampled_orders
from kopa_sim.model.streams import Streams
from kopa_sim.study.coalitions import Game
from kopa_sim.study.coalitions.sharing import share

DRAWS = np.array([1.0, 2.0])


def game(players, worth, coalitions, orders=None, agreed=None):
    return Game(
        option="option",
        title="Option",
        players=tuple(range(players)),
        worth={number: worth(number) * DRAWS for number in coalitions},
        gain_as_agreed=np.outer(DRAWS, np.zeros(players) if agreed is None else agreed),
        cost_before=np.ones((2, players)),
        counted={"equal": np.ones((2, players))},
        exact=orders is None,
        orders=orders,
    )


def by_rule(found):
    return {(sharing.rule, sharing.divided): sharing for sharing in found.sharings}


def pair_adds(number):
    """Everyone is worth 1, and the first two add 10 to one another."""
    return number.bit_count() + 10.0 * (number & 0b11 == 0b11)


def test_twenty_municipalities_are_shared_by_sampled_orders():
    orders = sampled_orders(Streams(1), 20, 4)
    formed = {number for order in orders for number in coalitions_along(order)}
    known = formed | {1 << player for player in range(20)} | {0b11}
    found = share(game(20, pair_adds, known, orders))
    shapley = by_rule(found)["shapley", ""]
    assert shapley.expected == pytest.approx(1.5 * np.array([6.0, 6.0] + [1.0] * 18))
    assert shapley.standard_error == pytest.approx(np.zeros(20))
    assert shapley.stays
    equal = by_rule(found)["equal", "surplus"]
    assert not equal.stays
    assert int(equal.objection.coalition) in known
    assert int(equal.objection.coalition) & 0b11 == 0b11
    assert ("nucleolus", "") not in by_rule(found)


def test_those_who_lose_are_told_to_leave_alone_and_not_with_others_who_lose_too():
    """Nobody adds to anybody and all lose as agreed: each has its own reason, and no group is named."""
    found = share(game(3, lambda number: 0.0, range(8), agreed=[-1.0, -2.0, 3.0]))
    agreed = found.sharings[0]
    assert agreed.objection_player.coalition.tolist() == [0b001, 0b010, -1]
    assert agreed.objection_player.gain == pytest.approx([1.5, 3.0, 0.0])
    assert agreed.objection.coalition == 0b010
    assert [agreed.keeps(player) for player in range(3)] == [False, False, True]
    assert agreed.stays_share == 0.0


def test_rules_that_share_what_is_added_keep_a_pair_and_dividing_everything_does_not():
    found = by_rule(share(game(2, lambda number: {0: 0.0, 1: 8.0, 2: 0.0, 3: 10.0}[number], range(4))))
    assert found["equal", "surplus"].expected == pytest.approx([13.5, 1.5])
    assert found["equal", "surplus"].stays
    assert found["equal", "gain"].expected == pytest.approx([7.5, 7.5])
    assert found["equal", "gain"].objection.coalition == 0b01
    assert found["equal", "gain"].objection.gain == pytest.approx(12.0 - 7.5)
    assert found["nucleolus", ""].expected == pytest.approx([13.5, 1.5])
    assert found["nucleolus", ""].stays_share == 1.0
