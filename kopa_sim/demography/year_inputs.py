"""What every kind of future is made of: a block's paths and plans year by year, and its final form."""

import numpy as np
from numpy.typing import NDArray

from kopa_sim.demography.factors import places_of, sampled_factors
from kopa_sim.demography.launch import Launch
from kopa_sim.demography.rates import PlannedYear, YearFactors
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.people import Futures
from kopa_sim.model.streams import DrawBlock, Streams

Floats = NDArray[np.float64]


def planned_years(launch: Launch, parameters: Parameters) -> list[PlannedYear | None]:
    """Return what is planned in each future year, given how families answer to closed schools in each draw."""
    closure_response = parameters.draws("demography.closure_response_share")
    return [launch.planned.in_year(index, closure_response) for index in range(len(launch.future_years))]


def sampled_years(
    launch: Launch, parameters: Parameters, streams: Streams, block: DrawBlock
) -> tuple[tuple[YearFactors, ...], list[PlannedYear | None]]:
    """Return how the rates stray, and what is planned, in each future year of a block.

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
    places = places_of(launch.launch_population_municipality_sex_age, launch.rates)
    factors = sampled_factors(launch.codes, launch.future_years, parameters, streams, block, places)
    return factors, planned_years(launch, parameters)


def futures_of(launch: Launch, population_draw_year_municipality_sex_age: Floats) -> Futures:
    """Return futures of a population over the years of the launch."""
    return Futures(
        launch.years,
        population_draw_year_municipality_sex_age,
        launch.launch_year,
        launch.area_share_year_area_age,
        launch.area_moves,
    )
