"""One sheet of an Excel workbook as rows of texts."""

import io
import re
import warnings
import zipfile
from typing import Any, Final

from kopa_sim.scenario.delimited import clean
from kopa_sim.scenario.findings import Findings, listed, shown
from kopa_sim.scenario.nearest import did_you_mean
from kopa_sim.scenario.tables import RawRow

LARGEST_UNPACKED_MB: Final[int] = 500
"""A workbook that unpacks to more is refused: an .xlsx is compressed about tenfold, and files stop at 100 MB."""

_FORMULA: Final = re.compile(rb"<f[ >/]")
_MOST_ROWS: Final[int] = 1_048_576
_MB: Final[int] = 1_000_000


def read_sheet(file: str, sheet: str | None, content: bytes, findings: Findings) -> list[RawRow] | None:
    """Return the rows of a sheet, or None after saying why there are none.

    Without a sheet's name a workbook of one sheet gives that sheet.
    """
    not_a_workbook = (
        file,
        "not a readable .xlsx workbook",
        "a workbook saved by Excel or LibreOffice as .xlsx",
    )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
        if unpacked > LARGEST_UNPACKED_MB * _MB:
            findings.add(
                file, f"the workbook unpacks to {unpacked / _MB:.0f} MB", f"up to {LARGEST_UNPACKED_MB} MB"
            )
            return None
        return _rows_of_sheet(file, sheet, content, findings)
    except Exception:  # openpyxl raises almost anything on damaged bytes, and all mean the same
        findings.add(*not_a_workbook)
        return None


def _rows_of_sheet(file: str, sheet: str | None, content: bytes, findings: Findings) -> list[RawRow] | None:
    # openpyxl is slow to import and seldom needed
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        try:
            sheets = {worksheet.title: worksheet for worksheet in book.worksheets}
            if sheet is None and len(sheets) == 1:
                sheet = next(iter(sheets))
            if sheet in book.sheetnames and sheet not in sheets:
                findings.add(
                    file,
                    f"sheet {shown(sheet)} is a chart, not a table",
                    f"sheets with cells: {listed(sheets)}",
                )
                return None
            if sheet is None or sheet not in sheets:
                read = "no sheet is named" if sheet is None else f"there is no sheet {shown(sheet)}"
                mend = did_you_mean(sheet, sheets) if sheet else f"write {file}#{next(iter(sheets), '')}"
                findings.add(file, read, f"sheets of this workbook: {listed(sheets)}", mend)
                return None
            worksheet: Any = sheets[sheet]
            worksheet.reset_dimensions()
            rows = worksheet.iter_rows(max_row=_MOST_ROWS, values_only=True)
            texts = ((number, tuple(map(_text, values))) for number, values in enumerate(rows, start=1))
            read_rows = [RawRow(number, cells) for number, cells in texts if any(cells)]
        finally:
            book.close()
    return _with_formulas(read_rows, sheet, content) if _has_formulas(content) else read_rows


def _has_formulas(content: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/")]
        return any(_FORMULA.search(archive.read(name)) for name in sheets)


def _with_formulas(rows: list[RawRow], sheet: str, content: bytes) -> list[RawRow]:
    """Return the rows with the text of the formulas whose value is not stored, which would else be empty cells."""
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(content), read_only=True)
    try:
        worksheet: Any = book[sheet]
        worksheet.reset_dimensions()
        written = list(worksheet.iter_rows(max_row=_MOST_ROWS, values_only=True))
    finally:
        book.close()
    by_number = {row.number: row.cells for row in rows}
    filled = []
    for number, values in enumerate(written, start=1):
        cells = by_number.get(number, ())
        cells += ("",) * (len(values) - len(cells))
        cells = tuple(
            cell or (value if isinstance(value, str) and value.startswith("=") else "")
            for cell, value in zip(cells, values, strict=False)
        )
        if any(cells):
            filled.append(RawRow(number, cells))
    return filled


def _text(value: object) -> str:
    """Return a cell as it would stand in a CSV file."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return clean(str(value))
