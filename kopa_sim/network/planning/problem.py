"""When to change a network: the question, without schools or money in it.

A plan gives every *switch* (a school that may close or open, an extension, a pairing) the year in which it is thrown,
or never. What a plan costs, how long journeys are and which limits it breaks is answered by a function that is given.
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Prices:
    """What plans cost and how long journeys are. All (plan,).

    Attributes
    ----------
    cost
        In any unit of money.
    minutes
        Mean minutes of a journey, or any other measure of distance.
    broken
        How far hard limits are exceeded, in any unit that shrinks as the plan comes nearer to keeping them; 0 where
        all are kept.
    """

    cost: Floats
    minutes: Floats
    broken: Floats


class PlanPricer(Protocol):
    """Answers what plans cost."""

    def __call__(self, change_plan_switch: Ints) -> Prices:
        """Return the prices of plans.

        Parameters
        ----------
        change_plan_switch
            Index of the year at whose beginning each switch is thrown; the number of years for never.
            (plan, switch)
        """
        ...


@dataclass(frozen=True)
class PlanningProblem:
    """A question about a network over years.

    Attributes
    ----------
    years
        How many there are.
    switches
        Names.
    may_change_switch_year
        When each switch may be thrown; the last column says whether it may be left for ever. (switch, years + 1)
    price
        Answers what plans cost.
    distance_switch_switch
        How far switches are from each other in any unit, where that is known: those that are near matter most for one
        another, and a search changes them together. (switch, switch)
    """

    years: int
    switches: tuple[str, ...]
    may_change_switch_year: Bools
    price: PlanPricer
    distance_switch_switch: Floats | None = None


@dataclass(frozen=True)
class Objective:
    """What is wanted of a plan: least cost within a limit of minutes, or fewest minutes within a limit of cost."""

    least: str = "cost"
    most_minutes: float = float("inf")
    most_cost: float = float("inf")


@dataclass(frozen=True)
class FoundPlan:
    """The best plan found for an objective.

    Attributes
    ----------
    change_switch
        Year index of each switch, the number of years for never. (switch,)
    kept
        Whether it keeps all hard limits and the objective's own.
    evaluated
        Plans that were priced in the search.
    finished
        False where the search was cut short by the clock.
    """

    change_switch: Ints
    cost: float
    minutes: float
    kept: bool
    evaluated: int
    finished: bool
