"""``kopa optimise SCENARIO``: the best networks, on screen and as options that ``kopa run`` reads."""

import math
import shlex
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar, get_args

import click

from kopa_sim.cli.errors import LIMIT_REACHED, say
from kopa_sim.cli.misread import FiniteRange, Lenient, misread_values, option, told_values
from kopa_sim.cli.shared import common_options, examples
from kopa_sim.cli.writable import refuse_unwritable
from kopa_sim.report.texts import Texts

if TYPE_CHECKING:
    from kopa_sim.scenario.contents import Scenario
    from kopa_sim.scenario.problems import Problem
    from kopa_sim.study.optimise.contents import Optimised, Wishes

Decorated = TypeVar("Decorated", bound=Callable[..., Any])

GAP: Final = 0.001
SECONDS: Final = 300.0
POINTS: Final = 8
SEED: Final = 1


@dataclass(frozen=True)
class OptimiseCall:
    """What the planner asked for; ``points`` is None where nothing was said of them."""

    scenario: Path
    objective: str
    max_minutes: float | None
    gap: float
    time: float
    points: int | None
    futures: int
    keep: tuple[str, ...]
    close: tuple[str, ...]
    smallest_school: float
    pairing: bool
    extending: bool
    opening: bool
    open_borders: bool
    upper_secondary: bool
    municipality: tuple[str, ...]
    base: str
    seed: int
    output: Path | None
    allow_outside: bool
    quiet: bool
    earliest_year: tuple[str, ...] = ()
    most_closings_a_year: int | None = None
    most_closings_each: int | None = None
    receiving_stays: int = 0
    spare_places: float = 0.0


def optimise_command(texts: Texts) -> click.Command:
    """Return the command."""

    @click.command(
        "optimise",
        cls=Lenient,
        help=texts("optimise.optimise_help"),
        epilog=examples(
            texts,
            "kopa optimise scenarios/minimal",
            "kopa optimise scenarios/kainuu --objective frontier --time 600 -o outputs/kainuu/frontier",
            "kopa optimise scenarios/kainuu --max-minutes 60 --smallest-school 20 --municipality 205,765",
        ),
    )
    @click.argument("scenario", metavar="SCENARIO", type=click.Path(path_type=Path))
    @_question(texts)
    @_limits(texts)
    @_conditions(texts)
    @_permissions(texts)
    @option("--seed", type=click.IntRange(0), default=SEED, help=texts("commands.seed_help", default=SEED))
    @option(
        "-o", "--output", metavar="DIR", type=click.Path(path_type=Path), help=texts("optimise.output_help")
    )
    @option("--allow-outside", is_flag=True, help=texts("commands.allow_outside_help"))
    @option("--quiet", is_flag=True, help=texts("commands.quiet_help"))
    @common_options(texts)
    def optimise(**asked: Any) -> None:
        from kopa_sim.cli.optimise_names import codes

        asked |= {name: codes(asked[name]) for name in ("keep", "close", "municipality", "earliest_year")}
        misread = misread_values(click.get_current_context())
        carry_out(OptimiseCall(**asked), texts, told_values(misread, texts))

    return optimise


def _with(*options: Callable[[Decorated], Decorated]) -> Callable[[Decorated], Decorated]:
    """Give a command several options, in this order in its help."""

    def decorate(command: Decorated) -> Decorated:
        for each in reversed(options):
            command = each(command)
        return command

    return decorate


def _question(texts: Texts) -> Callable[[Decorated], Decorated]:
    """Give the command what is sought, and how long and how well."""
    above = FiniteRange(min=0, min_open=True)
    return _with(
        option(
            "--objective",
            type=click.Choice(["cost", "minutes", "frontier"]),
            default="cost",
            help=texts("optimise.objective_help"),
        ),
        option(
            "--gap",
            type=FiniteRange(0, 1, max_open=True),
            default=GAP,
            help=texts("optimise.gap_help", default=GAP),
        ),
        option("--time", type=above, default=SECONDS, help=texts("optimise.time_help", default=300)),
        option("--points", type=click.IntRange(2), help=texts("optimise.points_help", default=POINTS)),
        option("--futures", type=click.IntRange(0), default=0, help=texts("optimise.futures_help")),
        option("--base", metavar="OPTION", default="as_is", help=texts("optimise.base_help")),
    )


