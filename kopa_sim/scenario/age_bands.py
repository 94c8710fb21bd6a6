"""Columns whose names carry ages, such as children_7_12 or children_6."""

import re
from dataclasses import dataclass

from kopa_sim.scenario.cells import Columns
from kopa_sim.scenario.findings import Findings


@dataclass(frozen=True)
class BandColumn:
    """One column, and the first and last age that it stands for."""

    name: str
    first: int
    last: int


def band_columns(
    columns: Columns, pattern: re.Pattern[str], oldest: int, findings: Findings
) -> tuple[BandColumn, ...]:
    """Return the columns of a family, youngest first, after saying which ages are impossible or overlap.

    Parameters
    ----------
    pattern
        Matches the names; its groups are the first age and, if it differs, the last.
    oldest
        Last age that a column may reach.
    """
    found = [_band(name, match) for name in columns.table.columns if (match := pattern.match(name))]
    found.sort(key=lambda band: (band.first, band.last))
    widest: BandColumn | None = None
    for band in found:
        place = columns.table.header_place(band.name)
        if band.first > band.last or band.last > oldest:
            findings.add(
                place, f"ages {band.first} to {band.last} are no age band", f"rising ages from 0 to {oldest}"
            )
            continue
        if widest is not None and band.first <= widest.last:
            findings.add(place, f"the ages overlap those of {widest.name}", "age bands that do not overlap")
        widest = band if widest is None or band.last > widest.last else widest
    return tuple(found)


def _band(name: str, match: re.Match[str]) -> BandColumn:
    first = int(match[1])
    return BandColumn(name, first, first if match[2] is None else int(match[2]))
