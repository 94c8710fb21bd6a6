"""``kopa new DIR``: a small, commented scenario folder that runs."""

from pathlib import Path

import click

from kopa_sim.cli.shared import common_options, examples
from kopa_sim.report.texts import Texts


def new_command(texts: Texts) -> click.Command:
    """Return the command."""

    @click.command("new", help=texts("commands.new_help"), epilog=examples(texts, "kopa new school-net"))
    @click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
    @common_options(texts)
    def new(folder: Path) -> None:
        from kopa_sim.scenario.new import new_scenario

        new_scenario(folder)
        click.echo(texts("commands.new_done", folder=folder, file=folder / "scenario.toml"))

    return new