def _limits(texts: Texts) -> Callable[[Decorated], Decorated]:
    """Give the command the limits that a network must keep."""

    def several(name: str, metavar: str) -> Callable[[Decorated], Decorated]:
        text = texts(f"optimise.{name}_help")
        return option(f"--{name}", metavar=metavar, multiple=True, help=text)

    above = FiniteRange(min=0, min_open=True)
    return _with(
        option("--max-minutes", type=above, help=texts("optimise.max_minutes_help")),
        option(
            "--smallest-school",
            type=FiniteRange(min=0),
            default=0.0,
            help=texts("optimise.smallest_school_help"),
        ),
        several("keep", "SCHOOL"),
        several("close", "SCHOOL"),
        several("municipality", "CODE"),
    )


def _conditions(texts: Texts) -> Callable[[Decorated], Decorated]:
    """Give the command what binds closings beside journeys and places."""
    at_least_none = click.IntRange(0)
    return _with(
        option(
            "--earliest-year",
            metavar="YEAR|SCHOOL=YEAR",
            multiple=True,
            help=texts("optimise.earliest_year_help"),
        ),
        option(
            "--most-closings-a-year", type=at_least_none, help=texts("optimise.most_closings_a_year_help")
        ),
        option("--most-closings-each", type=at_least_none, help=texts("optimise.most_closings_each_help")),
        option(
            "--receiving-stays",
            metavar="YEARS",
            type=at_least_none,
            default=0,
            help=texts("optimise.receiving_stays_help"),
        ),
        option(
            "--spare-places",
            metavar="SHARE",
            type=FiniteRange(0, 1, max_open=True),
            default=0.0,
            help=texts("optimise.spare_places_help"),
        ),
    )


def _permissions(texts: Texts) -> Callable[[Decorated], Decorated]:
    """Give the command what a network may do beside closing schools."""
    return _with(
        option("--pairing", is_flag=True, help=texts("optimise.pairing_help")),
        option("--extending", is_flag=True, help=texts("optimise.extending_help")),
        option("--opening", is_flag=True, help=texts("optimise.opening_help")),
        option("--open-borders", is_flag=True, help=texts("optimise.open_borders_help")),
        option("--upper-secondary", is_flag=True, help=texts("optimise.upper_secondary_help")),
    )


def wishes_of(call: OptimiseCall) -> "Wishes":
    """Return what was asked for as the study understands it."""
    from kopa_sim.cli.optimise_names import earliest_years
    from kopa_sim.study.optimise.contents import ObjectiveName, Wishes

    asked_years = earliest_years(call.earliest_year)
    objective: ObjectiveName = next(name for name in get_args(ObjectiveName) if name == call.objective)
    return Wishes(
        objective=objective,
        base_option=call.base,
        max_minutes=call.max_minutes,
        gap=call.gap,
        seconds=call.time,
        frontier_points=call.points or POINTS,
        futures=call.futures,
        keep=call.keep,
        close=call.close,
        smallest_school_pupils=call.smallest_school,
        pairing=call.pairing,
        extending=call.extending,
        opening=call.opening,
        open_borders=call.open_borders,
        upper_secondary=call.upper_secondary,
        municipalities=call.municipality,
        earliest_year=asked_years.of_all,
        earliest_year_of_school=asked_years.of_school,
        most_closings_a_year=call.most_closings_a_year,
        most_closings_each=call.most_closings_each,
        receiving_stays=call.receiving_stays,
        spare_places=call.spare_places,
    )


def folder_of(call: OptimiseCall, scenario: "Scenario", wishes: "Wishes", started: datetime) -> Path:
    """Return the folder asked for, or a new one named after the time and what was asked."""
    from kopa_sim.report.optimise_folder import optimise_hash

    if call.output is not None:
        return call.output
    digest = optimise_hash(scenario, wishes, call.seed)
    return Path("outputs") / scenario.name / f"{started:%Y%m%dT%H%M%SZ}-optimise-{digest}"


def refuse_what_cannot_run(scenario: "Scenario") -> None:
    """Raise ScenarioError where a run of the scenario would: what is written must run as it is."""
    from kopa_sim.scenario.problems import ScenarioError
    from kopa_sim.study import check_scenario

    problems = check_scenario(scenario)
    if problems:
        raise ScenarioError(problems)


