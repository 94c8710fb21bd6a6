"""child_impact.csv: the child impact sheet of every school that closes or loses grades."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kopa_sim.report.statistics import summarise
from kopa_sim.report.tables.frame import Key, Rows, decimals_of
from kopa_sim.report.tables.keys import ALL, option_key, school_key
from kopa_sim.study.child_impact import SHEET_MEASURES, sheet
from kopa_sim.study.result import RunResult

Floats = NDArray[np.float64]


def child_impact_table(result: RunResult) -> pd.DataFrame:
    """Return what losing a school means for its children, by the school that they go to instead and altogether.

    The year is the first in which the school no longer teaches them. Grades without pupils are left out.
    """
    receiving = Key("receiving_school", (*school_key(result).labels, ALL))
    years = Key("year", result.as_is.plan.years)
    keys = (option_key(result), years, school_key(result), receiving, Key("measure", SHEET_MEASURES))
    rows = Rows(keys)
    n_schools = len(result.scenario.region.schools)
    for index, option in enumerate(result.options):
        if option.child_impact is None:
            continue
        of = option.child_impact.rows
        place = np.where(of.receiving < 0, n_schools, of.receiving)
        values = sheet(result, option)
        # row by row, so that a school's sheet stands together
        statistics = np.stack(
            [
                summarise(values[name]) if name in values else np.full((4, len(of)), np.nan)
                for name in SHEET_MEASURES
            ],
            axis=2,
        )
        row, measure = np.nonzero(_kept(statistics[0]))
        codes = np.stack([np.full(len(row), index), of.year[row], of.school[row], place[row], measure])
        rows.add_rows(statistics[:, row, measure], codes)
    return rows.frame(decimals_of(SHEET_MEASURES))


def _kept(mean_row_measure: Floats) -> NDArray[np.bool_]:
    """Return which cells become rows: those with a value, without grades that have no pupils. (row, measure)"""
    by_grade = np.array([name.startswith("pupils_grade_") for name in SHEET_MEASURES])
    empty = by_grade & (mean_row_measure == 0)
    kept: NDArray[np.bool_] = ~np.isnan(mean_row_measure) & ~empty
    return kept
