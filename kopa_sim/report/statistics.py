"""What a table says about many futures: the mean and three quantiles of every cell."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

QUANTILES: Final[tuple[float, ...]] = (0.05, 0.50, 0.95)
STATISTICS: Final[tuple[str, ...]] = ("mean", "p05", "p50", "p95")
"""Names along the statistic axis and of the columns of every table, in order."""


def summarise(values: NDArray[np.floating]) -> Floats:
    """Return mean, 5 %, 50 % and 95 % quantile over the draws. (draw, …) -> (statistic, …)

    The quantiles are those of ``np.quantile`` with linear interpolation. NaN means "no value in this future"
    and is left out; where no future has a value the statistics are NaN too. Sums run in draw order, so the
    same draws give the same bits however they were computed.
    """
    draws = values.shape[0]
    flat = np.ascontiguousarray(values.reshape(draws, -1))
    first = flat[0].astype(np.float64)
    result = np.repeat(first[None], len(STATISTICS), axis=0)
    varying = np.flatnonzero(~(flat == flat[0]).all(axis=0))
    if len(varying):
        result[:, varying] = _summarise_columns(flat[:, varying].astype(np.float64))
    return result.reshape(len(STATISTICS), *values.shape[1:])


def _summarise_columns(values: Floats) -> Floats:
    """Return the statistics of columns that are not all equal. (draw, cell) -> (statistic, cell)"""
    ordered = np.sort(values, axis=0)
    missing = np.isnan(ordered[-1])
    if not missing.any():
        return np.vstack([values.mean(axis=0), *(_quantile(ordered, q) for q in QUANTILES)])
    result = np.full((len(STATISTICS), values.shape[1]), np.nan)
    if not missing.all():
        result[:, ~missing] = _summarise_columns(values[:, ~missing])
    for cell in np.flatnonzero(missing):
        known = values[~np.isnan(values[:, cell]), cell]
        if len(known):
            result[:, cell] = [known.mean(), *(_quantile(np.sort(known)[:, None], q)[0] for q in QUANTILES)]
    return result


def _quantile(ordered: Floats, share: float) -> Floats:
    """Return a quantile of sorted columns, interpolated as NumPy does. (draw, cell) -> (cell,)"""
    place = share * (len(ordered) - 1)
    below = int(np.floor(place))
    above = min(below + 1, len(ordered) - 1)
    weight = place - below
    step = ordered[above] - ordered[below]
    result: Floats
    result = ordered[below] + step * weight if weight < 0.5 else ordered[above] - step * (1.0 - weight)
    return result
