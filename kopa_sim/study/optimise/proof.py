"""How near the best there is the plans are that were found."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.network.planning import FoundPlan, Objective
from kopa_sim.network.planning.certificate import certify
from kopa_sim.study.optimise.contents import Wishes
from kopa_sim.study.optimise.question import Question
from kopa_sim.study.optimise.sentences import Amount, Sentence
from kopa_sim.study.optimise.tables import BuiltTables

Ints = NDArray[np.intp]

SAME: Final = 1e-9
"""Relative difference from the simulator's price that is rounding."""


def objective_of(wishes: Wishes, base_cost: float) -> Objective:
    """Return what is sought, of a frontier its cheapest plan."""
    if wishes.objective == "minutes":
        return Objective("minutes", most_cost=base_cost * (1 + SAME))
    return Objective()


def value_of(plan: FoundPlan, objective: Objective) -> float:
    """Return what should be least: euros, or minutes."""
    return plan.minutes if objective.least == "minutes" else plan.cost


def is_within(plan: FoundPlan, objective: Objective, bound: float, gap: float) -> bool:
    """Return whether a plan is within the wished gap of a bound."""
    value = value_of(plan, objective)
    return plan.kept and value - bound <= gap * abs(value)


def inexact_note(tables: BuiltTables) -> list[str]:
    """Return a sentence that counts the schools whose tables do not look at all their neighbours."""
    inexact = sum(not table.exact for table in tables.tables.tables)
    sentence = Sentence(
        "note_inexact",
        "{schools} schools have more neighbours than the proof looks at: it takes the closing of the farther ones"
        " never to make them cheaper",
        schools=Amount(inexact),
    )
    return [sentence] if inexact else []


@dataclass(frozen=True)
class ProvedPlans:
    """Plans with a bound on the value of each.

    Attributes
    ----------
    through
        Whether more time would make no bound tighter; what the tables leave out may still keep a gap open.
    """

    plans: tuple[FoundPlan, ...]
    bounds: tuple[float, ...]
    through: bool


def prove(
    question: Question,
    found: Sequence[FoundPlan],
    tables: BuiltTables,
    objective: Objective,
    coarse: float,
    gap: float,
    seconds: float,
) -> "ProvedPlans":
    """Return the plans, those of the proof where they are better, and a bound on the value of each.

    Parameters
    ----------
    found
        Each after the first has fewer minutes than the one before, which are its limit.
    coarse
        A bound that is known of them all.
    """
    bounds, better, through, whole = [], [], [], tables.with_lingering()
    for place, plan in enumerate(found):
        limit = np.inf if place == 0 else plan.minutes * (1 + SAME)
        start = np.full(len(whole.schools), question.years, dtype=np.intp)
        start[: len(plan.change_switch)] = plan.change_switch
        asked = replace(objective, most_minutes=limit)
        proof = certify(whole, asked, gap, seconds / len(found), start)
        best = _better(question, plan, proof.change_school, asked)
        better.append(best)
        through.append(proof.finished)
        bounds.append(min(max(proof.bound, coarse), value_of(best, objective)))
    return ProvedPlans(tuple(better), tuple(bounds), all(through))


def _better(question: Question, plan: FoundPlan, change: Ints | None, asked: Objective) -> FoundPlan:
    """Return the proof's plan where it keeps every limit and is better, else the one that was found."""
    if change is None:
        return plan
    change = np.asarray(change, dtype=np.intp)[: len(plan.change_switch)]
    prices = question.pricer(change[None])
    cost, minutes = float(prices.cost[0]), float(prices.minutes[0])
    other = replace(plan, change_switch=change, cost=cost, minutes=minutes, kept=True)
    kept = prices.broken[0] <= 0 and minutes <= asked.most_minutes and cost <= asked.most_cost
    better = not plan.kept or value_of(other, asked) < value_of(plan, asked)
    return other if kept and better else plan
