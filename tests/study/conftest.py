"""The minimal scenario, run once for all tests of the study."""

from dataclasses import replace
from pathlib import Path

import pytest

from kopa_sim.scenario.contents import OptionSpec
from kopa_sim.scenario.load import load_scenario
from kopa_sim.study import run_scenario

MINIMAL = Path(__file__).parents[2] / "scenarios" / "minimal"
DRAWS = 34
"""More than one block of 32 draws, the second one cut short."""


@pytest.fixture(scope="session")
def scenario():
    return load_scenario(MINIMAL)


@pytest.fixture(scope="session")
def with_null_option(scenario):
    """The scenario with an option that does nothing, put first among the options after as_is."""
    null = OptionSpec("nothing", "Nothing is done", "as_is", ())
    return replace(scenario, options=(scenario.options[0], null, *scenario.options[1:]))


@pytest.fixture(scope="session")
def result(scenario):
    return run_scenario(scenario, seed=3, draws=DRAWS, replications=2)


@pytest.fixture(scope="session")
def null_result(with_null_option):
    """That option beside the one with a measure of every kind, and no others."""
    return run_scenario(
        with_null_option, seed=3, draws=DRAWS, replications=2, option_ids=["nothing", "together"]
    )
