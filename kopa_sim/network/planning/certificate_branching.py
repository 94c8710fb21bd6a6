"""Branch and bound over the years in which schools change.

Every branch narrows when schools may change. Its bound is that of the best mixture of plans (see
``certificate_mixtures``); it is divided at a school on whose year the mixture does not agree. Years in which a school
cannot change without the bound passing the best plan known are struck out on the way.
"""

import heapq
import time
from dataclasses import dataclass, field
from itertools import count
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.network.planning.certificate_case import Case
from kopa_sim.network.planning.certificate_climb import climb
from kopa_sim.network.planning.certificate_mixtures import Mixture, mix
from kopa_sim.network.planning.certificate_parts import MOST_STATES, Division, divide
from kopa_sim.network.planning.certificate_plans import BestPlan
from kopa_sim.network.planning.certificate_prices import (
    Aim,
    Column,
    Weights,
    margins,
    no_weights,
    price,
)

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

TAIL: Final[float] = 0.05
"""A mixture is good enough when its bound is within this share of the wished gap; speed only."""
STAGES: Final[tuple[int, ...]] = (1 << 18, 1 << 21)
"""States of the pieces of larger parts, first and later; speed only."""
WORTHWHILE: Final[float] = 0.02
"""When this share of the years is struck out a part is cut into pieces anew; speed only."""
NOISE: Final[float] = 1e-9
"""Relative difference that is noise of adding up."""


@dataclass(frozen=True)
class Proved:
    """What branch and bound has proved, in the case's units.

    Attributes
    ----------
    bound
        No permitted plan is better; infinite where there is none.
    finished
        Whether the bound is within the wished gap of a plan, or there is no plan.
    """

    bound: float
    finished: bool


@dataclass(order=True)
class _Branch:
    bound: float
    number: int
    allowed: Bools = field(compare=False)
    columns: tuple[Column, ...] = field(compare=False)
    weights: Weights = field(compare=False)
    stage: int = field(compare=False, default=0)


