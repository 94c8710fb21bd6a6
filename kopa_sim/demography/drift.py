"""Futures that only drift: levels wander as sampled, every event is at its expected value given them.

What the chance of single persons adds is the difference from ``sampled_future``; where cells are large it is nothing,
and these futures are many times quicker. They are reckoned in single precision (relative error about 1e-6), and the
public array is a view of what the kernel wrote.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kopa_sim.demography.drift_course import DriftCourse, Precision, Reals
from kopa_sim.demography.lattice import CHILD_AGES
from kopa_sim.demography.launch import Launch
from kopa_sim.demography.rates import PlannedYear, Rates, YearFactors
from kopa_sim.demography.step import expected_step
from kopa_sim.demography.year_inputs import futures_of, sampled_years
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.people import N_AGES, SEXES, Futures
from kopa_sim.model.streams import DrawBlock, Streams

Floats = NDArray[np.float64]


def drifting_future(
    launch: Launch,
    parameters: Parameters,
    streams: Streams,
    block: DrawBlock,
    *,
    only_pupils: bool = False,
) -> Futures:
    """Return one block of futures with the paths of ``sampled_future`` and no chance of single persons.

    Parameters
    ----------
    only_pupils
        Whether only ages 0–18 are wanted: the population then has these 19 ages alone.

    Raises
    ------
    ValueError
        If the parameters are not of as many draws as the block.
    """
    factors, planned = sampled_years(launch, parameters, streams, block)
    path = launch.path_year_municipality_sex_age
    ages = CHILD_AGES if only_pupils else N_AGES
    future = drift(path[-1], launch.rates, factors, planned, ages)
    known = np.broadcast_to(path[..., :ages], (block.size, *path[..., :ages].shape))
    population = np.concatenate([known, future], axis=1)
    return futures_of(launch, population)


def drift(
    launch_population: Floats,
    rates: Rates,
    factors: Sequence[YearFactors],
    planned: Sequence[PlannedYear | None],
    n_ages: int,
    precision: Precision = np.float32,
) -> Reals:
    """Return the expected population of years that follow one another under their factors.

    Parameters
    ----------
    launch_population
        Persons at the start. (municipality, sex, age)
    planned
        What each year's last day brings beside the rates.
    n_ages
        Youngest ages wanted: all, or those of children.

    Returns
    -------
    Reals
        (draw, year, municipality, sex, age 0 … n_ages − 1), a view of an array whose last axis is the draw.
    """
    n_draws = len(factors[0].fertility) if factors else 1
    shape = (len(factors), len(SEXES), n_ages, len(launch_population), n_draws)
    years = zip(factors, planned, strict=True)
    population = np.empty(shape, dtype=precision)
    if rates.conventions.migration_timing != "end_of_year" or rates.leaving_count_municipality_sex_age.any():
        people = np.repeat(launch_population[None], n_draws, axis=0)
        for index, (of_year, plan) in enumerate(years):
            people = expected_step(people, rates, of_year, plan).closing
            population[index] = people[..., :n_ages].transpose(2, 3, 1, 0)
    else:
        only_pupils = n_ages <= CHILD_AGES
        n_women = max(rates.conventions.last_fertile_age + 1, n_ages) if only_pupils else N_AGES
        course = DriftCourse.of(launch_population, rates, n_draws, (n_ages, n_women), precision)
        for index, (of_year, plan) in enumerate(years):
            course.live(of_year, plan)
            for sex, of_sex in enumerate(course.sexes):
                population[index, sex] = of_sex.people[:n_ages]
    return population.transpose(4, 0, 3, 1, 2)
