"""Values of the parameters in force, ready for the stages.

Where a value comes from, its unit, range, source and confidence stand in ``scenario/defaults``; here are only
the values of one ensemble of draws. A parameter named under ``[uncertainty]`` has one value a draw.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

ParameterValue = float | str | bool | tuple[float, ...] | Mapping[str, float]


@dataclass(frozen=True)
class Parameters:
    """Parameter values by dotted name, such as ``teaching.class_teacher_salary_eur_month``.

    Parameters
    ----------
    n_draws
        Length of the draw axis.
    fixed
        Values that are the same in every draw.
    sampled
        Values of uncertain numbers. (draw,)
    means
        Expected value of each uncertain number.
    """

    n_draws: int
    fixed: Mapping[str, ParameterValue]
    sampled: Mapping[str, Floats] = field(default_factory=dict)
    means: Mapping[str, float] = field(default_factory=dict)

    def draws(self, name: str) -> Floats:
        """Return a number as one value a draw. (draw,)"""
        if name in self.sampled:
            return self.sampled[name]
        return np.full(self.n_draws, self.number(name))

    def number(self, name: str) -> float:
        """Return a number that is the same in every draw.

        Raises
        ------
        TypeError
            If the parameter is uncertain (use ``draws``) or not a number.
        """
        if name in self.sampled:
            raise TypeError(f"{name} varies by draw; ask for it with draws()")
        value = self.fixed[name]
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise TypeError(f"{name} is not a number")
        return float(value)

    def vector(self, name: str) -> Floats:
        """Return a list of numbers."""
        value = self.fixed[name]
        if not isinstance(value, tuple):
            raise TypeError(f"{name} is not a list")
        return np.array(value, dtype=np.float64)

    def table(self, name: str) -> Mapping[str, float]:
        """Return numbers by key."""
        value = self.fixed[name]
        if not isinstance(value, Mapping):
            raise TypeError(f"{name} is not a table")
        return value

    def text(self, name: str) -> str:
        """Return a choice or a text."""
        value = self.fixed[name]
        if not isinstance(value, str):
            raise TypeError(f"{name} is not a text")
        return value

    def flag(self, name: str) -> bool:
        """Return a yes or no."""
        value = self.fixed[name]
        if not isinstance(value, bool):
            raise TypeError(f"{name} is not a yes or no")
        return value

    def block(self, draws: slice) -> "Parameters":
        """Return the same parameters for a run of the draws."""
        chosen = {name: values[draws] for name, values in self.sampled.items()}
        size = len(range(*draws.indices(self.n_draws)))
        return Parameters(size, self.fixed, chosen, self.means)

    def mean(self) -> "Parameters":
        """Return the parameters of the mean future: one draw, uncertain numbers at their expected value."""
        sampled = {name: np.array([value]) for name, value in self.means.items()}
        return Parameters(1, self.fixed, sampled, self.means)
