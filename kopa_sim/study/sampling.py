"""Sampled values of the uncertain parameters, one a draw."""

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import special

from kopa_sim.model.parameters import Parameters
from kopa_sim.model.streams import Streams, blocks_of
from kopa_sim.scenario.contents import Distribution, Scenario
from kopa_sim.scenario.defaults import load_defaults

Floats = NDArray[np.float64]
Arguments = Mapping[str, float]


def _normal(u: Floats, given: Arguments) -> Floats:
    return given["mean"] + given["sd"] * np.asarray(special.ndtri(u))


def _uniform(u: Floats, given: Arguments) -> Floats:
    return given["low"] + (given["high"] - given["low"]) * u


def _triangular(u: Floats, given: Arguments) -> Floats:
    low, mode, high = given["low"], given["mode"], given["high"]
    width = high - low
    if width == 0:
        return np.full_like(u, low)
    rising = low + np.sqrt(u * width * (mode - low))
    falling = high - np.sqrt((1 - u) * width * (high - mode))
    return np.where(u < (mode - low) / width, rising, falling)


def _lognormal(u: Floats, given: Arguments) -> Floats:
    return given["median"] * np.exp(given["sigma"] * np.asarray(special.ndtri(u)))


QUANTILES: Final[dict[str, Callable[[Floats, Arguments], Floats]]] = {
    "normal": _normal,
    "uniform": _uniform,
    "triangular": _triangular,
    "lognormal": _lognormal,
}
"""Inverse distribution functions by the name a planner writes."""

MEANS: Final[dict[str, Callable[[Arguments], float]]] = {
    "normal": lambda given: given["mean"],
    "uniform": lambda given: (given["low"] + given["high"]) / 2,
    "triangular": lambda given: (given["low"] + given["mode"] + given["high"]) / 3,
    "lognormal": lambda given: given["median"] * float(np.exp(given["sigma"] ** 2 / 2)),
}
"""Expected values by the name a planner writes."""


def sample_parameter(name: str, distribution: Distribution, draws: int, streams: Streams) -> Floats:
    """Return one value a draw, held within what is possible at all for the parameter. (draw,)

    The numbers depend on the seed, the parameter's name and the draw, not on which others are uncertain.
    """
    uniforms = np.concatenate([streams.uniforms("parameter", name, block) for block in blocks_of(draws)])
    interior = np.clip(uniforms, 1e-12, 1 - 1e-12)
    spec = load_defaults()[name]
    least = -np.inf if spec.least is None else spec.least
    most = np.inf if spec.most is None else spec.most
    return np.clip(QUANTILES[distribution.kind](interior, distribution.arguments), least, most)


def sample_parameters(scenario: Scenario, draws: int, streams: Streams) -> Parameters:
    """Return the parameters of an ensemble: fixed ones as the scenario has them, uncertain ones by draw."""
    sampled = {
        name: sample_parameter(name, distribution, draws, streams)
        for name, distribution in scenario.uncertainty.items()
    }
    means = {
        name: MEANS[distribution.kind](distribution.arguments)
        for name, distribution in scenario.uncertainty.items()
    }
    return Parameters(draws, scenario.values, sampled, means)
