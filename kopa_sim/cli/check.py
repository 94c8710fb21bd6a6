"""``kopa check SCENARIO``: every problem, every notice, and the settings in force."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kopa_sim.cli.errors import WRONG_INPUT, list_problems
from kopa_sim.cli.shared import common_options, examples
from kopa_sim.report.texts import Texts

if TYPE_CHECKING:
    from kopa_sim.report.assumptions import Assumption
    from kopa_sim.scenario.contents import Scenario


def check_command(texts: Texts) -> click.Command:
    """Return the command."""

    @click.command(
        "check",
        help=texts("commands.check_help"),
        epilog=examples(texts, "kopa check scenarios/minimal", "kopa check scenarios/minimal --all"),
    )
    @click.argument("scenario", metavar="SCENARIO", type=click.Path(path_type=Path))
    @click.option("--all", "show_all", is_flag=True, help=texts("commands.all_help"))
    @click.option("--allow-outside", is_flag=True, help=texts("commands.allow_outside_help"))
    @common_options(texts)
    def check(scenario: Path, show_all: bool, allow_outside: bool) -> int:
        from kopa_sim.scenario.load import load_scenario
        from kopa_sim.study import check_scenario

        loaded = load_scenario(scenario, allow_outside=allow_outside)
        problems = check_scenario(loaded)
        if problems:
            list_problems(problems, texts)
            return WRONG_INPUT
        _show_scenario(loaded, texts)
        _show_settings(loaded, texts, show_all=show_all)
        click.echo(f"\n{texts('commands.no_problems')}")
        return 0

    return check


def _show_scenario(scenario: "Scenario", texts: Texts) -> None:
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
    if scenario.notices:
        click.echo(f"\n{texts('commands.notices')}")
        for notice in scenario.notices:
            click.echo(f"  - {notice}")


def _show_settings(scenario: "Scenario", texts: Texts, *, show_all: bool) -> None:
    from kopa_sim.report.assumptions import assumptions_in_force

    settings = assumptions_in_force(scenario, texts)
    shown = [row for row in settings if show_all or row.is_low or row.origin or row.varies]
    click.echo(f"\n{texts('commands.settings', shown=len(shown), all=len(settings))}")
    for row in shown:
        for line in setting_lines(row, texts):
            click.echo(line)
    if len(shown) < len(settings):
        click.echo(texts("commands.settings_more"))


def setting_lines(row: "Assumption", texts: Texts) -> list[str]:
    """Return one setting as a line with its value and lines that say where it comes from."""
    mark = "▲" if row.is_low else " "
    lines = [f"{mark} {row.name} = {row.value} {row.unit}".rstrip()]
    if row.varies:
        lines.append(f"    {texts('page.varies', distribution=row.varies)}")
    if row.origin:
        lines.append(f"    {texts('commands.set_here', origin=row.origin)}")
    else:
        confidence = texts("commands.confidence", confidence=texts.word(row.confidence))
        lines.append(f"    {row.source} ({row.year}); {confidence}")
        if row.calibrated_to:
            lines.append(f"    {texts('page.calibrated_to', total=row.calibrated_to)}")
    return lines
