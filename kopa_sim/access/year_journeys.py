"""What one catchment means for the pupils along its arcs: prepared once, applied to every draw and year."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.special import xlogy

from kopa_sim.access.percentiles import SortedRows, StandingPupils, sort_rows
from kopa_sim.model.entitlement import Entitlement
from kopa_sim.model.grades import BAND_OF_GRADE, N_BANDS, UPPER_SECONDARY
from kopa_sim.model.journeys import Journeys, YearCatchment
from kopa_sim.model.region import Region
from kopa_sim.model.travel_law import TravelLaw

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

SUMS: Final[tuple[str, ...]] = (
    "pupils",
    "minutes",
    "minutes_log",
    "over_3km",
    "over_5km",
    "transported",
    "near_limit",
    "over_limit",
)
"""Quantities summed over pupils."""

BASIC_BANDS: Final[slice] = slice(0, 4)
"""Bands of grades 0–9."""
ALL_BASIC: Final[int] = N_BANDS
"""Place of all pupils of grades 0–9 along the band axis."""
N_COLUMNS: Final[int] = N_BANDS + 1
MOST: Final[float] = 0.5
"""Share of a point's pupils above which all of them count as carried."""


@dataclass(frozen=True)
class YearJourneys:
    """A catchment made ready for measuring.

    Attributes
    ----------
    sum_matrix
        What a pupil of each arc adds to every sum. (municipality × band × sum, arc)
    row_matrix
        Share of each arc's pupils on every journey of equal minutes, municipality and band. (row, arc)
    minutes_row
        One-way minutes. (row,)
    basic_row
        Whether the row belongs to grades 0–9. (row,)
    levels
        Rows sorted by (municipality, band), by municipality over grades 0–9, by band over the region, and over
        grades 0–9 in the region.
    longest_arc
        Longest journey of each arc. (arc,)
    group_arc
        Municipality × band of each arc. (arc,)
    """

    n_municipalities: int
    sum_matrix: csr_array
    row_matrix: csr_array
    minutes_row: Floats
    basic_row: NDArray[np.bool_]
    levels: tuple[SortedRows, SortedRows, SortedRows, SortedRows]
    longest_arc: Floats
    group_arc: Ints

    def sums(self, pupils_draw_arc: Floats) -> Floats:
        """Return every sum by municipality and band. (draw, municipality, band, sum)"""
        summed = np.asarray(self.sum_matrix @ pupils_draw_arc.T).T
        return summed.reshape(len(pupils_draw_arc), self.n_municipalities, N_BANDS, len(SUMS))

    def rows(self, pupils_draw_arc: Floats) -> Floats:
        """Return pupils on each journey. (row, draw)"""
        return np.asarray(self.row_matrix @ pupils_draw_arc.T)

    def spread(self, pupils_row_draw: Floats, share: float) -> tuple[Floats, Floats]:
        """Return a percentile of minutes and their Gini coefficient, the region and all of grades 0–9 last.

        Both (draw, municipality + 1, band + 1)
        """
        n = self.n_municipalities
        sizes = (n * N_BANDS, n, N_BANDS, 1)
        percentiles, ginis = [], []
        for level, size in zip(self.levels, sizes, strict=True):
            standing = StandingPupils.along(level, pupils_row_draw)
            percentiles.append(standing.percentile(share, size))
            ginis.append(standing.gini(size))
        return self._levels_together(percentiles), self._levels_together(ginis)

    def _levels_together(self, parts: list[Floats]) -> Floats:
        n = self.n_municipalities
        result = np.empty((len(parts[0]), n + 1, N_COLUMNS))
        result[:, :n, :N_BANDS] = parts[0].reshape(-1, n, N_BANDS)
        result[:, :n, ALL_BASIC] = parts[1]
        result[:, n, :N_BANDS] = parts[2]
        result[:, n, ALL_BASIC] = parts[3][:, 0]
        return result

    def longest(self, pupils_draw_arc: Floats) -> Floats:
        """Return the longest journey that anyone may have, the region and grades 0–9 last.

        NaN where there are no pupils. (draw, municipality + 1, band + 1)
        """
        travelled = np.where(pupils_draw_arc > 0, self.longest_arc, -np.inf)
        order = np.argsort(self.group_arc, kind="stable")
        group = self.group_arc[order]
        flat = np.full((len(pupils_draw_arc), self.n_municipalities * N_BANDS), -np.inf)
        if len(group):
            start = np.flatnonzero(np.diff(group, prepend=-1))
            flat[:, group[start]] = np.maximum.reduceat(travelled[:, order], start, axis=1)
        by_band = flat.reshape(-1, self.n_municipalities, N_BANDS)
        basic = by_band[:, :, BASIC_BANDS].max(axis=2, keepdims=True)
        by_home = np.concatenate([by_band, basic], axis=2)
        longest = np.concatenate([by_home, by_home.max(axis=1, keepdims=True)], axis=1)
        return np.where(np.isfinite(longest), longest, np.nan)


