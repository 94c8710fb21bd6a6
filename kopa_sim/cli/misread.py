"""What on a command line cannot be read, said as every other problem is, and all of it at once."""

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import click

from kopa_sim.report.texts import Texts

if TYPE_CHECKING:
    from kopa_sim.scenario.problems import Problem

_EXTRA: Final = re.compile(r"Got unexpected extra arguments? \((.*)\)")
_KEY: Final = f"{__name__}.values"


@dataclass(frozen=True)
class Misread:
    """A value that an option does not take; ``message`` is click's own.

    ``is_option`` says that the value is the name of another option: the value itself was forgotten.
    """

    option: click.Option
    value: str
    message: str
    command: str
    is_option: bool = False


class MisreadError(click.UsageError):
    """Values of several options cannot be read."""

    def __init__(self, values: Sequence[Misread]) -> None:
        super().__init__("; ".join(value.message for value in values))
        self.values = tuple(values)


class Option(click.Option):
    """An option that notes a value which it does not take, and goes on with its default: others may be wrong too."""

    def handle_parse_result(self, ctx: click.Context, opts: Any, args: list[str]) -> tuple[Any, list[str]]:
        """Read the value, or note that it cannot be read."""
        swallowed = self._swallowed(ctx, opts)
        if swallowed:
            noted = Misread(self, swallowed, "", ctx.command_path, is_option=True)
            ctx.meta.setdefault(_KEY, []).append(noted)
            return super().handle_parse_result(ctx, {}, args)
        try:
            return super().handle_parse_result(ctx, opts, args)
        except click.MissingParameter:
            raise
        except click.BadParameter as error:
            given = opts.get(self.name)
            value = str(given[-1] if isinstance(given, list | tuple) and given else given)
            noted = Misread(self, value, error.message, ctx.command_path)
            ctx.meta.setdefault(_KEY, []).append(noted)
            return super().handle_parse_result(ctx, {}, args)

    def _swallowed(self, ctx: click.Context, opts: Any) -> str:
        """Return the name of another option that stands where the value should."""
        given = opts.get(self.name)
        names = set(_options_of(ctx))
        values = given if isinstance(given, list | tuple) else [given]
        return next((of for of in values if isinstance(of, str) and of in names), "")


class Lenient(click.Command):
    """A command that is carried out even where values cannot be read: it looks after them itself."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the command line; what click refuses knows of which command it was."""
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            error.ctx = error.ctx or ctx
            raise


class Command(Lenient):
    """A command that does nothing where a value cannot be read."""

    def invoke(self, ctx: click.Context) -> Any:
        """Carry the command out.

        Raises
        ------
        MisreadError
            With all the values that cannot be read.
        """
        if found := misread_values(ctx):
            raise MisreadError(found)
        return super().invoke(ctx)


option: Final[Callable[..., Callable[[Any], Any]]] = partial(click.option, cls=Option)
"""Give a command an option; as ``click.option``."""

command: Final[Callable[..., Callable[[Any], click.Command]]] = partial(click.command, cls=Command)
"""Make a command of a function; as ``click.command``."""


class FiniteRange(click.FloatRange):
    """A number within bounds that is neither infinite nor no number at all; decimals after a point or a comma."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the number, or refuse it as click refuses what is out of range."""
        number = super().convert(_with_point(value), param, ctx)
        if not math.isfinite(number):
            self.fail(f"{value!r} is not a finite number.", param, ctx)
        return number


def _with_point(value: Any) -> Any:
    whole = isinstance(value, str) and value.count(",") == 1 and "." not in value
    return value.replace(",", ".") if whole else value


def misread_values(ctx: click.Context) -> list[Misread]:
    """Return the values on the command line that cannot be read."""
    found: list[Misread] = ctx.meta.get(_KEY, [])
    return found


def problems_of(error: click.UsageError, texts: Texts) -> "list[Problem]":
    """Return what a command line that click refuses has wrong with it."""
    if isinstance(error, MisreadError):
        return told_values(error.values, texts)
    called = error.ctx.command_path if error.ctx is not None else "kopa"
    mend = texts("commands.misread_help", command=called)
    extra, unknown = _EXTRA.match(error.message), getattr(error, "command_name", None)
    if isinstance(error, click.NoSuchOption):
        read = texts("commands.misread_no_option", name=error.option_name)
        known = _options_of(error.ctx)
        found = _problem(
            f"{called} {error.option_name}", read, "", _near(error.option_name, known, texts) or mend
        )
    elif isinstance(error, click.BadOptionUsage):
        name, given = error.option_name, "does not take a value" in error.message
        read = (
            texts("commands.misread_takes_none", name=name)
            if given
            else texts("commands.misread_no_value", name=name)
        )
        found = _problem(f"{called} {error.option_name}", read, "", mend)
    elif isinstance(error, click.MissingParameter) and error.param is not None:
        name = _name_of(error.param)
        found = _problem(f"{called} {name}", texts("commands.misread_missing", name=name), "", mend)
    elif unknown is not None:
        commands = list(getattr(error.ctx.command, "commands", {})) if error.ctx is not None else []
        read = texts("commands.misread_no_command", name=unknown)
        found = _problem(
            f"{called} {unknown}", read, ", ".join(commands), _near(unknown, commands, texts) or mend
        )
    elif extra:
        found = _problem(called, texts("commands.misread_extra", extra=extra[1]), "", mend)
    else:
        found = _problem(called, error.format_message(), "", mend)
    return [_in_language(found, texts)]


