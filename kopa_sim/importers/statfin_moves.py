"""Moves between pairs of municipalities; the rest of the country is one place."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from kopa_sim.importers.merging import SourceFigures, places_of
from kopa_sim.importers.subjects import MOVES
from kopa_sim.importers.writing import Rows
from kopa_sim.model.region import OUTSIDE
from kopa_sim.scenario.findings import Findings

WHOLE_COUNTRY: Final[int] = 250
"""A table that names at least this many municipalities is taken to hold every move of the country."""


def move_rows(figures: SourceFigures, codes: Sequence[str], findings: Findings) -> Rows | None:
    """Return the moves table: pairs within the region, and each municipality's moves with the rest of the country.

    Moves with the rest are only there if the table names nearly all municipalities. A pair without a figure, as
    in lists of the pairs with moves, has none.
    """
    pairs = {key: value for key, value in figures.values.items() if key.subject == MOVES}
    if not any(key.municipality in codes or key.destination in codes for key in pairs):
        return None
    hidden = [key for key in pairs if figures.missing.get(key)]
    if hidden:
        findings.notice(
            f"{len(hidden)} moves between municipalities are hidden; they are left out ({places_of(hidden)})."
        )
    named = {key.municipality for key in pairs} | {key.destination for key in pairs}
    counts: dict[tuple[str, str, int, int], float] = defaultdict(float)
    for key, value in pairs.items():
        ends = [code if code in codes else OUTSIDE for code in (key.municipality, key.destination)]
        if key in figures.missing or ends[0] == ends[1]:
            continue
        if OUTSIDE in ends and len(named) < WHOLE_COUNTRY:
            continue
        counts[ends[0], ends[1], key.year_from, key.year_to] += value
    if len(named) < WHOLE_COUNTRY:
        findings.notice(
            f"Moves: the file names {len(named)} municipalities, not all, so moves with the rest of the"
            " country are not"
            " in moves.csv."
        )
    rows = [(*key, round(counts[key])) for key in sorted(counts)]
    return Rows(("origin", "destination", "year_from", "year_to", "count"), rows)
