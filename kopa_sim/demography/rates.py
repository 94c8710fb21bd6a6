"""The rates of a projection: what happens to people of each sex and age in a year, municipality by municipality."""

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.people import N_AGES

Floats = NDArray[np.float64]


MigrationTiming = Literal["end_of_year", "half_and_half", "start_unexposed"]
"""When movers are counted: at the end of the year; half at its start and half at its end; or by their age at the
start, not exposed to death in the year."""

BirthsExposure = Literal["start_of_year", "mean_of_year"]
"""The women births come from: those of the start of the year, or the mean of its start and end."""


@dataclass(frozen=True)
class Conventions:
    """How a year is reckoned where sources differ.

    Attributes
    ----------
    first_fertile_age, last_fertile_age
        Ages of the women who bear children, inclusive.
    """

    migration_timing: MigrationTiming = "end_of_year"
    births_exposure: BirthsExposure = "mean_of_year"
    first_fertile_age: int = 15
    last_fertile_age: int = 49


@dataclass(frozen=True)
class PlannedChanges:
    """What happens in a year beside the rates, on its last day and in this order: held, moved in, moved out.

    Arrays (year, municipality, sex, age at the end of the year), of the years after launch.

    Attributes
    ----------
    hold_ratio
        Persons after holding to an official projection, against before; one where none is given.
    arrivals
        Persons expected to move into new dwellings.
    lost_school_share
        Share of the residents who are families in an area that lost its school that year or shortly before; the
        parameter ``demography.closure_response_share`` says what part of them leaves.
    """

    hold_ratio: Floats
    arrivals: Floats
    lost_school_share: Floats

    @classmethod
    def none(cls, n_years: int, n_municipalities: int) -> "PlannedChanges":
        """Return changes that change nothing."""
        shape = (n_years, n_municipalities, 2, N_AGES)
        return cls(np.ones(shape), np.zeros(shape), np.zeros(shape))


@dataclass(frozen=True)
class Rates:
    """Everything a year's step needs to know, held fixed over the years.

    Ages of survival and fertility count as the step uses them: survival from the age at the start of the year,
    all moves by the age at its end.

    Attributes
    ----------
    survival_municipality_sex_age
        Share of those aged a on 31 December who are alive a year later, aged a + 1 (100 and over stay there).
    newborn_survival_municipality_sex
        Share of the year's newborn alive on its 31 December.
    fertility_municipality_age
        Births per woman and year.
    boys_share
        Boys among the newborn.
    out_migration_municipality_sex_age
        Share that moves to another municipality of the country in a year.
    destination_share_origin_destination_sex_age
        Share of each municipality's out-movers who settle in each other municipality of the region; the rest
        leave the region. (municipality, municipality, sex, age)
    emigration_municipality_sex_age
        Share that leaves the country in a year.
    in_migration_municipality_sex_age
        Persons who move in from outside the region but inside the country, a year.
    immigration_municipality_sex_age
        Persons who move in from abroad, a year.
    leaving_count_municipality_sex_age
        Persons who leave a year where moves are given as counts, net or gross, in place of rates; nobody beyond
        those there are. Zero where rates are used.
    conventions
        How the year is reckoned.
    """

    survival_municipality_sex_age: Floats
    newborn_survival_municipality_sex: Floats
    fertility_municipality_age: Floats
    boys_share: float
    out_migration_municipality_sex_age: Floats
    destination_share_origin_destination_sex_age: Floats
    emigration_municipality_sex_age: Floats
    in_migration_municipality_sex_age: Floats
    immigration_municipality_sex_age: Floats
    leaving_count_municipality_sex_age: Floats
    conventions: Conventions = field(default_factory=Conventions)


@dataclass(frozen=True)
class YearFactors:
    """How a year differs from the fixed rates, draw by draw. (draw, municipality)"""

    fertility: Floats
    out_migration: Floats
    in_migration: Floats
    immigration: Floats
    mortality: Floats
