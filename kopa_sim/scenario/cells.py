"""Understanding the cells of a table by the specification of its columns."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.scenario.columns import MOST_PERSONS, YES_NO, YES_NO_ALLOWED, ColumnSpec, TableSpec
from kopa_sim.scenario.findings import LISTED_ALIKE, Findings, listed, shown, spans
from kopa_sim.scenario.nearest import did_you_mean, nearest
from kopa_sim.scenario.subject_words import subject_mend
from kopa_sim.scenario.tables import Table

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]

_NUMBER: Final = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)
_THOUSANDS_SPACE: Final = re.compile(r"(?<=\d)[ \u00a0\u202f\u2009](?=\d{3}(?!\d))")
_COMMA_THOUSANDS: Final = re.compile(r"[1-9]\d{0,2}(,\d{3})+", re.ASCII)
_POINT_THOUSANDS: Final = re.compile(r"[1-9]\d{0,2}(\.\d{3})+", re.ASCII)
_DECIMAL: Final = re.compile(r"[+-]?\d+([.,])\d+", re.ASCII)
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", re.ASCII)
_ERROR_VALUE: Final = re.compile(r"#(?:N/A|REF!|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|SPILL!|CALC!)", re.ASCII)
_LINE_BREAKS: Final = re.compile(r"\s*[\r\n]+\s*")
_LOST_LETTER: Final = "\ufffd"

LONGEST_TEXT: Final[int] = 200
"""Characters of a code or a name."""

_MUNICIPALITY: Final = re.compile(r"\d{1,3}", re.ASCII)


@dataclass(frozen=True)
class Columns:
    """A table whose cells are understood.

    Attributes
    ----------
    numbers
        Columns of numbers; NaN where empty or wrong. (row,)
    texts
        Columns of texts and choices; empty where wrong or not given. (row,)
    sound
        Rows without a fault so far. (row,)
    """

    table: Table
    numbers: Mapping[str, Floats]
    texts: Mapping[str, tuple[str, ...]]
    sound: Bools

    def __len__(self) -> int:
        return len(self.table)

    def whole(self, column: str) -> Ints:
        """Return a column of whole numbers; 0 where wrong. (row,)"""
        return np.nan_to_num(self.numbers[column], nan=0.0).astype(np.intp)

    def flag(self, column: str) -> Bools:
        """Return a yes/no column; no where empty. (row,)"""
        return np.array([YES_NO.get(text, False) for text in self.texts[column]], dtype=np.bool_)

    def given(self, column: str) -> bool:
        """Return whether the table has the column."""
        return column in self.table.columns

    def fault(
        self, findings: Findings, row: int, column: str, read: str, allowed: str = "", mend: str = ""
    ) -> None:
        """Add a problem of one cell and mark its row."""
        findings.add_cell(self.table.file, self.table.rows[row], column, read, allowed, mend)
        self.sound[row] = False

    def fault_of_rows(
        self, findings: Findings, rows: Sequence[int], column: str, read: str, allowed: str, mend: str = ""
    ) -> None:
        """Add one problem that several cells of a column share and mark their rows."""
        if len(rows) == 1:
            self.fault(findings, rows[0], column, read, allowed, mend)
            return
        numbers = spans(self.table.rows[row] for row in rows)
        findings.add(f"{self.table.file} rows {numbers}, column {column}", read, allowed, mend)
        self.sound[list(rows)] = False

    def resolve(self, column: str, codes: tuple[str, ...] | None, what: str, findings: Findings) -> Ints:
        """Return the index of each code among ``codes``; -1 where empty, wrong or nothing is known.

        An unknown code is a problem. Where ``codes`` is None, or one of them could not be read and is empty,
        nothing can be said of the others and nothing is.
        """
        if codes is None:
            return np.full(len(self), -1, dtype=np.intp)
        index = {code: i for i, code in enumerate(codes) if code}
        found = np.array([index.get(text, -1) for text in self.texts[column]], dtype=np.intp)
        judged = (found < 0) & ~np.array(self.table.ragged) & ("" not in codes)
        unknown: dict[str, list[int]] = {}
        for row in np.flatnonzero(judged).tolist():
            if self.texts[column][row]:
                unknown.setdefault(self.texts[column][row], []).append(row)
        for text, rows in list(unknown.items())[:LISTED_ALIKE]:
            read, mend = f"unknown {what} {shown(text)}", did_you_mean(text, codes)
            self.fault_of_rows(findings, rows, column, read, f"{what}: {listed(codes)}", mend)
        others = list(unknown.values())[LISTED_ALIKE:]
        if others:
            every = [row for rows in others for row in rows]
            self.fault_of_rows(
                findings, every, column, f"{len(others)} more unknown codes", f"{what} that is known"
            )
        return found


def read_columns(table: Table, spec: TableSpec, findings: Findings, *, separator: str = "") -> Columns | None:
    """Return a table's columns, or None when its header lacks what is needed."""
    if not _header_fits(table, spec, findings):
        return None
    if len(table) > spec.most_rows:
        findings.add(table.file, f"the table has {len(table):,} rows", f"at most {spec.most_rows:,} rows")
        return None
    numbers: dict[str, Floats] = {}
    texts: dict[str, tuple[str, ...]] = {}
    columns = Columns(table, numbers, texts, ~np.array(table.ragged, dtype=np.bool_))
    every = (*spec.columns, *_family_columns(table, spec))
    marks = _decimal_marks(
        table, [column.name for column in every if column.kind in ("number", "whole")], separator
    )
    for column in every:
        if column.kind in ("number", "whole"):
            numbers[column.name] = _numbers(columns, column, marks, findings)
        else:
            texts[column.name] = _texts(columns, column, findings)
    return columns


