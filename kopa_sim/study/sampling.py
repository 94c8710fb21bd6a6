"""Sampled values of the uncertain parameters, one a draw."""

import itertools
from collections.abc import Callable, Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import integrate, special

from kopa_sim.model.parameters import Parameters
from kopa_sim.model.streams import Streams, blocks_of
from kopa_sim.scenario.contents import Distribution, Scenario
from kopa_sim.scenario.defaults import load_defaults

Floats = NDArray[np.float64]
Arguments = Mapping[str, float]

INTERIOR: Final = (1e-12, 1 - 1e-12)
"""Numbers between which all are drawn, so that no value is infinite."""


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


def _triangle_below(x: float, given: Arguments) -> float:
    low, mode, high = given["low"], given["mode"], given["high"]
    if x <= mode:
        return (x - low) ** 2 / ((high - low) * (mode - low)) if x > low else 0.0
    return 1.0 - (high - x) ** 2 / ((high - low) * (high - mode)) if x < high else 1.0


BELOW: Final[dict[str, Callable[[float, Arguments], float]]] = {
    "normal": lambda x, given: float(special.ndtr((x - given["mean"]) / given["sd"])),
    "uniform": lambda x, given: (x - given["low"]) / (given["high"] - given["low"]),
    "triangular": _triangle_below,
    "lognormal": lambda x, given: float(special.ndtr(np.log(x / given["median"]) / given["sigma"])),
}
"""Distribution functions by the name a planner writes, for values between the least and the largest drawn."""

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
    interior = np.clip(uniforms, *INTERIOR)
    return np.clip(QUANTILES[distribution.kind](interior, distribution.arguments), *_possible(name))


def mean_within_possible(name: str, distribution: Distribution) -> float:
    """Return the expected value of what is drawn for a parameter: that of the values held within what is possible.

    Where a bound cuts the distribution, it is the lower end plus the integral of the chance to lie above x, from the
    lower end to the upper one.
    """
    given = distribution.arguments
    least, most = _possible(name)
    smallest, largest = QUANTILES[distribution.kind](np.array(INTERIOR), given)
    if least <= smallest and largest <= most:
        return MEANS[distribution.kind](given)
    low, high = float(np.clip(smallest, least, most)), float(np.clip(largest, least, most))
    below = BELOW[distribution.kind]
    middle = float(QUANTILES[distribution.kind](np.array([0.5]), given)[0])
    points = sorted({low, min(max(given.get("mode", middle), low), high), high})
    parts = [
        integrate.quad(lambda x: 1.0 - below(x, given), start, end)[0]
        for start, end in itertools.pairwise(points)
    ]
    return low + float(sum(parts))


def _possible(name: str) -> tuple[float, float]:
    spec = load_defaults()[name]
    return (-np.inf if spec.least is None else spec.least, np.inf if spec.most is None else spec.most)


def sample_parameters(scenario: Scenario, draws: int, streams: Streams) -> Parameters:
    """Return the parameters of an ensemble: fixed ones as the scenario has them, uncertain ones by draw."""
    sampled = {
        name: sample_parameter(name, distribution, draws, streams)
        for name, distribution in scenario.uncertainty.items()
    }
    means = {
        name: mean_within_possible(name, distribution) for name, distribution in scenario.uncertainty.items()
    }
    return Parameters(draws, scenario.values, sampled, means)
