"""Registered births, deaths and moves by municipality and year."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from kopa_sim.importers.facts import Key
from kopa_sim.importers.merging import SourceFigures, places_of
from kopa_sim.importers.municipality_key import shown_code
from kopa_sim.importers.subjects import EVENT_SUBJECTS
from kopa_sim.importers.writing import Rows
from kopa_sim.scenario.findings import Findings, listed

FIRST_MOTHER: Final[int] = 15
LAST_MOTHER: Final[int] = 49
"""Ages that the open groups of mothers ("under 20", "45 and over") are entered with."""

_EventKey = tuple[str, int, str, str, int, int]


def event_rows(figures: SourceFigures, codes: Sequence[str], findings: Findings) -> Rows | None:
    """Return the events table.

    Births are of both sexes of the child, by age of the mother. A hidden figure is left out: the program then learns
    nothing from that group of ages in that year, which is not the same as 0.
    """
    hidden = [key for key in figures.missing if key.subject in EVENT_SUBJECTS and key.municipality in codes]
    if hidden:
        findings.notice(
            f"{len(hidden)} figures of events are hidden or not available; they are left out, not read as 0"
            f" ({places_of(hidden)})."
        )
    groups = {key for key in hidden if key.subject == "births"}
    counts: dict[_EventKey, float] = defaultdict(float)
    for key, value in figures.values.items():
        if key.subject not in EVENT_SUBJECTS or key.municipality not in codes or key in figures.missing:
            continue
        if any(_same_mothers(key, other) for other in groups):
            continue
        counts[_entered(key)] += value
    _say_lacking({(key[2], key[0]) for key in counts}, codes, findings)
    ordered = sorted(counts, key=lambda key: (key[0], key[1], EVENT_SUBJECTS.index(key[2]), *key[3:]))
    rows = [(*key, round(counts[key])) for key in ordered]
    return Rows(("municipality", "year", "event", "sex", "age_from", "age_to", "count"), rows)


def _same_mothers(key: Key, hidden: Key) -> bool:
    """Return whether a figure is of the other sex of children whose counterpart is hidden."""
    return key.subject == "births" and key._replace(sex="") == hidden._replace(sex="")


def _entered(key: Key) -> _EventKey:
    if key.subject != "births":
        return key.municipality, key.year_from, key.subject, key.sex, key.age_from, key.age_to
    first = min(max(key.age_from, FIRST_MOTHER), LAST_MOTHER - 4)
    last = max(min(key.age_to, LAST_MOTHER), FIRST_MOTHER + 4)
    return key.municipality, key.year_from, key.subject, "both", first, last


def _say_lacking(found: set[tuple[str, str]], codes: Sequence[str], findings: Findings) -> None:
    for event in sorted({event for event, _ in found}):
        lacking = [shown_code(code) for code in codes if (event, code) not in found]
        if lacking:
            findings.notice(f"No {event} of {listed(lacking, 8)} in the files.")
