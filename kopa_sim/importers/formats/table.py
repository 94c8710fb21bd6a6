"""A laid-out grid as a table: labels to categories, numbers to cells."""

from collections import Counter
from collections.abc import Sequence
from math import prod
from typing import Final

import numpy as np

from kopa_sim.importers.formats.cells import ALLOWED, read_values
from kopa_sim.importers.formats.columns import SplitColumns
from kopa_sim.importers.formats.grid import Grid
from kopa_sim.importers.formats.headings import heading_columns
from kopa_sim.importers.formats.layout import Layout, find_layout
from kopa_sim.importers.formats.limits import too_many_cells, too_many_missing
from kopa_sim.importers.formats.stub import LabelColumn, label_dimensions
from kopa_sim.importers.formats.words import kind_of_name, language_of
from kopa_sim.importers.stat_table import Floats, StatTable
from kopa_sim.scenario.findings import Findings, listed, shown

_JUDGED_ROWS: Final[int] = 2000
_CHUNK: Final[int] = 1000


def table_of_grid(grid: Grid, findings: Findings) -> StatTable | None:
    """Return the table of a grid, or None after saying why there is none."""
    layout = find_layout(grid, findings)
    return None if layout is None else table_of_layout(grid.place, layout, findings)


def table_of_layout(place: str, layout: Layout, findings: Findings) -> StatTable | None:
    """Return the table of a laid-out grid, or None after saying what is wrong in it."""
    labels = (text for row in layout.rows[:_JUDGED_ROWS] for text in row.texts[: layout.stub])
    language = language_of([*layout.names, *labels])
    stub = label_dimensions(layout, language)
    beside = {kind for one in stub if (kind := kind_of_name(one.dimension.label))}
    heading = heading_columns(layout.headings, language, beside)
    dimensions = (*(one.dimension for one in stub), *heading.dimensions)
    sizes = tuple(map(len, dimensions))
    if too_many_cells(place, sizes, findings) or _named_alike(place, layout, findings):
        return None
    rows = _row_positions(place, layout, stub, findings)
    filled = _fill(place, layout, rows, heading, prod(sizes), findings)
    if filled is None:
        return None
    return StatTable(place, layout.title, dimensions, filled[0].reshape(sizes), filled[1])


def _named_alike(place: str, layout: Layout, findings: Findings) -> bool:
    """Say so and return True when two columns of numbers have one name."""
    names = Counter(" ".join(labels) for labels in zip(*layout.headings, strict=True))
    alike = [shown(name) for name, times in names.items() if times > 1]
    if alike:
        findings.add(place, f"two columns are named alike: {listed(alike)}", "each column name once")
    return bool(alike)


def _row_positions(place: str, layout: Layout, stub: Sequence[LabelColumn], findings: Findings) -> list[int]:
    """Return the place of each row among the combinations of labels; tell of combinations that stand twice."""
    positions = np.zeros(len(layout.rows), dtype=np.int64)
    for column in stub:
        positions = positions * len(column.dimension) + np.asarray(column.positions, dtype=np.int64)
    listed: list[int] = positions.tolist()
    if len(set(listed)) < len(listed):
        first: dict[int, int] = {}
        for row, position in zip(layout.rows, listed, strict=True):
            if first.setdefault(position, row.number) != row.number:
                read = f"the same labels stand in row {first[position]}"
                findings.add_cell(
                    place, row.number, _column_name(layout, 0), read, "each combination of labels once"
                )
    return listed


def _column_name(layout: Layout, column: int) -> str:
    return (layout.names[column] if layout.names else "") or str(column + 1)


def _fill(
    place: str,
    layout: Layout,
    positions: Sequence[int],
    heading: SplitColumns,
    whole: int,
    findings: Findings,
) -> tuple[Floats, dict[int, str]] | None:
    """Return the cells and symbols, or None after telling of cells that are neither."""
    if too_many_missing(place, whole, len(layout.rows) * len(heading.positions), findings):
        return None
    places = np.add.outer(
        np.asarray(positions, dtype=np.int64) * prod(map(len, heading.dimensions)),
        np.asarray(heading.positions, dtype=np.int64),
    )
    values = np.full(whole, np.nan)
    symbols: dict[int, str] = {}
    for start in range(0, len(layout.rows), _CHUNK):
        rows = layout.rows[start : start + _CHUNK]
        texts = [text for row in rows for text in row.texts[layout.stub :]]
        part = places[start : start + _CHUNK].ravel()
        values[part], marks, faults = read_values(texts)
        symbols.update((int(part[at]), mark) for at, mark in marks.items())
        for at in faults:
            row, column = divmod(at, len(heading.positions))
            name = " ".join(names[column] for names in layout.headings)
            findings.add_cell(place, rows[row].number, name, f"{shown(texts[at])} is not a number", ALLOWED)
    given = np.zeros(whole, dtype=bool)
    given[places.ravel()] = True
    if findings.problems:
        return None
    symbols.update(dict.fromkeys(np.flatnonzero(~given).tolist(), ""))
    return values, dict(sorted(symbols.items()))
