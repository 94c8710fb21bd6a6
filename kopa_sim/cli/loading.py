"""The scenario that a command names, and a word in the reader's language where there is none of that name."""

from pathlib import Path
from typing import TYPE_CHECKING

from kopa_sim.report.texts import Texts

if TYPE_CHECKING:
    from kopa_sim.scenario.contents import Scenario
    from kopa_sim.scenario.problems import Problem


def load(path: Path, texts: Texts, *, allow_outside: bool) -> "Scenario":
    """Return the scenario.

    Raises
    ------
    ScenarioError
        With everything that is wrong with it.
    """
    from kopa_sim.scenario.load import load_scenario
    from kopa_sim.scenario.problems import ScenarioError

    try:
        return load_scenario(path, allow_outside=allow_outside)
    except ScenarioError as error:
        if _is_there(path):
            raise
        raise ScenarioError([_missing(path, texts)]) from error


def _is_there(path: Path) -> bool:
    try:
        return path.exists() or path.is_symlink()
    except (OSError, ValueError):
        return False


def _missing(path: Path, texts: Texts) -> "Problem":
    from kopa_sim.report.sentences import in_language
    from kopa_sim.scenario.nearest import nearest
    from kopa_sim.scenario.problems import Problem

    try:
        beside = [entry.name for entry in path.parent.iterdir()]
    except (OSError, ValueError):
        beside = []
    near = nearest(path.name, beside)
    mend = texts("optimise.did_you_mean", name=near) if near else texts("commands.no_scenario_mend")
    read, allowed = texts("commands.no_scenario"), texts("commands.no_scenario_allowed")
    return in_language(Problem(str(path), read, allowed, mend), texts)
