"""The cells of sex and age that a sampled course keeps: all of them, or those that can reach a pupil.

People only grow older, moves keep their age, and only women bear: pupils of any later year descend from women up to
the last fertile age and from children. A course of these cells alone has the same children, to the bit.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.grades import UPPER_SECONDARY_AGES
from kopa_sim.model.people import SEXES

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

MALE, FEMALE = 0, 1
CHILD_AGES = UPPER_SECONDARY_AGES.stop
"""Ages 0 … 18: those of children and of the oldest pupils."""


@dataclass(frozen=True)
class Lattice:
    """Cells in an order in which those that can reach a pupil come first.

    Women up to the last fertile age, boys to 18, then the other women and men, each by age. The arrays of a course
    are (municipality, cell, draw).

    Parameters
    ----------
    n_ages
        Ages of a whole population, the last one open.
    last_fertile_age
        Index of the last age that bears.
    only_pupils
        Whether cells that cannot reach a pupil are left out.
    """

    n_ages: int
    last_fertile_age: int
    only_pupils: bool

    @cached_property
    def n_women_first(self) -> int:
        """Women among the first cells."""
        return min(max(self.last_fertile_age + 1, CHILD_AGES), self.n_ages)

    @property
    def n_boys_first(self) -> int:
        """Men and boys among the first cells."""
        return min(CHILD_AGES, self.n_ages)

    @property
    def n_cells(self) -> int:
        """Cells that are kept."""
        return self.n_women_first + self.n_boys_first if self.only_pupils else self.n_all_cells

    @property
    def n_all_cells(self) -> int:
        """Cells of a whole population."""
        return len(SEXES) * self.n_ages

    @cached_property
    def _sex_and_age(self) -> tuple[Ints, Ints]:
        women, boys = np.arange(self.n_women_first), np.arange(self.n_boys_first)
        runs = [(FEMALE, women), (MALE, boys)]
        if not self.only_pupils:
            runs.append((FEMALE, np.arange(self.n_women_first, self.n_ages)))
            runs.append((MALE, np.arange(self.n_boys_first, self.n_ages)))
        sex = np.concatenate([np.full(len(ages), sex, dtype=np.intp) for sex, ages in runs])
        return sex, np.concatenate([ages for _, ages in runs])

    @cached_property
    def _cell_of(self) -> dict[tuple[int, int], int]:
        sex, age = self._sex_and_age
        return {pair: cell for cell, pair in enumerate(zip(sex.tolist(), age.tolist(), strict=True))}

    @cached_property
    def newborn(self) -> Ints:
        """Cells of age 0, boys first. (sex,)"""
        return np.array([self._cell_of[sex, 0] for sex in (MALE, FEMALE)], dtype=np.intp)

    @property
    def women(self) -> slice:
        """Cells of the women from age 0 to the last fertile one or beyond."""
        return slice(0, self.n_women_first)

    @cached_property
    def _growing(self) -> list[tuple[slice, slice]]:
        """Runs of cells that are grown into, and from which."""
        sex, age = self._sex_and_age
        into = np.flatnonzero(age > 0)
        source = np.array([self._cell_of[int(sex[cell]), int(age[cell]) - 1] for cell in into])
        breaks = np.flatnonzero((np.diff(into) != 1) | (np.diff(source) != 1)) + 1
        runs = zip(np.split(into, breaks), np.split(source, breaks), strict=True)
        return [(slice(to[0], to[-1] + 1), slice(of[0], of[-1] + 1)) for to, of in runs]

    @cached_property
    def _oldest(self) -> list[int]:
        """Cells of the open age."""
        return [cell for (_, age), cell in self._cell_of.items() if age == self.n_ages - 1]

    def take(self, values: Floats) -> Floats:
        """Return values by cell. (…, sex, age) to (…, cell)"""
        sex, age = self._sex_and_age
        return values[..., sex, age]

    def take_draws(self, values_draw_municipality_sex_age: Floats) -> Floats:
        """Return values of draws by cell, the draw last. (municipality, cell, draw)"""
        return np.ascontiguousarray(np.moveaxis(self.take(values_draw_municipality_sex_age), 0, -1))

    def older(self, people: Floats) -> Floats:
        """Return people one year older; those of the open age stay there, age 0 is empty."""
        grown = np.empty_like(people)
        grown[:, self.newborn] = 0.0
        for into, source in self._growing:
            grown[:, into] = people[:, source]
        for cell in self._oldest:
            grown[:, cell] += people[:, cell]
        return grown

    def by_sex_and_age(self, values: Floats) -> Floats:
        """Return values of all cells by sex and age. (municipality, cell, draw) to (draw, municipality, sex, age)

        Where only pupils are kept, ages 0–18 of both sexes.
        """
        n_ages = CHILD_AGES if self.only_pupils else self.n_ages
        cells = [[self._cell_of[sex, age] for age in range(n_ages)] for sex in (MALE, FEMALE)]
        return np.ascontiguousarray(np.moveaxis(values[:, np.array(cells)], -1, 0))
