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


CUT = [
    Distribution("normal", {"mean": 0.05, "sd": 0.05}),
    Distribution("normal", {"mean": -4.0, "sd": 0.5}),
    Distribution("uniform", {"low": -0.2, "high": 0.4}),
    Distribution("triangular", {"low": -1.0, "mode": 0.2, "high": 2.0}),
    Distribution("triangular", {"low": -1.0, "mode": -0.4, "high": 0.6}),
    Distribution("lognormal", {"median": 0.5, "sigma": 1.0}),
    Distribution("normal", {"mean": 0.5, "sd": 0.0}),
]


@pytest.mark.parametrize("distribution", CUT)
def test_the_mean_future_has_the_mean_of_what_is_drawn_where_a_bound_cuts(distribution, monkeypatch):
    cut = ParameterSpec("economy.x", 1.0, "share", "test", 2025, "low", least=0.0, most=1.0, vary=True)
    monkeypatch.setattr(sampling, "load_defaults", lambda: {"economy.x": cut})
    u = (np.arange(400_000) + 0.5) / 400_000
    drawn = np.clip(sampling.QUANTILES[distribution.kind](u, distribution.arguments), 0.0, 1.0)
    assert sampling.mean_within_possible("economy.x", distribution) == pytest.approx(drawn.mean(), abs=2e-6)


def test_a_share_of_five_per_cent_give_or_take_five_is_more_in_the_mean():
    half_normal = Distribution("normal", {"mean": 0.05, "sd": 0.05})
    expected = 0.05 * stats.norm.cdf(1.0) + 0.05 * stats.norm.pdf(1.0)
    assert expected == pytest.approx(0.0542, abs=5e-5)
    assert sampling.mean_within_possible("economy.x", half_normal) == pytest.approx(expected, rel=1e-9)
