"""Whom the data came from, as the scenario's own README and the attribution beside its tables say."""

import re

from kopa_sim.report.texts import Texts
from kopa_sim.scenario.contents import Scenario

_LICENCE = re.compile(r"CC[ -]?BY|CC0|ODbL|© OpenStreetMap", re.IGNORECASE)
_TOLD_IN = ("roads_attribution.md", "README.md")
_EMPHASIS = re.compile(r"[`*]+")
_LEADING_OR_CELL = re.compile(r"^[\s>#|-]+|\|")
MOST_LINES = 8


def attribution_lines(scenario: Scenario, texts: Texts) -> tuple[str, ...]:
    """Return the lines about the scenario's data that name an open licence, then that of the defaults."""
    files = [scenario.folder / name for name in _TOLD_IN]
    told = [path.read_text(encoding="utf-8", errors="replace") for path in files if path.is_file()]
    lines: list[str] = []
    for line in "\n".join(told).splitlines():
        plain = " ".join(_LEADING_OR_CELL.sub(" ", _EMPHASIS.sub("", line)).split())
        if _LICENCE.search(plain) and plain not in lines:
            lines.append(plain)
    return (*lines[:MOST_LINES], texts("page.attribution_defaults"))
