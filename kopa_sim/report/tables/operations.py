"""operations.csv and operations_lessons.csv: what the simulated school years gave, over replications."""

import numpy as np
import pandas as pd

from kopa_sim.model.staffing import OperationsOutcome
from kopa_sim.model.subjects import SUBJECTS
from kopa_sim.report.statistics import summarise
from kopa_sim.report.tables.frame import Key, Rows, any_nonzero, decimals_of
from kopa_sim.report.tables.keys import municipality_key, option_key, school_key
from kopa_sim.study.result import RunResult

OUTCOME_KEY = Key("outcome", OperationsOutcome.LESSON_OUTCOMES)
SUBJECT_KEY = Key("subject", SUBJECTS)


def simulated(result: RunResult) -> list[tuple[int, OperationsOutcome]]:
    """Return the simulated school years of every option that has any, with the option's place in the run."""
    return [(place, option.operations) for place, option in enumerate(result.options) if option.operations]


def simulated_years(result: RunResult) -> tuple[int, ...]:
    """Return the costed years that were simulated for any option."""
    years = sorted({year for _, outcome in simulated(result) for year in outcome.years})
    return tuple(year for year in years if year >= result.scenario.first_year)


def simulated_measures(result: RunResult) -> tuple[str, ...]:
    """Return the measures of operations.csv."""
    outcomes = simulated(result)
    return tuple(outcomes[0][1].values) if outcomes else ()


def operations_table(result: RunResult) -> pd.DataFrame:
    """Return lesson outcomes, substitutes and disruption in the simulated years; empty without replications."""
    measures, shown = simulated_measures(result), simulated_years(result)
    keys = (option_key(result), Key("year", shown), municipality_key(result), Key("measure", measures))
    rows = Rows(keys)
    for index, outcome in simulated(result):
        statistics = np.stack([summarise(outcome.values[measure]) for measure in measures], axis=3)
        for year in (year for year in outcome.years if year in shown):
            values = statistics[:, outcome.years.index(year)]
            rows.add(values, leading=(index, shown.index(year)))
    return rows.frame(decimals_of(measures))


def operations_lessons_table(result: RunResult) -> pd.DataFrame:
    """Return what became of the lessons of each school and subject; outcomes that never occur are left out."""
    shown = simulated_years(result)
    rows = Rows((option_key(result), Key("year", shown), school_key(result), SUBJECT_KEY, OUTCOME_KEY))
    for index, outcome in simulated(result):
        lessons = outcome.lessons_replication_outcome_year_school_subject
        if lessons is None:
            continue
        for year in (year for year in outcome.years if year in shown):
            of_year = np.moveaxis(lessons[:, :, outcome.years.index(year)], 1, -1)
            rows.add(summarise(of_year), any_nonzero(of_year), (index, shown.index(year)))
    return rows.frame(decimals_of(OperationsOutcome.LESSON_OUTCOMES))
