"""Project pupil numbers and compare ways to provide education.

>>> import kopa_sim
>>> scenario = kopa_sim.load_scenario("scenarios/minimal")          # doctest: +SKIP
>>> result = kopa_sim.run_scenario(scenario, seed=1, draws=200)     # doctest: +SKIP
>>> tables = kopa_sim.build_tables(result)                          # doctest: +SKIP

Everything a researcher calls is named here; it is loaded when first used, so that importing the package and
``kopa --help`` stay quick.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from kopa_sim.model.errors import KopaError, LimitReachedError
    from kopa_sim.report.run_folder import write_run
    from kopa_sim.report.tables import build_tables
    from kopa_sim.scenario.contents import Scenario
    from kopa_sim.scenario.load import load_scenario
    from kopa_sim.scenario.new import new_scenario
    from kopa_sim.scenario.problems import Problem, ScenarioError
    from kopa_sim.study import OptionResult, RunResult, check_scenario, run_scenario

__version__: Final[str] = "0.1.0"

_ROOMS: Final[dict[str, str]] = {
    "KopaError": "kopa_sim.model.errors",
    "LimitReachedError": "kopa_sim.model.errors",
    "OptionResult": "kopa_sim.study",
    "Problem": "kopa_sim.scenario.problems",
    "RunResult": "kopa_sim.study",
    "Scenario": "kopa_sim.scenario.contents",
    "ScenarioError": "kopa_sim.scenario.problems",
    "build_tables": "kopa_sim.report.tables",
    "check_scenario": "kopa_sim.study",
    "load_scenario": "kopa_sim.scenario.load",
    "new_scenario": "kopa_sim.scenario.new",
    "run_scenario": "kopa_sim.study",
    "write_run": "kopa_sim.report.run_folder",
}

__all__ = [
    "KopaError",
    "LimitReachedError",
    "OptionResult",
    "Problem",
    "RunResult",
    "Scenario",
    "ScenarioError",
    "build_tables",
    "check_scenario",
    "load_scenario",
    "new_scenario",
    "run_scenario",
    "write_run",
]


def __getattr__(name: str) -> Any:
    if name in _ROOMS:
        return getattr(import_module(_ROOMS[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
