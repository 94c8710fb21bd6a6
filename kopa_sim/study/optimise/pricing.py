"""Prices of plans that close schools: the simulator's own, one school and intake at a time, none priced twice.

cost = Σ over years and open schools of what their intake costs + Σ over schools of buildings and closing by the year
of closing + pupils who move × the price of moving + surplus teachers + what no closing changes; all as present value.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kopa_sim.economy.growth import growth_factor
from kopa_sim.economy.pay import teacher_cost_draw_subject
from kopa_sim.model.journeys import Catchments
from kopa_sim.network.planning import Prices
from kopa_sim.study.optimise.closing_costs import building_change_cost, common_cost, year_weights
from kopa_sim.study.optimise.destinations import NOWHERE, Intake, intakes_of, moves_of
from kopa_sim.study.optimise.intake_costs import IntakeCosts, Setting, price_intakes
from kopa_sim.study.optimise.layout import Travellers
from kopa_sim.teaching.surplus import surplus_posts

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]

WeightedTravellers = tuple[Travellers, float]

ROOM = 1e-6
"""Pupils beyond the places that count as none."""
BATCH = 256
"""Intakes priced at once."""
REMEMBERED = 60_000
"""Years of open sets whose posts are held."""
LOST = 1e3
"""How much a pupil without any school breaks the limits, in pupils whose journey is too long."""


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


class IntakeBook:
    """The intakes met so far and what they cost.

    Attributes
    ----------
    cost, leave
        Present values: of the costed year, and of moving its pupils out at the year's beginning.
        (intake, costed year)
    pupils, basic, minutes
        (intake, costed year)
    standing, hourly
        Posts. (intake, year of the Plan, future × subject)
    weights
        Of the futures. (future,)
    """

    def __init__(
        self, setting: Setting, travellers: Travellers, futures: Sequence[WeightedTravellers] = ()
    ) -> None:
        self._setting, self._travellers = setting, travellers
        self._futures = futures
        self.weights: Floats = np.array([weight for _, weight in futures] or [1.0])
        self._place: dict[Intake, int] = {}
        self._parts: dict[str, Floats] = {}
        self._weight = year_weights(setting.plan, setting.parameters)
        self._moving = self._weight * setting.parameters.draws("economy.moving_eur_pupil")[0]

    def __len__(self) -> int:
        return len(self._place)

    def __getattr__(self, name: str) -> Floats:
        if name.startswith("_"):
            raise AttributeError(name)
        return self._parts[name]

    def find(self, intakes: Iterable[Intake]) -> Ints:
        """Return the places of intakes, those not met before priced first. (intake,)"""
        asked = list(intakes)
        new = [intake for intake in dict.fromkeys(asked) if intake not in self._place]
        for start in range(0, len(new), BATCH):
            self._learn(new[start : start + BATCH])
        return np.array([self._place[intake] for intake in asked], dtype=np.intp)

    def _learn(self, new: Sequence[Intake]) -> None:
        costs, average_pupils = self._priced(new)
        first = len(self._place)
        for name, values in self._of(costs, average_pupils).items():
            held = self._parts.get(name)
            if held is None or len(held) < first + len(new):
                size = max(2 * (first + len(new)), 1024)
                grown = np.zeros((size, *values.shape[1:]))
                if held is not None:
                    grown[:first] = held[:first]
                held = self._parts[name] = grown
            held[first : first + len(new)] = values
        self._place.update({intake: first + place for place, intake in enumerate(new)})

    def _priced(self, new: Sequence[Intake]) -> tuple[IntakeCosts, Floats]:
        """Return what intakes cost on average over the futures, who comes in the mean one, and on average."""
        mean = price_intakes(self._setting, self._travellers, new)
        if not self._futures:
            return mean, mean.pupils
        each = [(price_intakes(self._setting, of, new), weight) for of, weight in self._futures]
        averaged = replace(
            mean,
            cost=np.sum([weight * costs.cost for costs, weight in each], axis=0),
            standing=np.concatenate([costs.standing for costs, _ in each], axis=2),
            hourly=np.concatenate([costs.hourly for costs, _ in each], axis=2),
        )
        return averaged, np.sum([weight * costs.pupils for costs, weight in each], axis=0)

    def _of(self, costs: IntakeCosts, average_pupils: Floats) -> dict[str, Floats]:
        costed = self._setting.plan.costed
        before = slice(costed.start - 1, costed.stop - 1)
        return {
            "cost": costs.cost[:, costed] * self._weight[costed],
            "leave": average_pupils[:, before] * self._moving[costed],
            "pupils": costs.pupils[:, costed],
            "basic": costs.basic[:, costed],
            "minutes": costs.minutes[:, costed],
            "standing": costs.standing,
            "hourly": costs.hourly,
        }


class ClosingPricer:
    """Answers what plans cost that close some of the schools of a base option.

    Parameters
    ----------
    schools
        Those that may close, as indices of the region; the switches of a plan.
    futures
        The same travellers in other futures, over which cost is averaged, and what each counts; none for the mean.
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
        smallest = np.where(may_close, smallest_school_pupils, 0.0)
        own_pupils = self.book.pupils[self.own].T * self.base_open
        most = np.maximum(plan.places_year_school[plan.costed], own_pupils)
        most[:, ~region.schools.fills_by_distance] = np.inf
        self.limits = limits or ClosingLimits(most + ROOM, smallest)
        self._set_place: dict[bytes, int] = {}
        self._units = np.zeros((1024, len(region.schools)), dtype=np.int32)
        self._unkept = np.zeros((1024, self.years))
        self._open_sets = np.zeros((0, len(region.schools)), dtype=np.bool_)
        self._rows: dict[int, int] = {}
        self._row_values: dict[str, Floats] = {}
        self.surplus_price = self._surplus_price()
        self._base_change = self._changes_of_base()

    @classmethod
    def of(
        cls,
        setting: Setting,
        travellers: Travellers,
        catchments: Catchments,
        schools: Ints,
        smallest_school_pupils: float,
        futures: Sequence[WeightedTravellers] = (),
    ) -> "ClosingPricer":
        """Return the pricer of a base option."""
        common = common_cost(setting, catchments)
        return cls(setting, travellers, common, schools, None, smallest_school_pupils, futures)

    def __call__(self, change_plan_switch: Ints) -> Prices:
        """Return the prices of plans. (plan, switch)"""
        plans = np.asarray(change_plan_switch, dtype=np.intp)
        rows, sets = self._rows_of(plans)
        values = self._row_values
        change = np.broadcast_to(self._base_change, (len(plans), len(self._base_change))).copy()
        change[:, self.schools] = plans
        school = np.arange(change.shape[1])
        cost = (
            self.common
            + self.change_cost[school, np.minimum(change, self.years)].sum(axis=1)
            + values["cost"][rows].sum(axis=1)
            + self._moving(change, sets)
            + self._surplus(rows)
        )
        minutes, pupils = values["minutes"][rows].sum(axis=1), values["basic"][rows].sum(axis=1)
        return Prices(cost, minutes / np.maximum(pupils, 1e-12), values["broken"][rows].sum(axis=1))

    def _changes_of_base(self) -> Ints:
        """Return the costed year in which the base option itself closes each school; its number for never."""
        closes = ~self.base_open
        before = self.setting.plan.open_year_school[self.start - 1]
        first = np.where(closes.any(axis=0), closes.argmax(axis=0), self.years)
        return np.where(before, first, self.years).astype(np.intp)

    def _surplus_price(self) -> Floats:
        """Return the present value of a surplus post. (year of the Plan, subject)"""
        setting = self.setting
        wage = growth_factor(
            "economy.wage_growth", setting.plan.years, setting.price_year, setting.parameters
        )
        weight = year_weights(setting.plan, setting.parameters) * wage[0]
        price: Floats = weight[:, None] * teacher_cost_draw_subject(setting.parameters)[0]
        return price

    def intakes(self, open_school: Bools) -> Ints:
        """Return the place in the book of every school's intake in an open set. (school,)"""
        place = self._set_of(np.packbits(open_school).tobytes(), open_school)
        found: Ints = self._units[place].astype(np.intp)
        return found

    def _rows_of(self, plans: Ints) -> tuple[Ints, Ints]:
        """Return the rows of every year's open set, and the sets. Both (plan, year)"""
        is_open = np.arange(self.years) < plans[:, :, None]
        full = np.broadcast_to(self.base_open, (len(plans), *self.base_open.shape)).copy()
        full[:, :, self.schools] &= is_open.transpose(0, 2, 1)
        packed = np.packbits(full.reshape(-1, full.shape[2]), axis=1)
        keys = packed.view([("", packed.dtype, packed.shape[1])]).ravel()
        distinct, first, inverse = np.unique(keys, return_index=True, return_inverse=True)
        places = np.array(
            [
                self._set_of(key.tobytes(), full.reshape(-1, full.shape[2])[at])
                for key, at in zip(distinct, first, strict=True)
            ],
            dtype=np.intp,
        )
        sets = places[inverse].reshape(len(plans), self.years)
        pair = sets * self.years + np.arange(self.years)
        asked = np.unique(pair)
        if len(self._rows) + len(asked) > REMEMBERED:
            self._rows.clear()
        new = np.array([p for p in asked.tolist() if p not in self._rows], dtype=np.intp)
        if len(new):
            self._add_rows(new)
        place = np.array([self._rows[p] for p in asked.tolist()], dtype=np.intp)
        rows: Ints = place[np.searchsorted(asked, pair)]
        return rows, sets

    def _set_of(self, key: bytes, open_school: Bools) -> int:
        """Return the place of an open set, its intakes found first."""
        known = self._set_place.get(key)
        if known is not None:
            return known
        place = len(self._set_place)
        if place == len(self._units):
            self._units = np.concatenate([self._units, np.zeros_like(self._units)])
            self._unkept = np.concatenate([self._unkept, np.zeros_like(self._unkept)])
        moves = moves_of(self.travellers, open_school)
        units = self.own.copy()
        received = intakes_of(moves)
        units[[intake.school for intake in received]] = self.book.find(received)
        self._units[place] = units
        costed = self.travellers.pupils[self.start :]
        unkept = np.where(moves.to == NOWHERE, LOST, 1.0) * ~moves.kept
        bad = np.flatnonzero(unkept)
        if len(bad):
            self._unkept[place] = costed[:, moves.groups[bad]].sum(axis=2) @ unkept[bad]
        self._set_place[key] = place
        return place

    def _add_rows(self, pairs: Ints) -> None:
        """Add up what schools cost and need in years of open sets."""
        sets, year = np.divmod(pairs, self.years)
        units, book = self._units[sets].astype(np.intp), self.book
        at = units, year[:, None]
        is_open = self._open_of(units, sets, year)
        load, basic = book.pupils[at] * is_open, book.basic[at] * is_open
        crowded = np.maximum(load - self.limits.most_pupils[year], 0.0).sum(axis=1)
        small = (np.maximum(self.limits.smallest - basic, 0.0) * is_open).sum(axis=1)
        home, n = self.setting.region.schools.municipality, len(self.setting.region.municipalities)
        member = (home == np.arange(n)[:, None]).astype(np.float64)
        at_plan = units, (year + self.start)[:, None]
        posts = {
            name: np.einsum(
                "mj,pjs->pms", member, getattr(book, name)[at_plan] * is_open[:, :, None], optimize=True
            )
            for name in ("standing", "hourly")
        }
        new = {
            "cost": (book.cost[at] * is_open).sum(axis=1),
            "minutes": (book.minutes[at] * is_open).sum(axis=1),
            "basic": basic.sum(axis=1),
            "broken": self._unkept[sets, year] + crowded + small,
            **posts,
        }
        first = len(self._rows)
        for name, values in new.items():
            held = self._row_values.get(name)
            if held is None or len(held) < first + len(pairs):
                grown = np.zeros((max(2 * (first + len(pairs)), 1024), *values.shape[1:]))
                if held is not None:
                    grown[:first] = held[:first]
                held = self._row_values[name] = grown
            held[first : first + len(pairs)] = values
        self._rows.update(zip(pairs.tolist(), range(first, first + len(pairs)), strict=True))

    def _open_of(self, units: Ints, sets: Ints, year: Ints) -> Bools:
        """Return which schools are open in years of open sets. (pair, school)"""
        if len(self._open_sets) < len(self._set_place):
            keys = np.frombuffer(b"".join(self._set_place), dtype=np.uint8).reshape(len(self._set_place), -1)
            self._open_sets = np.unpackbits(keys, axis=1)[:, : self._units.shape[1]].astype(np.bool_)
        return self._open_sets[sets]

    def _moving(self, change: Ints, sets: Ints) -> Floats:
        """Return what it costs to move the pupils of closing schools. (plan,)"""
        plan, school = np.nonzero(change < self.years)
        year = change[plan, school]
        before = np.where(
            year > 0, self._units[sets[plan, np.maximum(year - 1, 0)], school], self.own[school]
        )
        paid = self.book.leave[before, year]
        return np.bincount(plan, weights=paid, minlength=len(change)).astype(np.float64)

    def _surplus(self, rows: Ints) -> Floats:
        """Return the present value of surplus teachers, by the simulator's own rule. (plan,)"""
        region, parameters = self.setting.region, self.setting.parameters
        n = len(region.municipalities)
        posts = []
        for name in ("standing", "hourly"):
            costed = self._row_values[name][rows]
            own = getattr(self.book, name)[self.own][:, : self.start]
            before = np.zeros((self.start, *costed.shape[2:]))
            np.add.at(before.transpose(1, 0, 2), region.schools.municipality, own)
            posts.append(
                np.concatenate([np.broadcast_to(before, (len(rows), *before.shape)), costed], axis=1)
            )
        total = np.zeros(len(rows))
        subjects = self.surplus_price.shape[1]
        for future, weight in enumerate(self.book.weights):
            own = slice(future * subjects, (future + 1) * subjects)
            surplus = surplus_posts(posts[0][..., own], posts[1][..., own], np.arange(n), n, parameters)
            total += weight * np.einsum("pyms,ys->p", surplus, self.surplus_price, optimize=True)
        return total
