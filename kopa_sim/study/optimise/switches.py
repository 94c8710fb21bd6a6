"""What a plan may do beside closing schools: open candidates, pair neighbours, extend buildings where places lack.

A plan of the wider question gives every switch a costed year, or the number of years for never. The closings come
first, so that the closing part of a wider plan is a plan of the closing search.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.network.planning import Ties
from kopa_sim.scenario.measures import Measure
from kopa_sim.scenario.measures.close_school import CloseSchool
from kopa_sim.scenario.measures.open_school import OpenSchool
from kopa_sim.scenario.measures.pair_grades import PairGrades
from kopa_sim.study.optimise.candidates import Pairing, candidates, extendable, pairings
from kopa_sim.study.optimise.contents import Wishes
from kopa_sim.study.optimise.question import Question

Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]

CLOSE_BESIDE: Final = 3
"""Nearest schools, any of which may close in one step with the opening of a school."""


@dataclass(frozen=True)
class Switches:
    """The switches of the wider question, in this order: closings, extensions, openings, pairings.

    Attributes
    ----------
    closing, extending
        Schools as indices of the region. An extension is thrown for the whole time: the school may be extended by
        the places that the rest of the plan needs there, in the year in which it needs them.
    opening
        Candidates, as the scenario's options write them.
    pairing
        What may be paired.
    years
        Costed years.
    """

    years: int
    codes: tuple[str, ...]
    closing: tuple[int, ...]
    extending: tuple[int, ...]
    opening: tuple[OpenSchool, ...]
    pairing: tuple[Pairing, ...]

    @classmethod
    def of(cls, question: Question, wishes: Wishes) -> "Switches":
        """Return the switches that the wishes permit."""
        simulator = question.simulator
        codes = simulator.prepared.scenario.region.schools.codes
        opening = candidates(question, wishes) if wishes.opening else ()
        return cls(
            question.years,
            codes,
            tuple(int(school) for school in question.pricer.schools),
            extendable(question, wishes) if wishes.extending else (),
            opening,
            pairings(question, wishes) if wishes.pairing else (),
        )

    def __len__(self) -> int:
        return len(self.closing) + len(self.extending) + len(self.opening) + len(self.pairing)

    @property
    def wider(self) -> bool:
        """Return whether a plan may do anything but close schools."""
        return len(self) > len(self.closing)

    @property
    def first_extension(self) -> int:
        """Return the number of the first switch that extends."""
        return len(self.closing)

    @property
    def first_opening(self) -> int:
        """Return the number of the first switch that opens."""
        return self.first_extension + len(self.extending)

    @property
    def first_pairing(self) -> int:
        """Return the number of the first switch that pairs."""
        return self.first_opening + len(self.opening)

    def names(self) -> tuple[str, ...]:
        """Return the names of the switches."""
        return (
            *(f"close {self.codes[school]}" for school in self.closing),
            *(f"extend {self.codes[school]}" for school in self.extending),
            *(f"open {measure.school}" for measure in self.opening),
            *(f"pair {self.codes[p.lower]} {self.codes[p.upper]} {p.last_lower_grade}" for p in self.pairing),
        )

    def may_change(self, closing: Bools, first: int = 0) -> Bools:
        """Return when each switch may be thrown. (switch, years + 1)

        Parameters
        ----------
        closing
            The same of the closings. (closing switch, years + 1)
        first
            First costed year in which anything else may change.
        """
        whole = np.zeros((len(self), self.years + 1), dtype=np.bool_)
        whole[:, first:] = True
        whole[: len(self.closing)] = closing
        extension = slice(self.first_extension, self.first_opening)
        whole[extension] = False
        whole[extension, 0] = whole[extension, -1] = True
        return whole

    def ties(self, question: Question) -> Ties:
        """Return which switches are thrown together, and which exclude one another."""
        n = len(self)
        excludes = np.zeros((n, n), dtype=np.bool_)
        for number, pairing in enumerate(self.pairing, start=self.first_pairing):
            pair = {pairing.lower, pairing.upper}
            closes = [place for place, school in enumerate(self.closing) if school in pair]
            shared = [
                place
                for place, other in enumerate(self.pairing, start=self.first_pairing)
                if place != number and pair & {other.lower, other.upper}
            ]
            excludes[number, closes] = excludes[closes, number] = True
            excludes[number, shared] = True
        guessed = np.zeros(n, dtype=np.bool_)
        guessed[: self.first_opening] = True
        return Ties(self._together(question), excludes, self._family(), guessed)

    def measures(self, plan: Ints, years: tuple[int, ...]) -> tuple[Measure, ...]:
        """Return a plan as measures without its extensions, by year: what opens first, what closes last."""
        found: list[tuple[int, int, Measure]] = []
        for number in np.flatnonzero(plan < self.years).tolist():
            year = years[plan[number]]
            if number < self.first_extension:
                school = self.codes[self.closing[number]]
                found.append((year, 2, CloseSchool(measure="close_school", school=school, year=year)))
            elif number >= self.first_pairing:
                found.append((year, 1, self._pair(self.pairing[number - self.first_pairing], year)))
            elif number >= self.first_opening:
                opening = self.opening[number - self.first_opening]
                found.append((year, 0, opening.model_copy(update={"year": year})))
        return tuple(measure for _, _, measure in sorted(found, key=lambda of: of[:2]))

    def extended(self, plan: Ints) -> Ints:
        """Return the schools that may be extended. (school,)"""
        thrown = plan[self.first_extension : self.first_opening] == 0
        found: Ints = np.array(self.extending, dtype=np.intp)[thrown]
        return found

    def opened(self, plan: Ints) -> Ints:
        """Return the schools that are opened. (school,)"""
        schools = [self.codes.index(measure.school) for measure in self.opening]
        thrown = plan[self.first_opening : self.first_pairing] < self.years
        found: Ints = np.array(schools, dtype=np.intp)[thrown]
        return found

    def _pair(self, pairing: Pairing, year: int) -> PairGrades:
        return PairGrades(
            measure="pair_grades",
            lower=self.codes[pairing.lower],
            upper=self.codes[pairing.upper],
            last_lower_grade=pairing.last_lower_grade,
            year=year,
        )

    def _family(self) -> Ints:
        """Return a number for every kind of switch: pairings of the same two schools are of one kind."""
        pairs = [tuple(sorted((pairing.lower, pairing.upper))) for pairing in self.pairing]
        distinct = sorted(set(pairs))
        kinds = [self.first_pairing + distinct.index(pair) for pair in pairs]
        return np.array([*range(self.first_pairing), *kinds], dtype=np.intp)

    def _together(self, question: Question) -> tuple[tuple[int, ...], ...]:
        """Return every candidate with some of the nearest schools that may close when it opens."""
        near = question.simulator.prepared.journeys.km_school_school
        found = []
        for number, measure in enumerate(self.opening, start=self.first_opening):
            km = near[self.codes.index(measure.school), list(self.closing)]
            nearest = np.argsort(km, kind="stable")[:CLOSE_BESIDE].tolist()
            for chosen in range(1, 1 << len(nearest)):
                closes = (place for bit, place in enumerate(nearest) if chosen >> bit & 1)
                found.append((number, *closes))
        return tuple(found)
