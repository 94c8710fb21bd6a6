"""Which rows and columns of a grid are the title, the names, the labels and the numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kopa_sim.importers.formats.cells import is_symbol, is_value, number_of
from kopa_sim.importers.formats.grid import Grid, GridRow
from kopa_sim.importers.formats.words import is_year, kind_of_name
from kopa_sim.scenario.findings import Findings, shown

_JUDGED_ROWS: Final[int] = 400


@dataclass(frozen=True)
class Layout:
    """A grid whose parts are known.

    Attributes
    ----------
    title
        What stood alone above the names.
    names
        Names of the label columns; empty where the file gives none (a workbook in PxWeb's own layout).
    headings
        Labels of each value column, one text a heading row; a row of joined names in a delimited file.
        (heading row, value column)
    stub
        How many columns of labels come first.
    rows
        The rows of labels and numbers, each of the full width.
    """

    title: str
    names: tuple[str, ...]
    headings: tuple[tuple[str, ...], ...]
    stub: int
    rows: tuple[GridRow, ...]


def find_layout(grid: Grid, findings: Findings) -> Layout | None:
    """Return the parts of a grid, or None after saying why it is no table."""
    start = next((at for at, row in enumerate(grid.rows) if row.filled > 1 or _first_filled(row)), None)
    if start is None:
        findings.add(
            grid.place,
            "no row has more than one cell: this is no table, or its cells are separated by something else",
            "cells separated by comma, semicolon, tab or blank, with a row of names above them",
            "save the table anew from the database as CSV or JSON-stat",
        )
        return None
    lines = [row.texts[_first_filled(row)] for row in grid.rows[:start]]
    title = " ".join(line for line in lines if not line.startswith("sep="))  # a hint for Excel
    if _first_filled(grid.rows[start]) == 0 and not _is_data(grid.rows[start]):
        return _named_layout(grid, start, title, findings)
    return _nameless_layout(grid, start, title, findings)


def _first_filled(row: GridRow) -> int:
    return next(place for place, text in enumerate(row.texts) if text)


def _last_filled(row: GridRow) -> int:
    return max(place for place, text in enumerate(row.texts) if text)


def _is_data(row: GridRow) -> bool:
    """Return whether a row ends in a number or a symbol and is no row of names that ends in years."""
    last = _last_filled(row)
    if row.quoted[last]:
        return is_symbol(row.texts[last])
    numbers = [text for text in row.texts[1:] if text and number_of(text) is not None]
    names = kind_of_name(row.texts[0]) is not None or (numbers and all(map(is_year, numbers)))
    return is_value(row.texts[last]) and not names


def _named_layout(grid: Grid, start: int, title: str, findings: Findings) -> Layout | None:
    """Return the layout of a file whose first full row names every column."""
    header = grid.rows[start]
    width = _last_filled(header) + 1
    header = header.cut(width)
    rows = _of_width(grid, grid.rows[start + 1 :], width, findings)
    if rows is None:
        return None
    if not rows:
        findings.add(f"{grid.place} row {header.number}", "below the names there is no row of numbers")
        return None
    stub = _label_columns(grid, header, rows)
    if stub == width:
        findings.add(
            f"{grid.place} row {rows[0].number}",
            f"no column holds numbers: the last one begins with {shown(rows[0].texts[-1])}",
            "labels in the first columns, numbers in the last ones",
        )
        return None
    return Layout(title, header.texts[:stub], (header.texts[stub:],), stub, tuple(rows))


def _of_width(grid: Grid, rows: Sequence[GridRow], width: int, findings: Findings) -> list[GridRow] | None:
    """Return the rows of the header's width; None after telling of rows that are not.

    Below an empty row, a text that stands alone is the first footnote.
    """
    kept: list[GridRow] = []
    for row in rows:
        if row.filled == 1 and kept and row.texts[0] and row.number > kept[-1].number + 1:
            break
        if len(row) != width and (len(row) < width or any(row.texts[width:])):
            findings.add_cell(
                *(grid.place, row.number, shown(row.texts[0])),
                f"the row has {len(row)} cells where the row of names has {width}",
                "as many cells in every row",
            )
            continue
        kept.append(row.cut(width))
    return None if findings.problems else kept


def _label_columns(grid: Grid, header: GridRow, rows: Sequence[GridRow]) -> int:
    """Return how many columns of labels come first."""
    judged = rows[:_JUDGED_ROWS]
    if grid.marked:
        bare = (at for at in range(len(header)) if not judged[0].quoted[at])
        stub = next((at for at in bare if kind_of_name(header.texts[at]) is None), len(header))
        if stub < len(header):
            return stub
    columns = [[row.texts[at] for row in judged] for at in range(len(header))]
    stub = 0
    for at, column in enumerate(columns):
        named = at == stub and kind_of_name(header.texts[at]) is not None
        if named or not all(map(is_value, column)):
            stub = at + 1
    while stub < len(header) - 1 and _repeats(rows, stub):
        stub += 1
    return stub


def _repeats(rows: Sequence[GridRow], stub: int) -> bool:
    """Return whether the labels so far name two rows alike, so that the next column must be of labels too."""
    return len({row.texts[:stub] for row in rows}) < len(rows)


def _nameless_layout(grid: Grid, start: int, title: str, findings: Findings) -> Layout | None:
    """Return the layout of PxWeb's own workbook: headings to the right of empty corners, labels below them."""
    body = next((at for at in range(start, len(grid.rows)) if grid.rows[at].texts[0]), len(grid.rows))
    headings = grid.rows[start:body]
    stub = _first_filled(headings[0]) if headings else _last_filled(grid.rows[start])
    width = max(_last_filled(row) + 1 for row in headings or grid.rows[body : body + 1])
    rows: list[GridRow] = []
    for row in grid.rows[body:]:
        if not any(row.texts[stub:]):
            break
        rows.append(row.cut(width))
    if not rows or stub == 0:
        findings.add(
            f"{grid.place} row {grid.rows[start].number}",
            "rows of labels and numbers were looked for below the headings and not found",
            "the layout in which PxWeb saves a table, or a row of names above the columns",
            "save the table anew from the database",
        )
        return None
    filled = tuple(_filled_right(row.cut(width).texts[stub:]) for row in headings)
    return Layout(title, (), filled, stub, tuple(_filled_down(rows, stub)))


def _filled_right(texts: Sequence[str]) -> tuple[str, ...]:
    filled: list[str] = []
    for text in texts:
        filled.append(text or (filled[-1] if filled else ""))
    return tuple(filled)


def _filled_down(rows: Sequence[GridRow], stub: int) -> list[GridRow]:
    """Return the rows with each label written again on the rows below it, up to the next one."""
    last: tuple[str, ...] = ("",) * stub
    filled = []
    for row in rows:
        given = row.texts[:stub]
        first = next((at for at, text in enumerate(given) if text), stub)
        last = tuple(text or (last[at] if at <= first else "") for at, text in enumerate(given))
        filled.append(GridRow(row.number, last + row.texts[stub:], row.quoted))
    return filled
