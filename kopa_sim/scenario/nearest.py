"""The valid name nearest to a misspelled one."""

import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Final

CUTOFF: Final[float] = 0.6
"""Likeness (difflib ratio, 0–1) below which no name is offered: a far-fetched guess helps nobody."""


def _plain(word: str) -> str:
    """Return a word without case, accents, separators and leading zeros, which spreadsheets drop."""
    letters = unicodedata.normalize("NFKD", word.casefold())
    kept = "".join(c for c in letters if c.isalnum())
    return kept.lstrip("0") or kept


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known name most like ``word``, or None when none is like it."""
    by_plain: dict[str, str] = {}
    for name in known:
        by_plain.setdefault(_plain(name), name)
    found = get_close_matches(_plain(word[:100]), by_plain, n=1, cutoff=CUTOFF)
    return by_plain[found[0]] if found else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return ``did you mean "…"?``, or an empty text when no known name is near."""
    found = nearest(word, known)
    if found is None:
        return ""
    strange = next((c for c in word[:100] if c.isalpha() and not _is_latin(c) and c not in found), None)
    told = f' ("{strange}" is {unicodedata.name(strange, "unknown")})' if strange is not None else ""
    return f'did you mean "{found}"?{told}'


def _is_latin(letter: str) -> bool:
    return unicodedata.name(letter, "").startswith("LATIN")