class Search:
    """A branch and bound search for the bound on the plans of a case."""

    def __init__(
        self,
        case: Case,
        aim: Aim,
        best: BestPlan,
        gap: float,
        deadline: float,
        most_states: int = MOST_STATES,
        stages: tuple[int, ...] = STAGES,
    ) -> None:
        self._case, self._aim, self._best, self._gap, self._deadline = case, aim, best, gap, deadline
        self._most_states, self._stages = most_states, stages
        self._numbers = count()
        self._open: list[_Branch] = []
        self._closed = np.inf
        self.branches = 0

    def run(self, trivial: float) -> Proved:
        """Return what is proved when the gap, the end of the search or the time is reached.

        Parameters
        ----------
        trivial
            A bound to begin with.
        """
        self._push(trivial, self._case.tables.may_change, (), no_weights(self._case))
        while self._open and time.monotonic() < self._deadline:
            if self._open[0].bound >= self._cutoff():
                break
            self.branches += 1
            self._treat(heapq.heappop(self._open))
        least_open = self._open[0].bound if self._open else np.inf
        bound = min(self._closed, least_open)
        finished = not self._open or least_open >= self._cutoff()
        return Proved(min(bound, self._best.value), finished)

    def _cutoff(self) -> float:
        """Return the bound that is good enough."""
        value = self._best.value
        return value - max(self._gap, NOISE) * abs(value) if np.isfinite(value) else np.inf

    def _push(
        self, bound: float, allowed: Bools, columns: tuple[Column, ...], weights: Weights, stage: int = 0
    ) -> None:
        heapq.heappush(self._open, _Branch(bound, next(self._numbers), allowed, columns, weights, stage))

    def _treat(self, branch: _Branch) -> None:
        """Bound a branch; close it, narrow it or divide it."""
        case, allowed = self._case, branch.allowed
        if not allowed.any(axis=1).all():
            return
        if (allowed.sum(axis=1) == 1).all():
            self._close_leaf(allowed)
            return
        division = divide(case, allowed, self._most_states, self._stages[branch.stage])
        limited = self._least_limited(division)
        if limited is None:
            return
        mixture = self._bounded(branch, division, limited)
        bound = max(branch.bound, mixture.bound)
        if bound >= self._cutoff():
            self._close(bound)
        elif time.monotonic() >= self._deadline:
            self._push(bound, allowed, (), branch.weights)
        else:
            self._narrow(bound, branch, division, mixture)

    def _bounded(self, branch: _Branch, division: Division, limited: tuple[Column, ...]) -> Mixture:
        """Return the bound of a branch, its prices and plans."""
        case, aim, best = self._case, self._aim, self._best
        if division.whole:
            columns = _still_allowed(branch.columns, branch.allowed, division) + limited
            mixture = mix(
                case,
                aim,
                division,
                columns,
                branch.weights,
                self._good_enough,
                best.offer_columns,
                self._deadline,
            )
            best.offer_columns(_heaviest(mixture))
        else:
            best.polish(self._deadline)
            mixture = climb(
                case,
                aim,
                division,
                branch.weights,
                best,
                lambda bound: bound >= self._cutoff(),
                self._deadline,
            )
        best.polish(self._deadline)
        return mixture

    def _good_enough(self, bound: float, value: float) -> bool:
        """Return whether a mixture need not become better: enough is proved, or what remains is for the branches."""
        return bound >= self._cutoff() or value - bound <= TAIL * self._gap * abs(value)

    def _close(self, bound: float) -> None:
        self._closed = min(self._closed, bound)

    def _close_leaf(self, allowed: Bools) -> None:
        """Close a branch of one plan."""
        plan = allowed.argmax(axis=1)
        alone = BestPlan(self._case, self._aim)
        alone.offer(plan[None])
        self._best.offer(plan[None])
        self._close(alone.value)

    def _least_limited(self, division: Division) -> tuple[Column, ...] | None:
        """Return the plans with least of what is limited; None where even that is too much."""
        if not np.isfinite(self._aim.limit):
            return ()
        other = Aim(not self._aim.minutes, np.inf)
        least = price(self._case, other, division.spaces, no_weights(self._case))
        if least.bound > self._aim.limit:
            return None
        self._best.offer_columns(least.columns)
        return least.columns

    def _narrow(self, bound: float, branch: _Branch, division: Division, mixture: Mixture) -> None:
        """Strike out years that cannot be part of a better plan; then divide, or look again where much is gone."""
        allowed = branch.allowed
        narrower = self._struck(allowed, division, mixture)
        self._close_struck(narrower, allowed)
        if not narrower.any(axis=1).all():
            return
        if not division.whole:
            gone = 1 - narrower.sum() / allowed.sum()
            stage = branch.stage if gone > WORTHWHILE else branch.stage + 1
            if stage < len(self._stages):
                self._push(bound, narrower, mixture.columns, mixture.weights, stage)
                return
        school, year = _branching(narrower, mixture)
        for side in (slice(0, year + 1), slice(year + 1, None)):
            child = narrower.copy()
            child[school] = False
            child[school, side] = narrower[school, side]
            if child[school].any():
                self._push(bound, child, mixture.columns, mixture.weights, len(self._stages) - 1)

    def _struck(self, allowed: Bools, division: Division, mixture: Mixture) -> Bools:
        """Return the years that are left to each school."""
        narrower, cutoff = allowed.copy(), self._cutoff()
        if not np.isfinite(cutoff):
            return narrower
        for space in division.spaces:
            if time.monotonic() > self._deadline:
                break
            least, margin = margins(self._case, self._aim, space, mixture.weights)
            reduced = margin - least + mixture.bound
            for place, school in enumerate(space.members):
                for year in range(self._case.years):
                    if reduced[place, year, 0] > cutoff:  # it must have changed by now
                        narrower[school, year + 1 :] = False
                    if reduced[place, year, 1] > cutoff:  # it cannot have changed yet
                        narrower[school, : year + 1] = False
        return narrower

    def _close_struck(self, narrower: Bools, allowed: Bools) -> None:
        """Count plans that were struck out among the closed: each costs at least what is good enough."""
        if narrower.sum() < allowed.sum():
            self._close(self._cutoff())


def _heaviest(mixture: Mixture) -> tuple[Column, ...]:
    """Return the plan of each piece with the largest share."""
    found: dict[tuple[int, ...], tuple[float, Column]] = {}
    for column, share in zip(mixture.columns, mixture.share, strict=True):
        if column.owned not in found or share > found[column.owned][0]:
            found[column.owned] = (share, column)
    return tuple(column for _, column in found.values())


def _still_allowed(columns: tuple[Column, ...], allowed: Bools, division: Division) -> tuple[Column, ...]:
    """Return the plans that a branch allows."""
    owned = {space.owned for space in division.spaces}
    found: list[Column] = []
    for column in columns:
        known = np.flatnonzero(column.change >= 0)
        if column.owned in owned and allowed[known, column.change[known]].all():
            found.append(column)
    return tuple(found)


def _branching(allowed: Bools, mixture: Mixture) -> tuple[int, int]:
    """Return the school on which the mixture agrees least, and the last year of the earlier branch."""
    years = np.arange(allowed.shape[1])
    weight = np.zeros(allowed.shape)
    for column, share in zip(mixture.columns, mixture.share, strict=True):
        known = np.flatnonzero(column.change >= 0)
        weight[known, column.change[known]] += max(share, 0.0)
    weight = np.where(allowed, weight, 0.0)
    total = weight.sum(axis=1)
    mean = np.divide(weight @ years, total, out=np.zeros(len(total)), where=total > 0)
    spread = (weight * abs(years - mean[:, None])).sum(axis=1)
    spread = np.where((weight > 1e-6).sum(axis=1) > 1, spread, 0.0)
    if spread.max() > 1e-6:
        school = int(spread.argmax())
        return school, int(np.floor(mean[school]))
    school = int(allowed.sum(axis=1).argmax())
    choices = np.flatnonzero(allowed[school])
    return school, int(choices[(len(choices) - 1) // 2])
