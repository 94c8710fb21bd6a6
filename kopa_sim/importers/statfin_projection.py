"""The official projection by municipality and age, both sexes together."""

from collections import defaultdict
from collections.abc import Sequence

from kopa_sim.importers.merging import SourceFigures, places_of
from kopa_sim.importers.municipality_key import shown_code
from kopa_sim.importers.subjects import PROJECTION
from kopa_sim.importers.writing import Rows
from kopa_sim.scenario.findings import Findings, listed


def projection_rows(figures: SourceFigures, codes: Sequence[str], findings: Findings) -> Rows | None:
    """Return the projection table, or None after saying what is hidden."""
    keys = [key for key in figures.values if key.subject == PROJECTION and key.municipality in codes]
    if not keys:
        return None
    hidden = [key for key in keys if key in figures.missing]
    if hidden:
        findings.add(
            "projection",
            f"{len(hidden)} figures are hidden or not available ({places_of(hidden)})",
            "a number in every cell",
            "--suppressed-as-zero reads every hidden figure as 0",
        )
        return None
    lacking = [shown_code(code) for code in codes if code not in {key.municipality for key in keys}]
    if lacking:
        findings.notice(f"The projection has no row of {listed(lacking, 8)}.")
    counts: dict[tuple[int, str, int, int], float] = defaultdict(float)
    for key in keys:
        counts[key.year_from, key.municipality, key.age_from, key.age_to] += figures.values[key]
    rows = [(*key, _shown(counts[key])) for key in sorted(counts)]
    return Rows(("year", "municipality", "age_from", "age_to", "count"), rows)


def _shown(value: float) -> int | float:
    return round(value) if abs(value - round(value)) < 1e-9 else value
