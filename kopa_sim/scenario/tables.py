"""A table as read, before its cells are understood: columns of texts, each knowing its row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kopa_sim.scenario.findings import Findings, shown, spans


@dataclass(frozen=True)
class RawRow:
    """One row of a file: the number a planner sees beside it, and its cells."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A table of texts.

    Attributes
    ----------
    file
        The file as the scenario names it: ``areas.csv`` or ``tables.xlsx#areas``.
    header_row
        Row of the file where the column names stand.
    rows
        Row of the file of each row of the table. (row,)
    columns
        Column name -> its texts. (row,)
    ragged
        Rows with too many or too few cells: said already, and their cells are not to be judged. (row,)
    """

    file: str
    header_row: int
    rows: tuple[int, ...]
    columns: Mapping[str, tuple[str, ...]]
    ragged: tuple[bool, ...]

    def __len__(self) -> int:
        return len(self.rows)

    def header_place(self, column: str = "") -> str:
        """Return the place of the column names, or of one of them."""
        return f"{self.file} row {self.header_row}" + (f", column {column}" if column else "")


def build_table(
    file: str, raw_rows: Sequence[RawRow], findings: Findings, *, of_workbook: bool = False
) -> Table | None:
    """Return the table whose first filled row holds the column names, or None if there is no such table.

    Empty rows are skipped, and so are empty cells beyond the last named column. A workbook does not store the empty
    cells at the end of a row, so there a short row is whole. Where a line of words stands above everything, the rows
    are not told to be longer than it: that it holds no column names says all.
    """
    filled = [row for row in raw_rows if any(row.cells)]
    if not filled:
        findings.add(file, "the table is empty", "a row of column names, then one row for each fact")
        return None
    header, body = filled[0], filled[1:]
    names = _trimmed(header.cells)
    if not _names_are_sound(file, header.number, names, findings):
        return None
    if not body:
        findings.add(file, "the table has column names and no rows", "one row for each fact")
        return None
    cells = [(*row.cells[: len(names)], *("",) * (len(names) - len(row.cells))) for row in body]
    ragged = [
        len(_trimmed(row.cells)) > len(names) or (len(row.cells) < len(names) and not of_workbook)
        for row in body
    ]
    is_title = len(names) == 1 and " " in names[0] and all(ragged)
    for row, is_ragged in zip(body, ragged, strict=True):
        if is_ragged and not is_title:
            _add_ragged(file, row, len(names), findings)
    columns = {name: tuple(row[i] for row in cells) for i, name in enumerate(names) if name}
    return Table(file, header.number, tuple(row.number for row in body), columns, tuple(ragged))


def _trimmed(cells: tuple[str, ...]) -> tuple[str, ...]:
    last = max((i for i, cell in enumerate(cells) if cell), default=-1)
    return cells[: last + 1]


def _names_are_sound(file: str, row: int, names: tuple[str, ...], findings: Findings) -> bool:
    place = f"{file} row {row}"
    unnamed = [i + 1 for i, name in enumerate(names) if not name]
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if unnamed:
        findings.add(place, f"column {spans(unnamed)} has no name", "every column has a name")
    for name in twice:
        where = spans(i + 1 for i, other in enumerate(names) if other == name)
        findings.add(place, f"column {shown(name)} stands twice (columns {where})", "every name once")
    return not (unnamed or twice)


def _add_ragged(file: str, row: RawRow, wanted: int, findings: Findings) -> None:
    found = len(_trimmed(row.cells))
    more = found > wanted
    findings.add_cell(
        file,
        row.number,
        f"{wanted + 1}" if more else f"{len(row.cells) + 1}",
        f"the row has {found if more else len(row.cells)} cells, the header {wanted}",
        "as many cells as there are columns",
        "a comma inside a number or text: put the cell in quotes, or separate the columns with semicolons"
        if more
        else "",
    )
