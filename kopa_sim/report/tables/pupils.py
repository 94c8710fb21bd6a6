"""pupils.csv, groups.csv and flows.csv: who goes where, in which groups."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kopa_sim.model.grades import BAND_OF_GRADE, N_BANDS
from kopa_sim.report.statistics import summarise
from kopa_sim.report.tables.frame import OTHER_DECIMALS, Rows, any_nonzero
from kopa_sim.report.tables.keys import (
    BAND_KEY,
    GRADE_KEY,
    municipality_key,
    option_key,
    school_key,
    year_key,
)
from kopa_sim.study.result import OptionResult, RunResult

Bools = NDArray[np.bool_]


def pupils_table(result: RunResult) -> pd.DataFrame:
    """Return pupils by school and grade, where the school teaches the grade that year or has pupils in it."""
    rows = Rows((option_key(result), year_key(result), school_key(result), GRADE_KEY))
    for index, option in enumerate(result.options):
        costed = option.plan.costed
        pupils = option.pupils_draw_year_school_grade[:, costed]
        taught = option.plan.teaches_year_school_grade[costed]
        rows.add(summarise(pupils), taught | any_nonzero(pupils), (index,))
    return rows.frame(OTHER_DECIMALS)


def bands_taught(option: OptionResult) -> Bools:
    """Return the grade bands a school teaches in each costed year. (year, school, band)"""
    taught = option.plan.teaches_year_school_grade[option.plan.costed]
    return np.stack([taught[..., band == BAND_OF_GRADE].any(axis=2) for band in range(N_BANDS)], axis=2)


def groups_table(result: RunResult) -> pd.DataFrame:
    """Return teaching groups by school and grade band; a composite group stands at its lowest grade's band."""
    rows = Rows((option_key(result), year_key(result), school_key(result), BAND_KEY))
    for index, option in enumerate(result.options):
        groups = option.groups_draw_year_school_band[:, option.plan.costed]
        rows.add(summarise(groups), bands_taught(option) | any_nonzero(groups), (index,))
    return rows.frame(OTHER_DECIMALS)


def flows_table(result: RunResult) -> pd.DataFrame:
    """Return pupils by home municipality, school and grade band, where any future has some."""
    home = municipality_key(result, name="home_municipality")
    rows = Rows((option_key(result), year_key(result), home, school_key(result), BAND_KEY))
    for index, option in enumerate(result.options):
        order = np.lexsort(option.flow_keys.T[::-1])
        flows = option.flows_draw_year_flow[:, option.plan.costed][:, :, order]
        year, flow = np.nonzero(any_nonzero(flows))
        keys = option.flow_keys[order][flow].T
        codes = np.vstack([np.full(len(year), index, dtype=np.intp), year, keys])
        rows.add_rows(summarise(flows)[:, year, flow], codes)
    return rows.frame(OTHER_DECIMALS)
