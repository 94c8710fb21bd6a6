"""Uncertain parameters follow the distribution a planner wrote, draw by draw."""

import numpy as np
import pytest
from scipy import stats

from kopa_sim.model.streams import Streams
from kopa_sim.scenario.contents import Distribution
from kopa_sim.scenario.defaults import ParameterSpec
from kopa_sim.study import sampling

SPEC = ParameterSpec("economy.x", 1.0, "share", "test", 2025, "low", least=0.0, vary=True)


@pytest.fixture(autouse=True)
def one_known_parameter(monkeypatch):
    monkeypatch.setattr(sampling, "load_defaults", lambda: {"economy.x": SPEC, "economy.y": SPEC})


CASES = [
    (Distribution("normal", {"mean": 5.0, "sd": 0.5}), stats.norm(5.0, 0.5)),
    (Distribution("uniform", {"low": 1.0, "high": 3.0}), stats.uniform(1.0, 2.0)),
    (Distribution("triangular", {"low": 1.0, "mode": 2.0, "high": 5.0}), stats.triang(0.25, 1.0, 4.0)),
    (Distribution("lognormal", {"median": 2.0, "sigma": 0.3}), stats.lognorm(0.3, scale=2.0)),
]


@pytest.mark.parametrize(("distribution", "reference"), CASES)
def test_samples_follow_the_distribution(distribution, reference):
    values = sampling.sample_parameter("economy.x", distribution, 3200, Streams(5))
    assert stats.kstest(values, reference.cdf).pvalue > 0.001


@pytest.mark.parametrize(("distribution", "reference"), CASES)
def test_the_mean_future_has_the_expected_value(distribution, reference):
    assert sampling.MEANS[distribution.kind](distribution.arguments) == pytest.approx(reference.mean())


def test_a_draw_does_not_depend_on_how_many_draws_there_are():
    distribution = CASES[0][0]
    few = sampling.sample_parameter("economy.x", distribution, 5, Streams(5))
    many = sampling.sample_parameter("economy.x", distribution, 200, Streams(5))
    assert np.array_equal(few, many[:5])


def test_two_parameters_are_independent_of_each_other():
    distribution = CASES[1][0]
    x = sampling.sample_parameter("economy.x", distribution, 3200, Streams(5))
    y = sampling.sample_parameter("economy.y", distribution, 3200, Streams(5))
    assert abs(np.corrcoef(x, y)[0, 1]) < 0.06


def test_values_stay_within_what_is_possible_at_all():
    values = sampling.sample_parameter(
        "economy.x", Distribution("normal", {"mean": 0.0, "sd": 1.0}), 64, Streams(5)
    )
    assert values.min() == 0.0


def test_a_triangle_of_no_width_is_a_constant():
    flat = Distribution("triangular", {"low": 2.0, "mode": 2.0, "high": 2.0})
    assert sampling.sample_parameter("economy.x", flat, 4, Streams(5)).tolist() == [2.0] * 4
