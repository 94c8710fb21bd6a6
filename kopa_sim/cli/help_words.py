"""The words that click itself puts into a help text, in the reader's language."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

import click

from kopa_sim.report.texts import Texts

WORDS: Final[Mapping[str, str]] = {
    "Usage: ": "commands.help_usage",
    "Options": "commands.help_options",
    "Commands": "commands.help_commands",
    "[OPTIONS]": "commands.help_options_metavar",
    "COMMAND [ARGS]...": "commands.help_command_metavar",
    "FLOAT RANGE": "commands.help_number_metavar",
    "INTEGER RANGE": "commands.help_whole_metavar",
    "[required]": "commands.help_required",
    "[default: ": "commands.help_default",
}
"""What click writes -> the catalogue's name for it."""


def speak(command: click.Command, texts: Texts) -> None:
    """Let the help of a command, and of the commands in it, be in a language throughout."""

    class Formatter(click.HelpFormatter):
        """Writes click's own words in the language."""

        def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
            super().write_usage(prog, _said(args, texts), _said(prefix or "Usage: ", texts))

        def write_heading(self, heading: str) -> None:
            super().write_heading(_said(heading, texts))

        def write_dl(self, rows: Iterable[tuple[str, str]], *more: Any, **settings: Any) -> None:
            super().write_dl(
                [(_said(name, texts), _said(help_, texts)) for name, help_ in rows], *more, **settings
            )

    class Context(click.Context):
        """Writes help with that formatter."""

        formatter_class = Formatter

    _let_speak(command, Context)


def _let_speak(command: click.Command, context: type[click.Context]) -> None:
    command.context_class = context
    for part in command.commands.values() if isinstance(command, click.Group) else ():
        _let_speak(part, context)


def _said(text: str, texts: Texts) -> str:
    for english, name in WORDS.items():
        text = text.replace(english, texts(name)) if english in text else text
    return text