def prepare_year(
    region: Region,
    journeys: Journeys,
    arcs: YearCatchment,
    entitled: Entitlement,
    law: TravelLaw,
    carried_minutes_point_school: Floats | None = None,
) -> YearJourneys:
    """Return a catchment made ready for measuring, with whose journeys are paid along it.

    Parameters
    ----------
    carried_minutes_point_school
        Minutes of those for whom a vehicle is driven, NaN where not known. They count where most pupils of a point
        are carried and within the daily ceiling; all others have their direct journeys, and the law is always
        applied to these. (point, school)
    """
    n = len(region.municipalities)
    home_arc, band_arc = region.areas.municipality[arcs.area], BAND_OF_GRADE[arcs.grade]
    minutes = one_way_minutes(journeys, arcs, entitled, law, carried_minutes_point_school)
    group_arc = home_arc * N_BANDS + band_arc
    group_row, minutes_row, row_matrix = rows_of_equal_minutes(arcs, group_arc[arcs.cell_arc], minutes)
    band_row, home_row = group_row % N_BANDS, group_row // N_BANDS
    basic_row = band_row < BASIC_BANDS.stop
    everyone, basic = np.arange(len(group_row)), np.flatnonzero(basic_row)
    longest_arc = np.zeros(len(arcs))
    np.maximum.at(longest_arc, arcs.cell_arc, minutes)
    return YearJourneys(
        n_municipalities=n,
        sum_matrix=_sum_matrix(n, journeys, arcs, group_arc, minutes, entitled, law),
        row_matrix=row_matrix,
        minutes_row=minutes_row,
        basic_row=basic_row,
        levels=(
            sort_rows(minutes_row, group_row, everyone),
            sort_rows(minutes_row, home_row, basic),
            sort_rows(minutes_row, band_row, everyone),
            sort_rows(minutes_row, np.zeros_like(group_row), basic),
        ),
        longest_arc=longest_arc,
        group_arc=group_arc,
    )


def rows_of_equal_minutes(
    arcs: YearCatchment, group_cell: Ints, minutes_cell: Floats
) -> tuple[Ints, Floats, csr_array]:
    """Merge the points behind the arcs into journeys of equal group and minutes.

    Returns
    -------
    tuple
        Group of each row (row,), its minutes (row,), and the share of each arc's pupils on it (row, arc).
    """
    order = np.lexsort((minutes_cell, group_cell))
    group, minutes = group_cell[order], minutes_cell[order]
    new = (np.diff(group, prepend=-1) != 0) | (np.diff(minutes, prepend=-1.0) != 0)
    first = np.flatnonzero(new)
    row = np.cumsum(new) - 1
    matrix = csr_array((arcs.cell_share[order], (row, arcs.cell_arc[order])), shape=(len(first), len(arcs)))
    return group[first], minutes[first], matrix


def one_way_minutes(
    journeys: Journeys,
    arcs: YearCatchment,
    entitled: Entitlement,
    law: TravelLaw,
    carried_minutes_point_school: Floats | None,
) -> Floats:
    """Return the one-way minutes of each cell, those of the ride where it is known. (cell,)"""
    grade, school = arcs.grade[arcs.cell_arc], arcs.school[arcs.cell_arc]
    minutes = journeys.minutes_point_school[arcs.cell_point, school]
    if carried_minutes_point_school is None:
        return minutes
    lodged = law.over_ceiling_share(journeys.day_minutes(arcs.cell_point, school), grade)
    carried = entitled.by_vehicle * (1.0 - lodged)
    riding = carried_minutes_point_school[arcs.cell_point, school]
    rides = (carried > MOST) & (grade != UPPER_SECONDARY) & ~np.isnan(riding)
    result: Floats = np.where(rides, riding, minutes)
    return result


def _sum_matrix(
    n_municipalities: int,
    journeys: Journeys,
    arcs: YearCatchment,
    group_arc: Ints,
    minutes: Floats,
    entitled: Entitlement,
    law: TravelLaw,
) -> csr_array:
    grade = arcs.grade[arcs.cell_arc]
    school = arcs.school[arcs.cell_arc]
    km = journeys.km_point_school[arcs.cell_point, school]
    day = journeys.day_minutes(arcs.cell_point, school)
    over = law.over_ceiling_share(day, grade)
    of_cell = (
        np.ones(len(minutes)),
        minutes,
        np.asarray(xlogy(minutes, minutes), dtype=np.float64),
        (km > 3.0).astype(np.float64),
        (km > 5.0).astype(np.float64),
        entitled.paid,
        law.near_ceiling_or_over_share(day, grade) - over,
        over,
    )
    value = np.stack([arcs.arc_mean(values) for values in of_cell], axis=1)
    value[:, 0] = 1.0
    column = group_arc[:, None] * len(SUMS) + np.arange(len(SUMS))
    arc = np.broadcast_to(np.arange(len(arcs))[:, None], value.shape)
    shape = (n_municipalities * N_BANDS * len(SUMS), len(arcs))
    return csr_array((value.ravel(), (column.ravel(), arc.ravel())), shape=shape)
