"""What all commands share: language, debugging, and how an example is shown."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import click

from kopa_sim.cli.misread import option
from kopa_sim.report.texts import LANGUAGES, Texts

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


def wanted_language(arguments: Sequence[str]) -> str:
    """Return the language asked for anywhere on the command line, English when none is.

    It is needed before the command line is parsed, because the help is written in it.
    """
    for place, argument in enumerate(arguments):
        if argument.startswith("--lang="):
            return argument.removeprefix("--lang=")
        if argument == "--lang" and place + 1 < len(arguments):
            return arguments[place + 1]
    return "en"


def common_options(texts: Texts) -> Callable[[Decorated], Decorated]:
    """Give a command --lang, --debug and --help; the first two act wherever they stand on the line."""

    def decorate(command: Decorated) -> Decorated:
        for each in (
            click.help_option("--help", help=texts("commands.help_help")),
            option("--debug", is_flag=True, expose_value=False, help=texts("commands.debug_help")),
            option(
                "--lang", type=click.Choice(LANGUAGES), expose_value=False, help=texts("commands.lang_help")
            ),
        ):
            command = each(command)
        return command

    return decorate


def examples(texts: Texts, *lines: str) -> str:
    """Return example command lines as the foot of a help text, each on a line of its own."""
    return "\n".join(["\b", texts("commands.example"), *(f"  {line}" for line in lines)])
