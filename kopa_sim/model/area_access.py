"""The way to school by the area where pupils live, and what closing a school means for its children."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.grades import GRADES

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

AREA_SUMS: Final[tuple[str, ...]] = (
    "pupils",
    "minutes",
    "km",
    "over_5km",
    "transported",
    "minutes_log",
    "over_3km",
    "near_limit",
    "over_limit",
)
"""Quantities summed over the pupils of an area, in order."""

QUANTITIES: Final[tuple[str, ...]] = ("minutes", "km")
"""What distributions are given of."""


@dataclass(frozen=True)
class AreaAccess:
    """The way to school of grades 0–9 in the anchor years, in every future.

    Attributes
    ----------
    years
        Anchor years: the first, the middle and the last costed year.
    sums_draw_year_area_sum
        Sums over pupils as AREA_SUMS names them: persons, one-way minutes, kilometres, persons beyond five
        kilometres, persons whose journey is paid, x ln x of one-way minutes x, persons beyond three kilometres, and
        persons whose day is near and over the daily ceiling. (draw, year, area, sum)
    places_per_pupil_draw_year_area
        School places within reach for each pupil; NaN where the area has no pupils. (draw, year, area)
    bin_edges
        Quantity -> lower edges of the bins; the last bin is open. Each (bin,)
    pupils_draw_year_municipality_bin
        Quantity -> pupils by home municipality and bin. Each (draw, year, municipality, bin)
    gini_draw_year_group
        Gini coefficient of minutes by income group of the area, all groups together last; None where no income is
        known. (draw, year, group + 1)
    """

    years: tuple[int, ...]
    sums_draw_year_area_sum: Floats
    places_per_pupil_draw_year_area: Floats
    bin_edges: Mapping[str, Floats]
    pupils_draw_year_municipality_bin: Mapping[str, Floats]
    gini_draw_year_group: Floats | None = None

    def sums(self, name: str) -> Floats:
        """Return one of the sums. (draw, year, area)"""
        return self.sums_draw_year_area_sum[..., AREA_SUMS.index(name)]

    def mean(self, name: str) -> Floats:
        """Return the mean over pupils of one of the sums, NaN where an area has none. (draw, year, area)"""
        pupils = self.sums("pupils")
        mean: Floats = np.where(pupils > 0, self.sums(name) / np.where(pupils > 0, pupils, 1.0), np.nan)
        return mean


BEFORE_AND_AFTER: Final[tuple[str, ...]] = ("minutes", "km", "over_5km", "transported", "dangerous")
"""Quantities of the children of a school before and after it closes, in order."""

IMPACT_SUMS: Final[tuple[str, ...]] = (
    *(f"pupils_grade_{grade}" for grade in GRADES),
    *(f"before_{name}" for name in BEFORE_AND_AFTER),
    *(f"after_{name}" for name in BEFORE_AND_AFTER),
)
"""Quantities summed over the children whom a school no longer teaches, in order."""


LONGEST: Final[tuple[str, ...]] = ("before_max_min", "after_max_min", "before_max_km", "after_max_km")
"""Longest ways of any of these children: one-way minutes, kilometres."""


@dataclass(frozen=True)
class ImpactRows:
    """Which children a row of the child impact is about. All (row,).

    Attributes
    ----------
    year
        Position along the Plan's years of the year from which the school no longer teaches them.
    school
        School they would go to under as_is.
    receiving
        School they go to instead; -1 for all of them together.
    """

    year: Ints
    school: Ints
    receiving: Ints

    def __len__(self) -> int:
        return len(self.year)


@dataclass(frozen=True)
class ChildImpact:
    """What an option that closes schools, or takes grades from them, means for the children there.

    Attributes
    ----------
    rows
        The children of each row.
    sums_draw_row_sum
        Sums over them as IMPACT_SUMS names them. (draw, row, sum)
    longest_draw_row_when
        Longest ways of any of them as LONGEST names them; NaN where there are none. (draw, row, 4)
    danger_known
        Whether the scenario says anywhere which ways are dangerous.
    """

    rows: ImpactRows
    sums_draw_row_sum: Floats
    longest_draw_row_when: Floats
    danger_known: bool

    def sums(self, name: str) -> Floats:
        """Return one of the sums. (draw, row)"""
        return self.sums_draw_row_sum[..., IMPACT_SUMS.index(name)]

    @property
    def pupils(self) -> Floats:
        """Children of each row. (draw, row)"""
        total: Floats = self.sums_draw_row_sum[..., : len(GRADES)].sum(axis=2)
        return total
