"""The money of the mean future: stated by a run, whatever the futures it samples."""

import numpy as np
import pytest

from kopa_sim.study import run_scenario
from kopa_sim.study.judgement import MEAN_FUTURE_COST
from kopa_sim.study.mean_future import mean_future, mean_future_cost
from kopa_sim.study.prepare import prepare


@pytest.fixture(scope="module")
def prepared(scenario):
    return prepare(scenario, seed=1, draws=1)


def test_it_is_the_discounted_gross_cost_of_the_costed_years(prepared):
    option = prepared.options[1]
    gross = mean_future(prepared, option).costs.gross_draw_year_municipality[0, option.plan.costed]
    rate = prepared.parameters.mean().number("economy.discount_rate")
    by_hand = sum(gross[year] / (1 + rate) ** year for year in range(len(gross)))
    assert mean_future_cost(prepared, option)[:-1] == pytest.approx(by_hand)


def test_the_region_is_the_sum_of_its_municipalities(prepared):
    for option in prepared.options:
        cost = mean_future_cost(prepared, option)
        assert cost[-1] == pytest.approx(cost[:-1].sum())


def test_the_pupils_of_the_mean_future_all_go_somewhere(prepared):
    flows = mean_future(prepared, prepared.as_is).flows
    schools = len(prepared.scenario.region.schools)
    pupils = flows.pupils_draw_year_school_grade(schools)
    assert pupils.sum() == pytest.approx(prepared.mean_pupils.pupils_draw_year_area_grade.sum())


def test_a_run_states_it_alike_in_every_future_and_for_every_seed(scenario, prepared):
    for seed, draws in ((1, 3), (9, 2)):
        result = run_scenario(scenario, seed=seed, draws=draws, replications=0)
        for option, entry in zip(prepared.options, result.options, strict=True):
            stated = entry.verdict.values[MEAN_FUTURE_COST]
            assert stated.shape == (draws, len(scenario.region.municipalities) + 1)
            assert np.array_equal(stated, np.tile(mean_future_cost(prepared, option), (draws, 1)))
