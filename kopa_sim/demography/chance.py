"""One year of a population, person by person: the cohort-component step with chance.

Each decision has a stream of its own, keyed by municipality and calendar year, so the course of one municipality does
not depend on what is drawn for another, and a year's does not depend on how many years follow. Everything but births
is decided cell by cell, so no cell's course depends on which others are kept.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.demography.cell_rates import DeathRates, MoveFactors, MoveRates
from kopa_sim.demography.conventions import MigrationTiming
from kopa_sim.demography.counted_chance import CountedChance
from kopa_sim.demography.flows import YearFlows
from kopa_sim.demography.lattice import Lattice
from kopa_sim.demography.luck import Luck, Numbers
from kopa_sim.demography.planned_chance import PlannedFlows, sampled_plans
from kopa_sim.demography.quantiles import binomial_quantile, poisson_quantile
from kopa_sim.demography.rates import PlannedYear, Rates, YearFactors
from kopa_sim.demography.sampled_moves import SampledMoves, sampled_moves
from kopa_sim.demography.step import bearing_fertility, births_of

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class SampledYear:
    """Stocks and flows of one year in whole persons, by cell of a lattice. (municipality, cell, draw)

    ``births`` and ``newborn_dead`` are (municipality, sex, draw), ``dead`` are by their age at the start of the year.
    """

    opening: Floats
    births: Floats
    dead: Floats
    newborn_dead: Floats
    moves: SampledMoves
    planned: PlannedFlows | None
    closing: Floats

    def flows(self, lattice: Lattice) -> YearFlows:
        """Return the flows by sex and age, the draw first."""
        deaths = lattice.older(self.dead)
        deaths[:, lattice.newborn] = self.newborn_dead
        by_cell = {"opening": self.opening, "deaths": deaths, "closing": self.closing, **vars(self.moves)}
        if self.planned is not None:
            by_cell.update(vars(self.planned))
        flows = {name: lattice.by_sex_and_age(flow) if flow.ndim else flow for name, flow in by_cell.items()}
        return YearFlows(births=np.ascontiguousarray(np.moveaxis(self.births, -1, 0)), **flows)


@dataclass(frozen=True)
class _Lived:
    """A year lived through, its newborn and the moves of its end aside.

    ``dead`` are by their age at the start of the year, ``moves`` by the age at its end.
    """

    aged: Floats
    dead: Floats
    women_start: Floats
    women_end: Floats
    moves: SampledMoves | None


@dataclass(frozen=True)
class SampledCourse:
    """The rates, by cell, and the luck of a block of sampled futures."""

    rates: Rates
    death_rates: DeathRates
    move_rates: MoveRates
    lattice: Lattice
    luck: Luck

    @classmethod
    def of(cls, rates: Rates, lattice: Lattice, luck: Luck) -> "SampledCourse":
        """Return a course with its rates laid out by cell."""
        return cls(rates, DeathRates.of(rates, lattice), MoveRates.of(rates, lattice), lattice, luck)

    def year(
        self,
        opening: Floats,
        year: int,
        factors: YearFactors,
        planned: PlannedYear | None = None,
        counted: CountedChance | None = None,
    ) -> SampledYear:
        """Return one year in whole persons; ``expected_step`` is its mean.

        Parameters
        ----------
        opening
            Persons on 31 December of the year before, whole numbers. (municipality, cell, draw)
        planned
            What the year's last day brings beside the rates; None for nothing.
        counted
            Chances that stand for leavers given as counts; None for the counts themselves.
        """
        dying, newborn_dying = self.death_rates.under(factors.mortality)
        chance = _YearChance(self, year, dying, newborn_dying, factors, MoveFactors.of(factors), counted)
        lived = _LIVED[self.rates.conventions.migration_timing](opening, chance)
        sampled = chance.completed(opening, lived)
        if planned is None:
            return sampled
        plans, closing = sampled_plans(sampled.closing, planned, self.lattice, self.luck.numbers_of(year))
        return replace(sampled, planned=plans, closing=closing)


def sampled_step(
    opening: Floats,
    rates: Rates,
    factors: YearFactors,
    luck: Luck,
    year: int,
    planned_of_the_year: PlannedYear | None = None,
) -> YearFlows:
    """Return one year in whole persons, every flow kept, as ``expected_step`` does without chance.

    Parameters
    ----------
    opening
        Persons on 31 December of the year before, whole numbers. (draw, municipality, sex, age)
    luck
        Of a lattice with all cells.
    """
    lattice = luck.lattice
    course = SampledCourse.of(rates, lattice, luck)
    return course.year(lattice.take_draws(opening), year, factors, planned_of_the_year).flows(lattice)


@dataclass(frozen=True)
class _YearChance:
    """Everything that decides one year."""

    course: SampledCourse
    year: int
    dying: Floats
    newborn_dying: Floats
    factors: YearFactors
    move_factors: MoveFactors
    counted: CountedChance | None

    def numbers(self, decision: str) -> Floats:
        return self.course.luck.numbers_of(self.year)(decision)

    def numbers_at_start(self, decision: str) -> Floats:
        return self.numbers(f"{decision}_at_start")

    def deaths(self, people: Floats) -> Floats:
        """Return who dies, by age at the start of the year."""
        return binomial_quantile(self.numbers("deaths"), people, self.dying)

    def moves(self, people: Floats, numbers: Numbers, part: float = 1.0) -> SampledMoves:
        chance = None if self.counted is None else self._counted_chance(self.counted.at_end)
        return sampled_moves(people, self.course.move_rates, self.move_factors, numbers, part, chance)

    def moves_at_start(self, people: Floats, numbers: Numbers, part: float = 1.0) -> SampledMoves:
        chance = None if self.counted is None else self._counted_chance(self.counted.at_start)
        return sampled_moves(people, self.course.move_rates, self.move_factors, numbers, part, chance)

    def _counted_chance(self, chance: Floats) -> Floats:
        """Return the chance under the factor of each draw. (municipality, cell, draw)"""
        assert self.counted is not None
        level = np.where(self.counted.factor > 0.0, self.counted.factor, 1.0)[:, None, None]
        by_cell = self.course.lattice.take(chance)[..., None]
        return np.minimum(by_cell * (self.move_factors.out_migration / level), 1.0)

    def births(self, lived: _Lived) -> Floats:
        """Return births by sex. (municipality, sex, draw)"""
        rates, luck = self.course.rates, self.course.luck
        fertility = bearing_fertility(rates, self.factors.fertility)[..., : lived.women_start.shape[1]]
        start, end = (
            np.ascontiguousarray(np.moveaxis(w, -1, 0)) for w in (lived.women_start, lived.women_end)
        )
        mean = rates.conventions.births_exposure == "mean_of_year"
        expected = births_of(start, end if mean else start, fertility).T[:, None]
        both = poisson_quantile(luck.few("births", self.year, 1), expected)
        boys = binomial_quantile(luck.few("boys", self.year, 1), both, rates.boys_share)
        return np.concatenate([boys, both - boys], axis=1)

    def completed(self, opening: Floats, lived: _Lived) -> SampledYear:
        """Return the year with its newborn and the moves of its end."""
        births = self.births(lived)
        newborn = self.course.lattice.newborn
        lost = binomial_quantile(
            self.course.luck.few("newborn_deaths", self.year, 2), births, self.newborn_dying
        )
        lived.aged[:, newborn] = births - lost
        moves, closing = self._moved(lived)
        return SampledYear(opening, births, lived.dead, lost, moves, None, closing)

    def _moved(self, lived: _Lived) -> tuple[SampledMoves, Floats]:
        """Return the moves of the whole year, and who is there after those of its end."""
        timing = self.course.rates.conventions.migration_timing
        if timing == "end_of_year":
            moves = self.moves(lived.aged, self.numbers)
            return moves, moves.after_all(lived.aged)
        assert lived.moves is not None
        if timing == "start_unexposed":
            return lived.moves, lived.aged
        at_end = self.moves(lived.aged, self.numbers, 0.5)
        return lived.moves.together_with(at_end), at_end.after_all(lived.aged)


def _moved_at_end(opening: Floats, chance: _YearChance) -> _Lived:
    lattice, dead = chance.course.lattice, chance.deaths(opening)
    aged = lattice.older(opening - dead)
    return _Lived(aged, dead, opening[:, lattice.women], aged[:, lattice.women], None)


def _moved_in_halves(opening: Floats, chance: _YearChance) -> _Lived:
    lattice = chance.course.lattice
    at_start = chance.moves_at_start(opening, chance.numbers_at_start, 0.5)
    present = at_start.after_all(opening)
    dead = chance.deaths(present)
    aged = lattice.older(present - dead)
    # women's moves at the end of the year do not wait for the newborn: drawn here, they are the same again later
    closing = chance.moves(aged, chance.numbers, 0.5).after_all(aged)
    women_start, women_end = present[:, lattice.women], closing[:, lattice.women]
    return _Lived(aged, dead, women_start, women_end, at_start.grown_older(lattice))


def _moved_unexposed(opening: Floats, chance: _YearChance) -> _Lived:
    lattice, dead = chance.course.lattice, chance.deaths(opening)
    survivors = opening - dead
    moves = chance.moves_at_start(survivors, chance.numbers)
    aged = lattice.older(moves.after_all(survivors))
    women_start = moves.after_all(opening)[:, lattice.women]
    later = moves.grown_older(lattice)
    return _Lived(aged, dead, women_start, aged[:, lattice.women], later)


_LIVED: Final[dict[MigrationTiming, Callable[[Floats, _YearChance], _Lived]]] = {
    "end_of_year": _moved_at_end,
    "half_and_half": _moved_in_halves,
    "start_unexposed": _moved_unexposed,
}
