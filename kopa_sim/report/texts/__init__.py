"""One catalogue of texts: every sentence that people read, in English, Finnish and Swedish side by side.

The catalogue is the TOML files beside this one. A key is ``<file>.<name>``; its value holds the three
languages, with ``{placeholders}`` of the same names in each.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

LANGUAGES: Final[tuple[str, ...]] = ("en", "fi", "sv")
TOPICS: Final[tuple[str, ...]] = (
    "words",
    "measures",
    "fields",
    "figures",
    "page",
    "commands",
    "optimise",
    "coalitions",
    "turning",
    "children",
)

_NO_BREAK = "\u00a0"
_MINUS = "\u2212"


@cache
def catalogue(topic: str) -> Mapping[str, Mapping[str, str]]:
    """Return one topic's texts: name -> language -> text."""
    text = files(__package__).joinpath(f"{topic}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@dataclass(frozen=True)
class Texts:
    """The catalogue in one language, with its way of writing numbers."""

    language: str

    def __call__(self, key: str, **values: object) -> str:
        """Return a text with its placeholders filled.

        Raises
        ------
        KeyError
            If the catalogue has no such key or a placeholder is not given.
        """
        topic, name = key.split(".", 1)
        return catalogue(topic)[name][self.language].format(**values)

    def word(self, name: str) -> str:
        """Return the plain-language name of an identifier such as ``teaching`` or ``7-9``, or the identifier."""
        entry = catalogue("words").get(name)
        return entry[self.language] if entry else name

    def number(self, value: float, decimals: int = 0, *, signed: bool = False) -> str:
        """Return a number as it is written in the language: 1 234,5 or 1,234.5; a dash where there is none."""
        if value != value:
            return "–"
        rounded = round(value, decimals)
        text = f"{abs(rounded):,.{decimals}f}"
        if self.language != "en":
            text = text.replace(",", _NO_BREAK).replace(".", ",")
        sign = _MINUS if rounded < 0 else "+" if signed and rounded > 0 else ""
        return sign + text

    def percent(self, share: float, decimals: int = 0, *, signed: bool = False) -> str:
        """Return a share between 0 and 1 in per cent."""
        gap = "" if self.language == "en" else _NO_BREAK
        return f"{self.number(100 * share, decimals, signed=signed)}{gap}%" if share == share else "–"

    def share(self, share: float) -> str:
        """Return a share in whole per cent, where what is little is not written as nothing: ``under 1%``."""
        return (
            self.word("under_one_percent") if share > 0 and round(100 * share) == 0 else self.percent(share)
        )

    def euros(self, value: float, *, signed: bool = False) -> str:
        """Return euros, in millions from a million on: ``1.25 M€``, ``340,000 €``, ``14,900 €``, ``85 €``."""
        if value != value:
            return "–"
        if abs(value) >= 999_500:
            return f"{self.number(value / 1e6, 2 if abs(value) < 1e7 else 1, signed=signed)}{_NO_BREAK}M€"
        return self.whole_euros(
            round(value, -3 if abs(value) >= 99_950 else -2 if abs(value) >= 9_995 else 0), signed=signed
        )

    def whole_euros(self, value: float, *, signed: bool = False) -> str:
        """Return euros to the euro, for amounts a reader may subtract from one another."""
        return f"{self.number(value, 0, signed=signed)}{_NO_BREAK}€" if value == value else "–"

    def quoted(self, text: str) -> str:
        """Return a text in the quotation marks of the language."""
        return f"“{text}”" if self.language == "en" else f"”{text}”"


def texts_in(language: str) -> Texts:
    """Return the catalogue in a language, in English where the language is not one of ours."""
    return Texts(language if language in LANGUAGES else "en")
