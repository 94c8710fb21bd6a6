"""Rows that speak of a range of ages or years: none may end before it begins, none may count twice."""

from collections.abc import Hashable, Iterable, Sequence

import numpy as np

from kopa_sim.scenario.cells import Columns
from kopa_sim.scenario.findings import Findings


def refuse_falling(columns: Columns, first: str, last: str, findings: Findings) -> None:
    """Say of every row whose range ends before it begins."""
    starts, ends = columns.numbers[first], columns.numbers[last]
    for row in np.flatnonzero(ends < starts):
        columns.fault(
            findings,
            int(row),
            last,
            f"{last} {ends[row]:.0f} is before {first} {starts[row]:.0f}",
            f"{first} or later",
        )


def refuse_years_outside(columns: Columns, years: tuple[int, int] | None, findings: Findings) -> None:
    """Say of every row whose year does not lie after base_year and up to end_year; None where they are not known."""
    if years is None:
        return
    base_year, end_year = years
    given = columns.numbers["year"]
    for row in np.flatnonzero((given <= base_year) | (given > end_year)):
        columns.fault(
            findings,
            int(row),
            "year",
            f"{given[row]:.0f} is outside the projection",
            f"years {base_year + 1} to {end_year}, after base_year and up to end_year",
        )


def refuse_overlap(
    columns: Columns, keys: Sequence[Hashable | None], first: str, last: str, findings: Findings
) -> None:
    """Say of every row that counts again what another row of the same key has counted. Keys (row,)"""
    starts, ends = columns.whole(first).tolist(), columns.whole(last).tolist()
    usable = columns.sound & ~np.isnan(columns.numbers[first]) & ~np.isnan(columns.numbers[last])
    by_key: dict[Hashable, list[int]] = {}
    for row in np.flatnonzero(usable).tolist():
        if keys[row] is not None:
            by_key.setdefault(keys[row], []).append(row)
    for key, rows in by_key.items():
        rows.sort(key=lambda row: (starts[row], ends[row]))
        furthest = rows[0]
        for row in rows[1:]:
            if starts[row] <= ends[furthest]:
                before = columns.table.rows[furthest]
                columns.fault(
                    findings,
                    row,
                    first,
                    f"{_words(key)}: {first} {starts[row]} overlaps row {before}"
                    f" ({starts[furthest]} to {ends[furthest]})",
                    "ranges that do not overlap, or everything is counted twice",
                )
            furthest = row if ends[row] > ends[furthest] else furthest


def _words(key: Hashable) -> str:
    parts: Iterable[object] = key if isinstance(key, tuple) else (key,)
    return ", ".join(str(part) for part in parts if part != "")
