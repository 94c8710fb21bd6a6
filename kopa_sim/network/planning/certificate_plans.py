"""Plans met on the way to a certificate: the best of them says when the bound is good enough."""

import time
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.network.planning.certificate_case import Case
from kopa_sim.network.planning.certificate_costs import tables_cost
from kopa_sim.network.planning.certificate_prices import Aim, Column

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]

WITHIN: Final[float] = 1e-9
"""Relative excess of a limit that is noise of adding up."""
EXCESS: Final[float] = 1000.0
"""Price of a unit beyond the limit while plans are polished; speed only."""


@dataclass
class BestPlan:
    """The best plan yet that keeps the limit, in the case's units; its value is infinite before there is one."""

    case: Case
    aim: Aim
    value: float = np.inf
    change: Ints | None = None
    nearest: Ints | None = None
    _nearest_value: float = np.inf
    _polished: float = np.nan

    def offer(self, change_plan_school: Ints) -> None:
        """Keep the best of plans if it is better than what is kept."""
        value, excess = self._values(change_plan_school)
        kept = np.where(excess > 0, np.inf, value)
        at = int(kept.argmin())
        if kept[at] < self.value:
            self.value, self.change = float(kept[at]), change_plan_school[at].copy()
        penalised = value + EXCESS * excess
        at = int(penalised.argmin())
        if penalised[at] < self._nearest_value:
            self._nearest_value, self.nearest = float(penalised[at]), change_plan_school[at].copy()

    def offer_columns(self, columns: tuple[Column, ...]) -> None:
        """Keep the plan made of the plans of all pieces if it is better than what is kept."""
        if columns:
            self.offer(joined(self.case, columns)[None])

    def polish(self, deadline: float = np.inf) -> None:
        """Change one school after the other, or exchange two, as long as the nearest plan becomes better."""
        if self.nearest is None or self._nearest_value == self._polished:
            return
        before = np.inf
        while self._nearest_value < before and time.monotonic() < deadline:
            before = self._nearest_value
            for school, allowed in enumerate(self.case.tables.may_change):
                if allowed.sum() > 1:
                    self._offer_years(school, np.flatnonzero(allowed))
            if self._nearest_value == before and time.monotonic() < deadline:
                self._offer_exchanges()
        self._polished = self._nearest_value

    def _offer_years(self, school: int, years: Ints) -> None:
        """Offer the nearest plan with other years for a school."""
        assert self.nearest is not None
        plans = np.repeat(self.nearest[None], len(years), axis=0)
        plans[:, school] = years
        self.offer(plans)

    def _offer_exchanges(self) -> None:
        """Offer the nearest plan with the years of two schools exchanged."""
        assert self.nearest is not None
        change, may = self.nearest, self.case.tables.may_change
        one, other = np.nonzero(np.triu(change[:, None] != change))
        possible = may[one, change[other]] & may[other, change[one]]
        one, other = one[possible], other[possible]
        plans, number = np.repeat(change[None], len(one), axis=0), np.arange(len(one))
        plans[number, one], plans[number, other] = change[other], change[one]
        if len(plans):
            self.offer(plans)

    def _values(self, change_plan_school: Ints) -> tuple[Floats, Floats]:
        """Return what should be least, and by how much the limit is exceeded. (plan,)"""
        case, tables = self.case, self.case.tables
        costs = tables_cost(tables, change_plan_school)
        cost = costs.cost / case.cost_unit
        minutes = np.where(np.isfinite(cost), costs.minutes * tables.pupil_years / case.minutes_unit, np.inf)
        value, limited = (minutes, cost) if self.aim.minutes else (cost, minutes)
        if not np.isfinite(self.aim.limit):
            return value, np.zeros(len(value))
        return value, np.maximum(limited - self.aim.limit, 0.0)


def joined(case: Case, columns: tuple[Column, ...]) -> Ints:
    """Return the plan in which each school changes as in the piece that owns it. (school,)"""
    change = np.zeros(len(case.neighbours), dtype=np.intp)
    for column in columns:
        owned = list(column.owned)
        change[owned] = column.change[owned]
    return change
