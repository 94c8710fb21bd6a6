"""Cost averaged over representative futures: the simulator's own on each of them."""

from pathlib import Path

import numpy as np
import pytest

from kopa_sim.scenario.load import load_scenario
from kopa_sim.study.mean_future import mean_future_cost
from kopa_sim.study.optimise.contents import Wishes
from kopa_sim.study.optimise.engine import optimise
from kopa_sim.study.optimise.futures import representative_futures, sampled_count
from kopa_sim.study.optimise.question import ask
from kopa_sim.study.optimise.simulated import Simulator
from kopa_sim.study.prepare import prepare

MINIMAL = Path(__file__).parents[3] / "scenarios" / "minimal"
COUNT = 3


@pytest.fixture(scope="module")
def simulator():
    prepared = prepare(load_scenario(MINIMAL), seed=1, draws=sampled_count(COUNT), option_ids=["as_is"])
    futures = representative_futures(prepared, prepared.as_is.people, COUNT, 1)
    return Simulator(prepared, prepared.as_is, futures=futures)


def test_the_weights_of_the_futures_sum_to_one_and_their_pupils_are_whole(simulator):
    assert sum(simulator.futures.weights) == pytest.approx(1.0)
    for pupils in simulator.futures.pupils:
        assert pupils.draws == 1
        assert (pupils.pupils_draw_year_area_grade % 1 == 0).all()


def test_the_price_of_closing_is_the_simulators_average(simulator):
    question = ask(simulator, Wishes())
    plans = np.full((len(question.codes) + 1, len(question.codes)), question.years)
    np.fill_diagonal(plans, 2)
    prices = question.pricer(plans)
    for plan, cost, broken in zip(plans, prices.cost, prices.broken, strict=True):
        option = simulator.with_measures("some", question.measures(plan))
        if broken == 0.0:
            assert simulator.cost(option) == pytest.approx(cost, rel=1e-9)


def test_costs_of_municipalities_are_averages_over_the_same_futures(simulator):
    network = simulator.network(simulator.base)
    mean = Simulator(simulator.prepared, simulator.base).network(simulator.base)
    assert network.cost_eur_municipality.sum() == pytest.approx(network.cost_eur, rel=1e-12)
    assert network.cost_eur_municipality.sum() != pytest.approx(mean.cost_eur_municipality.sum(), rel=1e-6)
    factors = 1.03 ** -np.arange(len(simulator.base.plan.costed_years))
    assert network.gross_eur_year_municipality.sum(axis=1) @ factors == pytest.approx(network.cost_eur)


def test_with_the_mean_future_as_the_only_future_nothing_changes(simulator):
    mean = Simulator(simulator.prepared, simulator.base)
    assert mean.cost(mean.base) == float(mean_future_cost(simulator.prepared, simulator.base)[-1])
    assert simulator.cost(simulator.base) != mean.cost(mean.base)


def test_the_best_network_over_futures_is_proved_and_said_to_be_over_them():
    found = optimise(load_scenario(MINIMAL), Wishes(futures=2, gap=0.01, seconds=20.0))
    assert found.networks[0].proved
    assert found.networks[0].cost_eur <= found.base.cost_eur * (1 + 1e-9)
    assert any("representative futures" in note for note in found.notes)