def _family_columns(table: Table, spec: TableSpec) -> list[ColumnSpec]:
    return [
        ColumnSpec(name, "number", "", required=True, least=0.0, ceiling=MOST_PERSONS)
        for name in table.columns
        if spec.family is not None and spec.family.match(name)
    ]


def _header_fits(table: Table, spec: TableSpec, findings: Findings) -> bool:
    unknown = [
        name
        for name in table.columns
        if name not in spec.names and not (spec.family and spec.family.match(name))
    ]
    missing = [column.name for column in spec.columns if column.required and column.name not in table.columns]
    allowed = listed((*spec.names, *([spec.family_name] if spec.family else [])))
    if len(unknown) == len(table.columns):
        header = ", ".join(table.columns)
        findings.add(
            table.header_place(),
            f"no column of table {spec.name} in {shown(header)}",
            allowed,
            "the first row holds the column names, separated by comma, semicolon or tab",
        )
        return False
    for name in unknown[:LISTED_ALIKE]:
        offered = nearest(name, [known for known in spec.names if known not in table.columns])
        if offered in missing:
            missing.remove(offered)
        mend = did_you_mean(name, [offered]) if offered else ""
        findings.add(table.header_place(name), f"unknown column {shown(name)}", allowed, mend)
    if len(unknown) > LISTED_ALIKE:
        findings.add(table.header_place(), f"{len(unknown) - LISTED_ALIKE} more unknown columns", allowed)
    for name in missing:
        findings.add(table.header_place(), f'column "{name}" is missing', allowed)
    return all(column.name in table.columns for column in spec.columns if column.required)


def _decimal_marks(table: Table, names: Sequence[str], separator: str) -> str:
    """Return which signs surely stand before decimals in a table: a point, a comma or both.

    Three digits behind a sign say nothing, since the sign may set off thousands. In a table whose cells are separated
    by commas decimals have a point, unless quoted cells show otherwise.
    """
    marks = set()
    for name in names:
        for text in table.columns.get(name, ()):
            found = _DECIMAL.fullmatch(text) if "," in text or "." in text else None
            if found and not (_COMMA_THOUSANDS.fullmatch(text) or _POINT_THOUSANDS.fullmatch(text)):
                marks.add(found[1])
    return "".join(marks) or ("." if separator == "," else "")


def _numbers(columns: Columns, column: ColumnSpec, marks: str, findings: Findings) -> Floats:
    values = np.full(len(columns), np.nan)
    for row, text in enumerate(columns.table.columns.get(column.name, ())):
        if columns.table.ragged[row]:
            continue
        if not text:
            if column.required:
                columns.fault(findings, row, column.name, "the cell is empty", _bounds(column))
            continue
        value, fault = _number(text, marks)
        fault = fault or _outside(value, column)
        if fault:
            allowed = _bounds(column, ceiling=column.ceiling is not None and abs(value) > column.ceiling)
            mend = _UNCALCULATED if text.startswith("=") else ""
            columns.fault(findings, row, column.name, f"{shown(text)} {fault}", allowed, mend)
        else:
            values[row] = value
    return values


def parse_number(text: str) -> float | None:
    """Return the number a text stands for, or None.

    The decimal mark is a point or a comma, thousands may be set off with spaces, and a typographic minus counts.
    """
    plain = _THOUSANDS_SPACE.sub("", text).replace("\u2212", "-")
    if plain.count(",") == 1 and "." not in plain:
        plain = plain.replace(",", ".")
    if not _NUMBER.fullmatch(plain):
        return None
    value = float(plain)
    return value if np.isfinite(value) else None