def told_values(values: Sequence[Misread], texts: Texts) -> "list[Problem]":
    """Return a problem for every value that cannot be read."""
    return [_in_language(_told(value, texts), texts) for value in values]


def _told(misread: Misread, texts: Texts) -> "Problem":
    from kopa_sim.scenario.findings import shown

    kind, value, name = misread.option.type, misread.value, _name_of(misread.option)
    place, default = f"{name} {value}", misread.option.default
    leave_out = (
        texts("commands.misread_default", name=name, default=_plain(default, texts))
        if isinstance(default, int | float) and not isinstance(default, bool)
        else texts("commands.misread_help", command=misread.command)
    )
    if misread.is_option:
        return _problem(place, texts("commands.misread_no_value", name=name), "", leave_out)
    if isinstance(kind, click.Choice):
        choices = [str(choice) for choice in kind.choices]
        read = texts("commands.misread_choice", read=shown(value))
        return _problem(place, read, ", ".join(choices), _near(value, choices, texts))
    if isinstance(kind, click.IntRange | click.FloatRange):
        read = texts(_fault(kind, value), read=shown(value))
        return _problem(place, read, _range(kind, texts), _as_share(kind, value, texts) or leave_out)
    return _problem(place, misread.message, "", leave_out)


def _fault(kind: click.IntRange | click.FloatRange, value: str) -> str:
    """Return the catalogue's name for what is wrong with a number."""
    number = _number(value)
    if number is None:
        return "commands.misread_no_number"
    if isinstance(kind, click.IntRange) and not _is_whole(value):
        return "commands.misread_not_whole"
    low = kind.min is not None and (number < kind.min or (kind.min_open and number == kind.min))
    return "commands.misread_too_small" if low else "commands.misread_too_large"


def _is_whole(text: str) -> bool:
    """Return whether a whole number is written out in digits, as click asks for: 1000, neither 1e3 nor 1000,0."""
    try:
        int(text)
    except ValueError:
        return False
    return True


def _number(text: str) -> float | None:
    try:
        number = float(_with_point(text))
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _range(kind: click.IntRange | click.FloatRange, texts: Texts) -> str:
    """Return which numbers an option takes."""
    noun = texts("commands.misread_whole" if isinstance(kind, click.IntRange) else "commands.misread_number")
    low, high = (None if bound is None else _plain(bound, texts) for bound in (kind.min, kind.max))
    if low is None and high is None:
        return noun
    if high is None:
        key = "commands.misread_above" if kind.min_open else "commands.misread_at_least"
        return texts(key, number=noun, low=low)
    key = "commands.misread_below" if kind.max_open else "commands.misread_between"
    return texts(key, number=noun, low=low, high=high)


def _as_share(kind: click.IntRange | click.FloatRange, value: str, texts: Texts) -> str:
    """Return how per cent are written where a share is asked for, if that is what was meant."""
    per_cent = _number(value.rstrip("% \u00a0"))
    in_per_cent = "%" in value or (per_cent is not None and 1 < per_cent < 100)
    if kind.max != 1 or per_cent is None or not in_per_cent or not 0 <= per_cent < 100:
        return ""
    return texts(
        "commands.misread_share", percent=_plain(per_cent, texts), share=_plain(per_cent / 100, texts)
    )


def _plain(number: float, texts: Texts) -> str:
    """Return a number with as many decimals as it has, as the language writes them and the command reads them."""
    return f"{number:g}" if texts.language == "en" else f"{number:g}".replace(".", ",")


def _name_of(parameter: click.Parameter) -> str:
    """Return an option by its longest name, an argument as the help names it."""
    if isinstance(parameter, click.Option):
        return max(parameter.opts, key=len)
    return parameter.human_readable_name.rstrip(".")


def _options_of(ctx: click.Context | None) -> list[str]:
    return [] if ctx is None else [name for param in ctx.command.get_params(ctx) for name in param.opts]


def _near(name: str, known: Sequence[str], texts: Texts) -> str:
    from kopa_sim.scenario.nearest import nearest

    found = nearest(name, known)
    return texts("optimise.did_you_mean", name=found) if found else ""


def _problem(place: str, read: str, allowed: str, mend: str) -> "Problem":
    from kopa_sim.scenario.problems import Problem

    return Problem(place, read, allowed, mend)


def _in_language(problem: "Problem", texts: Texts) -> "Problem":
    from kopa_sim.report.sentences import in_language

    return in_language(problem, texts)
