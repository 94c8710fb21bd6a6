"""Small statistical tables, as a reader of a format gives them."""

import numpy as np

from kopa_sim.importers.stat_table import Dimension, StatTable


def dimension(label, labels, codes=(), role=""):
    return Dimension(label, tuple(codes) or ("",) * len(labels), tuple(labels), role)


def stat_table(*dimensions, values=None, symbols=None, title="", source="table.csv"):
    """Return a table whose cells are 0, 1, 2 … unless given; symbols stand where no number does."""
    shape = tuple(len(each) for each in dimensions)
    cells = np.arange(float(np.prod(shape))) if values is None else np.array(values, dtype=float)
    for position in symbols or {}:
        cells.reshape(-1)[position] = np.nan
    return StatTable(source, title, dimensions, cells.reshape(shape), symbols or {})


def rows_of(rows):
    """Return the rows of a table as dictionaries."""
    return [dict(zip(rows.columns, row, strict=True)) for row in rows.rows]
