"""Between which of the values tried the word of a verdict changes, and where it is likely to."""

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Words = Sequence[str]

HALVINGS = 40


class Bracket(NamedTuple):
    """Two neighbouring values tried: the nearer one leaves the word as it is, the farther one changes it."""

    kept: float
    turned: float

    @property
    def width(self) -> float:
        """Distance between them."""
        return abs(self.turned - self.kept)


def brackets(words: Mapping[float, str], value_in_force: float) -> list[Bracket]:
    """Return the bracket nearest to the value in force below it and above it, where there is one."""
    now = words[value_in_force]
    found = []
    for sign in (-1.0, 1.0):
        side = sorted((v for v in words if sign * (v - value_in_force) >= 0), key=lambda v: sign * v)
        for kept, turned in pairwise(side):
            if words[turned] != now:
                found.append(Bracket(kept, turned))
                break
    return found


def between(slacks: Mapping[float, Floats], value: float) -> Floats:
    """Return the slack of each draw at a value, on a straight line between the neighbours tried."""
    tried = np.array(sorted(slacks))
    above = int(np.clip(np.searchsorted(tried, value), 1, len(tried) - 1))
    low, high = float(tried[above - 1]), float(tried[above])
    part = (value - low) / (high - low)
    line: Floats = (1.0 - part) * slacks[low] + part * slacks[high]
    return line


def likely_crossing(bracket: Bracket, turns: Callable[[float], bool]) -> float:
    """Return where within a bracket the word is likely to change, by a guess of whether it has at a value."""
    kept, turned = bracket
    for _ in range(HALVINGS):
        middle = (kept + turned) / 2
        if turns(middle):
            turned = middle
        else:
            kept = middle
    return turned
