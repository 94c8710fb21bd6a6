"""The best network of the minimal scenario, proved, and wishes that cannot be kept."""

import time
from itertools import count, pairwise

import pytest

from kopa_sim.study.optimise import small_space, wider_search
from kopa_sim.study.optimise.contents import Wishes
from kopa_sim.study.optimise.engine import optimise
from kopa_sim.study.optimise.impossible import ImpossibleWishError
from tests.study.optimise.answers import answer_to, minimal


@pytest.fixture(scope="module")
def scenario():
    return minimal()


@pytest.fixture(scope="module")
def best():
    return answer_to()


def test_the_best_network_is_proved_and_costs_what_the_simulator_says(best):
    (found,) = best.networks
    assert found.proved
    assert found.bound_eur <= found.searched_cost_eur
    assert found.cost_eur == pytest.approx(found.searched_cost_eur, rel=1e-9)
    assert not best.limit_reached


@pytest.fixture
def searched(monkeypatch):
    """Even a small question is searched, where else all of its plans would be priced."""
    monkeypatch.setattr(small_space, "MOST_PLANS", 0)
    monkeypatch.setattr(small_space, "AT_ONCE", 0)
    monkeypatch.setattr(wider_search, "AT_ONCE", 0)


def hasty():
    """Return a clock on which every look at it is an hour later."""
    hours = count()
    return lambda: 3600.0 * next(hours)


@pytest.mark.usefixtures("searched")
def test_a_search_of_schools_that_share_teachers_says_when_time_ended_it(scenario):
    """The tables price no schools that are tied together, so nothing is proved whatever the time."""
    cut = optimise(scenario, Wishes(base_option="shared_teachers", seconds=30.0), clock=hasty())
    assert cut.limit_reached
    assert not any(network.proved for network in cut.networks)


NO_CLOSING = Wishes(most_closings_a_year=0, seconds=20.0)
"""The bound does not know how many schools may close in a year, so it lies below what these wishes permit."""


@pytest.mark.usefixtures("searched")
def test_a_gap_that_no_time_would_close_is_said_and_is_no_limit(scenario):
    through = optimise(scenario, NO_CLOSING)
    (found,) = through.networks
    assert not found.proved and found.gap > NO_CLOSING.gap
    assert not through.limit_reached
    said = [note for note in through.notes if getattr(note, "key", "") == "note_gap_stays"]
    assert len(said) == 1 and f"{found.gap:.2%}" in said[0]


@pytest.mark.usefixtures("searched")
def test_the_same_gap_is_a_limit_where_time_ended_the_search(scenario):
    cut = optimise(scenario, NO_CLOSING, clock=hasty())
    assert cut.limit_reached
    assert not any(network.proved for network in cut.networks)
    assert "note_gap_stays" not in [getattr(note, "key", "") for note in cut.notes]


def test_it_is_no_dearer_than_what_stands_or_was_drawn_by_hand(best):
    (found,) = best.networks
    assert found.cost_eur <= best.base.cost_eur
    closing = next(hand for hand in best.hand_made if hand.option == "close_village")
    assert found.cost_eur <= closing.cost_eur + 1e-6


def test_without_a_clock_the_answer_is_the_same_every_time(scenario):
    first, second = (optimise(scenario, Wishes(seconds=None)) for _ in range(2))
    assert first.networks[0].closed == second.networks[0].closed
    assert first.networks[0].cost_eur == second.networks[0].cost_eur


def test_the_frontier_goes_from_the_cheapest_to_the_shortest_journeys(scenario):
    networks = optimise(scenario, Wishes(objective="frontier", seconds=20.0)).networks
    assert len(networks) >= 2
    for one, other in pairwise(networks):
        assert one.cost_eur < other.cost_eur
        assert one.mean_minutes > other.mean_minutes


def test_a_school_that_stays_cannot_be_closed_and_the_answer_says_which(scenario):
    with pytest.raises(ImpossibleWishError) as refused:
        optimise(scenario, Wishes(keep=("takakyla",), close=("takakyla",), seconds=5.0))
    assert "takakyla" in str(refused.value)


def test_an_impossible_closing_names_the_limit_and_the_year(scenario):
    every = scenario.region.schools.codes
    with pytest.raises(ImpossibleWishError) as refused:
        optimise(scenario, Wishes(close=every, seconds=5.0))
    assert str(scenario.end_year) in str(refused.value)


def test_open_borders_stand_first_among_the_measures():
    (found,) = answer_to(open_borders=True).networks
    assert found.measures[0].measure == "cooperate"
    assert found.cost_eur == pytest.approx(found.searched_cost_eur, rel=1e-9)


def test_the_shortest_journeys_for_the_money_are_proved_in_minutes(scenario):
    shortest = optimise(scenario, Wishes(objective="minutes", gap=0.01, seconds=20.0), clock=time.monotonic)
    (found,) = shortest.networks
    assert found.proved
    assert found.cost_eur <= shortest.base.cost_eur * (1 + 1e-9)
    assert found.mean_minutes <= shortest.base.mean_minutes * (1 + 1e-9)
    assert not shortest.limit_reached
