"""Real scenarios as they are, prepared for the checks; routes of the same pupils and ways are solved once."""

import os
from dataclasses import replace
from functools import cache
from pathlib import Path

from kopa_sim.scenario.contents import AS_IS, Scenario
from kopa_sim.scenario.load import load_scenario
from kopa_sim.study.prepare import Prepared, prepare
from kopa_sim.study.routed import with_routes
from kopa_sim.study.routes import SolvedRoutes

SCENARIOS = Path(__file__).parents[2] / "scenarios"
DRAWS = 32
SOLVED = SolvedRoutes()


@cache
def as_is_scenario(name: str) -> Scenario:
    """Return a real scenario with no option but the present network."""
    scenario = load_scenario(SCENARIOS / name)
    return replace(scenario, options=tuple(option for option in scenario.options if option.id == AS_IS))


@cache
def prepared_as_is(name: str) -> Prepared:
    """Return it prepared, with its routes, on as many processes as there are cores."""
    prepared = prepare(as_is_scenario(name), seed=1, draws=DRAWS)
    return with_routes(prepared, workers=os.cpu_count() or 1, solved=SOLVED)
