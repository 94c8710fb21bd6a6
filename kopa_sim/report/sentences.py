"""Sentences of an optimisation in the reader's language: the catalogue's words for what the study found."""

from dataclasses import dataclass, fields
from textwrap import fill
from typing import Any, Final

from kopa_sim.report.texts import Texts
from kopa_sim.scenario.problems import Problem
from kopa_sim.study.optimise.sentences import Amount, Listed, Sentence

WIDTH: Final = 110
"""Characters on a line that is not for a terminal, which folds by itself."""


def said(told: str, texts: Texts) -> str:
    """Return a sentence in a language; a text that is none of the catalogue's is left as it is."""
    if not isinstance(told, Sentence):
        return told
    return texts(
        f"optimise.{told.key}", **{name: _value(value, texts) for name, value in told.values.items()}
    )


def _value(value: Any, texts: Texts) -> Any:
    if isinstance(value, Amount):
        write = texts.percent if value.percent else texts.number
        return write(value.value, value.decimals, signed=value.signed)
    if isinstance(value, Listed):
        return value.joined(said(told, texts) for told in value.each)
    return said(value, texts) if isinstance(value, str) else value


@dataclass(frozen=True)
class ToldProblem(Problem):
    """A problem whose own words are in the reader's language, what is allowed introduced by ``label``."""

    label: str = "allowed"

    def __str__(self) -> str:
        lines = [self.place, f"  {self.read}"]
        lines += [f"  {self.label}: {self.allowed}"] if self.allowed else []
        lines += [f"  {self.mend}"] if self.mend else []
        return "\n".join(folded(line, "    ") for line in lines)


def folded(line: str, indent: str) -> str:
    """Return a line on as many lines as it needs, the later ones indented; words and file names stay whole."""
    return fill(line, WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)


def in_language(problem: Problem, texts: Texts) -> ToldProblem:
    """Return a problem in a language."""
    parts = {part.name: said(getattr(problem, part.name), texts) for part in fields(Problem)}
    return ToldProblem(**parts, label=texts("optimise.allowed"))
