"""Every way a command can end, as words on standard error and an exit status.

====  =====================================================================
0     done
1     unexpected failure; the traceback only with --debug
2     the input or the call is wrong; every problem found is listed
3     a solver or simulation limit was reached; the best result found is written
130   stopped by the user
====  =====================================================================
"""

import traceback
from collections.abc import Sequence
from typing import Final

import click

from kopa_sim.model.errors import KopaError, LimitReachedError
from kopa_sim.report.texts import Texts
from kopa_sim.scenario.problems import Problem, ScenarioError

UNEXPECTED: Final[int] = 1
WRONG_INPUT: Final[int] = 2
LIMIT_REACHED: Final[int] = 3
STOPPED: Final[int] = 130


def say(text: str) -> None:
    """Write a line to standard error."""
    click.echo(text, err=True)


def count_of(problems: Sequence[Problem], texts: Texts) -> str:
    """Return how many problems there are, in words."""
    return (
        texts("commands.one_problem")
        if len(problems) == 1
        else texts("commands.problems", count=len(problems))
    )


def list_problems(problems: Sequence[Problem], texts: Texts) -> None:
    """Write every problem and then how many there are."""
    for problem in problems:
        say(f"{problem}\n")
    say(count_of(problems, texts))


def explain(error: BaseException, texts: Texts, *, debug: bool) -> int:
    """Say what went wrong and return the exit status."""
    if debug and not isinstance(error, click.exceptions.Exit | click.ClickException):
        traceback.print_exception(error)
    match error:
        case click.exceptions.Exit():
            return error.exit_code
        case click.exceptions.NoArgsIsHelpError():
            error.show()
            return WRONG_INPUT
        case click.UsageError():
            from kopa_sim.cli.misread import problems_of

            list_problems(problems_of(error, texts), texts)
            return WRONG_INPUT
        case click.ClickException():
            error.show()
            return WRONG_INPUT
        case click.Abort() | KeyboardInterrupt():
            say(texts("commands.stopped"))
            return STOPPED
        case ScenarioError():
            list_problems(error.problems, texts)
            return WRONG_INPUT
        case LimitReachedError():
            say(_words(error, texts))
            return LIMIT_REACHED
        case KopaError():
            say(_words(error, texts))
            return WRONG_INPUT
        case SystemExit():
            return error.code if isinstance(error.code, int) else UNEXPECTED
    if not debug:
        words = " ".join(str(error).split())
        say(
            texts(
                "commands.unexpected",
                error=f"{type(error).__name__}: {words}" if words else type(error).__name__,
            )
        )
    return UNEXPECTED


def _words(error: KopaError, texts: Texts) -> str:
    """Return what an error says, in the reader's language where the catalogue has its sentence."""
    from kopa_sim.report.sentences import said

    return said(error.args[0], texts) if error.args and isinstance(error.args[0], str) else str(error)
