"""Whom the data came from, as the scenario's own README says."""

import re

from kopa_sim.report.texts import Texts
from kopa_sim.scenario.contents import Scenario

_LICENCE = re.compile(r"CC[ -]?BY|CC0", re.IGNORECASE)
_EMPHASIS = re.compile(r"[`*]+")
_LEADING_OR_CELL = re.compile(r"^[\s>#|-]+|\|")
MOST_LINES = 8


def attribution_lines(scenario: Scenario, texts: Texts) -> tuple[str, ...]:
    """Return the lines of the scenario's README that name an open licence, then that of the defaults."""
    readme = scenario.folder / "README.md"
    lines: list[str] = []
    if readme.is_file():
        for line in readme.read_text(encoding="utf-8", errors="replace").splitlines():
            plain = " ".join(_LEADING_OR_CELL.sub(" ", _EMPHASIS.sub("", line)).split())
            if _LICENCE.search(plain) and plain not in lines:
                lines.append(plain)
    return (*lines[:MOST_LINES], texts("page.attribution_defaults"))
