"""Forecasts made at rolling origins, each from what was known there, with their intervals and two plain rivals."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.demography import expected_future, sampled_future
from kopa_sim.demography.launch import Launch
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.streams import Streams, blocks_of
from kopa_sim.study.backtest.history import FEMALE, PopulationHistory
from kopa_sim.study.backtest.known_rates import Turnover
from kopa_sim.study.backtest.launching import launch_from
from kopa_sim.study.backtest.past_errors import LONGEST, PastErrors
from kopa_sim.study.backtest.widths import fitted_widths, with_widths

Floats = NDArray[np.float64]

LAST_AGE: Final[int] = 15
RATIO_YEARS: Final[int] = 3
"""Years whose cohort-change ratios are averaged."""
_CHILDBEARING = slice(20, 40)


@dataclass(frozen=True)
class OriginForecast:
    """What was forecast at the end of one year, for the years after it.

    Attributes
    ----------
    widths
        Spread parameters fitted to the errors known at the origin.
    expected, constant, ratios
        Children by age: the product's expected future, as many as now, and cohort-change ratios of three years with
        the child–woman ratio of ages 20–39. (horizon, municipality, age 0–15)
    sampled
        The product's sampled futures. (draw, horizon, municipality, age 0–15)
    came
        What happened; fewer years at late origins. (horizon, municipality, age 0–15)
    """

    origin: int
    widths: dict[str, float]
    expected: Floats
    constant: Floats
    ratios: Floats
    sampled: Floats
    came: Floats


def forecast_origins(
    history: PopulationHistory,
    origins: Iterable[int],
    errors: PastErrors,
    turnover: Turnover,
    parameters: Parameters,
    draws: int,
    seed: int = 1,
) -> list[OriginForecast]:
    """Return the forecasts of each origin.

    Parameters
    ----------
    errors
        Of forecasts launched in every year; those with a target after the origin are not looked at.
    parameters
        Values of [demography] for one draw; the spread is replaced by what the errors known at the origin ask for.
    """
    forecasts = []
    for origin in origins:
        known, horizon = history.up_to(origin), min(LONGEST, history.years[-1] - origin)
        widths = fitted_widths(errors.known_at(origin), turnover)
        launch = launch_from(known, turnover, parameters, horizon)
        expected = expected_future(launch, parameters).population_draw_year_municipality_sex_age
        forecasts.append(
            OriginForecast(
                origin,
                widths,
                _children(expected)[0],
                np.repeat(_of_both_sexes(known.at(origin))[None], horizon, axis=0),
                cohort_change_ratios(known, horizon),
                sample_children(launch, with_widths(parameters, widths, 1), Streams(seed), draws),
                np.stack([_of_both_sexes(history.at(origin + ahead)) for ahead in range(1, horizon + 1)]),
            )
        )
    return forecasts


def sample_children(launch: Launch, parameters: Parameters, streams: Streams, draws: int) -> Floats:
    """Return sampled futures of a launch, children only. (draw, horizon, municipality, age 0–15)"""
    return np.concatenate(
        [
            _children(
                sampled_future(
                    launch, replace(parameters, n_draws=block.size), streams, block, only_pupils=True
                ).population_draw_year_municipality_sex_age
            )
            for block in blocks_of(draws)
        ]
    )


def _children(population: Floats) -> Floats:
    """Return children of both sexes in the years after launch. (draw, horizon, municipality, age 0–15)"""
    children: Floats = population[:, 1:, :, :, : LAST_AGE + 1].sum(axis=3)
    return children


def _of_both_sexes(population: Floats) -> Floats:
    children: Floats = population[:, :, : LAST_AGE + 1].sum(axis=1)
    return children


def cohort_change_ratios(known: PopulationHistory, horizon: int) -> Floats:
    """Return the forecast of Hamilton and Perry 1962 with ratios of three years, and births by women aged 20–39.

    (horizon, municipality, age 0–15)
    """
    people = known.population_year_municipality_sex_age[-RATIO_YEARS - 1 :]
    now, before = people[1:].sum(axis=0), people[:-1].sum(axis=0)
    ratio = np.zeros(now.shape)
    np.divide(now[..., 1:], before[..., :-1], out=ratio[..., 1:], where=before[..., :-1] > 0)
    women = now[:, FEMALE, _CHILDBEARING].sum(axis=1)
    child_woman = now[..., 0] / women[:, None]
    state, course = people[-1], []
    for _ in range(horizon):
        older = np.zeros_like(state)
        older[..., 1:] = state[..., :-1] * ratio[..., 1:]
        older[..., 0] = child_woman * older[:, FEMALE, _CHILDBEARING].sum(axis=1)[:, None]
        course.append(_of_both_sexes(older))
        state = older
    return np.stack(course)


Method = Callable[[OriginForecast], Floats]

METHODS: Final[dict[str, Method]] = {
    "kopa_sim": lambda forecast: forecast.expected,
    "constant": lambda forecast: forecast.constant,
    "cohort-change ratios": lambda forecast: forecast.ratios,
}
"""Point forecasts by name."""
