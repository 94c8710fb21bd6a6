"""``kopa check SCENARIO``: every problem, every notice, and the settings in force."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kopa_sim.cli.errors import WRONG_INPUT, list_problems
from kopa_sim.cli.misread import command, option
from kopa_sim.cli.shared import common_options, examples
from kopa_sim.report.texts import Texts

if TYPE_CHECKING:
    from kopa_sim.report.assumptions import Assumption
    from kopa_sim.scenario.contents import Scenario


def check_command(texts: Texts) -> click.Command:
    """Return the command."""

    @command(
        "check",
        help=texts("commands.check_help"),
        epilog=examples(
            texts,
            "kopa check scenarios/minimal",
            "kopa check scenarios/minimal --sources",
            "kopa check scenarios/minimal --sources --only transport",
        ),
    )
    @click.argument("scenario", metavar="SCENARIO", type=click.Path(path_type=Path))
    @option("--only", metavar="TEXT", default="", help=texts("commands.only_help"))
    @option("--sources", is_flag=True, help=texts("commands.sources_help"))
    @option("--allow-outside", is_flag=True, help=texts("commands.allow_outside_help"))
    @common_options(texts)
    def check(scenario: Path, only: str, sources: bool, allow_outside: bool) -> int:
        from kopa_sim.cli.loading import load
        from kopa_sim.study import check_all

        loaded = load(scenario, texts, allow_outside=allow_outside)
        found = check_all(loaded)
        if found.problems:
            list_problems(found.problems, texts)
            return WRONG_INPUT
        _show_scenario(loaded, (*loaded.notices, *found.notices), texts)
        _show_settings(loaded, texts, only=only, sources=sources)
        click.echo(f"\n{texts('commands.no_problems')}")
        return 0

    return check


def _show_scenario(scenario: "Scenario", notices: tuple[str, ...], texts: Texts) -> None:
    region = scenario.region
    click.echo(
        texts(
            "commands.summary",
            title=scenario.title,
            municipalities=len(region.municipalities),
            areas=len(region.areas),
            schools=len(region.schools),
            options=len(scenario.options),
            first_year=scenario.first_year,
            end_year=scenario.end_year,
        )
    )
    if notices:
        click.echo(f"\n{texts('commands.notices')}")
        for notice in notices:
            click.echo(f"  - {notice}")


def _show_settings(scenario: "Scenario", texts: Texts, *, only: str, sources: bool) -> None:
    from kopa_sim.report.assumptions import assumptions_in_force

    settings = assumptions_in_force(scenario, texts)
    low = sum(row.is_low for row in settings)
    click.echo(f"\n{texts('commands.settings', all=len(settings), low=low)}")
    for row in (row for row in settings if only.casefold() in row.name.casefold()):
        click.echo(setting_line(row, texts))
        for line in source_lines(row, texts) if sources else []:
            click.echo(f"      {line}")
    if not sources:
        click.echo(texts("commands.settings_sources"))


def setting_line(row: "Assumption", texts: Texts) -> str:
    """Return one setting as a line: value, unit, and how well it is known or where the scenario sets it."""
    mark = "▲" if row.is_low else " "
    known = texts("commands.confidence", confidence=texts.word(row.confidence))
    notes = [texts("commands.set_here", origin=row.origin) if row.origin else f"{row.year}, {known}"]
    if row.varies:
        notes.insert(0, texts("page.varies", distribution=row.varies))
    return f"{mark} {row.name} = {row.value} {row.unit}".rstrip() + f"   [{'; '.join(notes)}]"


def source_lines(row: "Assumption", texts: Texts) -> list[str]:
    """Return where a default comes from, and the published total it was derived from, if any."""
    if row.origin:
        return []
    calibrated = [texts("page.calibrated_to", total=row.calibrated_to)] if row.calibrated_to else []
    return [row.source, *calibrated]
