"""Prices of plans that close schools: the simulator's own, one school and intake at a time, none priced twice.

cost = Σ over years and open schools of what their intake costs + Σ over schools of buildings and closing by the year
of closing + pupils who move × the price of moving + surplus staff + what no closing changes; all as present value.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.journeys import Catchments
from kopa_sim.network.planning import Prices
from kopa_sim.study.optimise.closing_costs import building_change_cost, common_cost
from kopa_sim.study.optimise.conditions import ClosingConditions
from kopa_sim.study.optimise.contents import Wishes
from kopa_sim.study.optimise.destinations import Intake
from kopa_sim.study.optimise.intake_book import IntakeBook, WeightedTravellers
from kopa_sim.study.optimise.intake_costs import Setting
from kopa_sim.study.optimise.layout import Travellers
from kopa_sim.study.optimise.lingering_cost import (
    support_surplus_cost,
    surplus_cost,
    surplus_post_price,
)
from kopa_sim.study.optimise.open_sets import OpenSets, YearRows

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]

ROOM: Final = 1e-6
"""Pupils beyond the places that count as none."""


@dataclass(frozen=True)
class ClosingLimits:
    """Limits on schools.

    Attributes
    ----------
    most_pupils
        Places, or what the base option sends there where that is more. (costed year, school)
    smallest
        Fewest pupils of grades 0–9 of an open school. (school,)
    """

    most_pupils: Floats
    smallest: Floats


@dataclass(frozen=True)
class BrokenLimits:
    """How far plans break each kind of limit: pupils and years, and closings that others forbid. All (plan,)."""

    journeys: Floats
    places: Floats
    smallest: Floats
    conditions: Floats

    @property
    def together(self) -> Floats:
        """Return all of it. (plan,)"""
        return self.journeys + self.places + self.smallest + self.conditions


class ClosingPricer:
    """Answers what plans cost that close some of the schools of a base option.

    Parameters
    ----------
    schools
        Those that may close, as indices of the region; the switches of a plan.
    futures
        The same travellers in other futures, over which cost is averaged, and what each counts; none for the mean.
    spare_places
        Share of the places that is kept free when pupils of closed schools come.

    Attributes
    ----------
    conditions
        What ties closings together beside places and journeys; None where nothing does.
    """

    def __init__(
        self,
        setting: Setting,
        travellers: Travellers,
        base_common: float,
        schools: Ints,
        limits: ClosingLimits | None = None,
        smallest_school_pupils: float = 0.0,
        futures: Sequence[WeightedTravellers] = (),
        spare_places: float = 0.0,
    ) -> None:
        region, plan = setting.region, setting.plan
        self.setting, self.travellers, self.schools = setting, travellers, schools
        self.years, self.start = len(plan.costed_years), plan.costed.start
        self.book = IntakeBook(setting, travellers, futures)
        self.base_open = plan.open_year_school[plan.costed]
        self.own = self.book.find(Intake(school, b"") for school in range(len(region.schools)))
        may_close = np.isin(np.arange(len(region.schools)), schools)
        self.change_cost = building_change_cost(setting, may_close)
        self.common = base_common
        self.limits = limits or self._limits(np.where(may_close, smallest_school_pupils, 0.0), spare_places)
        self.sets = OpenSets(travellers, self.own, self.book, self.start)
        self._rows = YearRows(self)
        self.surplus_price = surplus_post_price(setting)
        self._base_change = self._changes_of_base()
        self.conditions: ClosingConditions | None = None

    @classmethod
    def of(
        cls,
        setting: Setting,
        travellers: Travellers,
        catchments: Catchments,
        schools: Ints,
        smallest_school_pupils: float,
        futures: Sequence[WeightedTravellers] = (),
        spare_places: float = 0.0,
    ) -> "ClosingPricer":
        """Return the pricer of a base option."""
        common = common_cost(setting, catchments)
        return cls(setting, travellers, common, schools, None, smallest_school_pupils, futures, spare_places)

    def __call__(self, change_plan_switch: Ints) -> Prices:
        """Return the prices of plans. (plan, switch)"""
        plans = np.asarray(change_plan_switch, dtype=np.intp)
        sets = self._sets_of(plans)
        rows = self._rows.find(sets)
        values = self._rows.values
        change = self._changes(plans)
        school = np.arange(change.shape[1])
        cost = (
            self.common
            + self.change_cost[school, np.minimum(change, self.years)].sum(axis=1)
            + values["cost"][rows].sum(axis=1)
            + self._moving(change, sets)
            + surplus_cost(self, values["standing"][rows], values["hourly"][rows])
            + support_surplus_cost(self, values["support"][rows])
        )
        minutes, pupils = values["minutes"][rows].sum(axis=1), values["basic"][rows].sum(axis=1)
        return Prices(cost, minutes / np.maximum(pupils, 1e-12), self._broken(change, sets, rows).together)

    def with_conditions(self, wishes: Wishes) -> "ClosingPricer":
        """Return the pricer, which from now on keeps the wishes that tie closings together."""
        home = self.setting.region.schools.municipality
        self.conditions = ClosingConditions.of(wishes, self.travellers, self.start, self._base_change, home)
        return self

    def broken(self, change_plan_switch: Ints) -> BrokenLimits:
        """Return how far plans break each kind of limit. (plan, switch)"""
        plans = np.asarray(change_plan_switch, dtype=np.intp)
        sets = self._sets_of(plans)
        return self._broken(self._changes(plans), sets, self._rows.find(sets))

    def loads(self, change_plan_switch: Ints) -> Floats:
        """Return the pupils of every open school, everyone at the nearest. (plan, costed year, school)"""
        sets = self._sets_of(np.asarray(change_plan_switch, dtype=np.intp))
        at = self.sets.units(sets.ravel()).reshape(*sets.shape, -1)
        is_open = self.sets.is_open(sets.ravel()).reshape(at.shape)
        found: Floats = self.book.pupils[at, np.arange(self.years)[:, None]] * is_open
        return found

    def intakes(self, open_school: Bools) -> Ints:
        """Return the place in the book of every school's intake in an open set. (school,)"""
        place = self.sets.find(open_school[None])
        found: Ints = self.sets.units(place)[0]
        return found

    def _limits(self, smallest: Floats, spare_places: float) -> ClosingLimits:
        region, plan = self.setting.region, self.setting.plan
        own_pupils = self.book.pupils[self.own].T * self.base_open
        most = np.maximum(plan.places_year_school[plan.costed] * (1.0 - spare_places), own_pupils)
        most[:, ~region.schools.fills_by_distance] = np.inf
        return ClosingLimits(most + ROOM, smallest)

    def _changes_of_base(self) -> Ints:
        """Return the costed year in which the base option itself closes each school; its number for never."""
        closes = ~self.base_open
        before = self.setting.plan.open_year_school[self.start - 1]
        first = np.where(closes.any(axis=0), closes.argmax(axis=0), self.years)
        return np.where(before, first, self.years).astype(np.intp)

    def _sets_of(self, plans: Ints) -> Ints:
        """Return the open set of every year of plans. (plan, year)"""
        is_open = np.arange(self.years) < plans[:, :, None]
        full = np.broadcast_to(self.base_open, (len(plans), *self.base_open.shape)).copy()
        full[:, :, self.schools] &= is_open.transpose(0, 2, 1)
        return self.sets.find(full.reshape(-1, full.shape[2])).reshape(len(plans), self.years)

    def _changes(self, plans: Ints) -> Ints:
        """Return the costed year in which every school closes, the number of years for never. (plan, school)"""
        change = np.broadcast_to(self._base_change, (len(plans), len(self._base_change))).copy()
        change[:, self.schools] = plans
        return change

    def _broken(self, change: Ints, sets: Ints, rows: Ints) -> BrokenLimits:
        journeys, places, smallest = (
            self._rows.values[name][rows].sum(axis=1) for name in ("unkept", "crowded", "small")
        )
        tied = np.zeros(len(change))
        if self.conditions is not None:
            tied = self.conditions.broken(change, sets, self.sets.is_open)
        return BrokenLimits(journeys, places, smallest, tied)

    def _moving(self, change: Ints, sets: Ints) -> Floats:
        """Return what it costs to move the pupils of closing schools. (plan,)"""
        plan, school = np.nonzero(change < self.years)
        year = change[plan, school]
        there = self.sets.units(sets[plan, np.maximum(year - 1, 0)])[np.arange(len(plan)), school]
        before = np.where(year > 0, there, self.own[school])
        paid = self.book.leave[before, year]
        return np.bincount(plan, weights=paid, minlength=len(change)).astype(np.float64)
