"""``kopa run SCENARIO``: all options, all stages, the verdict on screen and a run folder on disk."""

import os
import shlex
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kopa_sim.cli.errors import LIMIT_REACHED, say
from kopa_sim.cli.misread import command, option
from kopa_sim.cli.shared import common_options, examples
from kopa_sim.cli.writable import refuse_unwritable
from kopa_sim.report.texts import Texts

if TYPE_CHECKING:
    from kopa_sim.scenario.contents import Scenario

DRAWS = 200
REPLICATIONS = 2
SEED = 1


@dataclass(frozen=True)
class RunCall:
    """What the planner asked for."""

    scenario: Path
    options: tuple[str, ...]
    seed: int
    draws: int
    replications: int
    workers: int
    output: Path | None
    allow_outside: bool
    all_draws: bool
    turning_points: bool
    quiet: bool


def run_command(texts: Texts) -> click.Command:
    """Return the command."""

    def help_of(name: str, **values: object) -> str:
        return texts(f"commands.{name}_help", **values)

    @command(
        "run",
        help=help_of("run"),
        epilog=examples(
            texts,
            "kopa run scenarios/minimal",
            "kopa run scenarios/kainuu --option shared_teachers --draws 500 -o outputs/kainuu/teachers",
        ),
    )
    @click.argument("scenario", metavar="SCENARIO", type=click.Path(path_type=Path))
    @option("--option", "options", metavar="ID", multiple=True, help=help_of("option"))
    @option("--draws", type=click.IntRange(1), default=DRAWS, help=help_of("draws", default=DRAWS))
    @option(
        "--replications",
        type=click.IntRange(0),
        default=REPLICATIONS,
        help=help_of("replications", default=REPLICATIONS),
    )
    @option("--seed", type=click.IntRange(0), default=SEED, help=help_of("seed", default=SEED))
    @option("--workers", type=click.IntRange(1), default=available_cores, help=help_of("workers"))
    @option("-o", "--output", metavar="DIR", type=click.Path(path_type=Path), help=help_of("output"))
    @option("--allow-outside", is_flag=True, help=help_of("allow_outside"))
    @option("--all-draws", is_flag=True, help=help_of("all_draws"))
    @option("--turning-points", is_flag=True, help=help_of("turning_points"))
    @option("--quiet", is_flag=True, help=help_of("quiet"))
    @common_options(texts)
    def run(**asked: Any) -> None:
        carry_out(RunCall(**asked), texts)

    return run


def available_cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def refuse_unknown(scenario: "Scenario", options: Sequence[str], texts: Texts) -> None:
    """Raise ScenarioError when an option is asked for that the scenario does not have."""
    from kopa_sim.scenario.nearest import did_you_mean
    from kopa_sim.scenario.problems import Problem, ScenarioError

    known = [option.id for option in scenario.options]
    problems = [
        Problem(
            place=f"--option {asked}",
            read=texts("commands.unknown_option", read=f'"{asked}"'),
            allowed=", ".join(known),
            mend=did_you_mean(asked, known),
        )
        for asked in options
        if asked not in known
    ]
    if problems:
        raise ScenarioError(problems)


def run_folder(call: RunCall, scenario: "Scenario", started: datetime) -> Path:
    """Return the run folder asked for, or a new one named after the time and what goes into the run."""
    from kopa_sim.report.manifest import run_hash

    if call.output is not None:
        return call.output
    digest = run_hash(
        scenario, seed=call.seed, draws=call.draws, replications=call.replications, options=call.options
    )
    return Path("outputs") / scenario.name / f"{started:%Y%m%dT%H%M%SZ}-{digest}"


def carry_out(call: RunCall, texts: Texts) -> None:
    """Load, run, write, print; everything that can be refused is refused before the work begins."""
    from kopa_sim.cli.loading import load
    from kopa_sim.cli.progress import progress
    from kopa_sim.cli.verdict_table import print_verdicts

    scenario = load(call.scenario, texts, allow_outside=call.allow_outside)
    refuse_unknown(scenario, call.options, texts)

    from kopa_sim.report.replications import stopped_sentence
    from kopa_sim.report.run_folder import refuse_existing, write_run
    from kopa_sim.study import run_scenario

    started = datetime.now(UTC)
    folder = run_folder(call, scenario, started)
    refuse_unwritable(folder, texts)
    refuse_existing(folder)
    if call.replications > call.draws:
        say(texts("commands.replications_capped", asked=call.replications, draws=call.draws))
    with progress(texts, quiet=call.quiet) as on_progress:
        result = run_scenario(
            scenario,
            seed=call.seed,
            draws=call.draws,
            replications=call.replications,
            workers=call.workers,
            option_ids=call.options or None,
            on_progress=on_progress,
            turning_points=call.turning_points,
        )
        write_run(
            result,
            folder,
            command_line=shlex.join(["kopa", *sys.argv[1:]]),
            started=started,
            finished=datetime.now(UTC),
            on_progress=on_progress,
            all_draws=call.all_draws,
        )
    print_verdicts(result, texts)
    click.echo(texts("commands.run_done", folder=folder))
    click.echo(texts("commands.open_report", file=folder / "report.html"))
    if result.cut_short:
        for sentence in result.cut_short:
            say(sentence)
        say(texts("commands.limit_reached"))
    if told := stopped_sentence(result, texts):
        say(told)
    if result.cut_short or result.stopped:
        raise click.exceptions.Exit(LIMIT_REACHED)
