"""The reference that counted pupils are set against: after the last count nothing but the rates happens."""

from kopa_sim.demography.factors import unit_factors
from kopa_sim.demography.futures import expected_future
from kopa_sim.demography.launch import Launch
from kopa_sim.demography.step import expected_step
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.people import Futures


def reference_future(launch: Launch, parameters: Parameters, last_counted: int) -> Futures:
    """Return the mean future without planned changes and with levels of one in the years after the last count.

    Progression ratios hold the moves of the counted years, which the rates hold too; what departs from the rates
    later is in neither. Up to the last count the course is the mean future's own, whose changes the count has seen.

    Parameters
    ----------
    launch
        That of "as it is".
    parameters
        Those of the mean future (one draw).
    last_counted
        Last school year counted.
    """
    expected = expected_future(launch, parameters)
    population = expected.population_draw_year_municipality_sex_age.copy()
    factors = unit_factors(len(launch.codes))
    for year in launch.future_years:
        if year > last_counted:
            index = launch.years.index(year)
            population[:, index] = expected_step(population[:, index - 1], launch.rates, factors).closing
    return Futures(
        expected.years,
        population,
        expected.launch_year,
        expected.area_share_year_area_age,
        expected.area_moves,
    )
