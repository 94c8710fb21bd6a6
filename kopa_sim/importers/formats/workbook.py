"""Sheets of a workbook as grids of cells."""

import io
import warnings
import zipfile
from collections.abc import Iterable
from typing import Any, Final

from kopa_sim.importers.formats.grid import Grid, GridRow
from kopa_sim.importers.formats.limits import MB, MOST_CELLS
from kopa_sim.scenario.delimited import clean
from kopa_sim.scenario.findings import Findings
from kopa_sim.scenario.workbook import LARGEST_UNPACKED_MB

_MOST_SHEETS: Final[int] = 100
_EMPTY_ROWS_PASSED: Final[int] = 1000


def sheets_of(name: str, content: bytes, findings: Findings) -> list[Grid]:
    """Return a grid for each sheet that holds anything; say why where the bytes are no workbook."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
        if unpacked > LARGEST_UNPACKED_MB * MB:
            findings.add(
                name, f"the workbook unpacks to {unpacked / MB:.0f} MB", f"up to {LARGEST_UNPACKED_MB} MB"
            )
            return []
        return _read(name, content, findings)
    except Exception:  # openpyxl raises almost anything on damaged bytes, and all mean the same
        findings.add(
            name,
            "a packed file, but not a readable .xlsx workbook: perhaps its end is missing",
            "a workbook as PxWeb, Excel or LibreOffice saves it",
            "download it anew; a .zip must be unpacked first",
        )
        return []


def _read(name: str, content: bytes, findings: Findings) -> list[Grid]:
    # openpyxl is slow to import and seldom needed
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        try:
            grids = []
            for sheet in book.worksheets[:_MOST_SHEETS]:
                reader: Any = sheet
                reader.reset_dimensions()
                place = name if len(book.worksheets) == 1 else f"{name}#{sheet.title}"
                rows = _rows(place, reader.iter_rows(values_only=True), findings)
                if rows:
                    grids.append(Grid(place, _padded(rows), marked=True))
            return grids
        finally:
            book.close()


def _rows(place: str, rows: Iterable[tuple[object, ...]], findings: Findings) -> list[GridRow]:
    kept: list[GridRow] = []
    cells = 0
    for number, values in enumerate(rows, start=1):
        cells += len(values)
        if cells > MOST_CELLS:
            findings.add(
                place, f"the sheet has more than {MOST_CELLS:,} cells", f"up to {MOST_CELLS:,} cells"
            )
            return []
        texts = tuple(map(_text, values))
        if any(texts):
            kept.append(GridRow(number, texts, tuple(isinstance(value, str) for value in values)))
        elif number > (kept[-1].number if kept else 0) + _EMPTY_ROWS_PASSED:
            break
    return kept


def _padded(rows: list[GridRow]) -> tuple[GridRow, ...]:
    width = max(max(at for at, text in enumerate(row.texts) if text) + 1 for row in rows)
    return tuple(row.cut(width) for row in rows)


def _text(value: object) -> str:
    """Return a cell as it would stand in a delimited file."""
    if value is None or isinstance(value, bool):
        return "" if value is None else str(value)
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return clean(str(value))
