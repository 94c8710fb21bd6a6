"""The Lagrangian bound on the cost of the best sites, and which sites it decides.

Each area is given a price λ for having a school. A site then earns Σ min(0, cost − λ) over the areas beside its
fixed cost, and choosing the sites of least reduced cost is a sort: Σ λ plus their reduced costs is a lower bound
on every choice of sites, whatever the prices. Prices climb along the subgradient (an area served by no chosen
site pays more, one served by several less; Held, Wolfe & Crowder 1974). A site whose opening or closing
would lift the bound over the best known cost is decided (Beasley 1993).
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.network.location.core import Core

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]

PATIENCE: Final[int] = 12
"""Rounds without a better bound after which the step is halved; speed only."""
MEMORY: Final[float] = 0.6
"""Share of the last direction in the next one; speed only."""
SMALLEST_STEP: Final[float] = 0.004
"""The climb ends when the step has been halved this far; speed only."""


@dataclass(frozen=True)
class Ascent:
    """The best bound found and what it shows.

    Attributes
    ----------
    bound
        No choice of sites costs less.
    prices_area
        The prices that show it. (area,)
    opened, closed
        Sites that every better choice than the cutoff opens, or closes; positions in the core.
    often_site
        Share of the rounds, later ones counting more, that chose each site. (site,)
    choices
        Sites chosen whenever the bound rose, the last first; positions in the core.
    """

    bound: float
    prices_area: Floats
    opened: Ints
    closed: Ints
    often_site: Floats
    choices: tuple[Ints, ...]


def choose(reduced_site: Floats, fewest: int, most: int) -> tuple[Ints, Ints]:
    """Return the sites of least reduced cost, how many being free within bounds, and the others, by cost."""
    order = reduced_site.argsort(kind="stable")
    count = min(max(int((reduced_site < 0).sum()), fewest), most)
    return order[:count], order[count:]


def ascend(core: Core, prices_area: Floats, cutoff: float, rounds: int) -> Ascent:
    """Climb from given prices until the bound reaches the cutoff, rounds are used up or steps are too small.

    Parameters
    ----------
    prices_area
        Price of a school for each area to start from. (area,)
    cutoff
        Cost that a choice must undercut to be of interest.
    """
    cost, base = core.cost_site_area, core.base_area
    lowest = np.minimum(cost.min(axis=0), base)
    prices = np.clip(prices_area, lowest, base)
    gain = np.empty_like(cost)
    direction = np.zeros(len(prices))
    often = np.zeros(len(core.site))
    best, best_prices, best_reduced = -np.inf, prices, np.zeros(len(core.site))
    choices: list[Ints] = []
    scale, waited = 1.0, 0
    for _ in range(rounds):
        np.subtract(cost, prices, out=gain)
        np.minimum(gain, 0.0, out=gain)
        reduced = core.fixed_site + gain.sum(axis=1)
        chosen, _ = choose(reduced, core.fewest, core.most)
        bound = core.decided + float(prices.sum() + reduced[chosen].sum())
        often *= 0.95
        often[chosen] += 0.05
        waited += 1
        if bound > best:
            if bound - best > 1e-4 * (cutoff - bound):
                waited = 0
            best, best_prices, best_reduced = bound, prices, reduced
            choices.append(chosen)
            if best >= cutoff:
                break
        if waited >= PATIENCE:
            scale, waited = scale / 2, 0
            if scale < SMALLEST_STEP:
                break
        slope = 1.0 - (gain[chosen] < 0).sum(axis=0)
        direction = slope + MEMORY * direction
        size = float(direction @ direction)
        if not slope.any() or not size:
            break
        prices = np.clip(prices + scale * (cutoff - bound) / size * direction, lowest, base)
    opened, closed = _decided(core, best, best_reduced, cutoff)
    return Ascent(best, best_prices, opened, closed, often, tuple(choices[::-1]))


def _decided(core: Core, bound: float, reduced: Floats, cutoff: float) -> tuple[Ints, Ints]:
    """Return the sites that must be open, and those that must be closed, to cost less than the cutoff."""
    chosen, others = choose(reduced, core.fewest, core.most)
    worst = reduced[chosen[-1]] if len(chosen) else 0.0
    enter = reduced[others[0]] if len(others) else np.inf
    leaves = worst if len(chosen) == core.most else max(worst, 0.0)
    comes = enter if len(chosen) == core.fewest else min(enter, 0.0)
    opened = chosen[bound - reduced[chosen] + comes >= cutoff]
    closed = others[bound + reduced[others] - leaves >= cutoff]
    return np.sort(opened), np.sort(closed)
