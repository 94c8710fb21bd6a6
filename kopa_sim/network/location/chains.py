"""Displacement chains: a pupil moves on from a full school, and if need be pupils of the next school move on too.

A chain from an overfull school ends at a school with a free place. Along the cheapest chain each school passes on
the pupils who lose least by it. Taking the cheapest chain again and again from the nearest schools gives the
assignment of least total cost for those who have been moved (successive shortest paths: Jewell 1958; Busacker &
Gowen 1960), in whole pupils when pupils and places are whole.
"""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]

NOISE: Final[float] = 1e-13
"""Share of the longest distance, or of all pupils, that is noise of floating-point sums."""


@dataclass
class Chains:
    """Pupils on their way to an assignment that respects places.

    Attributes
    ----------
    distance_area_school
        Distance; infinite where no one may go. Finite wherever pupils are now. (area, school)
    pupils_school_area
        Pupils of each area at each school. (school, area)
    excess_school
        Pupils of each school who must move on, if anyone has a place for them. (school,)
    free_school
        Free places; none where ``excess_school`` is above zero. (school,)
    closed_school
        Schools that take in no one. (school,)
    overflow_school
        Pupils beyond the places of a school for whom there is no place anywhere. (school,)
    moves
        Chains that pupils have been moved along.
    """

    distance_area_school: Floats
    pupils_school_area: Floats
    excess_school: Floats
    free_school: Floats
    closed_school: Bools
    overflow_school: Floats
    moves: int = 0
    _loss: Floats = field(init=False)
    _mover: Ints = field(init=False)

    def __post_init__(self) -> None:
        n_schools = len(self.pupils_school_area)
        finite = self.distance_area_school[np.isfinite(self.distance_area_school)]
        self._longer = NOISE * finite.max(initial=0.0)
        self._someone = NOISE * self.pupils_school_area.sum()
        self._loss = np.full((n_schools, n_schools), np.inf)
        self._mover = np.zeros((n_schools, n_schools), dtype=np.intp)
        for school in range(n_schools):
            self._look_again(school)

    def settle(self) -> None:
        """Move pupils until no school has any that must move on."""
        while (self.excess_school > self._someone).any():
            length, before = self._cheapest_chains()
            free = (self.free_school > self._someone) & np.isfinite(length)
            if free.any():
                last = int(np.where(free, length, np.inf).argmin())
                self.free_school[last] -= self._move(before, last, self.free_school[last])
            else:
                last = int(np.where(self.closed_school, np.inf, length).argmin())
                self.overflow_school[last] += self._move(before, last, np.inf)

    def short_schools(self) -> Bools:
        """Return the schools where one more place would take in a pupil who is beyond the places. (school,)"""
        reached: Bools = self.overflow_school > self._someone
        while True:
            further = reached | np.isfinite(self._loss[reached]).any(axis=0)
            if np.array_equal(further, reached):
                return reached
            reached = further

    def _cheapest_chains(self) -> tuple[Floats, Ints]:
        """Return the cost of the cheapest chain to each school, and the school before it (−1 at the start).

        Bellman's and Ford's way: later links of a chain may save distance, so costs of links can be negative.
        """
        length = np.where(self.excess_school > self._someone, 0.0, np.inf)
        before = np.full(len(length), -1)
        changed = np.flatnonzero(np.isfinite(length))
        while len(changed):
            onward = length[changed, None] + self._loss[changed]
            best = onward.argmin(axis=0)
            shorter = onward[best, np.arange(len(length))]
            improved = shorter < length - self._longer
            length = np.where(improved, shorter, length)
            before = np.where(improved, changed[best], before)
            changed = np.flatnonzero(improved)
        return length, before

    def _move(self, before: Ints, last: int, room: float) -> float:
        """Move as many pupils as fit along the chain that ends at a school, and return how many."""
        chain = [last]
        while before[chain[-1]] >= 0:
            chain.append(int(before[chain[-1]]))
        links = list(zip(chain[:0:-1], chain[-2::-1], strict=True))
        movers = [(giver, taker, int(self._mover[giver, taker])) for giver, taker in links]
        first = chain[-1]
        count = min(room, self.excess_school[first])
        for giver, _, area in movers:
            count = min(count, self.pupils_school_area[giver, area])
        self.excess_school[first] -= count
        for giver, taker, area in movers:
            present = self.pupils_school_area[giver, area]
            moved = present if present - count <= self._someone else count  # leaves no dust behind
            self.pupils_school_area[giver, area] = present - moved
            self.pupils_school_area[taker, area] += moved
        for giver, taker, area in movers:
            self._meet(taker, area)
            if not self.pupils_school_area[giver, area] > 0:
                self._look_again(giver)
        self.moves += 1
        return float(count)

    def _meet(self, school: int, area: int) -> None:
        """Take note that pupils of an area are now at a school and could move on from there."""
        loss = self.distance_area_school[area] - self.distance_area_school[area, school]
        less = loss < self._loss[school]
        less[school] = False
        less &= ~self.closed_school
        self._loss[school, less] = loss[less]
        self._mover[school, less] = area

    def _look_again(self, school: int) -> None:
        """Find anew who loses least by moving on from a school to each other one."""
        present = np.flatnonzero(self.pupils_school_area[school] > 0)
        if not len(present):
            self._loss[school] = np.inf
            return
        distance = self.distance_area_school[present]
        loss = distance - distance[:, school, None]
        least = loss.argmin(axis=0)
        self._loss[school] = loss[least, np.arange(loss.shape[1])]
        self._loss[school, school] = np.inf
        self._loss[school, self.closed_school] = np.inf
        self._mover[school] = present[least]
