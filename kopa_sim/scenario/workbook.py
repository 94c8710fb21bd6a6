"""One sheet of an Excel workbook as rows of texts."""

import io
import warnings
import zipfile
from typing import Any, Final

from kopa_sim.scenario.delimited import clean
from kopa_sim.scenario.findings import Findings, listed, shown
from kopa_sim.scenario.nearest import did_you_mean
from kopa_sim.scenario.tables import RawRow

LARGEST_UNPACKED_MB: Final[int] = 500
"""A workbook that unpacks to more is refused: an .xlsx is compressed about tenfold, and files stop at 100 MB."""

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
            if sheet is None or sheet not in sheets:
                read = "no sheet is named" if sheet is None else f"there is no sheet {shown(sheet)}"
                mend = did_you_mean(sheet, sheets) if sheet else f"write {file}#{next(iter(sheets), '')}"
                findings.add(file, read, f"sheets of this workbook: {listed(sheets)}", mend)
                return None
            worksheet: Any = sheets[sheet]
            worksheet.reset_dimensions()
            rows = worksheet.iter_rows(max_row=_MOST_ROWS, values_only=True)
            texts = ((number, tuple(map(_text, values))) for number, values in enumerate(rows, start=1))
            return [RawRow(number, cells) for number, cells in texts if any(cells)]
        finally:
            book.close()


def _text(value: object) -> str:
    """Return a cell as it would stand in a CSV file."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return clean(str(value))
