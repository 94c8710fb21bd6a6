"""One door for every file format: the content tells which it is, never the file's name."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from kopa_sim.importers.formats.delimited import split_cells
from kopa_sim.importers.formats.encodings import decode_text
from kopa_sim.importers.formats.json_stat import tables_of_json
from kopa_sim.importers.formats.layout import find_layout
from kopa_sim.importers.formats.limits import LARGEST_FILE_MB, MB
from kopa_sim.importers.formats.px import looks_like_px, table_of_px
from kopa_sim.importers.formats.table import table_of_grid, table_of_layout
from kopa_sim.importers.formats.workbook import sheets_of
from kopa_sim.importers.stat_table import StatTable
from kopa_sim.scenario.findings import Findings
from kopa_sim.scenario.problems import Problem, ScenarioError

FORMATS: Final[str] = "CSV, PX, JSON-stat or .xlsx as saved from a PxWeb database"

_SAVE_ANEW: Final[str] = "save the table anew from the database as CSV or JSON-stat"
_FOREIGN: Final[tuple[tuple[bytes, str], ...]] = (
    (b"\xd0\xcf\x11\xe0", "an old Excel file (.xls)"),
    (b"PAR1", "a Parquet file"),
    (b"%PDF", "a PDF file"),
    (b"\x1f\x8b", "a file packed with gzip"),
    (b"{\\rtf", "a word processor's file"),
)


def read_table(source: Path | bytes, name: str) -> list[StatTable]:
    """Return the tables of a file, in its order; a workbook may hold several.

    Parameters
    ----------
    source
        The file, or its bytes.
    name
        What messages call it.

    Raises
    ------
    ScenarioError
        When the file holds no table that can be read whole; it lists everything found wrong, by row.
    """
    findings = Findings()
    content = source if isinstance(source, bytes) else _bytes_of(source, name, findings)
    tables = [] if content is None else _tables(name, content, findings)
    if findings.problems:
        raise ScenarioError(findings.problems)
    return tables


def _bytes_of(path: Path, name: str, findings: Findings) -> bytes | None:
    try:
        size = path.stat().st_size
        if size > LARGEST_FILE_MB * MB:
            findings.add(name, f"a file of {size / MB:.0f} MB", f"files up to {LARGEST_FILE_MB} MB")
            return None
        return path.read_bytes()
    except (OSError, ValueError) as error:
        findings.add(name, f"the file cannot be read: {getattr(error, 'strerror', None) or error}")
        return None


def _tables(name: str, content: bytes, findings: Findings) -> list[StatTable]:
    for start, kind in _FOREIGN:
        if content.startswith(start):
            findings.add(name, f"this is {kind}", FORMATS, _SAVE_ANEW)
            return []
    if content.startswith(b"PK\x03\x04"):
        return _of_workbook(name, content, findings)
    return _of_text(name, content, findings)


def _of_workbook(name: str, content: bytes, findings: Findings) -> list[StatTable]:
    """Return the tables of the sheets that hold one; sheets of words alone are passed over beside them."""
    grids = sheets_of(name, content, findings)
    if not grids and not findings.problems:
        findings.add(name, "the workbook has no filled sheet", FORMATS)
    tables: list[StatTable] = []
    words: list[Problem] = []
    for grid in grids:
        of_sheet = Findings()
        layout = find_layout(grid, of_sheet)
        words += of_sheet.problems
        table = None if layout is None else table_of_layout(grid.place, layout, findings)
        tables += [] if table is None else [table]
    if not tables:
        for problem in words:
            findings.add(problem.place, problem.read, problem.allowed, problem.mend)
    return tables


def _of_text(name: str, content: bytes, findings: Findings) -> list[StatTable]:
    text = decode_text(content)
    start = text[:2000].lstrip()
    if not text.strip():
        findings.add(name, "the file is empty", FORMATS)
    elif "\x00" in text:
        findings.add(name, "the file holds NUL bytes: it is not text", FORMATS, _SAVE_ANEW)
    elif start.startswith("<"):
        findings.add(name, "this is a web page or an XML file", FORMATS, _SAVE_ANEW)
    else:
        return list(_reader(start)(name, content, text, findings))
    return []


Reader = Callable[[str, bytes, str, Findings], list[StatTable]]


def _reader(start: str) -> Reader:
    if start.startswith(("{", "[")):
        return lambda name, content, text, findings: tables_of_json(name, text, findings)
    if looks_like_px(start):
        return lambda name, content, text, findings: _listed(table_of_px(name, content, findings))
    return lambda name, content, text, findings: _listed(table_of_grid(split_cells(name, text), findings))


def _listed(table: StatTable | None) -> list[StatTable]:
    return [] if table is None else [table]
