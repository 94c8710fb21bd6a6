"""People by age to the end year: the expected future and the sampled ones."""

import numpy as np
from numpy.typing import NDArray

from kopa_sim.demography.chance import YearChance, sampled_step
from kopa_sim.demography.factors import level_factors, sampled_factors
from kopa_sim.demography.launch import Launch
from kopa_sim.demography.step import expected_step
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.people import Futures
from kopa_sim.model.streams import DrawBlock, Streams

Floats = NDArray[np.float64]


def expected_future(launch: Launch, parameters: Parameters) -> Futures:
    """Return the projection with every event at its expected value, one for each draw of the parameters.

    Parameters
    ----------
    parameters
        Those of the mean future: one draw.
    """
    population, people = _start(launch, parameters.n_draws)
    factors = level_factors(parameters, len(launch.codes))
    for index in range(len(launch.path_year_municipality_sex_age), len(launch.years)):
        people = expected_step(people, launch.rates, factors).closing
        population[:, index] = people
    return Futures(launch.years, population, launch.launch_year, launch.area_share_year_area_age)


def sampled_future(launch: Launch, parameters: Parameters, streams: Streams, block: DrawBlock) -> Futures:
    """Return one block of sampled futures, in whole persons.

    Parameters
    ----------
    parameters
        Those of the block's draws.

    Raises
    ------
    ValueError
        If the parameters are not of as many draws as the block.
    """
    if parameters.n_draws != block.size:
        raise ValueError(f"parameters of {parameters.n_draws} draws for a block of {block.size}")
    population, people = _start(launch, block.size)
    factors = sampled_factors(launch.codes, launch.future_years, parameters, streams, block)
    known = len(launch.path_year_municipality_sex_age)
    for offset, year in enumerate(launch.future_years):
        chance = YearChance(streams, block, year, launch.codes)
        people = sampled_step(people, launch.rates, factors[offset], chance).closing
        population[:, known + offset] = people
    return Futures(launch.years, population, launch.launch_year, launch.area_share_year_area_age)


def _start(launch: Launch, n_draws: int) -> tuple[Floats, Floats]:
    """Return the population array filled up to the launch year, and the launch population of every draw."""
    path = launch.path_year_municipality_sex_age
    population = np.zeros((n_draws, len(launch.years), *path.shape[1:]))
    population[:, : len(path)] = path
    return population, np.repeat(path[-1][None], n_draws, axis=0)
