"""How a year is reckoned where sources differ: when movers are counted, which women bear, how wide an age is."""

from dataclasses import dataclass
from typing import Final, Literal, cast

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.parameters import Parameters

MigrationTiming = Literal["end_of_year", "half_and_half", "start_unexposed"]
"""When movers are counted: at the end of the year; half at its start and half at its end; or by their age at the
start, not exposed to death in the year."""

BirthsExposure = Literal["start_of_year", "mean_of_year"]
"""The women births come from: those of the start of the year, or the mean of its start and end."""

START_PART: Final[dict[MigrationTiming, float]] = {
    "end_of_year": 0.0,
    "half_and_half": 0.5,
    "start_unexposed": 1.0,
}
"""The part of a year's moves that is counted at its start; the rest is counted at its end."""


@dataclass(frozen=True)
class Conventions:
    """How a year is reckoned where sources differ.

    Attributes
    ----------
    first_fertile_age, last_fertile_age
        Ages in years of the women who bear children, inclusive. A group of ages counts by its first age.
    years_per_step
        Width of an age group and length of a step, in years. Survival, moving shares and counts of movers are then
        those of a step; fertility stays births per woman and year. The last group is open.
    """

    migration_timing: MigrationTiming = "end_of_year"
    births_exposure: BirthsExposure = "mean_of_year"
    first_fertile_age: int = 15
    last_fertile_age: int = 49
    years_per_step: int = 1

    @property
    def start_part(self) -> float:
        """Part of a step's moves that is counted at its start."""
        return START_PART[self.migration_timing]

    def fertile_ages(self, n_ages: int) -> NDArray[np.bool_]:
        """Return which age groups bear children; never the newborn, never the open group. (age,)"""
        first_age = self.years_per_step * np.arange(n_ages)
        fertile = (first_age >= self.first_fertile_age) & (first_age <= self.last_fertile_age)
        fertile[[0, -1]] = False
        return fertile


def conventions_of(parameters: Parameters) -> Conventions:
    """Return the conventions that a scenario sets for its own yearly steps."""
    return Conventions(
        migration_timing=cast(MigrationTiming, parameters.text("demography.migration_timing")),
        births_exposure=cast(BirthsExposure, parameters.text("demography.births_exposure")),
        first_fertile_age=round(parameters.number("demography.first_fertile_age")),
        last_fertile_age=round(parameters.number("demography.last_fertile_age")),
    )
