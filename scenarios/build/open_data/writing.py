"""Writing tables so that the same content gives the same bytes everywhere."""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

Cell = str | int | float | None


def write_table(path: Path, columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
    """Write rows as CSV: UTF-8, comma, decimal point, line feeds."""
    table = pd.DataFrame([[_shown(cell) for cell in row] for row in rows], columns=list(columns))
    table.to_csv(path, index=False, lineterminator="\n", encoding="utf-8")


def _shown(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float):
        return f"{cell:.6g}"
    return str(cell)
