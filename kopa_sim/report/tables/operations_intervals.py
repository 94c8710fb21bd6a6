"""operations_intervals.csv: how sure the means of operations.csv are, and how much an option differs from as_is."""

from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kopa_sim.model.staffing import OperationsOutcome
from kopa_sim.report.precision import PRECISION_SHARE, confidence_interval, replications_needed
from kopa_sim.report.tables.frame import Key, Rows, decimals_of
from kopa_sim.report.tables.keys import ALL, municipality_key, option_key
from kopa_sim.report.tables.operations import simulated, simulated_measures, simulated_years
from kopa_sim.study.pool_sharing import ratio_values
from kopa_sim.study.result import RunResult

Floats = NDArray[np.float64]

INTERVAL_COLUMNS: Final[tuple[str, ...]] = (
    "mean",
    "low",
    "high",
    "difference",
    "difference_low",
    "difference_high",
    "replications_needed",
)
NOT_ADDED_UP: Final[tuple[str, ...]] = ("_share", "_mean")
"""Endings of measures that are not sums over municipalities."""

WEIGHTED_BY: Final[dict[str, str]] = {"qualified_kept_share": "qualified_planned_lessons"}
"""Shares whose region is a mean, and the measure that weighs the municipalities."""

COMMON: Final[tuple[str, ...]] = ("regional_pool_utilisation_share", "regional_pool_wait_days_mean")
"""Shares of the region itself, which every municipality repeats."""


def with_region(of_year: Mapping[str, Floats], measure: str) -> Floats:
    """Return a measure by municipality with the region last; NaN where there is nothing to say of the region.

    What adds up is added. A share of lessons is that of the region's lessons: over replications a ratio of means,
    not a mean of ratios.

    Parameters
    ----------
    of_year
        Every measure. (replication, municipality)

    Returns
    -------
    (replication, municipality and ALL)
    """
    values = of_year[measure]
    if measure in WEIGHTED_BY:
        weights = of_year[WEIGHTED_BY[measure]]
        region = ratio_values((values * weights).sum(axis=1), weights.sum(axis=1))
    elif measure in COMMON:
        region = values[:, 0]
    elif measure.endswith(NOT_ADDED_UP):
        region = np.full(len(values), np.nan)
    else:
        region = values.sum(axis=1)
    return np.column_stack([values, region])


def values_of_year(outcome: OperationsOutcome, year: int, measures: tuple[str, ...]) -> Floats:
    """Return one simulated year. (replication, municipality and ALL, measure)"""
    at = outcome.years.index(year)
    of_year = {measure: values[:, at] for measure, values in outcome.values.items()}
    values = [with_region(of_year, measure) for measure in measures]
    return np.stack(values, axis=2)


def intervals_of_year(values: Floats, as_is: Floats | None) -> Floats:
    """Return the columns of a simulated year. (column, municipality and ALL, measure)

    Replication r of both options rests on the same illnesses, roads and links; so the interval of the difference
    is that of the paired differences, much narrower than two intervals side by side. Replications are counted
    for a half-width of PRECISION_SHARE of the mean, from FEWEST_TO_COUNT replications on.
    """
    interval = confidence_interval(values)
    needed = replications_needed(values, PRECISION_SHARE * np.abs(interval[0]))
    difference = np.full(interval.shape, np.nan)
    if as_is is not None:
        pairs = min(len(values), len(as_is))
        difference = confidence_interval(values[:pairs] - as_is[:pairs])
    return np.concatenate([interval, difference, np.where(np.isfinite(needed), needed, np.nan)[None]])


def operations_intervals_table(result: RunResult) -> pd.DataFrame:
    """Return intervals of every measure, and of its paired difference to as_is in the same year."""
    measures, shown = simulated_measures(result), simulated_years(result)
    places = municipality_key(result, last=ALL)
    keys = (option_key(result), Key("year", shown), places, Key("measure", measures))
    rows = Rows(keys, INTERVAL_COLUMNS)
    reference = result.as_is.operations
    for index, outcome in simulated(result):
        for year in (year for year in outcome.years if year in shown):
            values = values_of_year(outcome, year, measures)
            known = reference is not None and year in reference.years
            as_is = values_of_year(reference, year, measures) if reference and known else None
            columns = intervals_of_year(values, as_is)
            rows.add(columns, np.isfinite(columns[0]), (index, shown.index(year)))
    return rows.frame(decimals_of(measures))
