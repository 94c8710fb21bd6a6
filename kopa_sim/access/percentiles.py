"""Percentiles and inequality of journeys over pupils, in every draw at once.

Journeys are sorted once for a catchment; a draw only changes how many pupils stand at each of them.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

ROUNDING: Final[float] = 1e-12
"""Share of the largest sum thinkable below which minutes are what rounding left of none."""


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
    step
        Minutes from each place to the next of its group, none at the group's last. (group, place)
    """

    row: Ints
    minutes: Floats
    start: Ints
    group: Ints
    step: csr_array

    @property
    def length(self) -> Ints:
        """Places of each group. (group,)"""
        return np.diff(self.start, append=len(self.row))

    @property
    def longest(self) -> Floats:
        """Longest journey of each group. (group,)"""
        longest: Floats = self.minutes[self.start + self.length - 1]
        return longest


def sort_rows(minutes_row: Floats, group_row: Ints, row: Ints) -> SortedRows:
    """Return the chosen rows sorted by group and minutes."""
    order = row[np.lexsort((minutes_row[row], group_row[row]))]
    group, minutes = group_row[order], minutes_row[order]
    start = np.flatnonzero(np.diff(group, prepend=-1))
    farther = np.flatnonzero((group[1:] == group[:-1]) & (minutes[1:] > minutes[:-1]))
    step = minutes[farther + 1] - minutes[farther]
    group_of = np.searchsorted(start, farther, side="right") - 1
    matrix = csr_array((step, (group_of, farther)), shape=(len(start), len(order)))
    return SortedRows(order, minutes, start, group[start], matrix)


@dataclass(frozen=True)
class StandingPupils:
    """Pupils along sorted rows of journeys.

    Attributes
    ----------
    rows
        The rows.
    running
        Pupils of the group up to each place. (place, draw)
    total
        Pupils of each group. (group, draw)
    """

    rows: SortedRows
    running: Floats
    total: Floats

    @classmethod
    def along(cls, rows: SortedRows, pupils_row_draw: Floats) -> "StandingPupils":
        """Return the pupils of every draw along the rows."""
        pupils = pupils_row_draw[rows.row]
        if not len(rows.row):
            return cls(rows, pupils, pupils)
        total = np.add.reduceat(pupils, rows.start, axis=0)
        # taking the group before off its successor's first place starts the running sum anew there
        pupils[rows.start[1:]] -= total[:-1]
        return cls(rows, np.cumsum(pupils, axis=0, out=pupils), total)

    def percentile(self, share: float, n_groups: int) -> Floats:
        """Return the shortest journey that at least ``share`` of a group's pupils do not exceed. (draw, group)

        NaN where a group has no pupils in a draw.
        """
        rows = self.rows
        if not len(rows.row):
            return self._by_group(self.total, n_groups)
        # a hair less than the share, so that rounding of the sums cannot push the answer to the next journey
        wanted = share * (1.0 - 1e-12) * self.total
        length = rows.length
        below = self.running < np.repeat(wanted, length, axis=0)
        place = rows.start[:, None] + np.add.reduceat(below, rows.start, axis=0, dtype=np.intp)
        place = np.minimum(place, (rows.start + length - 1)[:, None])
        return self._by_group(rows.minutes[place], n_groups)

    def gini(self, n_groups: int) -> Floats:
        """Return the Gini coefficient of each group's minutes: 0 when all are equally long. (draw, group)

        Half the mean difference of two pupils by the mean (Gini 1912). With R pupils up to the journey of x minutes,
        N in all and M minutes travelled, G = Σ x (R² − R₋²) / (N M) − 1, R₋ being R at the shorter journey before;
        summed by parts, Σ x (R² − R₋²) = x_longest N² − Σ R² (x₊ − x). NaN where a group has no pupils.
        """
        rows = self.rows
        if not len(rows.row):
            return self._by_group(self.total, n_groups)
        longest = rows.longest[:, None]
        # the sum as it ran, so that what rounding left of it cancels against the same at every place
        total = self.running[rows.start + rows.length - 1]
        minutes = longest * total - np.asarray(rows.step @ self.running)
        ranked = longest * total**2 - np.asarray(rows.step @ np.square(self.running))
        travelled = (self.total > 0) & (minutes > ROUNDING * longest * total)
        share = np.where(travelled, ranked, 1.0) / np.where(travelled, total * minutes, 1.0)
        return self._by_group(np.maximum(share - 1.0, 0.0), n_groups)

    def _by_group(self, value_group_draw: Floats, n_groups: int) -> Floats:
        """Return a value of the groups that have rows among all groups, NaN without pupils. (draw, group)"""
        result = np.full((self.total.shape[1], n_groups), np.nan)
        result[:, self.rows.group] = np.where(self.total > 0, value_group_draw, np.nan).T
        return result


def group_percentile(pupils_row_draw: Floats, rows: SortedRows, share: float, n_groups: int) -> Floats:
    """Return the shortest journey that at least ``share`` of a group's pupils do not exceed. (draw, group)

    NaN where a group has no pupils in a draw.
    """
    return StandingPupils.along(rows, pupils_row_draw).percentile(share, n_groups)
