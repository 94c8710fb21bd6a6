"""The rates of a projection: what happens to people of each sex and age in a year, municipality by municipality."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


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


@dataclass(frozen=True)
class YearFactors:
    """How a year differs from the fixed rates, draw by draw. (draw, municipality)"""

    fertility: Floats
    out_migration: Floats
    in_migration: Floats
    immigration: Floats
