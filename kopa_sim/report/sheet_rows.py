"""The rows of a table as the XML of a spreadsheet's sheet (ECMA-376, part 1, section 18.3.1)."""

from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import escape

import numpy as np
import pandas as pd

from kopa_sim.report.csv_files import FORMULA_STARTS

FIRST_ROW = 2
"""Row 1 holds the headings."""


def is_euros(table: pd.DataFrame) -> "np.ndarray[Any, np.dtype[np.bool_]] | bool":
    """Return whether the numbers of a table are euros, row by row where a measure says so."""
    if "measure" in table.columns:
        measures = table["measure"].cat
        euros = np.array([str(label).endswith("_eur") for label in measures.categories], dtype=np.bool_)
        return euros[measures.codes.to_numpy()] if len(table) else False
    return "item" in table.columns


def text_cell(text: str) -> str:
    """Return the inside of a text cell; a text is never a formula here, whatever it begins with."""
    shown = f"'{text}" if text.startswith(FORMULA_STARTS) else text
    clean = "".join(letter for letter in shown if letter >= " " or letter in "\t\n")
    return f't="inlineStr"><is><t xml:space="preserve">{escape(clean)}</t></is></c>'


def _cells(column: "pd.Series[Any]", style: "np.ndarray[Any, np.dtype[np.object_]] | str") -> list[str]:
    if isinstance(column.dtype, pd.CategoricalDtype):
        labels = np.array([text_cell(str(label)) for label in column.cat.categories], dtype=object)
        texts: list[str] = labels[column.cat.codes.to_numpy()].tolist() if len(column) else []
        return texts
    values = column.to_numpy()
    if values.dtype.kind != "f":
        return [f"><v>{value}</v></c>" for value in values.tolist()]
    shown = [f"><v>{value!r}</v></c>" for value in values.tolist()]
    if isinstance(style, str):
        cells = [style + cell for cell in shown]
    else:
        cells = [before + cell for before, cell in zip(style.tolist(), shown, strict=True)]
    for index in np.flatnonzero(~np.isfinite(values)):
        cells[index] = "/>"
    return cells


def sheet_rows(table: pd.DataFrame, styles: Mapping[str, int]) -> str:
    """Return the rows of a table, headings apart.

    Parameters
    ----------
    styles
        Numbers of the cell formats for ``euros`` and ``number``.
    """
    euros, number = (f's="{styles[name]}"' for name in ("euros", "number"))
    kind = is_euros(table)
    style: Any = np.where(kind, euros, number).astype(object) if isinstance(kind, np.ndarray) else number
    if kind is True:
        style = euros
    columns = [_cells(table[name], euros if str(name).endswith("_eur") else style) for name in table.columns]
    letters = [chr(ord("A") + index) for index in range(len(columns))]
    parts = '<row r="%d">' + "".join(f'<c r="{letter}%d" %s' for letter in letters) + "</row>"
    numbers = range(FIRST_ROW, FIRST_ROW + len(table))
    fields: list[Any] = [numbers]
    for column in columns:
        fields += [numbers, column]
    return "".join([parts % row for row in zip(*fields, strict=True)])
