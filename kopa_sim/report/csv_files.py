"""Tables as CSV files: UTF-8, comma, decimal point, Unix line ends, the same bytes every time."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""First characters that make a spreadsheet program run a text as a formula."""

_SPECIAL = frozenset(',"\n\r')


def safe_text(text: str) -> str:
    """Return a text as a CSV field: quoted where needed, and never read as a formula by a spreadsheet.

    A name that begins like a formula gets a leading apostrophe, the mark spreadsheet programs use for text.
    """
    shown = f"'{text}" if text.startswith(FORMULA_STARTS) else text
    return '"' + shown.replace('"', '""') + '"' if _SPECIAL & set(shown) else shown


def _fields(column: "pd.Series[Any]") -> list[str]:
    if isinstance(column.dtype, pd.CategoricalDtype):
        labels = np.array([safe_text(str(label)) for label in column.cat.categories], dtype=object)
        texts: list[str] = labels[column.cat.codes.to_numpy()].tolist() if len(column) else []
        return texts
    values = column.to_numpy()
    if values.dtype.kind != "f":
        return [str(value) for value in values.tolist()]
    fields = list(map(repr, values.tolist()))
    for index in np.flatnonzero(np.isnan(values)):
        fields[index] = ""
    return fields


def csv_text(table: pd.DataFrame) -> str:
    """Return a table as the text of a CSV file; numbers in the shortest form that reads back exactly."""
    columns = [_fields(table[name]) for name in table.columns]
    lines = [",".join(map(safe_text, map(str, table.columns))), *map(",".join, zip(*columns, strict=True))]
    return "\n".join(lines) + "\n"


def write_tables(tables: dict[str, pd.DataFrame], folder: Path) -> None:
    """Write each table as ``<name>.csv`` into a folder, which is made."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in tables.items():
        (folder / f"{name}.csv").write_text(csv_text(table), encoding="utf-8", newline="\n")
