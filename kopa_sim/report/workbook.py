"""summary.xlsx: the verdicts in front, then every table on a sheet of its own.

XlsxWriter makes the workbook: sheets, formats, widths, frozen headings and filters. The rows of the long tables
are then put into its sheets as ready XML, because a quarter of a million rows written cell by cell would take
longer than the whole calculation.
"""

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pandas as pd
import xlsxwriter  # type: ignore[import-untyped]

from kopa_sim.report.sheet_rows import sheet_rows
from kopa_sim.report.texts import Texts

CREATED: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""A fixed date, so that the same run gives the same bytes."""
ZIP_DATE: Final = (1980, 1, 1, 0, 0, 0)

_WIDEST = 44
_STATISTIC_WIDTH = 15
_PLACE_WIDTH, _OPTION_WIDTH = 17, 42
_LINE_POINTS, _LINE_LETTERS = 15.0, 150
"""Height of a line of the first sheet, points, and letters that it surely holds."""

FRONT_FORMATS: Final[dict[str, str]] = {"percent": "0 %", "number": "#,##0.00", "euros": "#,##0"}
"""How the numbers of the first sheet are written."""


@dataclass(frozen=True)
class FrontSheet:
    """The first sheet: headings and rows ready to show, the texts above and the notes below.

    ``kinds`` tells how each column is written: text, percent, number or euros.
    """

    title: str
    lines: Sequence[str]
    headings: Sequence[str]
    kinds: Sequence[str]
    rows: Sequence[Sequence[str | float]]
    notes: Sequence[str]


def _width_of(column: "pd.Series[Any]", name: str) -> float:
    if isinstance(column.dtype, pd.CategoricalDtype):
        longest = max((len(str(label)) for label in column.cat.categories), default=0)
        return min(max(longest, len(name) + 3) + 2, _WIDEST)
    return len(name) + 5 if column.dtype.kind == "i" else max(_STATISTIC_WIDTH, len(name) + 3)


def _write_line(sheet: Any, row: int, last: int, line: str, wrapped: Any) -> None:
    """Write a text over the whole width, in a row tall enough for it."""
    sheet.merge_range(row, 0, row, last, "", wrapped)
    sheet.write_string(row, 0, line, wrapped)
    sheet.set_row(row, _LINE_POINTS * -(-len(line) // _LINE_LETTERS))


def _row_points(cells: Sequence[str | float], widths: Sequence[int]) -> float:
    """Return a row's height: not every program fits it to texts that are broken into lines."""
    lines = [
        -(-len(cell) // (width - 3))
        for cell, width in zip(cells, widths, strict=True)
        if isinstance(cell, str)
    ]
    return _LINE_POINTS * max(1, *lines)


def _write_front(workbook: Any, front: FrontSheet, texts: Texts) -> None:
    sheet = workbook.add_worksheet(texts("page.sheet_front"))
    title = workbook.add_format({"bold": True, "font_size": 15})
    heading = workbook.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
    kinds = {
        kind: workbook.add_format({"num_format": pattern, "valign": "top"})
        for kind, pattern in FRONT_FORMATS.items()
    }
    last = len(front.headings) - 1
    sheet.write_string(0, 0, front.title, title)
    for row, line in enumerate(front.lines, start=1):
        _write_line(sheet, row, last, line, wrapped)
    top = len(front.lines) + 2
    widths = [_PLACE_WIDTH, _OPTION_WIDTH, *[_STATISTIC_WIDTH] * last][: last + 1]
    for column, name in enumerate(front.headings):
        sheet.write_string(top, column, name, heading)
        sheet.set_column(column, column, widths[column])
    sheet.set_row(top, _row_points(front.headings, widths))
    for row, cells in enumerate(front.rows, start=top + 1):
        sheet.set_row(row, _row_points(cells, widths))
        for column, cell in enumerate(cells):
            if isinstance(cell, str):
                sheet.write_string(row, column, cell, wrapped)
            elif cell == cell:
                sheet.write_number(row, column, cell, kinds[front.kinds[column]])
    for row, line in enumerate(front.notes, start=top + len(front.rows) + 2):
        _write_line(sheet, row, last, line, wrapped)
    sheet.freeze_panes(top + 1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _write_heading(workbook: Any, name: str, table: pd.DataFrame, formats: Mapping[str, Any]) -> None:
    sheet = workbook.add_worksheet(name)
    for column, heading in enumerate(table.columns):
        sheet.write_string(0, column, str(heading), formats["heading"])
        sheet.set_column(column, column, _width_of(table[heading], str(heading)))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(table), 1), len(table.columns) - 1)


def _skeleton(
    front: FrontSheet, tables: Mapping[str, pd.DataFrame], texts: Texts, author: str
) -> tuple[bytes, dict[str, int]]:
    """Return a workbook without the tables' rows, and the number of each number format in its styles."""
    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(buffer, {"in_memory": True})
    workbook.set_properties({"title": front.title, "author": author, "created": CREATED})
    formats = {
        "heading": workbook.add_format({"bold": True, "bottom": 1, "bg_color": "#EEF2F6"}),
        "euros": workbook.add_format({"num_format": "#,##0.00"}),
        "number": workbook.add_format({"num_format": "#,##0.0###"}),
    }
    _write_front(workbook, front, texts)
    for name, table in tables.items():
        _write_heading(workbook, name, table, formats)
    styles = workbook.add_worksheet("styles")
    styles.write_number(0, 0, 0.5, formats["euros"])
    styles.write_number(0, 1, 0.5, formats["number"])
    styles.hide()
    workbook.close()
    numbers = {name: formats[name].xf_index for name in ("euros", "number")}
    return buffer.getvalue(), numbers


def _with_rows(sheet_xml: str, table: pd.DataFrame, styles: Mapping[str, int]) -> bytes:
    last_column = chr(ord("A") + len(table.columns) - 1)
    old = f'<dimension ref="A1:{last_column}1"/>'
    sheet = sheet_xml.replace(old, f'<dimension ref="A1:{last_column}{len(table) + 1}"/>')
    head, tail = sheet.split("</sheetData>")
    return "".join([head, sheet_rows(table, styles), "</sheetData>", tail]).encode()


def write_workbook(
    path: Path, front: FrontSheet, tables: Mapping[str, pd.DataFrame], texts: Texts, author: str
) -> None:
    """Write the workbook; the same tables give the same bytes."""
    skeleton, styles = _skeleton(front, tables, texts, author)
    sheets = {f"xl/worksheets/sheet{n}.xml": table for n, table in enumerate(tables.values(), start=2)}
    with zipfile.ZipFile(io.BytesIO(skeleton)) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name in sheets:
                content = _with_rows(content.decode(), sheets[name], styles)
            entry = zipfile.ZipInfo(name, ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, content, compresslevel=1)
