"""People by age to the end year: the expected future and the sampled ones."""

import numpy as np
from numpy.typing import NDArray

from kopa_sim.demography.chance import SampledCourse
from kopa_sim.demography.counted_chance import CountedChance, counted_chance
from kopa_sim.demography.factors import level_factors, places_of, sampled_factors
from kopa_sim.demography.lattice import CHILD_AGES, Lattice
from kopa_sim.demography.launch import Launch
from kopa_sim.demography.luck import Luck
from kopa_sim.demography.step import expected_step, with_planned_changes
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
    closure_response = parameters.draws("demography.closure_response_share")
    known = len(launch.path_year_municipality_sex_age)
    for offset in range(len(launch.future_years)):
        planned = launch.planned.in_year(offset, closure_response)
        people = expected_step(people, launch.rates, factors, planned).closing
        population[:, known + offset] = people
    return Futures(
        launch.years, population, launch.launch_year, launch.area_share_year_area_age, launch.area_moves
    )


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
    if parameters.n_draws != block.size:
        raise ValueError(f"parameters of {parameters.n_draws} draws for a block of {block.size}")
    lattice = Lattice(N_AGES, launch.rates.conventions.last_fertile_age, only_pupils)
    course = SampledCourse.of(launch.rates, lattice, Luck(streams, block, launch.codes, lattice))
    places = places_of(launch.launch_population_municipality_sex_age, launch.rates)
    factors = sampled_factors(launch.codes, launch.future_years, parameters, streams, block, places)
    closure_response = parameters.draws("demography.closure_response_share")
    path = launch.path_year_municipality_sex_age
    people = np.repeat(lattice.take(path[-1])[..., None], block.size, axis=-1)
    n_ages = CHILD_AGES if only_pupils else N_AGES
    population = np.zeros((block.size, len(launch.years), *path.shape[1:3], n_ages))
    population[:, : len(path)] = path[..., :n_ages]
    counted = _counted_chances(launch, parameters.mean())
    for offset, year in enumerate(launch.future_years):
        planned = launch.planned.in_year(offset, closure_response)
        people = course.year(people, year, factors[offset], planned, counted[offset]).closing
        population[:, len(path) + offset] = lattice.by_sex_and_age(people)
    return Futures(
        launch.years, population, launch.launch_year, launch.area_share_year_area_age, launch.area_moves
    )


def _counted_chances(launch: Launch, mean: Parameters) -> list[CountedChance | None]:
    """Return, year by year, the chances that stand for leavers given as counts; None where there are none."""
    if not launch.rates.leaving_count_municipality_sex_age.any():
        return [None] * len(launch.future_years)
    factors = level_factors(mean, len(launch.codes))
    closure_response = mean.draws("demography.closure_response_share")
    people = launch.launch_population_municipality_sex_age[None]
    chances: list[CountedChance | None] = []
    for offset in range(len(launch.future_years)):
        flows = expected_step(people, launch.rates, factors)
        chances.append(counted_chance(flows, launch.rates, factors))
        planned = launch.planned.in_year(offset, closure_response)
        people = flows.closing if planned is None else with_planned_changes(flows, planned).closing
    return chances


def _start(launch: Launch, n_draws: int) -> tuple[Floats, Floats]:
    """Return the population array filled up to the launch year, and the launch population of every draw."""
    path = launch.path_year_municipality_sex_age
    population = np.zeros((n_draws, len(launch.years), *path.shape[1:]))
    population[:, : len(path)] = path
    return population, np.repeat(path[-1][None], n_draws, axis=0)
