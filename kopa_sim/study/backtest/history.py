"""What was known of the population at any time."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kopa_sim.demography.flows import grow_older

Floats = NDArray[np.float64]

FEMALE = 1


@dataclass(frozen=True)
class PopulationHistory:
    """Yearly populations of several places, and the ages at which women bore children.

    Attributes
    ----------
    codes
        Municipalities, or regions in their stead.
    years
        Consecutive years of 31 December.
    population_year_municipality_sex_age
        Persons; zero at ages that are not known and not needed. (year, municipality, sex, age)
    fertility_shape_year_age
        Shares of births by mother's age, were there as many women of every age; a year before the first one known
        takes that one. Sums to one. (year, age)
    """

    codes: tuple[str, ...]
    years: tuple[int, ...]
    population_year_municipality_sex_age: Floats
    fertility_shape_year_age: Floats

    def at(self, year: int) -> Floats:
        """Return the population of a year. (municipality, sex, age)"""
        people: Floats = self.population_year_municipality_sex_age[self.place(year)]
        return people

    def place(self, year: int) -> int:
        """Return where a year stands.

        Raises
        ------
        ValueError
            If the year is not among those known.
        """
        if not self.years[0] <= year <= self.years[-1]:
            raise ValueError(f"{year} is outside the years known, {self.years[0]} to {self.years[-1]}")
        return year - self.years[0]

    def up_to(self, year: int) -> "PopulationHistory":
        """Return what was known at the end of a year: nothing later can be read from it."""
        known = self.place(year) + 1
        return replace(
            self,
            years=self.years[:known],
            population_year_municipality_sex_age=self.population_year_municipality_sex_age[:known],
            fertility_shape_year_age=self.fertility_shape_year_age[:known],
        )

    def fertility_levels(self) -> Floats:
        """Return children aged 0 against what the shape of fertility makes of the women. (year, municipality)

        The women are reckoned as the projection reckons them, before those who move in that year: the mean of those
        at its start by age and a year older. The level is close to the total fertility rate. Years without a year
        before them are not a number.
        """
        women = self.population_year_municipality_sex_age[:-1, :, FEMALE]
        mean_women = 0.5 * (women + grow_older(women))
        exposed = (mean_women * self.fertility_shape_year_age[1:, None, :]).sum(axis=2)
        return self._with_first_unknown(self._newborn()[1:] / exposed)

    def national_fertility_level(self) -> Floats:
        """Return the level of all places together. (year,)"""
        together = self.population_year_municipality_sex_age.sum(axis=1, keepdims=True)
        return replace(self, population_year_municipality_sex_age=together).fertility_levels()[:, 0]

    def _newborn(self) -> Floats:
        newborn: Floats = self.population_year_municipality_sex_age[..., 0].sum(axis=2)
        return newborn

    @staticmethod
    def _with_first_unknown(levels: Floats) -> Floats:
        return np.concatenate([np.full((1, *levels.shape[1:]), np.nan), levels])
