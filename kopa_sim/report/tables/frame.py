"""Tidy tables out of labelled arrays: one row a fact, key columns first, then the statistics over futures.

Key columns of names are categorical, so a table of a hundred thousand rows stays small and is written fast;
key columns of years are whole numbers.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kopa_sim.report.statistics import STATISTICS

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]

EURO_DECIMALS = 2
OTHER_DECIMALS = 6


@dataclass(frozen=True)
class Key:
    """A key column: its name and the labels along its axis, years as numbers."""

    name: str
    labels: tuple[str, ...] | tuple[int, ...]

    @property
    def numeric(self) -> bool:
        """Whether the labels are numbers, such as years or ages."""
        return bool(self.labels) and isinstance(self.labels[0], int)

    def column(self, codes: Ints) -> "pd.Series[str] | pd.Series[int]":
        """Return the column with the label of each code."""
        if self.numeric:
            return pd.Series(np.array(self.labels, dtype=np.int64)[codes], name=self.name)
        labels = pd.Index(self.labels, dtype=object)
        return pd.Series(pd.Categorical.from_codes(codes, categories=labels), name=self.name)


def decimals_of(names: Sequence[str]) -> Ints:
    """Return how many decimals a value of each name is rounded to: cents for euros. (name,)"""
    return np.array(
        [EURO_DECIMALS if name.endswith("_eur") else OTHER_DECIMALS for name in names], dtype=np.intp
    )


def round_to(values: Floats, decimals: Ints) -> Floats:
    """Return values rounded to each column's decimals, never minus zero. (…, row), (row,)"""
    result = np.empty_like(values)
    for digits in np.unique(decimals):
        chosen = decimals == digits
        result[..., chosen] = np.round(values[..., chosen], int(digits)) + 0.0
    return result


@dataclass
class Rows:
    """Rows of one table as they are gathered, option by option."""

    keys: tuple[Key, ...]
    columns: tuple[str, ...] = STATISTICS
    _codes: list[Ints] = field(default_factory=list)
    _values: list[Floats] = field(default_factory=list)

    def add(self, values: Floats, keep: Bools | None = None, leading: tuple[int, ...] = ()) -> None:
        """Add the cells of an array whose axes are the last keys.

        Parameters
        ----------
        values
            (column, *key axes)
        keep
            Cells that become rows; all when not given. (*key axes)
        leading
            Codes of the first keys, which all these rows share.
        """
        shape = values.shape[1:]
        chosen = np.ones(shape, dtype=np.bool_) if keep is None else np.broadcast_to(keep, shape)
        codes = np.array(np.nonzero(chosen), dtype=np.intp)
        first = np.repeat(np.array(leading, dtype=np.intp)[:, None], codes.shape[1], axis=1)
        self._codes.append(np.vstack([first, codes]))
        self._values.append(values[:, chosen])

    def add_rows(self, values: Floats, codes: Ints) -> None:
        """Add rows one by one: (column, row) with the codes of all keys (key, row)."""
        self._codes.append(codes)
        self._values.append(values)

    def frame(self, decimals: int | Ints) -> pd.DataFrame:
        """Return the table.

        Parameters
        ----------
        decimals
            Digits to round to, or the digits of each label of the last key.
        """
        codes = np.hstack([np.empty((len(self.keys), 0), dtype=np.intp), *self._codes])
        values = np.hstack([np.empty((len(self.columns), 0)), *self._values])
        digits = (
            np.full(codes.shape[1], decimals, dtype=np.intp)
            if isinstance(decimals, int)
            else decimals[codes[-1]]
        )
        rounded = round_to(values, digits)
        columns: dict[str, object] = {
            key.name: key.column(code) for key, code in zip(self.keys, codes, strict=True)
        }
        columns |= dict(zip(self.columns, rounded, strict=True))
        return pd.DataFrame(columns)


def any_nonzero(values: NDArray[np.floating]) -> Bools:
    """Return which cells differ from zero in any draw. (draw, …) -> (…)"""
    found: Bools = (values != 0).any(axis=0)
    return found
