"""How unequal the ways to school are within the groups of areas by income."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from kopa_sim.access.income_groups import INCOME_GROUPS, NO_GROUP, income_groups
from kopa_sim.access.percentiles import SortedRows, StandingPupils, sort_rows
from kopa_sim.access.year_journeys import rows_of_equal_minutes
from kopa_sim.model.grades import BASIC_GRADES
from kopa_sim.model.journeys import YearCatchment
from kopa_sim.model.region import Region

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class IncomeJourneys:
    """Journeys of grades 0–9 by income group, made ready for measuring.

    Attributes
    ----------
    row_matrix
        Share of each arc's pupils on every journey of equal minutes and group. (row, arc)
    by_group, together
        The rows sorted by group, and all of them together.
    """

    row_matrix: csr_array
    by_group: SortedRows
    together: SortedRows

    def gini(self, pupils_draw_arc: Floats) -> Floats:
        """Return the Gini coefficient of minutes by group, all groups together last. (draw, group + 1)

        NaN where a group has no pupils.
        """
        pupils_row_draw = np.asarray(self.row_matrix @ pupils_draw_arc.T)
        own = StandingPupils.along(self.by_group, pupils_row_draw).gini(len(INCOME_GROUPS))
        together = StandingPupils.along(self.together, pupils_row_draw).gini(1)
        return np.concatenate([own, together], axis=1)


def ready_income_journeys(region: Region, arcs: YearCatchment, minutes_cell: Floats) -> IncomeJourneys:
    """Return a catchment's journeys by the income group of the area; areas without income are left out."""
    areas = region.areas
    group_area = income_groups(areas.mean_income_eur, areas.children_area_band.sum(axis=1))
    group_arc = np.where(arcs.grade < BASIC_GRADES.stop, group_area[arcs.area], NO_GROUP)
    # rows of no group stand behind those of the groups, and are not chosen
    apart = np.where(group_arc == NO_GROUP, len(INCOME_GROUPS), group_arc)
    group_row, minutes_row, row_matrix = rows_of_equal_minutes(arcs, apart[arcs.cell_arc], minutes_cell)
    chosen = np.flatnonzero(group_row < len(INCOME_GROUPS))
    return IncomeJourneys(
        row_matrix,
        sort_rows(minutes_row, group_row, chosen),
        sort_rows(minutes_row, np.zeros_like(group_row), chosen),
    )
