"""Sentences that are told in the reader's language: English as it stands, with what is needed to say it otherwise."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from kopa_sim.scenario.problems import Problem, ScenarioError

MOST_DECIMALS: Final = 6
"""Of two numbers that are hard to tell apart."""


@dataclass(frozen=True)
class Amount:
    """A number in a sentence, written as each language writes numbers; ``percent`` for a share between 0 and 1."""

    value: float
    decimals: int = 0
    signed: bool = False
    percent: bool = False

    def __str__(self) -> str:
        """Return the number as English writes it."""
        sign = "+" if self.signed else ""
        kind = "%" if self.percent else "f"
        return f"{self.value:{sign},.{self.decimals}{kind}}"


@dataclass(frozen=True)
class Listed:
    """Several sentences or texts one after another; ``more`` says that there are others."""

    each: tuple[str, ...]
    more: bool = False
    separator: str = ", "

    def __str__(self) -> str:
        """Return the list as English writes it."""
        return self.joined(self.each)

    def joined(self, told: Iterable[str]) -> str:
        """Return the same list of what has been said in some language."""
        return self.separator.join(told) + (" …" if self.more else "")


def told_apart(value: float, limit: float) -> tuple[Amount, Amount]:
    """Return two numbers with as few decimals as let a reader see that they differ, none where they need none."""
    for decimals in range(MOST_DECIMALS):
        if f"{value:.{decimals}f}" != f"{limit:.{decimals}f}":
            break
    else:
        decimals = MOST_DECIMALS
    return Amount(value, decimals), Amount(limit, 0 if float(limit).is_integer() else decimals)


class Sentence(str):
    """An English sentence that knows its key in the catalogue of texts, so that it can be said in any language.

    Parameters
    ----------
    key
        Name in the catalogue, whose English is ``template``.
    template
        With ``{placeholders}`` for the values.
    values
        Texts, sentences, Amounts and lists.
    """

    __slots__ = ("key", "template", "values")
    key: str
    template: str
    values: dict[str, Any]

    def __new__(cls, key: str, template: str, **values: Any) -> "Sentence":
        """Return the sentence in English."""
        said = super().__new__(cls, template.format(**values))
        said.key, said.template, said.values = key, template, values
        return said


class ImpossibleWishError(ScenarioError):
    """No network keeps the limits that were wished."""


def unkept(key: str, place: str, read: str, allowed: str = "", mend: str = "", **values: Any) -> Problem:
    """Return a wish that cannot be kept, its four parts sentences under ``<key>_place`` and so on."""
    parts = {"place": place, "read": read, "allowed": allowed, "mend": mend}
    return Problem(
        *(Sentence(f"{key}_{part}", text, **values) if text else "" for part, text in parts.items())
    )
