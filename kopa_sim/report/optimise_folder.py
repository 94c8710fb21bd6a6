"""The folder of an optimisation: the networks as options, a scenario that has them, tables, figure and manifest."""

import hashlib
import json
import math
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from kopa_sim import __version__
from kopa_sim.report.csv_files import write_tables
from kopa_sim.report.figures import write_figures
from kopa_sim.report.manifest import hashes_of, scenario_facts, software_facts, write_manifest
from kopa_sim.report.optimise_figure import render_frontier
from kopa_sim.report.optimise_options import options_toml
from kopa_sim.report.optimise_scenario import with_options, write_scenario_copy
from kopa_sim.report.optimise_tables import costs_table, measures_of, moves_table, networks_table, plan_table
from kopa_sim.report.run_folder import LOCK, Progress, no_progress, whole_or_absent
from kopa_sim.report.texts import texts_in
from kopa_sim.scenario.contents import Scenario
from kopa_sim.study.optimise.contents import FoundNetwork, Optimised, Wishes

SCENARIO_FOLDER: Final = "scenario"
OPTIONS_FILE: Final = "options.toml"


@dataclass(frozen=True)
class Asked:
    """How an optimisation was asked for, for the manifest."""

    seed: int
    command_line: str = ""
    started: datetime | None = None
    finished: datetime | None = None
    seconds: float = math.nan


def optimise_hash(scenario: Scenario, wishes: Wishes, seed: int) -> str:
    """Return eight characters that tell optimisations of different inputs or wishes apart."""
    told = [sorted(scenario.inputs.items()), asdict(wishes), seed, __version__]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:8]


def write_optimised(
    scenario: Scenario,
    optimised: Optimised,
    files: Mapping[str, bytes],
    folder: Path,
    asked: Asked,
    on_progress: Progress = no_progress,
) -> Path:
    """Write everything people read of an optimisation into a new folder, and return it.

    Parameters
    ----------
    optimised
        The answer, its networks under ids that the scenario does not have.
    files
        The scenario's own files (see ``scenario_files``).

    Raises
    ------
    FolderExistsError
        If the folder is there already or is being written.
    CopyError
        If the scenario with the new options cannot be read back.
    """
    begun = time.perf_counter()
    texts = texts_in(scenario.language)
    with whole_or_absent(folder) as partial:
        on_progress("written", 0, 1)
        options = options_toml(scenario, optimised, texts)
        (partial / OPTIONS_FILE).write_text(options, encoding="utf-8", newline="\n")
        write_scenario_copy(with_options(files, options), partial / SCENARIO_FOLDER, scenario)
        tables = {
            "optimise": networks_table(optimised),
            "network_plan": plan_table(optimised),
            "network_costs": costs_table(scenario, optimised),
            "network_moves": moves_table(optimised),
        }
        write_tables(tables, partial / "tables")
        write_figures([render_frontier(scenario, optimised, texts)], partial / "figures")
        outputs = {name: digest for name, digest in hashes_of(partial).items() if name != LOCK}
        seconds = {"optimise": asked.seconds, "write": time.perf_counter() - begun}
        write_manifest(
            optimise_manifest(scenario, optimised, asked, seconds, outputs), partial / "manifest.json"
        )
        on_progress("written", 1, 1)
    return folder


def optimise_manifest(
    scenario: Scenario,
    optimised: Optimised,
    asked: Asked,
    seconds: Mapping[str, float],
    outputs: Mapping[str, str],
) -> dict[str, Any]:
    """Return the manifest of an optimisation; everything in it is plain JSON, unknown numbers are null."""
    now = datetime.now(UTC)
    return {
        "scenario": scenario_facts(scenario),
        "wishes": asdict(optimised.wishes),
        "seed": asked.seed,
        "base": _network_facts(optimised.base, optimised),
        "networks": [_network_facts(network, optimised) for network in optimised.networks],
        "hand_made": [_network_facts(network, optimised) for network in optimised.hand_made],
        "limit_reached": optimised.limit_reached,
        "notes": list(optimised.notes),
        **software_facts(),
        "inputs_sha256": dict(scenario.inputs),
        "outputs_sha256": dict(outputs),
        "timings_s": {name: _known(round(value, 3)) for name, value in seconds.items()},
        "command_line": asked.command_line,
        "started": (asked.started or now).isoformat(),
        "finished": (asked.finished or now).isoformat(),
    }


def _known(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _network_facts(network: FoundNetwork, optimised: Optimised) -> dict[str, Any]:
    return {
        "option": network.option,
        **{name: _known(value) for name, value in measures_of(network, optimised).items()},
        "proved": network.proved,
        "breaks": list(network.breaks),
    }
