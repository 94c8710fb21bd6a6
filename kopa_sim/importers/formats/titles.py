"""Titles of tables, which may name the table's variables."""

import re
from typing import Final

_LISTED: Final = re.compile(r"\b(?:muuttujina|by|efter)\s+(?P<names>.+)$", re.IGNORECASE)
_BETWEEN: Final = re.compile(r"\s*,\s*|\s+(?:ja|and|och)\s+")


def names_in_title(title: str) -> tuple[str, ...]:
    """Return the variables that a title lists: "Väestö muuttujina Alue, Ikä ja Vuosi"; empty where it lists none."""
    listed = _LISTED.search(title)
    return tuple(name for name in _BETWEEN.split(listed["names"].strip()) if name) if listed else ()