_UNCALCULATED: Final[str] = (
    "a formula with no stored value: open the file in the spreadsheet program and save it"
)


def _number(text: str, marks: str) -> tuple[float, str]:
    value = parse_number(text)
    if value is None:
        return np.nan, "is not a number"
    if marks == "." and _COMMA_THOUSANDS.fullmatch(text):
        return np.nan, "may mean thousands or decimals: write it without the comma, or with a decimal point"
    if marks == "," and _POINT_THOUSANDS.fullmatch(text):
        return np.nan, "may mean thousands or decimals: write it without the point, or with a decimal comma"
    return value, ""


def _outside(value: float, column: ColumnSpec) -> str:
    if column.kind == "whole" and not value.is_integer():
        return "is not a whole number"
    low = column.least is not None and value < column.least
    if low or (column.above is not None and value <= column.above):
        return "is negative" if value < 0 else "is too small"
    if column.ceiling is not None and abs(value) > column.ceiling:
        return "is too large" if value > 0 else "is too small"
    return "is too large" if column.most is not None and value > column.most else ""


def _bounds(column: ColumnSpec, *, ceiling: bool = False) -> str:
    noun = "a whole number" if column.kind == "whole" else "a number"
    if ceiling:
        return f"{noun} up to {column.ceiling:,.0f}"
    if column.above is not None:
        return f"{noun} above {column.above:g}"
    if column.least is not None and column.most is not None:
        return f"{noun} from {column.least:g} to {column.most:g}"
    return f"{noun}, {column.least:g} or more" if column.least is not None else noun


def _texts(columns: Columns, column: ColumnSpec, findings: Findings) -> tuple[str, ...]:
    cells = columns.table.columns.get(column.name, ("",) * len(columns))
    return tuple(_text(columns, row, column, text, findings) for row, text in enumerate(cells))


def _text(columns: Columns, row: int, column: ColumnSpec, text: str, findings: Findings) -> str:
    """Return one text, choice, code or yes/no; empty after saying what is wrong with it."""
    if columns.table.ragged[row]:
        return text if column.kind in ("text", "municipality") else column.default
    if not text:
        if column.required:
            columns.fault(findings, row, column.name, "the cell is empty", listed(column.choices))
        return column.default
    if column.kind == "municipality" and not _MUNICIPALITY.fullmatch(text):
        columns.fault(
            findings, row, column.name, f"{shown(text)} is not a municipality code", "three digits, as in 205"
        )
        return ""
    if column.kind == "municipality":
        return text.zfill(3)
    choices = tuple(YES_NO) if column.kind == "yes_no" else column.choices
    if choices and text.lower() not in choices:
        allowed = YES_NO_ALLOWED if column.kind == "yes_no" else listed(choices)
        listing = findings.still_lists(columns.table.file, column.name, allowed)
        mend = did_you_mean(text, choices) if listing else ""
        mend = subject_mend(text) if column.name == "subject" else mend
        columns.fault(findings, row, column.name, f"unknown {column.name} {shown(text)}", allowed, mend)
        return ""
    return text.lower() if choices else _plain_text(columns, row, column.name, text, findings)


def _plain_text(columns: Columns, row: int, column: str, text: str, findings: Findings) -> str:
    """Return a code or a name on one line, after saying what makes it none."""
    text = _LINE_BREAKS.sub(" ", text)
    fault = _text_fault(text)
    if fault is None:
        return text
    columns.fault(findings, row, column, *fault)
    return ""


def _text_fault(text: str) -> tuple[str, str, str] | None:
    """Return what a text cannot be, what is allowed and the mend, or None."""
    if len(text) > LONGEST_TEXT:
        return f"{shown(text)} has {len(text)} characters", f"at most {LONGEST_TEXT} characters", ""
    if _LOST_LETTER in text:
        read = f"{shown(text)} has letters that an earlier conversion lost"
        return read, "", "export it again, as CSV UTF-8"
    if not text.isprintable():
        return f"{shown(text)} holds control characters", "visible characters", ""
    if text.startswith("="):
        return f"{shown(text)} is a formula", "a text", _UNCALCULATED
    if _ERROR_VALUE.fullmatch(text):
        return f"{shown(text)} is an error value of a spreadsheet", "a text", ""
    if _DATE.fullmatch(text):
        mend = "format the column as text and write the cell again"
        return f"{shown(text)} is a date, which a spreadsheet may have made of a code", "a text", mend
    return None
