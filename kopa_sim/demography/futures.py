"""People by age to the end year: the expected future and the sampled ones."""

import numpy as np
from numpy.typing import NDArray

from kopa_sim.demography.chance import SampledCourse
from kopa_sim.demography.counted_chance import CountedChance, counted_chance
from kopa_sim.demography.factors import level_factors
from kopa_sim.demography.lattice import CHILD_AGES, Lattice
from kopa_sim.demography.launch import Launch
from kopa_sim.demography.luck import Luck
from kopa_sim.demography.step import expected_step, with_planned_changes
from kopa_sim.demography.year_inputs import futures_of, planned_years, sampled_years
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.people import N_AGES, Futures
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
    known = len(launch.path_year_municipality_sex_age)
    for offset, planned in enumerate(planned_years(launch, parameters)):
        people = expected_step(people, launch.rates, factors, planned).closing
        population[:, known + offset] = people
    return futures_of(launch, population)


def sampled_future(
    launch: Launch,
    parameters: Parameters,
    streams: Streams,
    block: DrawBlock,
    *,
    only_pupils: bool = False,
) -> Futures:
    """Return one block of sampled futures, in whole persons.

    Parameters
    ----------
    parameters
        Those of the block's draws.
    only_pupils
        Whether only ages 0–18 are wanted: the population then has these 19 ages alone, the same to the bit, in about
        half the time and a quarter of the memory.

    Raises
    ------
    ValueError
        If the parameters are not of as many draws as the block.
    """
    factors, planned = sampled_years(launch, parameters, streams, block)
    lattice = Lattice(N_AGES, launch.rates.conventions.last_fertile_age, only_pupils)
    course = SampledCourse.of(launch.rates, lattice, Luck(streams, block, launch.codes, lattice))
    path = launch.path_year_municipality_sex_age
    people = np.repeat(lattice.take(path[-1])[..., None], block.size, axis=-1)
    n_ages = CHILD_AGES if only_pupils else N_AGES
    population = np.zeros((block.size, len(launch.years), *path.shape[1:3], n_ages))
    population[:, : len(path)] = path[..., :n_ages]
    counted = _counted_chances(launch, parameters.mean())
    for offset, year in enumerate(launch.future_years):
        people = course.year(people, year, factors[offset], planned[offset], counted[offset]).closing
        population[:, len(path) + offset] = lattice.by_sex_and_age(people)
    return futures_of(launch, population)


def _counted_chances(launch: Launch, mean: Parameters) -> list[CountedChance | None]:
    """Return, year by year, the chances that stand for leavers given as counts; None where there are none."""
    if not launch.rates.leaving_count_municipality_sex_age.any():
        return [None] * len(launch.future_years)
    factors = level_factors(mean, len(launch.codes))
    people = launch.launch_population_municipality_sex_age[None]
    chances: list[CountedChance | None] = []
    for planned in planned_years(launch, mean):
        flows = expected_step(people, launch.rates, factors)
        chances.append(counted_chance(flows, launch.rates, factors))
        people = flows.closing if planned is None else with_planned_changes(flows, planned).closing
    return chances


def _start(launch: Launch, n_draws: int) -> tuple[Floats, Floats]:
    """Return the population array filled up to the launch year, and the launch population of every draw."""
    path = launch.path_year_municipality_sex_age
    population = np.zeros((n_draws, len(launch.years), *path.shape[1:]))
    population[:, : len(path)] = path
    return population, np.repeat(path[-1][None], n_draws, axis=0)
