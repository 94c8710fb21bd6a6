"""operations_schools.csv and operations_subjects.csv: the simulated school years by school and by subject.

Both with intervals over replications and the paired difference to as_is in the same year.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kopa_sim.model.staffing import OperationsOutcome
from kopa_sim.report.tables.frame import Key, Rows, decimals_of
from kopa_sim.report.tables.keys import ALL, municipality_key, option_key, school_key
from kopa_sim.report.tables.operations import OUTCOME_KEY, SUBJECT_KEY, simulated, simulated_years
from kopa_sim.report.tables.operations_intervals import INTERVAL_COLUMNS, intervals_of_year
from kopa_sim.study.result import RunResult

Floats = NDArray[np.float64]


def operations_schools_table(result: RunResult) -> pd.DataFrame:
    """Return what is counted at schools; what is zero at a school under the option and as it is is left out."""
    outcomes, shown = simulated(result), simulated_years(result)
    measures = tuple(outcomes[0][1].school_values) if outcomes else ()
    keys = (option_key(result), Key("year", shown), school_key(result), Key("measure", measures))
    rows = Rows(keys, INTERVAL_COLUMNS)
    for index, year, own, as_is in _years_beside_as_is(result) if measures else ():
        _add(
            rows,
            (index, shown.index(year)),
            _school_values(own, year, measures),
            _school_values(as_is, year, measures) if as_is else None,
        )
    return rows.frame(decimals_of(measures))


def operations_subjects_table(result: RunResult) -> pd.DataFrame:
    """Return what became of the lessons of each subject, by municipality and for the region (``ALL``)."""
    shown = simulated_years(result)
    places = municipality_key(result, last=ALL)
    rows = Rows((option_key(result), Key("year", shown), places, SUBJECT_KEY, OUTCOME_KEY), INTERVAL_COLUMNS)
    for index, year, own, as_is in _years_beside_as_is(result):
        values, reference = (
            None if outcome is None else _subject_lessons(result, outcome, year) for outcome in (own, as_is)
        )
        if values is not None:
            _add(rows, (index, shown.index(year)), values, reference)
    return rows.frame(decimals_of(OperationsOutcome.LESSON_OUTCOMES))


def _years_beside_as_is(
    result: RunResult,
) -> Iterator[tuple[int, int, OperationsOutcome, OperationsOutcome | None]]:
    """Yield each option's place, each of its years shown, its outcome, and that of as_is if it has the year."""
    reference = result.as_is.operations
    for index, outcome in simulated(result):
        for year in outcome.years:
            if year >= result.scenario.first_year:
                yield index, year, outcome, reference if reference and year in reference.years else None


def _add(rows: Rows, leading: tuple[int, int], values: Floats, as_is: Floats | None) -> None:
    happens = (values != 0).any(axis=0)
    if as_is is not None:
        happens |= (as_is != 0).any(axis=0)
    rows.add(intervals_of_year(values, as_is), happens, leading)


def _school_values(outcome: OperationsOutcome, year: int, measures: tuple[str, ...]) -> Floats:
    """Return one simulated year. (replication, school, measure)"""
    at = outcome.years.index(year)
    return np.stack([outcome.school_values[measure][:, at] for measure in measures], axis=2)


def _subject_lessons(result: RunResult, outcome: OperationsOutcome, year: int) -> Floats | None:
    """Return one simulated year's lessons. (replication, municipality and ALL, subject, outcome)"""
    lessons = outcome.lessons_replication_outcome_year_school_subject
    if lessons is None:
        return None
    of_year = np.moveaxis(lessons[:, :, outcome.years.index(year)], 1, -1)
    home = result.scenario.region.schools.municipality
    shape = (len(of_year), len(result.scenario.region.municipalities) + 1, *of_year.shape[2:])
    total = np.zeros(shape)
    for school, municipality in enumerate(home):
        total[:, municipality] += of_year[:, school]
    total[:, -1] = of_year.sum(axis=1)
    return total
