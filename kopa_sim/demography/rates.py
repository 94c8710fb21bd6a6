"""The rates of a projection: what happens to people of each sex and age in a year, municipality by municipality."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from kopa_sim.demography.conventions import BirthsExposure, Conventions, MigrationTiming
from kopa_sim.model.people import N_AGES

__all__ = [
    "BirthsExposure",
    "Conventions",
    "MigrationTiming",
    "PlannedChanges",
    "PlannedYear",
    "Rates",
    "YearFactors",
]

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class PlannedYear:
    """What one year brings beside the rates, on its last day and in this order: held, moved in, moved out.

    Attributes
    ----------
    hold_ratio, arrivals
        As in ``PlannedChanges``. (municipality, sex, age)
    closure_leaving_share
        Share of the residents who leave because their area lost its school. (draw, municipality, sex, age)
    """

    hold_ratio: Floats
    arrivals: Floats
    closure_leaving_share: Floats


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

    def in_year(self, index: int, closure_response_share: Floats) -> PlannedYear | None:
        """Return the changes of one year after launch; None where nothing changes.

        Parameters
        ----------
        index
            0 for the first year after launch.
        closure_response_share
            Values of ``demography.closure_response_share``. (draw,)
        """
        ratio, arrivals, lost = self.hold_ratio[index], self.arrivals[index], self.lost_school_share[index]
        responding = bool(lost.any() and closure_response_share.any())
        if not (responding or arrivals.any() or (ratio != 1.0).any()):
            return None
        leaving = np.minimum(lost * closure_response_share[:, None, None, None], 1.0)
        return PlannedYear(ratio, arrivals, leaving)


@dataclass(frozen=True)
class Rates:
    """Everything a year's step needs to know, held fixed over the years.

    Survival counts from the age at the start of the year, moves by the age at the moment when the convention counts
    them. Ages are as many as the arrays hold, the last one open; ``conventions.years_per_step`` says how wide they
    are, and "a year" below is then a step.

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
        those there are. Zero where rates are used. Those who come stand in ``in_migration_…`` and ``immigration_…``.
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
    """How a year differs from the fixed rates, draw by draw. (draw, municipality)

    ``mortality`` multiplies the hazard of death, so survival is raised to its power; the others multiply the rates
    and counts of their names, ``out_migration`` the counts of those who leave as well.
    """

    fertility: Floats
    out_migration: Floats
    in_migration: Floats
    immigration: Floats
    mortality: Floats
