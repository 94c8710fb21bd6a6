"""Which assumptions are moved, within what range, and how."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.parameters import Parameters
from kopa_sim.scenario.contents import Scenario
from kopa_sim.scenario.defaults import ParameterSpec, load_defaults

Floats = NDArray[np.float64]

CRITERIA = "sustainability."
"""Section of the criteria of the verdict: a council's choice, no assumption about the world."""


@dataclass(frozen=True)
class Assumption:
    """A number in force and the range thought of, the value in force always within it."""

    name: str
    value: float
    low: float
    high: float

    @property
    def width(self) -> float:
        """Length of the range."""
        return self.high - self.low


@dataclass(frozen=True)
class ReadingParameters(Parameters):
    """Parameters that remember which of them were asked for."""

    read: set[str] = field(default_factory=set)

    def draws(self, name: str) -> Floats:
        """Return a number as one value a draw. (draw,)"""
        self.read.add(name)
        return super().draws(name)

    def number(self, name: str) -> float:
        """Return a number that is the same in every draw."""
        self.read.add(name)
        return super().number(name)


def reading(parameters: Parameters) -> ReadingParameters:
    """Return the same parameters, remembering from now on."""
    return ReadingParameters(parameters.n_draws, parameters.fixed, parameters.sampled, parameters.means)


def value_in_force(parameters: Parameters, name: str) -> float:
    """Return the value of a number, the expected one where it is uncertain."""
    return parameters.means[name] if name in parameters.means else parameters.number(name)


def _is_moved(spec: ParameterSpec) -> bool:
    numeric = isinstance(spec.value, int | float) and not isinstance(spec.value, bool)
    if not numeric or spec.low is None or spec.high is None:
        return False
    return spec.low < spec.high and not spec.whole and not spec.name.startswith(CRITERIA)


def assumptions_of(parameters: Parameters, names: Collection[str]) -> tuple[Assumption, ...]:
    """Return the named numbers that have a stated range, in the order of the defaults."""
    found = []
    for name, spec in load_defaults().items():
        if name in names and _is_moved(spec) and spec.low is not None and spec.high is not None:
            value = value_in_force(parameters, name)
            found.append(Assumption(name, value, min(spec.low, value), max(spec.high, value)))
    return tuple(found)


def uncertain_before_money(scenario: Scenario, moved_names: Iterable[str]) -> tuple[str, ...]:
    """Return the uncertain parameters of a scenario that are not moved, because they act before any money."""
    known = set(moved_names)
    return tuple(name for name in scenario.uncertainty if name not in known and not name.startswith(CRITERIA))


def moved(parameters: Parameters, name: str, value: float) -> Parameters:
    """Return parameters with one number moved.

    An uncertain one is moved in every draw by as much as its expected value is, and held within what is possible;
    so its spread stays.
    """
    if name not in parameters.sampled:
        return replace(parameters, fixed={**parameters.fixed, name: value})
    spec = load_defaults()[name]
    shifted = parameters.sampled[name] + (value - parameters.means[name])
    held = np.clip(
        shifted,
        -np.inf if spec.least is None else spec.least,
        np.inf if spec.most is None else spec.most,
    )
    return replace(
        parameters,
        sampled={**parameters.sampled, name: held},
        means={**parameters.means, name: value},
    )
