"""The best sites, proved: branch and bound on the Lagrangian bound, the part with the lowest bound first."""

import heapq
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.network.location.core import Core, decide
from kopa_sim.network.location.lagrangian import ascend

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]

ROOT_ROUNDS: Final[int] = 300
"""Most rounds of the bound at a time before any branching; speed only."""
NODE_ROUNDS: Final[int] = 60
"""Most rounds of the bound at a time in a part of the search; speed only."""
WORTH_REPEATING: Final[float] = 0.1
"""Share of the sites that must be decided by a climb for another one to follow at once; speed only."""
TRIED: Final[int] = 6
"""Choices of sites that are tried after each climb of the bound; speed only."""


@dataclass(order=True)
class _Part:
    """A part of the search: sites opened and closed for certain, and prices to start from."""

    bound: float
    number: int
    opened: Ints = field(compare=False)
    closed: Ints = field(compare=False)
    prices_area: Floats = field(compare=False)


@dataclass(frozen=True)
class _Climbed:
    """A part of the search after its bound has been raised; ``split`` is the site to branch on."""

    core: Core
    bound: float
    prices_area: Floats
    split: int


@dataclass
class Search:
    """Branch and bound over one problem.

    Attributes
    ----------
    core
        What is to be decided.
    best_site
        Cheapest open sites known. (site,)
    cost
        Their cost.
    improve
        Makes open sites cheaper where it can, and returns them with their cost.
    smallest_saving
        A saving below this is none: rounding, or the step that all costs are multiples of.
    stop
        Says whether to end before the next step.
    parts
        Parts of the search looked at.
    """

    core: Core
    best_site: Bools
    cost: float
    improve: Callable[[Bools], tuple[Bools, float]]
    smallest_saving: float
    stop: Callable[[], bool]
    parts: int = 0

    def run(self, prices_area: Floats, slack: float, most_parts: int) -> float:
        """Improve the sites until they are proved best or a limit is met, and return the proved bound.

        Parameters
        ----------
        prices_area
            Prices of a school to start the bound from. (area,)
        slack
            The search ends when no sites could save more than this.
        most_parts
            The search ends after this many parts.
        """
        numbers = count()
        root = self._climb(self.core, prices_area, ROOT_ROUNDS)
        self.parts = 1
        waiting = [] if root is None else self._split(root, numbers)
        if root is not None:
            self.core = root.core
        while (
            waiting and waiting[0].bound < self.cost - slack and self.parts < most_parts and not self.stop()
        ):
            part = heapq.heappop(waiting)
            self.parts += 1
            climbed = self._climb(self._core_of(part), part.prices_area, NODE_ROUNDS)
            if climbed is not None:
                climbed = replace(climbed, bound=max(climbed.bound, part.bound))
                for child in self._split(climbed, numbers):
                    heapq.heappush(waiting, child)
        return min(self.cost, waiting[0].bound) if waiting else self.cost

    def _core_of(self, part: _Part) -> Core:
        """Return what is left to decide in a part."""
        opened = np.searchsorted(self.core.site, np.setdiff1d(part.opened, self.core.opened))
        closed = np.searchsorted(self.core.site, np.intersect1d(part.closed, self.core.site))
        return decide(self.core, opened, closed)

    def _climb(self, core: Core, prices_area: Floats, rounds: int) -> _Climbed | None:
        """Raise the bound and decide sites as long as that decides more; nothing if the part holds no saving."""
        prices = prices_area.copy()
        while core.possible:
            if core.settled:
                self._try(core, core.site[:0])
                return None
            ascent = ascend(core, prices[core.area], self.cost - self.smallest_saving, rounds)
            prices[core.area] = ascent.prices_area
            known = self.cost
            for chosen in ascent.choices[:TRIED]:
                self._try(core, chosen)
            if ascent.bound >= self.cost - self.smallest_saving:
                return None
            few = len(ascent.opened) + len(ascent.closed) < WORTH_REPEATING * len(core.site)
            if (few and self.cost == known) or self.stop():
                unsure = int(abs(ascent.often_site - 0.5).argmin())
                return _Climbed(core, ascent.bound, prices, int(core.site[unsure]))
            core = decide(core, ascent.opened, ascent.closed)
        return None

    def _try(self, core: Core, chosen: Ints) -> None:
        """Keep the chosen sites of the core, improved, if they are the cheapest yet."""
        nearest = np.minimum(core.cost_site_area[chosen].min(axis=0, initial=np.inf), core.base_area)
        cost = core.decided + float(core.fixed_site[chosen].sum() + nearest.sum())
        if cost < self.cost:
            opened = np.zeros(len(self.best_site), dtype=np.bool_)
            opened[core.opened] = opened[core.site[chosen]] = True
            opened, cost = self.improve(opened)
            if cost < self.cost:
                self.best_site, self.cost = opened, cost

    def _split(self, climbed: _Climbed, numbers: Iterator[int]) -> list[_Part]:
        """Return the two parts where the site to branch on is open and where it is closed."""
        core = climbed.core
        gone = np.ones(len(self.best_site), dtype=np.bool_)
        gone[core.site] = gone[core.opened] = False
        closed = np.flatnonzero(gone)
        return [
            _Part(
                climbed.bound,
                next(numbers),
                np.append(core.opened, climbed.split),
                closed,
                climbed.prices_area,
            ),
            _Part(
                climbed.bound,
                next(numbers),
                core.opened,
                np.append(closed, climbed.split),
                climbed.prices_area,
            ),
        ]
