"""The launch of a projection without areas, from a population and rates."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.demography.area_course import Settlement
from kopa_sim.demography.launch import Launch
from kopa_sim.demography.rates import PlannedChanges, Rates
from kopa_sim.model.parameters import Parameters
from kopa_sim.study.backtest.history import PopulationHistory
from kopa_sim.study.backtest.known_rates import Turnover, known_rates

Floats = NDArray[np.float64]

N_CHILD_AGES: Final[int] = 19


def launch_without_areas(
    codes: tuple[str, ...], population: Floats, rates: Rates, launch_year: int, end_year: int
) -> Launch:
    """Return a launch of which only the population matters, not where in a municipality it lives.

    Parameters
    ----------
    population
        Whole persons on 31 December of the launch year. (municipality, sex, age)
    """
    years = tuple(range(launch_year, end_year + 1))
    return Launch(
        codes=codes,
        years=years,
        launch_year=launch_year,
        path_year_municipality_sex_age=population[None],
        rates=rates,
        planned=PlannedChanges.none(end_year - launch_year, len(codes)),
        area_share_year_area_age=np.zeros((len(years), 0, N_CHILD_AGES)),
        area_moves=None,
        settlement=_nowhere(years),
        fertility_followed_municipality=np.ones(len(codes)),
        observation_misfit=np.zeros(0),
        official_misfit=np.zeros(0),
    )


def launch_from(known: PopulationHistory, turnover: Turnover, parameters: Parameters, horizon: int) -> Launch:
    """Return the launch of a projection from the last year known, so many years ahead."""
    boys = parameters.number("demography.sex_ratio_at_birth")
    rates = known_rates(known, turnover, boys / (boys + 100.0))
    last = known.years[-1]
    return launch_without_areas(known.codes, known.at(last), rates, last, last + horizon)


def _nowhere(years: tuple[int, ...]) -> Settlement:
    """Return what is known of areas: there are none."""
    none, by_age = np.zeros(0), np.zeros((0, N_CHILD_AGES))
    return Settlement(
        years=years,
        launch_year=years[0],
        municipality=np.zeros(0, dtype=np.intp),
        share_area_age=by_age,
        small_children_share=none,
        birth_share=none,
        newcomers_year_area_age=np.zeros((len(years) - 1, 0, N_CHILD_AGES)),
    )
