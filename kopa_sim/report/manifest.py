"""manifest.json: what it takes to get the same numbers again."""

import hashlib
import json
import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final

from kopa_sim import __version__
from kopa_sim.scenario.contents import Scenario
from kopa_sim.study.result import RunResult

PACKAGES: Final[tuple[str, ...]] = (
    "h5netcdf",
    "jinja2",
    "matplotlib",
    "numpy",
    "pandas",
    "scipy",
    "simpy",
    "xarray",
    "xlsxwriter",
)


def installed_versions() -> dict[str, str]:
    """Return the versions of Python, kopa_sim and the packages whose numbers or files a run rests on."""
    versions = {"python": platform.python_version(), "kopa_sim": __version__}
    for package in PACKAGES:
        try:
            versions[package] = version(package)
        except PackageNotFoundError:
            continue
    return versions


def run_hash(scenario: Scenario, *, seed: int, draws: int, replications: int, options: Sequence[str]) -> str:
    """Return eight characters that tell runs of different inputs or settings apart."""
    told = [sorted(scenario.inputs.items()), seed, draws, replications, list(options), __version__]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:8]


def hashes_of(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file in a folder, by its path within it."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def scenario_facts(scenario: Scenario) -> dict[str, Any]:
    """Return what a manifest says of the scenario itself."""
    return {
        "name": scenario.name,
        "title": scenario.title,
        "language": scenario.language,
        "base_year": scenario.base_year,
        "first_year": scenario.first_year,
        "end_year": scenario.end_year,
        "price_year": scenario.price_year,
    }


def software_facts() -> dict[str, Any]:
    """Return what a manifest says of the programs and the machine."""
    return {"versions": installed_versions(), "platform": platform.platform()}


def build_manifest(
    result: RunResult,
    *,
    command_line: str,
    started: datetime,
    finished: datetime,
    timings_s: Mapping[str, float],
    outputs: Mapping[str, str],
) -> dict[str, Any]:
    """Return the manifest of a run; everything in it is plain JSON."""
    scenario = result.scenario
    return {
        "scenario": scenario_facts(scenario),
        "options": [option.plan.option for option in result.options],
        "only_if_law_allowed": [o.plan.option for o in result.options if o.plan.only_if_law_allowed],
        "seed": result.seed,
        "draws": result.draws,
        "replications": result.replications,
        "replications_kept": result.replications_kept,
        "stopped_at_event_limit": list(result.stopped),
        "stopped_school_years": [
            {"option": option.plan.option, **asdict(stop)}
            for option in result.options
            if option.operations is not None
            for stop in option.operations.stopped_years
        ],
        **software_facts(),
        "inputs_sha256": dict(scenario.inputs),
        "outputs_sha256": dict(outputs),
        "timings_s": {name: round(seconds, 3) for name, seconds in timings_s.items()},
        "command_line": command_line,
        "started": started.isoformat(),
        "finished": finished.isoformat(),
    }


def write_manifest(manifest: Mapping[str, Any], path: Path) -> None:
    """Write the manifest with its keys in order."""
    text = json.dumps(manifest, indent=2, sort_keys=True, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")
