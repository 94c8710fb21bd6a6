"""Text separated by commas, semicolons, tabs or blanks as a grid of cells."""

import csv
import io
import re
from bisect import bisect_right
from collections import Counter
from functools import cache
from typing import Final

from kopa_sim.importers.formats.grid import Grid, GridRow
from kopa_sim.scenario.delimited import clean

SEPARATORS: Final[tuple[str, ...]] = ("\t", ";", ",", " ")

_JUDGED_LINES: Final[int] = 60


@cache
def _closing_quote(separator: str) -> re.Pattern[str]:
    """Return the pattern of a quote that ends a cell.

    PxWeb does not double the quotes inside a label, so that a quote ends a cell only where the line ends or a
    separator follows and after it a quote, a number, a symbol or nothing.
    """
    mark = re.escape(separator)
    return re.compile(rf'"(?={mark}(?:[\"\d.+\-{mark}]|$)|$)')


def _split_marked(line: str, separator: str) -> tuple[list[str], list[bool]]:
    """Return the cells of a line of PxWeb's own, and which stood in quotes."""
    parts = line.split(separator)
    quoted = [len(part) > 1 and part[0] == '"' == part[-1] for part in parts]
    if all(mark or '"' not in part for part, mark in zip(parts, quoted, strict=True)):
        return [part[1:-1] if mark else part for part, mark in zip(parts, quoted, strict=True)], quoted
    return _split_carefully(line, separator)


def _split_carefully(line: str, separator: str) -> tuple[list[str], list[bool]]:
    """Return the cells of a line with quotes or separators inside its labels, and which stood in quotes."""
    closing = [match.start() for match in _closing_quote(separator).finditer(line)]
    cells: list[str] = []
    quoted: list[bool] = []
    at = 0
    while at <= len(line):
        later = bisect_right(closing, at)
        in_quotes = line.startswith('"', at) and later < len(closing)
        end = closing[later] + 1 if in_quotes else line.find(separator, at)
        end = end if end >= 0 else len(line)
        cells.append(line[at + 1 : end - 1] if in_quotes else line[at:end])
        quoted.append(in_quotes)
        at = end + 1
    return cells, quoted


def _undoubled(label: str) -> str:
    """Return a label whose quotes were doubled, as other programs than PxWeb write them, without the doubling."""
    halved = label.replace('""', "\0")
    return label if '"' in halved else halved.replace("\0", '"')


def _marked_rows(text: str, separator: str) -> list[GridRow]:
    rows = []
    for number, line in enumerate(text.splitlines(), start=1):
        cells, quoted = _split_marked(line, separator)
        texts = tuple(_undoubled(cell) if '"' in cell else clean(cell) for cell in cells)
        if any(texts):
            rows.append(GridRow(number, texts, tuple(quoted)))
    return rows


def _plain_rows(text: str, separator: str) -> list[GridRow]:
    """Return the rows of a file in which a cell has quotes only where it needs them, as Excel writes it."""
    rows: list[GridRow] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    last = 0
    try:
        for cells in reader:
            texts = tuple(map(clean, cells))
            if any(texts):
                rows.append(GridRow(last + 1, texts, (False,) * len(texts)))
            last = reader.line_num
    except csv.Error:  # a cell of many thousand letters: one quote is never closed
        return _marked_rows(text, separator)
    return rows


def _is_marked(text: str) -> bool:
    """Return whether lines begin in quotes, as all of PxWeb's own do."""
    lines = [line for line in text[:20_000].splitlines() if clean(line).strip(";,\t ")][:_JUDGED_LINES]
    return bool(lines) and sum(line.startswith('"') for line in lines) > len(lines) / 2


def _rows(text: str, separator: str, *, marked: bool) -> list[GridRow]:
    return _marked_rows(text, separator) if marked else _plain_rows(text, separator)


def _merit(text: str, separator: str, *, marked: bool) -> tuple[float, int]:
    """Return how well a separator explains the first lines: the share of lines of one width, and the width."""
    sample = "".join(text.splitlines(keepends=True)[:_JUDGED_LINES])
    widths = [len(row) for row in _rows(sample, separator, marked=marked)]
    wide = Counter(width for width in widths if width > 1)
    if not wide:
        return 0.0, 0
    width, lines = max(wide.items(), key=lambda item: (item[1], item[0]))
    return lines / len(widths), width


def split_cells(place: str, text: str) -> Grid:
    """Return the cells of a delimited file, whatever separates them."""
    marked = _is_marked(text)
    candidates = SEPARATORS if marked else SEPARATORS[:3]
    separator = max(candidates, key=lambda mark: _merit(text, mark, marked=marked))
    return Grid(place, tuple(_rows(text, separator, marked=marked)), marked)
