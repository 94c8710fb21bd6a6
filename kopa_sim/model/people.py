"""People by age: what is known of the past, and the sampled courses of the future."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

SEXES: Final[tuple[str, ...]] = ("male", "female")
OLDEST_AGE: Final[int] = 100
"""Last single year of age; open to the right."""
N_AGES: Final[int] = OLDEST_AGE + 1

EVENTS: Final[tuple[str, ...]] = (
    "births",
    "deaths",
    "in_migration",
    "out_migration",
    "immigration",
    "emigration",
    "net_migration",
)
"""Kinds of registered events. Net migration is of all moves, in minus out, and may be negative."""


@dataclass(frozen=True)
class EventCounts:
    """Registered vital events and moves, one row each; all arrays (row,).

    Attributes
    ----------
    municipality
        Index of the municipality.
    event
        Index into EVENTS. For births the ages are the mother's.
    sex
        0 male, 1 female, -1 both together.
    """

    municipality: Ints
    year: Ints
    event: Ints
    sex: Ints
    age_from: Ints
    age_to: Ints
    count: Floats


@dataclass(frozen=True)
class MoveCounts:
    """Domestic moves between municipalities, one row a pair and period; all arrays (row,).

    Codes that are not of the region stand as -1 (the rest of the country).
    """

    origin: Ints
    destination: Ints
    year_from: Ints
    year_to: Ints
    count: Floats


@dataclass(frozen=True)
class Schedules:
    """Age schedules that give the shape of rates where a municipality's own counts are coarse.

    Attributes
    ----------
    fertility_age
        Births per woman and year by age. (age,)
    mortality_sex_age
        Death rate per person and year. (sex, age)
    """

    fertility_age: Floats
    mortality_sex_age: Floats


@dataclass(frozen=True)
class Observations:
    """Later counts to which the projection is held, one row each; all arrays (row,).

    ``area`` is -1 where the count is of the whole municipality.
    """

    year: Ints
    municipality: Ints
    area: Ints
    age_from: Ints
    age_to: Ints
    count: Floats


@dataclass(frozen=True)
class HousingPlans:
    """Dwellings to be built, one row a plan, area and year; arrays (row,) unless said.

    Attributes
    ----------
    year
        Calendar year in which the dwellings are moved into.
    children_per_dwelling_row_age
        Children by age at the end of that year in a new dwelling. (row, age 0–18)
    adults_per_dwelling
        Persons aged 19 and over in a new dwelling.
    """

    area: Ints
    year: Ints
    dwellings: Floats
    children_per_dwelling_row_age: Floats
    adults_per_dwelling: Floats


@dataclass(frozen=True)
class PupilCounts:
    """Pupils counted by year and grade, one row each; all arrays (row,).

    ``grade`` is 0 (pre-primary) … 9; ``year`` is the school year, named by its autumn.
    """

    year: Ints
    municipality: Ints
    grade: Ints
    count: Floats


@dataclass(frozen=True)
class DemographicData:
    """Everything the demography stage is given to start from.

    Attributes
    ----------
    population_municipality_sex_age
        Persons on 31 December of ``base_year``. (municipality, sex, age)
    history
        Earlier populations by year, each (municipality, sex, age).
    events, moves, schedules, observations
        None where the scenario gives none; a documented default then stands in.
    official
        An official projection that the expected course is held to, in the form of observations.
    housing
        Dwellings to be built.
    pupil_counts
        Pupils of past school years, for the grade progression method.
    """

    base_year: int
    population_municipality_sex_age: Floats
    history: dict[int, Floats]
    events: EventCounts | None
    moves: MoveCounts | None
    schedules: Schedules
    observations: Observations | None
    official: Observations | None = None
    housing: HousingPlans | None = None
    pupil_counts: PupilCounts | None = None


@dataclass(frozen=True)
class AreaMoves:
    """How children move about within their municipality after launch.

    Attributes
    ----------
    settling_share_year_area
        Share of those who have moved within the municipality since launch that live in the area; sums to one over
        the areas of a municipality. (year, area)
    years_there_year_area_age
        Mean years since launch, birth or moving into a new dwelling of the children that
        ``Futures.area_share_year_area_age`` counts in the area, each year with its chance to move on.
        (year, area, age 0–18)
    """

    settling_share_year_area: Floats
    years_there_year_area_age: Floats


@dataclass(frozen=True)
class Futures:
    """Population on 31 December of each year in each sampled future.

    Attributes
    ----------
    years
        base_year … end_year, consecutive, preceded by up to two years of the history table where it gives them.
    population_draw_year_municipality_sex_age
        Persons; whole numbers in sampled futures, expected values in the mean future.
    launch_year
        Last year known from observations (or base_year); all draws are equal up to it.
    area_share_year_area_age
        Share of its municipality's children of each age 0–18 that live in the area, if none moved within the
        municipality after launch; sums to one over the areas of a municipality. (year, area, age 0–18)
    area_moves
        Where movers settle; None where no dwellings are built and no area loses families: then they settle as
        the small children of the launch year live.
    """

    years: tuple[int, ...]
    population_draw_year_municipality_sex_age: Floats
    launch_year: int
    area_share_year_area_age: Floats
    area_moves: AreaMoves | None = None

    @property
    def draws(self) -> int:
        """Number of futures."""
        return int(self.population_draw_year_municipality_sex_age.shape[0])

    def year_index(self, year: int) -> int:
        """Return the position of a year, the first year standing in for all before it."""
        return max(0, year - self.years[0])

    def residents_draw_year_municipality(self, ages: slice, years: tuple[int, ...]) -> Floats:
        """Return residents of the given ages in the given years. (draw, year, municipality)"""
        indices = [self.year_index(year) for year in years]
        chosen = self.population_draw_year_municipality_sex_age[:, indices][..., ages]
        total: Floats = chosen.sum(axis=(3, 4))
        return total


@dataclass(frozen=True)
class Pupils:
    """Pupils by the area where they live.

    Attributes
    ----------
    years
        School years, first_year − 2 … end_year (compensation looks two years back).
    pupils_draw_year_area_grade
        Persons; whole numbers in sampled futures.
    """

    years: tuple[int, ...]
    pupils_draw_year_area_grade: Floats

    @property
    def draws(self) -> int:
        """Number of futures."""
        return int(self.pupils_draw_year_area_grade.shape[0])
