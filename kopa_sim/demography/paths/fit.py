"""The spread of a path from the errors of past forecasts.

A forecast's error h years ahead has the variance that the path has reached by then, or, of a cohort that gathers a
yearly rate's errors, the variance of their running sum. Each horizon counts the same, and a ratio of twice as much
counts as much as one of half: squared differences of logarithms are made least.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import nnls

from kopa_sim.demography.paths.form import PathForm

Floats = NDArray[np.float64]

STEP_SHARES: Final[tuple[float, ...]] = tuple(round(0.05 * step, 2) for step in range(21))
"""Steps tried, as shares of the first departure; from overlapping errors no finer one can be told."""

_ROUNDS: Final[int] = 60
_NO_VARIANCE: Final[float] = 1e-15


def root_mean_square(error_launch_horizon: Floats, chance: Floats | None = None) -> Floats:
    """Return the typical error by horizon, beyond chance. (horizon,)

    Parameters
    ----------
    error_launch_horizon
        Errors; not a number where unknown. (launch, horizon, …)
    chance
        Variance that single events give them, of the same shape. Where it is more than all there is, nothing is left.
    """
    beyond = error_launch_horizon**2 - (0.0 if chance is None else chance)
    by_horizon = np.moveaxis(beyond, 1, 0).reshape(beyond.shape[1], -1)
    known = np.isfinite(by_horizon)
    total = np.where(known, by_horizon, 0.0).sum(axis=1)
    count = known.sum(axis=1)
    mean = np.divide(total, count, out=np.full(len(total), np.nan), where=count > 0)
    typical: Floats = np.sqrt(np.maximum(mean, 0.0))
    return typical


def fit_random_walk(typical_error: Floats, running_sum: bool = False) -> float:
    """Return the yearly standard deviation of a random walk.

    Parameters
    ----------
    typical_error
        Errors of the logarithm by horizon; horizons that are unknown or free of error are left out. (horizon,)
    running_sum
        Whether the errors are gathered over the years, as a cohort gathers those of a rate of moving.

    Returns
    -------
    float
        Zero where there is no error at all.
    """
    return _scale(typical_error, PathForm.random_walk(1.0), running_sum)[0]


def fit_walk_from(gathered_error: Floats) -> tuple[float, float]:
    """Return the first departure and the step share of the walk whose running sum has errors as found.

    Parameters
    ----------
    gathered_error
        Errors of cohorts that gathered a rate's errors over the years. (horizon,)
    """
    fits = [(*_scale(gathered_error, PathForm.walk_from(1.0, share), True), share) for share in STEP_SHARES]
    first_sd, _, share = min(fits, key=lambda fit: fit[1:])
    return first_sd, share


def misfit(typical_error: Floats, form: PathForm, running_sum: bool = False) -> float:
    """Return how far a form's spread lies from the errors found, as a typical ratio less one."""
    return float(np.exp(np.sqrt(_scale(typical_error, form, running_sum)[1])) - 1.0)


def _scale(typical_error: Floats, unit: PathForm, running_sum: bool) -> tuple[float, float]:
    """Return the factor by which a unit form fits best, and the mean squared logarithm that is left."""
    n_years = len(typical_error)
    variance = unit.running_sum_variance(n_years) if running_sum else unit.variance(n_years)
    found = np.isfinite(typical_error) & (typical_error > 0)
    if not found.any():
        return 0.0, 0.0
    ratio = np.log(typical_error[found]) - 0.5 * np.log(variance[found])
    return float(np.exp(ratio.mean())), float(ratio.var())


def fit_excess(squared_error: Floats, known_variance: Floats, unit_variances: Floats) -> Floats:
    """Return how large each further source of variance must be for errors to be as large as they were. (source,)

    The expected squared error is the known variance plus the sum of the sources' unit variances times the result;
    none is negative. Squared errors spread as widely as they are large, so each is weighted by its expectation, again
    until it settles (a gamma regression).

    Parameters
    ----------
    squared_error
        Of each case. (case,)
    known_variance
        What chance alone gives. (case,)
    unit_variances
        What a source of size one adds. (case, source)
    """
    sizes = np.ones(unit_variances.shape[1])
    for _ in range(_ROUNDS):
        weight = 1.0 / np.maximum(known_variance + unit_variances @ sizes, _NO_VARIANCE)
        sizes, _ = nnls(unit_variances * weight[:, None], (squared_error - known_variance) * weight)
    found: Floats = np.asarray(sizes, dtype=np.float64)
    return found
