"""Options made by hand stand beside the networks that are found, priced alike."""

from dataclasses import replace

import pytest

from kopa_sim.scenario.contents import OptionSpec
from kopa_sim.scenario.measures import OptimiseNetwork
from kopa_sim.study.mean_future import mean_future_cost
from kopa_sim.study.optimise.hand_made import mean_journeys, price_hand_made
from kopa_sim.study.prepare import prepare


@pytest.fixture(scope="module")
def by_hand(scenario):
    return {network.option: network for network in price_hand_made(scenario, "as_is")}


def test_every_option_beside_the_base_is_there(scenario, by_hand):
    assert list(by_hand) == [option.id for option in scenario.options if option.id != "as_is"]


def test_it_costs_what_the_run_says_of_it(scenario, by_hand):
    prepared = prepare(scenario, seed=5, draws=2)
    for option in prepared.options[1:]:
        assert by_hand[option.plan.option].cost_eur == mean_future_cost(prepared, option)[-1]


def test_it_tells_what_it_closes_beside_the_base(scenario, by_hand):
    assert by_hand["close_village"].closed == (("takakyla", 2027),)
    assert by_hand["shared_teachers"].closed == ()
    beside = {network.option: network for network in price_hand_made(scenario, "close_village")}
    assert beside["together"].closed == ()
    assert "as_is" in beside


def test_closing_the_village_school_makes_the_mean_journey_longer(scenario, by_hand):
    prepared = prepare(scenario, seed=1, draws=1, option_ids=["as_is"])
    as_is = mean_journeys(prepared, prepared.as_is)
    assert by_hand["close_village"].mean_minutes > as_is.mean_minutes
    assert by_hand["close_village"].longest_minutes >= as_is.longest_minutes
    assert by_hand["shared_teachers"].mean_minutes == pytest.approx(as_is.mean_minutes)


def test_what_is_left_to_the_solver_has_no_price_yet(scenario, by_hand):
    measure = OptimiseNetwork(measure="optimise_network")
    solved = OptionSpec("solved", "Solved", "as_is", (measure,))
    asked = replace(scenario, options=(*scenario.options, solved))
    assert [n.option for n in price_hand_made(asked, "as_is")] == list(by_hand)
