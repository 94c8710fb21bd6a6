"""A copy of the minimal scenario to spoil, and a few parameters of its own, so that no default matters here."""

import pytest

from kopa_sim.scenario.defaults import ParameterSpec
from kopa_sim.scenario.new import new_scenario


def spec(name, value, **other):
    return ParameterSpec(
        name=name, value=value, unit="share", source="a test", year=2025, confidence="low", **other
    )


SPECS = {
    each.name: each
    for each in (
        spec("demography.fertility_level", 1.0, low=0.7, high=1.3, least=0.0, most=3.0, vary=True),
        spec("demography.sex_ratio", 1.05),
        spec("teaching.method", "plain", choices=("plain", "composite")),
        spec("teaching.obligation_h", {"languages": 20.0, "music": 21.0}, least=1.0),
        spec("teaching.largest_remote_share_basic", 0.5, least=0.0, most=1.0),
        spec("transport.free_transport_limit_km", (5.0,) * 10 + (7.0,), least=0.0),
        spec("economy.wage_growth", 0.005, low=0.0, high=0.015, least=-0.05, most=0.1, vary=True),
        spec("economy.discount_rate", 0.03, low=0.01, high=0.05, least=-0.02, most=0.2, vary=True),
        spec("funding.indexed", True, calibrated_to="a published total"),
        spec("sustainability.pass_share", 0.8, least=0.0, most=1.0),
    )
}


@pytest.fixture
def parameters(monkeypatch):
    """Let the scenario know only the parameters of SPECS."""
    for module in ("load",):
        monkeypatch.setattr(f"kopa_sim.scenario.{module}.load_defaults", lambda: SPECS)
    return SPECS


@pytest.fixture
def folder(tmp_path, parameters):
    """The minimal scenario in a folder of its own."""
    new_scenario(tmp_path / "minimal")
    return tmp_path / "minimal"
