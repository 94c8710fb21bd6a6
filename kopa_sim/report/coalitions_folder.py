"""The folder of a study of coalitions: tables, figures, the answer in words, and the manifest."""

import hashlib
import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kopa_sim import __version__
from kopa_sim.report.coalitions_figure import render_gains
from kopa_sim.report.coalitions_page import render_html, render_markdown
from kopa_sim.report.coalitions_tables import coalitions_table, shares_table
from kopa_sim.report.csv_files import write_tables
from kopa_sim.report.figures import write_figures
from kopa_sim.report.manifest import hashes_of, scenario_facts, software_facts, write_manifest
from kopa_sim.report.run_folder import LOCK, Progress, no_progress, whole_or_absent
from kopa_sim.report.texts import texts_in
from kopa_sim.scenario.contents import Scenario
from kopa_sim.study.coalitions import Coalitions


@dataclass(frozen=True)
class Asked:
    """How a study of coalitions was asked for, for the manifest."""

    command_line: str = ""
    started: datetime | None = None
    finished: datetime | None = None
    seconds: float = 0.0


def coalitions_hash(scenario: Scenario, *, seed: int, draws: int, orders: int, options: Sequence[str]) -> str:
    """Return eight characters that tell studies of different inputs or settings apart."""
    told = [sorted(scenario.inputs.items()), seed, draws, orders, list(options), __version__]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:8]


def write_coalitions(
    scenario: Scenario,
    coalitions: Coalitions,
    folder: Path,
    asked: Asked,
    on_progress: Progress = no_progress,
) -> Path:
    """Write everything people read of a study of coalitions into a new folder, and return it.

    Raises
    ------
    FolderExistsError
        If the folder is there already or is being written.
    """
    begun = time.perf_counter()
    texts = texts_in(scenario.language)
    with whole_or_absent(folder) as partial:
        on_progress("written", 0, 1)
        tables = {
            "coalitions": coalitions_table(scenario, coalitions),
            "coalition_shares": shares_table(scenario, coalitions),
        }
        write_tables(tables, partial / "tables")
        figures = [render_gains(scenario, found, texts) for found in coalitions.games]
        write_figures(figures, partial / "figures")
        for name, text in (
            ("coalitions.md", render_markdown(scenario, coalitions, figures, texts)),
            ("coalitions.html", render_html(scenario, coalitions, figures, texts)),
        ):
            (partial / name).write_text(text, encoding="utf-8", newline="\n")
        outputs = {name: digest for name, digest in hashes_of(partial).items() if name != LOCK}
        seconds = {"coalitions": asked.seconds, "write": time.perf_counter() - begun}
        manifest = coalitions_manifest(scenario, coalitions, asked, seconds, outputs)
        write_manifest(manifest, partial / "manifest.json")
        on_progress("written", 1, 1)
    return folder


def coalitions_manifest(
    scenario: Scenario,
    coalitions: Coalitions,
    asked: Asked,
    seconds: Mapping[str, float],
    outputs: Mapping[str, str],
) -> dict[str, Any]:
    """Return the manifest of a study of coalitions; everything in it is plain JSON."""
    now = datetime.now(UTC)
    return {
        "scenario": scenario_facts(scenario),
        "options": [found.game.option for found in coalitions.games],
        "seed": coalitions.seed,
        "draws": coalitions.draws,
        "model_runs": coalitions.model_runs,
        "coalitions": coalitions.coalitions,
        "sampled_orders": {
            found.game.option: found.game.orders.shape[0]
            for found in coalitions.games
            if found.game.orders is not None
        },
        "notes": list(coalitions.notices),
        **software_facts(),
        "inputs_sha256": dict(scenario.inputs),
        "outputs_sha256": dict(outputs),
        "timings_s": {name: round(value, 3) for name, value in seconds.items()},
        "command_line": asked.command_line,
        "started": (asked.started or now).isoformat(),
        "finished": (asked.finished or now).isoformat(),
    }
