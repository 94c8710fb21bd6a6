"""``kopa coalitions SCENARIO``: who should cooperate, and how to share the bill."""

import shlex
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from kopa_sim.cli.errors import LIMIT_REACHED, say
from kopa_sim.cli.misread import command, option
from kopa_sim.cli.run import SEED, available_cores, refuse_unknown
from kopa_sim.cli.shared import common_options, examples
from kopa_sim.cli.writable import refuse_unwritable
from kopa_sim.report.texts import Texts

if TYPE_CHECKING:
    from kopa_sim.scenario.contents import Scenario

DRAWS: Final = 64
ORDERS: Final = 16
MOST_PLAYERS: Final = 8


@dataclass(frozen=True)
class CoalitionsCall:
    """What the planner asked for."""

    scenario: Path
    options: tuple[str, ...]
    seed: int
    draws: int
    orders: int
    workers: int
    output: Path | None
    allow_outside: bool
    quiet: bool


def coalitions_command(texts: Texts) -> click.Command:
    """Return the command."""
    orders_help = texts("coalitions.orders_help", most=MOST_PLAYERS, default=ORDERS)

    @command(
        "coalitions",
        help=texts("coalitions.coalitions_help"),
        epilog=examples(
            texts,
            "kopa coalitions scenarios/minimal",
            "kopa coalitions scenarios/kainuu --option shared_teachers --draws 100 -o outputs/kainuu/who",
        ),
    )
    @click.argument("scenario", metavar="SCENARIO", type=click.Path(path_type=Path))
    @option("--option", "options", metavar="ID", multiple=True, help=texts("coalitions.option_help"))
    @option(
        "--draws",
        type=click.IntRange(1),
        default=DRAWS,
        help=texts("coalitions.draws_help", default=DRAWS),
    )
    @option("--orders", type=click.IntRange(2), default=ORDERS, help=orders_help)
    @option("--seed", type=click.IntRange(0), default=SEED, help=texts("commands.seed_help", default=SEED))
    @option("--workers", type=click.IntRange(1), default=available_cores, help=texts("commands.workers_help"))
    @option(
        "-o", "--output", metavar="DIR", type=click.Path(path_type=Path), help=texts("commands.output_help")
    )
    @option("--allow-outside", is_flag=True, help=texts("commands.allow_outside_help"))
    @option("--quiet", is_flag=True, help=texts("commands.quiet_help"))
    @common_options(texts)
    def coalitions(**asked: Any) -> None:
        carry_out(CoalitionsCall(**asked), texts)

    return coalitions


def refuse_without_cooperation(scenario: "Scenario", options: Sequence[str], texts: Texts) -> None:
    """Raise ScenarioError when there is no option to look at, or one asked for has no cooperation."""
    from kopa_sim.scenario.problems import Problem, ScenarioError
    from kopa_sim.study.coalitions import cooperating_options

    able, mend = cooperating_options(scenario), texts("coalitions.no_cooperation_mend")
    if not able:
        raise ScenarioError([Problem(str(scenario.folder), texts("coalitions.no_cooperation"), "", mend)])
    problems = [
        Problem(f"--option {asked}", texts("coalitions.option_alone"), ", ".join(able), mend)
        for asked in options
        if asked not in able
    ]
    if problems:
        raise ScenarioError(problems)


def folder_of(call: CoalitionsCall, scenario: "Scenario", started: datetime) -> Path:
    """Return the folder asked for, or a new one named after the time and what was asked."""
    from kopa_sim.report.coalitions_folder import coalitions_hash

    if call.output is not None:
        return call.output
    digest = coalitions_hash(
        scenario, seed=call.seed, draws=call.draws, orders=call.orders, options=call.options
    )
    return Path("outputs") / scenario.name / f"{started:%Y%m%dT%H%M%SZ}-coalitions-{digest}"


def carry_out(call: CoalitionsCall, texts: Texts) -> None:
    """Load, run every coalition, write, print; what can be refused is refused before the work begins.

    Raises
    ------
    click.exceptions.Exit
        With status 3, where a solver's limit left the choice of a network unproved.
    """
    from kopa_sim.cli.loading import load
    from kopa_sim.report.sentences import in_language
    from kopa_sim.scenario.problems import ScenarioError

    scenario = load(call.scenario, texts, allow_outside=call.allow_outside)
    refuse_unknown(scenario, call.options, texts)
    try:
        refuse_without_cooperation(scenario, call.options, texts)
    except ScenarioError as error:
        raise ScenarioError([in_language(problem, texts) for problem in error.problems]) from error

    from kopa_sim.cli.coalitions_table import print_coalitions
    from kopa_sim.cli.progress import progress
    from kopa_sim.report.coalitions_folder import Asked, write_coalitions
    from kopa_sim.report.run_folder import refuse_existing
    from kopa_sim.study.coalitions import study_coalitions

    started, begun = datetime.now(UTC), time.monotonic()
    folder = folder_of(call, scenario, started)
    refuse_unwritable(folder, texts)
    refuse_existing(folder)
    with progress(texts, quiet=call.quiet) as on_progress:
        found = study_coalitions(
            scenario,
            option_ids=call.options or None,
            seed=call.seed,
            draws=call.draws,
            workers=call.workers,
            order_pairs=call.orders,
            most_players=MOST_PLAYERS,
            on_progress=on_progress,
        )
        asked = Asked(
            command_line=shlex.join(["kopa", *sys.argv[1:]]),
            started=started,
            finished=datetime.now(UTC),
            seconds=time.monotonic() - begun,
        )
        write_coalitions(scenario, found, folder, asked, on_progress)
    print_coalitions(scenario, found, texts)
    click.echo(texts("coalitions.done", folder=folder))
    for sentence in found.cut_short:
        say(sentence)
    if found.cut_short:
        say(texts("commands.limit_reached"))
        raise click.exceptions.Exit(LIMIT_REACHED)
