"""What one replication of the simulated school years yields."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.school_year_log import YearLog

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class ReplicationOutcome:
    """The simulated school years of one option in one future.

    Attributes
    ----------
    years
        Simulated years.
    values
        Measure of operations.csv -> (year, municipality).
    lessons_outcome_year_school_subject
        Lessons a year by what became of them, outcomes in the order of ``OperationsOutcome.LESSON_OUTCOMES``. Sums of
        it give every table by subject, school and municipality. (outcome, year, school, subject)
    school_values
        Measures that are counted at schools -> (year, school).
    stopped
        Whether a year ended early because it reached ``operations.most_events``; the rest of that year is counted as
        planned.
    reached_days_year
        School days of each simulated year that were lived through; None where it was not noted. (year,)
    stopped_year
        Years that ended early; None where it was not noted. (year,)
    logs
        Log of each simulated year; empty unless asked for.
    """

    years: tuple[int, ...]
    values: Mapping[str, Floats]
    lessons_outcome_year_school_subject: Floats
    school_values: Mapping[str, Floats] = field(default_factory=dict)
    stopped: bool = False
    logs: tuple[YearLog, ...] = ()
    reached_days_year: NDArray[np.intp] | None = None
    stopped_year: NDArray[np.bool_] | None = None
