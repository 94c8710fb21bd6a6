"""Solutions that are printed in textbooks and papers."""

import numpy as np
import pytest

from kopa_sim.economy.cooperative_game import (
    in_core,
    least_core,
    nucleolus,
    prenucleolus,
    shapley_value,
    strongest_objection,
)
from tests.economy.cooperative_game.games import airport, apex, game, glove, majority, talmud

RUNWAYS = (1.0, 2.0, 5.0, 9.0)


def littlechild_owen(costs):
    """Littlechild and Owen (1973): each piece of the runway is paid in equal parts by those who need it."""
    pieces = np.diff(np.array(costs), prepend=0.0) / np.arange(len(costs), 0, -1)
    return np.cumsum(pieces)


def littlechild(costs):
    """Littlechild (1974): the nucleolus of the airport game, group after group from the smallest aeroplane on."""
    paid, spent, first = np.zeros(len(costs)), 0.0, 0
    while first < len(costs):
        left = len(costs) - first
        means = [(costs[first + k] - spent) / (k + 2) for k in range(left - 1)]
        means.append((costs[-1] - spent) / left)
        size = int(np.argmin(means)) + 1
        paid[first : first + size] = min(means)
        spent, first = spent + size * min(means), first + size
    return paid


def test_runway_is_paid_by_piece_under_the_shapley_value():
    assert shapley_value(airport(RUNWAYS)) == pytest.approx(-littlechild_owen(RUNWAYS))
    assert -shapley_value(airport((10.0, 20.0, 30.0))) == pytest.approx([10 / 3, 25 / 3, 55 / 3])


@pytest.mark.parametrize("costs", [RUNWAYS, (3.0, 3.0, 4.0, 20.0), (1.0, 8.0, 9.0, 10.0, 11.0), (2.0, 5.0)])
def test_runway_nucleolus_is_that_of_littlechild(costs):
    assert -nucleolus(airport(costs)) == pytest.approx(littlechild(costs))


def test_the_rare_glove_takes_all_in_the_core_and_two_thirds_by_shapley():
    assert shapley_value(glove()) == pytest.approx([2 / 3, 1 / 6, 1 / 6])
    assert nucleolus(glove()) == pytest.approx([1.0, 0.0, 0.0])
    assert in_core(glove(), np.array([1.0, 0.0, 0.0]))
    assert least_core(glove()).epsilon == 0.0


def test_shapley_shares_of_the_gloves_are_left_by_a_pair():
    found = strongest_objection(glove(), shapley_value(glove()))
    assert found.coalition in (0b011, 0b101)
    assert found.gain == pytest.approx(1 - 2 / 3 - 1 / 6)


@pytest.mark.parametrize(
    ("estate", "shares"), [(100, [100 / 3] * 3), (200, [50, 75, 75]), (300, [50, 100, 150])]
)
def test_the_talmud_divides_estates_by_the_nucleolus(estate, shares):
    """Aumann and Maschler (1985), Mishna Ketubot 93a."""
    assert nucleolus(talmud(estate)) == pytest.approx(shares)


def test_estates_by_shapley_are_paid_in_random_order_of_arrival():
    assert shapley_value(talmud(200.0)) == pytest.approx([100 / 3, 250 / 3, 250 / 3])


def test_a_majority_of_three_has_no_core_by_a_third():
    found = least_core(majority())
    assert found.core_empty
    assert found.epsilon == pytest.approx(1 / 3)
    for solve in (shapley_value, nucleolus, prenucleolus):
        assert solve(majority()) == pytest.approx([1 / 3] * 3)


def test_apex_game_has_the_nucleolus_of_its_weights():
    """Peleg (1968): weights 2, 1, 1, 1 of a homogeneous majority game, divided by their sum."""
    assert nucleolus(apex()) == pytest.approx([0.4, 0.2, 0.2, 0.2])
    assert shapley_value(apex()) == pytest.approx([1 / 2, 1 / 6, 1 / 6, 1 / 6])
    assert least_core(apex()).epsilon == pytest.approx(0.4)


def test_nobody_gets_less_than_alone_though_the_prenucleolus_would():
    """Players 1 and 2 are worth 10 together and everybody 6: without a floor, player 0 would pay them to stay."""
    worth = game(3, lambda m: {(1, 2): 10.0, (0, 1, 2): 6.0}.get(m, 0.0))
    assert prenucleolus(worth)[0] < -1.0
    assert nucleolus(worth) == pytest.approx([0.0, 3.0, 3.0])


def test_two_players_share_evenly_what_they_gain_together():
    worth = np.array([0.0, 3.0, 5.0, 20.0])
    for solve in (shapley_value, nucleolus):
        assert solve(worth) == pytest.approx([9.0, 11.0])


def test_one_player_has_it_all():
    worth = np.array([0.0, 7.0])
    assert shapley_value(worth) == nucleolus(worth) == least_core(worth).shares_player == [7.0]
    assert strongest_objection(worth, np.array([7.0])).coalition == -1
