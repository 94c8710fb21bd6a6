"""The rates that were known at an origin.

Of cohorts, only their change from one 31 December to the next is known: moves less deaths. It is smoothed over the
years by single exponential smoothing with weight 0.4, the constant of the United States' National Center for
Education Statistics for grade progression rates (Projections of Education Statistics to 2011, table A1.11), and
over five ages. Deaths are within the change, so survival is one; among children they are one in several thousand.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.demography.flows import grow_older
from kopa_sim.demography.rates import Rates
from kopa_sim.demography.schedules import movers_by_kind
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.people import N_AGES
from kopa_sim.study.backtest.history import PopulationHistory

Floats = NDArray[np.float64]

SMOOTHING_WEIGHT: Final[float] = 0.4
SMOOTHED_YEARS: Final[int] = 15
"""Years after which the weight of an observation is nothing (0.6 to the power 15 is 0.0005)."""
SMOOTHED_AGES: Final[int] = 5

REGIONAL_TURNOVER: Final[float] = 0.47
"""Moves across a region's border among the moves between municipalities of 2014-2018 (Statistics Finland)."""
IMMIGRATION_RATE: Final[float] = 0.0059
"""Immigrants by residents, Finland 2019. Only its product with the fitted spread matters, so the spread holds for
that level."""


@dataclass(frozen=True)
class Turnover:
    """How many come and go by age, behind the net moves that are known. (sex, age)

    The spread of the paths acts on them, and so does individual chance; net moves do not depend on them.
    """

    moves: Floats
    abroad: Floats


def turnover_of_regions(parameters: Parameters) -> Turnover:
    """Return the yearly rates at which people cross a region's border: a share of the standard schedule."""
    schedule = movers_by_kind(parameters.table("demography.migration_schedule")).sum(axis=0)
    of_all = parameters.number("demography.default_out_migration_rate_share")
    return Turnover(REGIONAL_TURNOVER * schedule, IMMIGRATION_RATE / of_all * schedule)


def smoothing_weights(n_years: int) -> Floats:
    """Return the weights of the last year, the one before it, … They sum to one. (year,)"""
    weights: Floats = np.power(
        1.0 - SMOOTHING_WEIGHT, np.arange(min(n_years, SMOOTHED_YEARS), dtype=np.float64)
    )
    weights /= weights.sum()
    return weights


def net_change_rates(history: PopulationHistory) -> Floats:
    """Return the yearly change of cohorts by the age they reach, as a share of them. (municipality, sex, age)"""
    people = history.population_year_municipality_sex_age[::-1]
    weights = smoothing_weights(len(people) - 1)
    change, base = np.zeros(people.shape[1:]), np.zeros(people.shape[1:])
    for weight, now, before in zip(weights, people[:-1], people[1:], strict=False):
        change[..., 1:] += weight * (now[..., 1:] - before[..., :-1])
        base[..., 1:] += weight * before[..., :-1]
    known = (people[0] > 0) & (base > 0)
    change, base = np.where(known, change, 0.0), np.where(known, base, 0.0)
    top, bottom = _over_neighbours(change), _over_neighbours(base)
    return np.divide(top, bottom, out=np.zeros_like(top), where=known & (bottom > 0))


def _over_neighbours(values: Floats) -> Floats:
    """Return sums over an age and its neighbours; the first year of life, unlike the others, stays alone."""
    half = SMOOTHED_AGES // 2
    padded = np.pad(values[..., 2:], [(0, 0), (0, 0), (half, half)])
    summed = values.copy()
    summed[..., 2:] = np.lib.stride_tricks.sliding_window_view(padded, SMOOTHED_AGES, axis=-1).sum(axis=-1)
    return summed


def smoothed_fertility(history: PopulationHistory) -> Floats:
    """Return the level that holds from now on: the country's last, places' departures smoothed. (municipality,)"""
    national = np.log(history.national_fertility_level()[1:])
    departure = (np.log(history.fertility_levels()[1:]) - national[:, None])[::-1]
    weights = smoothing_weights(len(departure))
    level: Floats = np.exp(national[-1] + weights @ departure[: len(weights)])
    return level


def known_rates(history: PopulationHistory, turnover: Turnover, boys_share: float) -> Rates:
    """Return the rates that held from the last year known on.

    Who comes and who goes stand as counts of the cohorts that reach each age in the year after it, so that the net
    moves are those known.
    """
    reaching = grow_older(history.population_year_municipality_sex_age[-1])
    change = net_change_rates(history) * reaching
    moving, abroad = turnover.moves * reaching, turnover.abroad * reaching
    n = len(history.codes)
    return Rates(
        survival_municipality_sex_age=np.ones((n, 2, N_AGES)),
        newborn_survival_municipality_sex=np.ones((n, 2)),
        fertility_municipality_age=smoothed_fertility(history)[:, None]
        * history.fertility_shape_year_age[-1],
        boys_share=boys_share,
        out_migration_municipality_sex_age=np.zeros((n, 2, N_AGES)),
        destination_share_origin_destination_sex_age=np.zeros((n, n, 2, N_AGES)),
        emigration_municipality_sex_age=np.zeros((n, 2, N_AGES)),
        in_migration_municipality_sex_age=moving + np.maximum(change, 0.0),
        immigration_municipality_sex_age=abroad,
        leaving_count_municipality_sex_age=moving + abroad + np.maximum(-change, 0.0),
    )
