"""The errors of past forecasts: every launch year's projection against what came."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.demography import expected_future
from kopa_sim.model.parameters import Parameters
from kopa_sim.study.backtest.history import PopulationHistory
from kopa_sim.study.backtest.known_rates import Turnover, smoothing_weights
from kopa_sim.study.backtest.launching import launch_from

Floats = NDArray[np.float64]

LONGEST: Final[int] = 10
"""Years ahead that forecasts are compared."""
FIRST_HISTORY: Final[int] = 6
"""Years of population before a forecast can be made."""
CHILDREN: Final[slice] = slice(0, 16)


@dataclass(frozen=True)
class PastErrors:
    """Logarithms of what came over what was forecast; not a number where it is not known yet.

    Attributes
    ----------
    launches
        Years at whose end the forecasts were made.
    fertility_national, cohorts_national
        Of the level of fertility, and of the children alive at launch and at most 15 years old. (launch, horizon)
    fertility_local, cohorts_local
        What is left of each place's error. (launch, horizon, municipality)
    fertility_chance, cohorts_chance
        Variance that the chance of single births and moves gives them. (launch, horizon, municipality)
    """

    launches: tuple[int, ...]
    fertility_national: Floats
    fertility_local: Floats
    fertility_chance: Floats
    cohorts_national: Floats
    cohorts_local: Floats
    cohorts_chance: Floats

    def known_at(self, origin: int) -> "PastErrors":
        """Return the errors of forecasts whose target year had come by the end of the origin."""
        launch = np.array(self.launches)[:, None]
        known = launch + np.arange(1, LONGEST + 1) <= origin
        masked = {
            field.name: np.where(
                known.reshape(*known.shape, *[1] * (getattr(self, field.name).ndim - 2)),
                getattr(self, field.name),
                np.nan,
            )
            for field in fields(self)
            if field.name != "launches"
        }
        return PastErrors(launches=self.launches, **masked)


def past_errors(history: PopulationHistory, turnover: Turnover, parameters: Parameters) -> PastErrors:
    """Return the errors of a forecast launched at the end of every year, each from what was known then.

    An error depends on nothing later than its target year, so ``known_at`` of an origin is what one could have
    computed there.

    Parameters
    ----------
    parameters
        Those of the mean future (one draw).
    """
    launches = tuple(history.years[FIRST_HISTORY:-1])
    parts = [_errors_of(history, year, turnover, parameters) for year in launches]
    stacked = [np.stack(arrays) for arrays in zip(*parts, strict=True)]
    return PastErrors(launches, *stacked)


def _errors_of(
    history: PopulationHistory, launch_year: int, turnover: Turnover, parameters: Parameters
) -> Iterator[Floats]:
    """Yield the arrays of one launch in the order of the fields of ``PastErrors``."""
    known = history.up_to(launch_year)
    yield from _fertility_errors(history, known)
    yield from _cohort_errors(history, known, turnover, parameters)


def _horizons(history: PopulationHistory, launch_year: int) -> range:
    return range(1, min(LONGEST, history.years[-1] - launch_year) + 1)


def _fertility_errors(history: PopulationHistory, known: PopulationHistory) -> Iterator[Floats]:
    n = len(history.codes)
    national, local, chance = np.full(LONGEST, np.nan), *(np.full((LONGEST, n), np.nan) for _ in range(2))
    level, levels = np.log(history.national_fertility_level()), np.log(history.fertility_levels())
    births = history.population_year_municipality_sex_age[..., 0].sum(axis=2)
    weights = smoothing_weights(len(known.years) - 1)
    at = history.place(known.years[-1])
    past = np.arange(at, at - len(weights), -1)
    departure = levels - level[:, None]
    for ahead in _horizons(history, known.years[-1]):
        national[ahead - 1] = level[at + ahead] - level[at]
        local[ahead - 1] = departure[at + ahead] - weights @ departure[past]
        chance[ahead - 1] = 1.0 / births[at + ahead] + (weights**2) @ (1.0 / births[past])
    yield from (national, local, chance)


def _cohort_errors(
    history: PopulationHistory, known: PopulationHistory, turnover: Turnover, parameters: Parameters
) -> Iterator[Floats]:
    n = len(history.codes)
    national, local, chance = np.full(LONGEST, np.nan), *(np.full((LONGEST, n), np.nan) for _ in range(2))
    launch_year = known.years[-1]
    launch = launch_from(known, turnover, parameters, LONGEST)
    forecast = expected_future(launch, parameters).population_draw_year_municipality_sex_age[0]
    moving = 2.0 * (turnover.moves + turnover.abroad)[:, CHILDREN].mean()
    for ahead in _horizons(history, launch_year):
        ages = slice(ahead, CHILDREN.stop)
        came = history.at(launch_year + ahead)[..., ages].sum(axis=(1, 2))
        expected = forecast[ahead][..., ages].sum(axis=(1, 2))
        national[ahead - 1] = np.log(came.sum() / expected.sum())
        local[ahead - 1] = np.log(came / expected) - national[ahead - 1]
        chance[ahead - 1] = ahead * moving / came
    yield from (national, local, chance)
