"""Wishes that tie closings together: so many a year, and no school that has just received pupils of another.

They are hard limits of the search like places and journeys. The proof's tables look at one school at a time and do
not know them: leaving a condition out can only make the least cost smaller, so the bound stays true, but the gap may
not close.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from kopa_sim.study.optimise.contents import Wishes
from kopa_sim.study.optimise.destinations import NOWHERE, moves_of
from kopa_sim.study.optimise.layout import Travellers

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]

SOMEBODY = 1e-6
"""Expected pupils; fewer are rounding."""
REMEMBERED = 20_000
"""Open sets whose receivers are held."""


@dataclass(frozen=True)
class Receivers:
    """Who receives the pupils of each closed school in an open set.

    Attributes
    ----------
    by_school
        Closed school -> schools that receive, and whether anyone comes in each costed year: (receiver,) and
        (receiver, year).
    by_base
        Costed year -> schools where those are whose schools the base option itself closes then. (receiver,)
    """

    by_school: dict[int, tuple[Ints, Bools]]
    by_base: dict[int, Ints]

    @classmethod
    def of(
        cls, travellers: Travellers, start: int, open_school: Bools, moved_by_base: Mapping[int, Ints]
    ) -> "Receivers":
        """Return the receivers of an open set; ``start`` is the first costed year of the travellers."""
        moves = moves_of(travellers, open_school)
        n = len(open_school)
        at = travellers.school.copy()
        at[moves.groups] = moves.to
        by_base = {year: np.unique(at[groups][at[groups] >= 0]) for year, groups in moved_by_base.items()}
        somewhere = moves.to != NOWHERE
        groups, to = moves.groups[somewhere], moves.to[somewhere]
        pairs, place = np.unique(travellers.school[groups] * n + to, return_inverse=True)
        people = np.zeros((len(pairs), len(travellers.pupils) - start))
        np.add.at(people, place.reshape(-1), travellers.pupils[start:, groups].sum(axis=2).T)
        comes = people > SOMEBODY
        closed, receiver = np.divmod(pairs, n)
        by_school = {int(s): (receiver[closed == s], comes[closed == s]) for s in np.unique(closed)}
        return cls(by_school, by_base)

    def into(self, school: int, year: int) -> Ints:
        """Return the schools that receive pupils of a closed one in a costed year. (receiver,)"""
        found = self.by_school.get(school)
        return np.zeros(0, dtype=np.intp) if found is None else found[0][found[1][:, year]]


@dataclass
class ClosingConditions:
    """The conditions of a planner's wishes, and how far plans break them.

    Attributes
    ----------
    base_change
        Costed year in which the base option itself closes each school; the number of years for never. (school,)
    municipality
        Of each school. (school,)
    most_together, most_each
        Closings a year in all, and in each municipality; None for any number.
    stays
        Years that a school stays which has received pupils.
    moved_by_base
        Costed year -> groups of those whose schools the base option itself closes then.
    """

    travellers: Travellers
    start: int
    years: int
    base_change: Ints
    municipality: Ints
    most_together: int | None
    most_each: int | None
    stays: int
    moved_by_base: Mapping[int, Ints] = field(default_factory=dict)
    _receivers: dict[int, Receivers] = field(default_factory=dict)

    @classmethod
    def of(
        cls, wishes: Wishes, travellers: Travellers, start: int, base_change: Ints, municipality: Ints
    ) -> "ClosingConditions | None":
        """Return the conditions, None where there are none."""
        most = wishes.most_closings_a_year, wishes.most_closings_each
        if most == (None, None) and wishes.receiving_stays < 2:
            return None
        years = len(travellers.pupils) - start
        return cls(
            travellers,
            start,
            years,
            base_change,
            municipality,
            *most,
            wishes.receiving_stays,
            _moved_by_base(travellers, start, base_change),
        )

    def broken(self, change_plan_school: Ints, sets: Ints, open_sets: Callable[[Ints], Bools]) -> Floats:
        """Return by how many closings and years plans break the conditions. (plan,)

        Parameters
        ----------
        change_plan_school
            Costed year in which each school closes, the base option's own closings among them; the number of years
            for never. (plan, school)
        sets
            Numbers of the open sets. (plan, year)
        open_sets
            Gives the open schools of some sets: (set, school).
        """
        found = self._too_many(change_plan_school)
        if self.stays >= 2:
            found = found + self._too_soon(change_plan_school, sets, open_sets)
        return found

    def _too_many(self, change: Ints) -> Floats:
        together = self._excess(change, self.most_together, np.zeros_like(self.municipality))
        return together + self._excess(change, self.most_each, self.municipality)

    def _excess(self, change: Ints, most: int | None, member: Ints) -> Floats:
        """Return the closings beyond the most in any year, those of the base option alone excepted."""
        if most is None:
            return np.zeros(len(change))
        own = _closings(self.base_change[None], member, self.years)
        allowed = np.maximum(own, most)
        beyond = np.maximum(_closings(change, member, self.years) - allowed, 0)
        return np.asarray(beyond.sum(axis=(1, 2)), dtype=np.float64)

    def _too_soon(self, change: Ints, sets: Ints, open_sets: Callable[[Ints], Bools]) -> Floats:
        """Return the years that receiving schools lack, together."""
        if len(self._receivers) > REMEMBERED:
            self._receivers.clear()
        plan, school = np.nonzero((change < self.years) & (change != self.base_change))
        year = change[plan, school]
        self._learn(np.unique(sets[plan, year]), open_sets)
        number = sets[plan, year]
        into = [
            self._receivers[s].into(j, t)
            for s, j, t in zip(number.tolist(), school.tolist(), year.tolist(), strict=True)
        ]
        for of_base in self.moved_by_base:
            self._learn(np.unique(sets[:, of_base]), open_sets)
            into += [self._receivers[s].by_base[of_base] for s in sets[:, of_base].tolist()]
            plan = np.concatenate([plan, np.arange(len(change))])
            year = np.concatenate([year, np.full(len(change), of_base)])
        many = np.array([len(of) for of in into], dtype=np.intp)
        if not many.sum():
            return np.zeros(len(change))
        plan, year = np.repeat(plan, many), np.repeat(year, many)
        closes = change[plan, np.concatenate(into)]
        soon = (closes > year) & (closes < self.years)
        lacking = np.where(soon, np.maximum(year + self.stays - closes, 0), 0)
        return np.bincount(plan, weights=lacking, minlength=len(change)).astype(np.float64)

    def _learn(self, numbers: Ints, open_sets: Callable[[Ints], Bools]) -> None:
        new = np.array([s for s in numbers.tolist() if s not in self._receivers], dtype=np.intp)
        for number, is_open in zip(new.tolist(), open_sets(new), strict=True):
            self._receivers[number] = Receivers.of(self.travellers, self.start, is_open, self.moved_by_base)


def _moved_by_base(travellers: Travellers, start: int, base_change: Ints) -> dict[int, Ints]:
    """Return for every year in which the base option closes schools the groups in which their pupils then are."""
    found: dict[int, Ints] = {}
    for year in np.unique(base_change[base_change < len(travellers.pupils) - start]).tolist():
        before, after = travellers.pupils[start + year - 1], travellers.pupils[start + year]
        shut = (base_change == year)[travellers.school]
        leaves = np.zeros((int(travellers.point.max(initial=0)) + 1, before.shape[1]), dtype=np.bool_)
        np.logical_or.at(leaves, travellers.point[shut], before[shut] > SOMEBODY)
        grows = (after > before + SOMEBODY) & leaves[travellers.point]
        found[year] = np.flatnonzero(grows.any(axis=1) & ~shut)
    return found


def _closings(change: Ints, member: Ints, years: int) -> Ints:
    """Return the closings of each year and member. (plan, member, year)"""
    count = np.zeros((len(change), int(member.max(initial=0)) + 1, years), dtype=np.intp)
    plan, school = np.nonzero(change < years)
    np.add.at(count, (plan, member[school], change[plan, school]), 1)
    return count
