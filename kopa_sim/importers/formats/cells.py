"""Cells of a table: numbers, and what a publisher prints in place of one."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np

from kopa_sim.importers.stat_table import Floats

SYMBOLS: Final[tuple[str, ...]] = (".", "..", "...", "....", ".....", "......", "-", "–", "—", ":", "x", "*")
"""What stands in place of a number: not available, secret, not applicable, nil; none of them is a zero."""

_NO_NUMBER: Final = frozenset({*SYMBOLS, ""})

ALLOWED: Final[str] = "numbers, and in place of one: .  ..  ...  -"

_PLAIN: Final = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d{1,3})?|[+-]?\.\d+")
_DECIMAL_COMMA: Final = re.compile(r"[+-]?\d+,\d+")
_GROUPED: Final = re.compile(r"[+-]?\d{1,3}([ \u00a0\u202f\u2009]\d{3})+([.,]\d+)?")
_GAPS: Final = re.compile(r"[ \u00a0\u202f\u2009]")


def number_of(text: str) -> float | None:
    """Return the number a cell shows, with decimal point or comma, or None if it shows none."""
    text = text.replace("\u2212", "-")
    if _GROUPED.fullmatch(text):
        text = _GAPS.sub("", text)
    if _DECIMAL_COMMA.fullmatch(text):
        text = text.replace(",", ".")
    if not _PLAIN.fullmatch(text) or not text.isascii():
        return None
    number = float(text)
    return number if np.isfinite(number) else None


def is_symbol(text: str) -> bool:
    """Return whether a cell shows what stands in place of a number; an empty one shows that there is none."""
    return text in _NO_NUMBER


def is_value(text: str) -> bool:
    """Return whether a cell may stand where the numbers stand."""
    return is_symbol(text) or number_of(text) is not None


def read_values(texts: Sequence[str]) -> tuple[Floats, dict[int, str], list[int]]:
    """Return the numbers of a row of cells, the symbols by position, and the positions that are neither.

    Symbols and faults give NaN.
    """
    symbols = {position: text for position, text in enumerate(texts) if text in _NO_NUMBER}
    others = [text for text in texts if text not in _NO_NUMBER] if symbols else texts
    given = np.ones(len(texts), dtype=bool)
    given[list(symbols)] = False
    values = np.full(len(texts), np.nan)
    values[given], wrong = _numbers(others)
    faults: list[int] = np.flatnonzero(given)[wrong].tolist()
    return values, symbols, faults


def _numbers(texts: Sequence[str]) -> tuple[Floats, list[int]]:
    """Return the numbers, NaN where a text is none, and the positions of those."""
    try:
        quick = np.array(texts, dtype=np.float64)
        if np.isfinite(quick).all() and not any("_" in text for text in texts):
            return quick, []
    except (ValueError, OverflowError):
        pass
    slow = [number_of(text) for text in texts]
    return np.array(slow, dtype=np.float64), [at for at, number in enumerate(slow) if number is None]


def distinct(texts: Iterable[str]) -> tuple[str, ...]:
    """Return each text once, in the order first met."""
    return tuple(dict.fromkeys(texts))
