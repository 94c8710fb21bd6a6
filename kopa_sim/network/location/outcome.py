"""What the search for sites gives back: the sites, what they cost, and what is proved about them."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.errors import KopaError

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]

ROUNDING: Final[float] = 1e-9
"""Share of a cost that is noise of floating-point sums."""
NAMED: Final[int] = 10
"""Most areas that a message names."""


@dataclass(frozen=True)
class Effort:
    """How far to search.

    Attributes
    ----------
    gap
        The search may end when no sites can be cheaper by more than this share of the cost.
    parts
        Most parts (nodes) of the search that are looked at; the same on every machine.
    seconds
        Most seconds, where given. An answer then depends on the machine, and no clock is read otherwise.
    """

    gap: float = 0.0
    parts: int = 100_000
    seconds: float | None = None

    def countdown(self) -> Callable[[], float | None]:
        """Return a function that says how many seconds are left from now on, or nothing where there is no limit."""
        if self.seconds is None:
            return lambda: None
        end = time.monotonic() + self.seconds
        return lambda: max(end - time.monotonic(), 0.0)

    def alarm(self) -> Callable[[], bool]:
        """Return a function that says whether time is up, counted from now."""
        left = self.countdown()
        return lambda: left() == 0.0


@dataclass(frozen=True)
class Siting:
    """Open schools, and how near they are proved to be to the best.

    Attributes
    ----------
    open_school
        Schools that are open. (school,)
    school_area
        School of each area, the one with most of its pupils where several share it. An area without pupils has its
        nearest open school, −1 where there is none. (area,)
    pupils_area_school
        Pupils of each area at each school. (area, school)
    cost
        Pupils × distance plus the fixed costs of the open schools.
    bound
        Proved: no permitted choice costs less.
    parts
        Parts (nodes) of the search that were looked at.
    """

    open_school: Bools
    school_area: Ints
    pupils_area_school: Floats
    cost: float
    bound: float
    parts: int

    @property
    def gap(self) -> float:
        """Share of the cost that a better choice could save at most."""
        saving = max(self.cost - self.bound, 0.0)
        return saving / abs(self.cost) if saving else 0.0

    @property
    def proved(self) -> bool:
        """Whether no permitted choice is cheaper, up to rounding."""
        return self.gap <= ROUNDING


class ImpossibleNetworkError(KopaError):
    """No choice of schools does what is asked.

    Attributes
    ----------
    areas
        Numbers of the areas whose pupils have no school; empty where the reason is another.
    fewest_open
        Least number of open schools that would do, where that is known.
    """

    def __init__(self, reason: str, areas: Sequence[int] = (), fewest_open: int | None = None) -> None:
        self.areas = tuple(int(area) for area in areas)
        self.fewest_open = fewest_open
        super().__init__(reason + _named(self.areas))


def _named(areas: tuple[int, ...]) -> str:
    """Return a list of areas for a message."""
    if not areas:
        return ""
    more = len(areas) - NAMED
    return ": area " + ", ".join(map(str, areas[:NAMED])) + (f" and {more} more" if more > 0 else "")
