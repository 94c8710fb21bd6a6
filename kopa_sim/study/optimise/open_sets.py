"""Sets of open schools met so far: who goes where in each, and what a year of each costs."""

from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.study.optimise.destinations import NOWHERE, intakes_of, moves_of
from kopa_sim.study.optimise.growing import GrowingArrays
from kopa_sim.study.optimise.intake_book import IntakeBook
from kopa_sim.study.optimise.layout import Travellers

if TYPE_CHECKING:
    from kopa_sim.study.optimise.pricing import ClosingPricer

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]

REMEMBERED: Final = 60_000
"""Years of open sets whose posts are held."""
LOST: Final = 1e3
"""How much a pupil without any school breaks the limits, in pupils whose journey is too long."""
FIRST_ROOM: Final = 1024


class OpenSets:
    """Sets of open schools, numbered as they are met, and the intake of every school in each."""

    def __init__(self, travellers: Travellers, own: Ints, book: IntakeBook, start: int) -> None:
        self._travellers, self._own, self._book, self._start = travellers, own, book, start
        years = len(travellers.pupils) - start
        self._place: dict[bytes, int] = {}
        self._units = np.zeros((FIRST_ROOM, len(own)), dtype=np.int32)
        self._is_open = np.zeros((FIRST_ROOM, len(own)), dtype=np.bool_)
        self._unkept = np.zeros((FIRST_ROOM, years))

    def find(self, open_set_school: Bools) -> Ints:
        """Return the number of each set, those not met before looked at first. (set,)"""
        packed = np.packbits(open_set_school, axis=1)
        keys = packed.view([("", packed.dtype, packed.shape[1])]).ravel()
        distinct, first, inverse = np.unique(keys, return_index=True, return_inverse=True)
        pairs = zip(distinct, first, strict=True)
        places = np.array([self._of(key.tobytes(), open_set_school[at]) for key, at in pairs], dtype=np.intp)
        found: Ints = places[inverse.reshape(-1)]
        return found

    def units(self, sets: Ints) -> Ints:
        """Return the place in the book of every school's intake. (set, school)"""
        found: Ints = self._units[sets].astype(np.intp)
        return found

    def is_open(self, sets: Ints) -> Bools:
        """Return which schools are open. (set, school)"""
        return self._is_open[sets]

    def unkept(self, sets: Ints, year: Ints) -> Floats:
        """Return the pupils whose journey keeps no limit in a costed year of each set. (set,)"""
        found: Floats = self._unkept[sets, year]
        return found

    def _of(self, key: bytes, open_school: Bools) -> int:
        """Return the place of an open set, its intakes found first."""
        known = self._place.get(key)
        if known is not None:
            return known
        place = len(self._place)
        if place == len(self._units):
            self._units, self._is_open, self._unkept = (
                np.concatenate([held, np.zeros_like(held)])
                for held in (self._units, self._is_open, self._unkept)
            )
        moves = moves_of(self._travellers, open_school)
        units = self._own.copy()
        received = intakes_of(moves)
        units[[intake.school for intake in received]] = self._book.find(received)
        self._units[place], self._is_open[place] = units, open_school
        costed = self._travellers.pupils[self._start :]
        unkept = np.where(moves.to == NOWHERE, LOST, 1.0) * ~moves.kept
        bad = np.flatnonzero(unkept)
        if len(bad):
            self._unkept[place] = costed[:, moves.groups[bad]].sum(axis=2) @ unkept[bad]
        self._place[key] = place
        return place


class YearRows:
    """What the schools of an open set cost and need together in a costed year.

    Attributes
    ----------
    values
        cost, minutes, basic (pupils of grades 0–9), and the broken limits unkept, crowded, small. (row,)
        Posts standing and hourly, and support. (row, municipality, future × subject or staff)
    """

    def __init__(self, pricer: "ClosingPricer") -> None:
        self._pricer = pricer
        self._place: dict[int, int] = {}
        self.values = GrowingArrays()
        home, n = pricer.setting.region.schools.municipality, len(pricer.setting.region.municipalities)
        self._member = (home == np.arange(n)[:, None]).astype(np.float64)

    def find(self, sets_plan_year: Ints) -> Ints:
        """Return the rows of every year's open set. (plan, costed year)"""
        years = sets_plan_year.shape[1]
        pair = sets_plan_year * years + np.arange(years)
        asked = np.unique(pair)
        if len(self._place) + len(asked) > REMEMBERED:
            self._place.clear()
        new = np.array([p for p in asked.tolist() if p not in self._place], dtype=np.intp)
        if len(new):
            first = len(self._place)
            self.values.put(first, self._added_up(*np.divmod(new, years)))
            self._place.update(zip(new.tolist(), range(first, first + len(new)), strict=True))
        place = np.array([self._place[p] for p in asked.tolist()], dtype=np.intp)
        rows: Ints = place[np.searchsorted(asked, pair)]
        return rows

    def _added_up(self, sets: Ints, year: Ints) -> dict[str, Floats]:
        pricer, book = self._pricer, self._pricer.book
        units, is_open = pricer.sets.units(sets), pricer.sets.is_open(sets)
        at = units, year[:, None]
        load, basic = book.pupils[at] * is_open, book.basic[at] * is_open
        small = np.maximum(pricer.limits.smallest - basic, 0.0) * is_open
        at_plan = units, (year + pricer.start)[:, None]
        posts = {
            name: np.einsum(
                "mj,pjs->pms", self._member, getattr(book, name)[at_plan] * is_open[:, :, None], optimize=True
            )
            for name in ("standing", "hourly", "support")
        }
        return {
            "cost": (book.cost[at] * is_open).sum(axis=1),
            "minutes": (book.minutes[at] * is_open).sum(axis=1),
            "basic": basic.sum(axis=1),
            "unkept": pricer.sets.unkept(sets, year),
            "crowded": np.maximum(load - pricer.limits.most_pupils[year], 0.0).sum(axis=1),
            "small": small.sum(axis=1),
            **posts,
        }
