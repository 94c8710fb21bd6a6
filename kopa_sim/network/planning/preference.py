"""Which of two plans is better for an objective."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.errors import KopaError
from kopa_sim.network.planning.problem import Objective, Prices

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

Rank = tuple[float, ...]
"""Broken limits, excess over the objective's limit, what is to be least, the other measure, changes: less is better,
the first difference decides."""

HIGHEST: Final[float] = 1e300
"""Stands for infinity, so that differences are numbers."""
ROUNDING: Final[float] = 1e-9
"""Share of a limit by which it is not exceeded but met."""


class UnknownObjectiveError(KopaError):
    """An objective asks for something other than least cost or fewest minutes."""

    def __init__(self, least: str) -> None:
        super().__init__(f"an objective is 'cost' or 'minutes', not {least!r}")


class Preference:
    """Ranks plans: hard limits first, then the objective's limit, then what is to be least.

    Of plans that are equal in this the one better by the other measure is preferred, then the one with fewer changes.
    """

    def __init__(self, objective: Objective, years: int) -> None:
        if objective.least not in ("cost", "minutes"):
            raise UnknownObjectiveError(objective.least)
        self.objective = objective
        self._years = years

    def ranks(self, change_plan_switch: Ints, prices: Prices) -> Floats:
        """Return the ranks of plans. (plan, 5)"""
        wanted, other = prices.cost, prices.minutes
        if self.objective.least == "minutes":
            wanted, other = other, wanted
        excess = _excess(prices.minutes, self.objective.most_minutes)
        excess = excess + _excess(prices.cost, self.objective.most_cost)
        changes = (change_plan_switch < self._years).sum(axis=1)
        ranks = np.stack([prices.broken, excess, wanted, other, changes.astype(np.float64)], axis=1)
        return np.asarray(np.clip(np.nan_to_num(ranks, nan=HIGHEST), -HIGHEST, HIGHEST))


class Leaning:
    """Ranks plans by what is to be least plus a price on exceeding limits, for walks through what is forbidden.

    Attributes
    ----------
    fine
        Price of a unit of broken limits, and of exceeding the objective's limit by its own size.
    """

    def __init__(self, preference: Preference, fine: tuple[float, float]) -> None:
        self._preference = preference
        self.fine = fine

    def ranks(self, change_plan_switch: Ints, prices: Prices) -> Floats:
        """Return the ranks of plans, of the same form: nothing is broken, everything is paid. (plan, 5)"""
        ranks = self._preference.ranks(change_plan_switch, prices)
        ranks[:, 2] += self.fine[0] * ranks[:, 0] + self.fine[1] * ranks[:, 1]
        ranks[:, :2] = 0.0
        return ranks


def best_row(ranks: Floats) -> int:
    """Return which row ranks first, of equal ones the first met."""
    return int(np.lexsort(ranks.T[::-1])[0])


def _excess(amount: Floats, limit: float) -> Floats:
    """Return the share of a limit by which amounts exceed it; of one where it is zero."""
    if np.isinf(limit):
        return np.zeros(len(amount))
    over = (amount - limit) / (abs(limit) or 1.0)
    return np.where(over > ROUNDING, over, 0.0)
