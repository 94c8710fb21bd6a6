"""How a rate may stray from its level over the years, and how far.

The logarithm of a factor is a sum of yearly shocks. Three kinds are used: a *random walk* forgets nothing, so its
spread grows with the square root of time; a *walk from an uncertain level* departs at once by the error of the launch
level and then takes smaller steps; *single years* have no memory. Half the variance reached is subtracted, so a
factor's expected value is one in every year.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.streams import DrawBlock, Streams

Floats = NDArray[np.float64]

YEARS: Final[int] = 128
"""Years told apart by their chance; a year's place is the year modulo this number."""


@dataclass(frozen=True)
class PathForm:
    """The form of one path of a logarithm.

    Attributes
    ----------
    first_sd
        Standard deviation in the first year after launch.
    step_sd
        Standard deviation of each later year's shock.
    memory
        Share of a departure that is left a year later, 0 to 1.
    """

    first_sd: float
    step_sd: float
    memory: float

    @classmethod
    def random_walk(cls, step_sd: float) -> "PathForm":
        """Return a path that forgets nothing."""
        return cls(step_sd, step_sd, 1.0)

    @classmethod
    def walk_from(cls, first_sd: float, step_share: float) -> "PathForm":
        """Return a walk from a level that was uncertain at launch; its steps are a share of the first departure."""
        return cls(first_sd, first_sd * step_share, 1.0)

    @classmethod
    def single_years(cls, sd: float) -> "PathForm":
        """Return departures of which nothing is left a year later."""
        return cls(sd, sd, 0.0)

    def shock_sd(self, n_years: int) -> Floats:
        """Return the standard deviation of each year's shock. (year,)"""
        sd = np.full(n_years, self.step_sd)
        sd[:1] = self.first_sd
        return sd

    def gathered(self, shocks: Floats) -> Floats:
        """Return what is left in each year of the shocks up to it. (year, …)

        Year by year, so that a longer horizon changes no bit.
        """
        left = shocks.copy()
        for year in range(1, len(left)):
            left[year] += self.memory * left[year - 1]
        return left

    def response(self, n_years: int) -> Floats:
        """Return what a unit shock of each year adds in each year. (year, year of the shock)"""
        return self.gathered(np.diag(self.shock_sd(n_years)))

    def variance(self, n_years: int) -> Floats:
        """Return the variance of the logarithm by year after launch. (year,)"""
        squared = PathForm(self.first_sd**2, self.step_sd**2, self.memory**2)
        return squared.gathered(squared.shock_sd(n_years))

    def running_sum_variance(self, n_years: int) -> Floats:
        """Return the variance of the sum over the years up to each: of what a cohort has gathered. (year,)"""
        variance: Floats = (np.cumsum(self.response(n_years), axis=0) ** 2).sum(axis=1)
        return variance


def path_of(
    stream: str, entity: str, years: tuple[int, ...], form: PathForm, streams: Streams, block: DrawBlock
) -> Floats:
    """Return mean-one factors of one entity. (draw, year)"""
    return paths_of(stream, (entity,), years, (form,), streams, block)[..., 0]


def paths_of(
    stream: str,
    entities: tuple[str, ...],
    years: tuple[int, ...],
    forms: tuple[PathForm, ...],
    streams: Streams,
    block: DrawBlock,
) -> Floats:
    """Return mean-one factors of several entities. (draw, year, entity)

    Every year's shock is keyed by the year: a longer horizon changes nothing before it.

    Parameters
    ----------
    stream
        Name of the stream, such as "fertility_national".
    entities
        Codes of the municipalities, or "nation".
    years
        Consecutive years of the path, the first one year after launch.
    forms
        One for each entity; they differ in spread, not in memory.
    """
    place = np.array(years, dtype=np.intp) % YEARS
    logarithm = np.empty((len(years), block.size, len(entities)))
    for index, (entity, form) in enumerate(zip(entities, forms, strict=True)):
        shocks = streams.normals(stream, entity, block, (YEARS,))[:, place].T
        logarithm[:, :, index] = shocks * form.shock_sd(len(years))[:, None]
    logarithm = forms[0].gathered(logarithm)
    for index, form in enumerate(forms):
        logarithm[:, :, index] -= 0.5 * form.variance(len(years))[:, None]
    factor: Floats = np.exp(logarithm.swapaxes(0, 1))
    return factor
