"""How good forecasts were: error, bias, and how often the intervals held."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.study.backtest.rolling import METHODS, OriginForecast

Floats = NDArray[np.float64]

AGE_GROUPS: Final[dict[str, slice]] = {"0": slice(0, 1), "1–6": slice(1, 7), "7–15": slice(7, 16)}
HORIZONS: Final[tuple[int, ...]] = (1, 3, 5, 10)
LEVELS: Final[tuple[float, ...]] = (0.50, 0.80, 0.95)


@dataclass(frozen=True)
class Score:
    """The record of forecasts of one group of ages, some years ahead.

    Attributes
    ----------
    n
        Forecasts compared: places times origins.
    error, bias
        Mean absolute and mean error by method, as shares of what came.
    coverage
        Share of outcomes within the central interval, by its level.
    width
        Mean width of the interval, as a share of what came, by its level.
    """

    ages: str
    horizon: int
    n: int
    error: dict[str, float]
    bias: dict[str, float]
    coverage: dict[float, float]
    width: dict[float, float]


def score(forecasts: Sequence[OriginForecast], ages: str, horizon: int) -> Score:
    """Return the record over the origins that have seen the horizon.

    Raises
    ------
    ValueError
        If none has.
    """
    seen = [forecast for forecast in forecasts if len(forecast.came) >= horizon]
    if not seen:
        raise ValueError(f"no origin has seen {horizon} years")
    group = AGE_GROUPS[ages]
    came = np.concatenate([_total(forecast.came[horizon - 1], group) for forecast in seen])
    relative = {
        name: np.concatenate([_total(method(forecast)[horizon - 1], group) for forecast in seen]) / came - 1.0
        for name, method in METHODS.items()
    }
    sampled = np.concatenate([_total(forecast.sampled[:, horizon - 1], group) for forecast in seen], axis=-1)
    bounds = {level: np.quantile(sampled, [(1 - level) / 2, (1 + level) / 2], axis=0) for level in LEVELS}
    return Score(
        ages=ages,
        horizon=horizon,
        n=len(came),
        error={name: float(np.abs(errors).mean()) for name, errors in relative.items()},
        bias={name: float(errors.mean()) for name, errors in relative.items()},
        coverage={
            level: float(((low <= came) & (came <= high)).mean()) for level, (low, high) in bounds.items()
        },
        width={level: float(((high - low) / came).mean()) for level, (low, high) in bounds.items()},
    )


def _total(children: Floats, group: slice) -> Floats:
    total: Floats = children[..., group].sum(axis=-1)
    return total
