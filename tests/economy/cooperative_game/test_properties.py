"""What the solutions promise of every game."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from kopa_sim.economy.cooperative_game import (
    NoImputationError,
    essential_coalitions,
    excesses,
    has_imputations,
    in_core,
    least_core,
    membership,
    nucleolus,
    objections_by_player,
    prenucleolus,
    sampled_orders,
    shapley_of_orders,
    shapley_value,
    strongest_objection,
)
from kopa_sim.model.streams import Streams

few = settings(max_examples=40, deadline=None)


@st.composite
def games(draw, players=None, low=-20, high=60):
    n = players or draw(st.integers(1, 4))
    worth = draw(st.lists(st.integers(low, high), min_size=(1 << n) - 1, max_size=(1 << n) - 1))
    return np.array([0, *worth], dtype=float)


def swap(worth, first, second):
    """The same game with two players' names exchanged."""
    inside = membership(len(worth).bit_length() - 1)
    order = np.arange(inside.shape[1])
    order[[first, second]] = order[[second, first]]
    return worth[(inside[:, order] << np.arange(inside.shape[1])).sum(axis=1)]


def balanced(indicators):
    """Whether everybody is a sum of the indicators with weights that are all above zero."""
    found = linprog(
        np.append(np.zeros(len(indicators)), -1.0),
        A_ub=np.column_stack([-np.eye(len(indicators)), np.ones(len(indicators))]),
        b_ub=np.zeros(len(indicators)),
        A_eq=np.column_stack([indicators.T, np.zeros(indicators.shape[1])]),
        b_eq=np.ones(indicators.shape[1]),
    )
    return found.status == 0 and -found.fun > 1e-9


@few
@given(games())
def test_all_is_divided(worth):
    for solve in (shapley_value, prenucleolus):
        assert solve(worth).sum() == pytest.approx(worth[-1], abs=1e-9)


@few
@given(games(players=3), games(players=3))
def test_shapley_values_of_two_games_add_up(first, second):
    assert shapley_value(first + second) == pytest.approx(shapley_value(first) + shapley_value(second))


@few
@given(games(players=4), st.integers(0, 3), st.integers(0, 3))
def test_names_do_not_matter(worth, first, second):
    order = np.arange(4)
    order[[first, second]] = order[[second, first]]
    for solve in (shapley_value, prenucleolus):
        assert solve(swap(worth, first, second)) == pytest.approx(solve(worth)[order], abs=1e-6)


@few
@given(games(players=3))
def test_who_adds_nothing_gets_nothing(worth):
    with_null = np.concatenate([worth, worth])
    assert shapley_value(with_null)[3] == 0.0
    assert shapley_value(with_null)[:3] == pytest.approx(shapley_value(worth))


@few
@given(games(players=3), st.floats(0.1, 5.0), st.lists(st.floats(-50, 50), min_size=3, max_size=3))
def test_the_unit_of_money_and_what_players_own_already_do_not_matter(worth, unit, owned):
    moved = unit * worth + membership(3) @ np.array(owned)
    for solve in (shapley_value, prenucleolus):
        assert solve(moved) == pytest.approx(unit * solve(worth) + owned, abs=1e-5)


@few
@given(games(players=4))
def test_prenucleolus_meets_the_criterion_of_kohlberg(worth):
    """Kohlberg (1971): at every level the coalitions with at least that excess are balanced."""
    found = excesses(worth, prenucleolus(worth))[1:-1].round(6)
    inside = membership(4)[1:-1].astype(float)
    assert all(balanced(inside[found >= level]) for level in np.unique(found))


@few
@given(games(players=4))
def test_nucleolus_is_in_the_core_where_there_is_one(worth):
    least = least_core(worth)
    found = prenucleolus(worth)
    assert bool(in_core(worth, found)) is not least.core_empty
    assert max(excesses(worth, found)[1:-1]) == pytest.approx(least.epsilon, abs=1e-5)
    if not least.core_empty:
        assert nucleolus(worth) == pytest.approx(found, abs=1e-5)


@few
@given(games())
def test_nucleolus_gives_everyone_what_they_have_alone_or_does_not_exist(worth):
    if not has_imputations(worth):
        with pytest.raises(NoImputationError):
            nucleolus(worth)
        return
    own = worth[1 << np.arange(len(worth).bit_length() - 1)]
    assert (nucleolus(worth) >= own - 1e-6).all()


@few
@given(games(players=3), st.lists(st.integers(-20, 40), min_size=3, max_size=3))
def test_strongest_objection_is_the_largest_excess(worth, shares):
    found = strongest_objection(worth, np.array(shares, dtype=float))
    by_hand = {s: worth[s] - sum(shares[i] for i in range(3) if s >> i & 1) for s in range(1, 7)}
    largest = max(by_hand.values())
    assert found.gain == pytest.approx(max(largest, 0.0))
    assert (found.coalition == -1) == (largest <= 0)
    if largest > 0:
        assert by_hand[int(found.coalition)] == largest


@few
@given(games(players=4), st.lists(st.integers(-10, 30), min_size=4, max_size=4))
def test_shares_that_keep_essential_coalitions_keep_all(worth, shares):
    """Whoever has a reason to leave, some of them have it without the others."""
    shares = np.array(shares, dtype=float)
    essential = essential_coalitions(worth)
    every = strongest_objection(worth, shares).coalition >= 0
    assert (strongest_objection(worth, shares, essential).coalition >= 0) == every
    by_player = objections_by_player(worth, shares, essential)
    assert (by_player.coalition >= 0).any() == every
    for player, coalition in enumerate(by_player.coalition):
        assert coalition < 0 or (essential[coalition] and coalition >> player & 1)


def test_only_those_who_add_to_one_another_are_essential_together():
    worth = np.array([0.0, 1, 1, 5, 1, 2, 2, 6])
    assert np.flatnonzero(essential_coalitions(worth)).tolist() == [0b001, 0b010, 0b011, 0b100]
    draws = np.stack([worth, worth + np.array([0, 0, 0, 0, 0, 3, 0, 0])])
    assert np.flatnonzero(essential_coalitions(draws)[1]).tolist() == [0b001, 0b010, 0b011, 0b100, 0b101]


def test_shapley_values_of_draws_are_those_of_each_draw():
    worth = np.random.default_rng(1).normal(size=(5, 16))
    worth[:, 0] = 0.0
    assert shapley_value(worth) == pytest.approx(np.array([shapley_value(draw) for draw in worth]))


def test_all_orders_give_the_exact_value_and_some_come_near_it():
    worth = np.random.default_rng(2).normal(size=(3, 32)).cumsum(axis=1)
    worth[:, 0] = 0.0
    orders = sampled_orders(Streams(5), 5, 400)
    found = shapley_of_orders(dict(enumerate(worth.T)), orders)
    assert found.value.sum(axis=1) == pytest.approx(worth[:, -1])
    away = np.abs(found.value - shapley_value(worth)) / found.standard_error
    assert (away < 4).all()
    assert (found.standard_error < 0.2).all()


def test_an_order_is_followed_by_its_reverse():
    orders = sampled_orders(Streams(1), 9, 7)
    assert (orders[::2] == orders[1::2, ::-1]).all()
    assert (np.sort(orders, axis=1) == np.arange(9)).all()
    assert not (orders[0] == orders[2]).all()


def test_a_game_of_no_whole_players_is_refused():
    with pytest.raises(ValueError, match="whole players"):
        shapley_value(np.zeros(6))
    with pytest.raises(ValueError, match="nobody"):
        shapley_value(np.ones(4))
