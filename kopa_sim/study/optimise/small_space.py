"""Questions so small that every plan can be priced: the best of them is the best there is, by that price."""

import math
from collections.abc import Callable
from itertools import product
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.network.planning import FoundPlan, Objective, PlanPricer, Prices
from kopa_sim.network.planning.preference import Preference, best_row

Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]

MOST_PLANS: Final = 1_000
"""Plans of a question that is small: two schools over thirty years, or three over nine."""
AT_ONCE: Final = 40
"""Plans that are priced whatever the time: one school over nearly forty years."""


def plans_in_all(may_change: Bools) -> int:
    """Return how many plans a question has. ``may_change`` is (switch, years + 1)."""
    return math.prod(int(years) for years in may_change.sum(axis=1))


def every_plan(may_change: Bools) -> Ints:
    """Return all plans of a question. (plan, switch)"""
    years = [np.flatnonzero(permitted).tolist() for permitted in may_change]
    return np.array(list(product(*years)), dtype=np.intp).reshape(plans_in_all(may_change), len(years))


def best_of_all(
    may_change: Bools,
    price: PlanPricer,
    guess: PlanPricer,
    objective: Objective,
    seconds: float | None,
    clock: Callable[[], float],
) -> FoundPlan | None:
    """Return the best of all plans of a small question; None where there are too many, or time does not suffice.

    Parameters
    ----------
    price
        The simulator's; it may know some plans already.
    guess
        What it guesses cheap is priced first, so that what is priced helps even if time ends.
    seconds
        For this, no matter where there are very few plans. With None no more than those are priced.
    """
    many, years = plans_in_all(may_change), may_change.shape[1] - 1
    if many > (AT_ONCE if seconds is None else MOST_PLANS):
        return None
    plans, preference = every_plan(may_change), Preference(objective, years)
    order = np.lexsort(preference.ranks(plans, guess(plans)).T[::-1])
    ends = math.inf if seconds is None or many <= AT_ONCE else clock() + seconds
    found: list[Prices] = []
    for row in order.tolist():
        if clock() > ends:
            return None
        found.append(price(plans[row][None]))
    cost, minutes, broken = (
        np.concatenate([getattr(of, name) for of in found]) for name in ("cost", "minutes", "broken")
    )
    ranks = preference.ranks(plans[order], Prices(cost, minutes, broken))
    best = best_row(ranks)
    kept = bool(ranks[best, 0] <= 0 and ranks[best, 1] <= 0)
    return FoundPlan(plans[order[best]], float(cost[best]), float(minutes[best]), kept, many, True)
