"""Percentiles of journeys over pupils, in every draw at once.

Journeys are sorted once for a catchment; a draw only changes how many pupils stand at each of them.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]


@dataclass(frozen=True)
class SortedRows:
    """Rows of journeys in order of group and, within it, of minutes.

    Attributes
    ----------
    row
        Indices of the rows. (place,)
    minutes
        Minutes in that order. (place,)
    start
        First place of each group that has rows, and the group's number. (group,)
    """

    row: Ints
    minutes: Floats
    start: Ints
    group: Ints


def sort_rows(minutes_row: Floats, group_row: Ints, row: Ints) -> SortedRows:
    """Return the chosen rows sorted by group and minutes."""
    order = row[np.lexsort((minutes_row[row], group_row[row]))]
    group = group_row[order]
    start = np.flatnonzero(np.diff(group, prepend=-1))
    return SortedRows(order, minutes_row[order], start, group[start])


def group_percentile(pupils_row_draw: Floats, rows: SortedRows, share: float, n_groups: int) -> Floats:
    """Return the shortest journey that at least ``share`` of a group's pupils do not exceed. (draw, group)

    NaN where a group has no pupils in a draw.
    """
    n_draws = pupils_row_draw.shape[1]
    result = np.full((n_draws, n_groups), np.nan)
    if not len(rows.row):
        return result
    pupils = pupils_row_draw[rows.row]
    running = np.cumsum(pupils, axis=0)
    total = np.add.reduceat(pupils, rows.start, axis=0)
    before = np.vstack([np.zeros((1, n_draws)), running[rows.start[1:] - 1]])
    # a hair less than the share, so that rounding of the sums cannot push the answer to the next journey
    wanted = before + share * (1.0 - 1e-12) * total
    length = np.diff(rows.start, append=len(rows.row))
    below = running < np.repeat(wanted, length, axis=0)
    place = rows.start[:, None] + np.add.reduceat(below, rows.start, axis=0, dtype=np.intp)
    place = np.minimum(place, (rows.start + length - 1)[:, None])
    result[:, rows.group] = np.where(total > 0, rows.minutes[place], np.nan).T
    return result