def beside_hand_made(scenario: "Scenario", found: "Optimised") -> "Optimised":
    """Return the answer with the scenario's other options priced, unless cost is over sampled futures."""
    from kopa_sim.study.optimise.hand_made import price_hand_made

    if found.hand_made or found.wishes.futures:
        return found
    return replace(found, hand_made=price_hand_made(scenario, found.wishes.base_option, found.wishes))


def wished(call: OptimiseCall, texts: Texts, misread: "Sequence[Problem]" = ()) -> "tuple[Scenario, Wishes]":
    """Return the scenario and the wishes.

    Parameters
    ----------
    misread
        What of the call could not be read; the wishes have defaults there.

    Raises
    ------
    ScenarioError
        With everything that is wrong with the call, and with the scenario.
    """
    from kopa_sim.cli.loading import load
    from kopa_sim.cli.optimise_names import refuse_unknown
    from kopa_sim.scenario.problems import ScenarioError

    try:
        scenario = load(call.scenario, texts, allow_outside=call.allow_outside)
    except ScenarioError as error:
        raise ScenarioError([*misread, *error.problems]) from error
    wishes, points_asked = wishes_of(call), call.points is not None
    refuse_unknown(
        scenario, wishes, texts, points_asked=points_asked, years=call.earliest_year, others=misread
    )
    return scenario, wishes


def carry_out(call: OptimiseCall, texts: Texts, misread: "Sequence[Problem]" = ()) -> None:
    """Load, search, write, print; everything that can be refused is refused before the work begins."""
    scenario, wishes = wished(call, texts, misread)

    from kopa_sim.cli.optimise_table import print_networks
    from kopa_sim.cli.progress import progress
    from kopa_sim.report.optimise_folder import SCENARIO_FOLDER, Asked, write_optimised
    from kopa_sim.report.optimise_options import with_free_ids
    from kopa_sim.report.optimise_scenario import scenario_files, settings_file
    from kopa_sim.report.run_folder import refuse_existing

    started, begun = datetime.now(UTC), time.monotonic()
    folder = folder_of(call, scenario, wishes, started)
    refuse_unwritable(folder, texts)
    refuse_existing(folder)
    files = scenario_files(settings_file(call.scenario))
    refuse_what_cannot_run(scenario)
    with progress(texts, quiet=call.quiet) as on_progress:
        optimised = beside_hand_made(scenario, _sought(call, scenario, wishes, texts, on_progress))
        optimised = with_free_ids(optimised, [option.id for option in scenario.options])
        asked = Asked(
            seed=call.seed,
            command_line=shlex.join(["kopa", *sys.argv[1:]]),
            started=started,
            finished=datetime.now(UTC),
            seconds=time.monotonic() - begun,
        )
        write_optimised(scenario, optimised, files, folder, asked, on_progress)
    print_networks(scenario, optimised, texts)
    click.echo(texts("optimise.done", folder=folder))
    click.echo(texts("optimise.next", scenario=folder / SCENARIO_FOLDER))
    _say_limit(optimised, texts)


def _sought(
    call: OptimiseCall,
    scenario: "Scenario",
    wishes: "Wishes",
    texts: Texts,
    on_progress: Callable[[str, int, int], None],
) -> "Optimised":
    """Return the answer, or say in the reader's language why there is none."""
    from kopa_sim.cli.run import available_cores
    from kopa_sim.report.sentences import in_language
    from kopa_sim.scenario.problems import ScenarioError
    from kopa_sim.study.optimise import engine

    try:
        return engine.optimise(
            scenario,
            wishes,
            seed=call.seed,
            clock=time.monotonic,
            on_progress=on_progress,
            workers=available_cores(),
        )
    except ScenarioError as error:
        raise ScenarioError([in_language(problem, texts) for problem in error.problems]) from error


def _say_limit(optimised: "Optimised", texts: Texts) -> None:
    """Say what the reader should know, and end with the status of a limit where one was reached.

    Raises
    ------
    click.exceptions.Exit
        With status 3, where time ended search or proof.
    """
    from kopa_sim.report.sentences import folded, said

    if optimised.notes:
        say(f"\n{texts('commands.notices')}")
    for sentence in optimised.notes:
        say(folded(f"  - {said(sentence, texts)}", "    "))
    if optimised.limit_reached:
        open_gap = any(
            math.isfinite(network.bound_eur) and not network.proved for network in optimised.networks
        )
        say(texts("optimise.limit_reached" if open_gap else "optimise.limit_search"))
        raise click.exceptions.Exit(LIMIT_REACHED)
