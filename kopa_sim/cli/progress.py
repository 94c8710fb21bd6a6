"""How far long work has come: a bar when someone watches, quiet lines when the output goes to a file."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, Protocol

import click

from kopa_sim.report.texts import Texts, catalogue

SECONDS_BETWEEN_LINES: Final[float] = 15.0


class OnProgress(Protocol):
    """Told the stage of work, how much of it is done, and how much there is."""

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Take note of how far the work has come."""


def stage_name(stage: str, texts: Texts) -> str:
    """Return a stage's name in the language, or the stage itself where the catalogue has none."""
    key = f"stage_{stage}"
    return texts(f"commands.{key}") if key in catalogue("commands") else stage


class QuietLines:
    """A line when a stage is done, and one now and then while it lasts."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts
        self._begun: dict[str, float] = {}
        self._said = time.monotonic()

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Say how far the work is, if it is time to."""
        now = time.monotonic()
        begun = self._begun.setdefault(stage, self._said if done else now)
        name = stage_name(stage, self._texts)
        if done >= total:
            seconds = self._texts.number(now - begun, 1)
            self._say(self._texts("commands.stage_done", stage=name, seconds=seconds), now)
        elif now - self._said >= SECONDS_BETWEEN_LINES:
            self._say(self._texts("commands.stage_at", stage=name, done=done, total=total), now)

    def _say(self, line: str, now: float) -> None:
        click.echo(line, err=True)
        self._said = now


def say_nothing(stage: str, done: int, total: int) -> None:
    """Tell nobody."""


@contextmanager
def _bars(texts: Texts) -> Iterator[OnProgress]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as bars:
        tasks: dict[str, TaskID] = {}

        def on_progress(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage_name(stage, texts), total=total)
            bars.update(tasks[stage], completed=done, total=total)

        yield on_progress


@contextmanager
def progress(texts: Texts, *, quiet: bool) -> Iterator[OnProgress]:
    """Give what long work calls to say how far it is."""
    if quiet:
        yield say_nothing
    elif sys.stderr.isatty():
        with _bars(texts) as on_progress:
            yield on_progress
    else:
        yield QuietLines(texts)
