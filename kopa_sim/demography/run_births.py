"""How births differ where an official projection counts people year after year."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from kopa_sim.demography.observations import bands_of
from kopa_sim.model.people import Observations

Floats = NDArray[np.float64]

AYearLater = Callable[[Floats], Floats]
"""From the residents of one 31 December to those of the next. (municipality, sex, age)"""


def births_of_run(
    official: Observations | None, people: Floats, years: tuple[int, ...], later: AYearLater
) -> Floats:
    """Return the one ratio of births, in all years of a run, that meets the counts of the children born in it best.

    Projected persons are E + b · (P − E): P by the rates, E when nobody is born, b the ratio. It is found by least
    squares of relative errors over the bands more than half of whose people were born in the run: the others tell
    rather of moves. One where no band tells, or where the counts leave no room for children.

    Parameters
    ----------
    people
        Residents just before the run. (municipality, sex, age)
    years
        Years that follow each other, each with counts.
    """
    told, weight = np.zeros(len(people)), np.zeros(len(people))
    usual = childless = people
    for year in years if len(years) > 1 else ():
        usual, childless = later(usual), later(childless)
        childless[..., 0] = 0.0
        bands = bands_of(official, year)
        projected, others = bands.sums(usual), bands.sums(childless)
        born = projected - others
        bands = bands.where(born > others)
        projected, others = bands.sums(usual), bands.sums(childless)
        share = (projected - others) / projected
        np.add.at(told, bands.municipality, share * (bands.count - others) / projected)
        np.add.at(weight, bands.municipality, share**2)
    ratio: Floats = np.divide(told, weight, out=np.ones_like(told), where=(weight > 0) & (told > 0))
    return ratio
