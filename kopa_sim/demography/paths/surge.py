"""Years in which far more people immigrate than before, such as 2022.

A surge sets in with the same small chance every year, is greatest in its first year and fades evenly over its
duration. The factor is divided by its expected value, so the expected immigration stays at the level set and most
futures lie a little below it.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kopa_sim.demography.paths.form import YEARS
from kopa_sim.model.streams import DrawBlock, Streams

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Surges:
    """How often and how strongly immigration surges.

    Attributes
    ----------
    yearly_probability
        Chance that a surge sets in in a year.
    size
        Additional immigration in its first year, times the level.
    duration
        Years it lasts, at least one.
    """

    yearly_probability: float
    size: float
    duration: int

    @property
    def weights(self) -> Floats:
        """What a surge adds in its first, second, … year, times the level. (duration,)"""
        left: Floats = self.size * (1.0 - np.arange(self.duration) / self.duration)
        return left

    def expected(self, n_years: int) -> Floats:
        """Return the expected factor by year after launch, before it is divided away. (year,)"""
        added = np.zeros(n_years)
        for age, weight in enumerate(self.weights[:n_years]):
            added[age:] += weight
        return 1.0 + self.yearly_probability * added

    def path(self, years: tuple[int, ...], streams: Streams, block: DrawBlock) -> Floats:
        """Return mean-one factors that the whole country shares. (draw, year)

        A surge may only set in after launch: one under way shows in the level.
        """
        place = np.array(years, dtype=np.intp) % YEARS
        luck = streams.uniforms("immigration_surge", "nation", block, (YEARS,))[:, place]
        sets_in = luck < self.yearly_probability
        factor = np.ones((block.size, len(years)))
        for age, weight in enumerate(self.weights[: len(years)]):
            factor[:, age:] += weight * sets_in[:, : len(years) - age]
        mean_one: Floats = factor / self.expected(len(years))
        return mean_one


def surge_years(net_immigration: Floats, times: float, before: int) -> list[int]:
    """Return the places of the years in which a surge set in.

    A surge is a year of at least ``times`` the mean of the ``before`` years ahead of it, that mean being positive;
    surges less than ``before`` years apart are one.

    Parameters
    ----------
    net_immigration
        Net immigration of one country by year. (year,)
    """
    found: list[int] = []
    for place in range(before, len(net_immigration)):
        usual = float(net_immigration[place - before : place].mean())
        rises = usual > 0 and net_immigration[place] >= times * usual
        if rises and not (found and place - found[-1] < before):
            found.append(place)
    return found
