"""``kopa``: finds the language, builds the commands in it, and turns every outcome into an exit status."""

import sys
from collections.abc import Sequence

import click

from kopa_sim import __version__
from kopa_sim.cli.check import check_command
from kopa_sim.cli.coalitions import coalitions_command
from kopa_sim.cli.errors import explain
from kopa_sim.cli.help_words import speak
from kopa_sim.cli.import_ import import_command
from kopa_sim.cli.new import new_command
from kopa_sim.cli.optimise import optimise_command
from kopa_sim.cli.run import run_command
from kopa_sim.cli.shared import common_options, examples, wanted_language
from kopa_sim.report.texts import Texts, texts_in


def build_group(texts: Texts) -> click.Group:
    """Return ``kopa`` with all its commands, their help in the language of the texts."""

    @click.group(
        "kopa",
        help=texts("commands.group_help"),
        epilog=examples(texts, "kopa new school-net", "kopa check school-net", "kopa run school-net"),
        context_settings={"max_content_width": 100},
    )
    @click.version_option(
        __version__, prog_name="kopa_sim", message="%(prog)s %(version)s", help=texts("commands.version_help")
    )
    @common_options(texts)
    def kopa() -> None:
        pass

    commands = (
        new_command,
        import_command,
        check_command,
        run_command,
        optimise_command,
        coalitions_command,
    )
    for command in commands:
        kopa.add_command(command(texts))
    speak(kopa, texts)
    return kopa


def run_command_line(arguments: Sequence[str]) -> int:
    """Carry out one command line and return its exit status: 0, 1, 2, 3 or 130."""
    texts = texts_in(wanted_language(arguments))
    try:
        status = build_group(texts).main(list(arguments), prog_name="kopa", standalone_mode=False)
    except BaseException as error:
        return explain(error, texts, debug="--debug" in arguments)
    return status if isinstance(status, int) else 0


def main() -> None:
    """Run the program's own command line."""
    sys.exit(run_command_line(sys.argv[1:]))
