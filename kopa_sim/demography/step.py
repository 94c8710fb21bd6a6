"""One year of a population: the cohort-component step, with every flow kept.

People age from 31 December to 31 December. What sources reckon differently is a named convention of the rates: when
movers are counted, which women bear, how wide an age is. The default is the rule of the United Nations' ccmppWPP with
migration at the end of the year: births come from the mean of the women alive at the start and those who survive to
its end; nobody who moves in gives birth or dies in that year. docs/demography/projection.md has the formulas.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.demography.arrivals import arrivals_in_region
from kopa_sim.demography.flows import YearFlows, grow_older
from kopa_sim.demography.moves import (
    LARGEST_LEAVING_SHARE,
    Moves,
    emigrating_share,
    expected_moves,
    leaving_share,
)
from kopa_sim.demography.rates import MigrationTiming, PlannedYear, Rates, YearFactors

__all__ = [
    "FEMALE",
    "LARGEST_LEAVING_SHARE",
    "YearFlows",
    "arrivals_in_region",
    "bearing_fertility",
    "births_of",
    "emigrating_share",
    "expected_step",
    "grow_older",
    "leaving_share",
    "survival_under",
    "with_planned_changes",
]

Floats = NDArray[np.float64]

FEMALE = 1


def births_of(women_start: Floats, women_end: Floats, fertility: Floats) -> Floats:
    """Return births expected of the mean of two stocks of women. (draw, municipality)

    Both stocks are by age at their own 31 December. (…, age)
    """
    expected: Floats = (fertility * (0.5 * (women_start + women_end))).sum(axis=-1)
    return expected


def bearing_fertility(rates: Rates, factor: Floats) -> Floats:
    """Return births per woman and step: zero outside the fertile ages. (draw, municipality, age)"""
    fertile = rates.conventions.fertile_ages(rates.fertility_municipality_age.shape[-1])
    by_age = np.where(fertile, rates.fertility_municipality_age, 0.0) * rates.conventions.years_per_step
    fertility: Floats = by_age * factor[:, :, None]
    return fertility


def survival_under(rates: Rates, factor: Floats) -> tuple[Floats, Floats]:
    """Return survival and the survival of newborn when the hazard of death is multiplied by a factor.

    Survival is exp(-hazard), so it is raised to the power of the factor. (draw or 1, municipality, sex, age), (draw
    or 1, municipality, sex)
    """
    survival = rates.survival_municipality_sex_age[None]
    newborn = rates.newborn_survival_municipality_sex[None]
    if (factor == 1.0).all():
        return survival, newborn
    return survival ** factor[:, :, None, None], newborn ** factor[:, :, None]


def with_planned_changes(flows: YearFlows, planned: PlannedYear) -> YearFlows:
    """Return a year whose last day is held to a projection, filled with new dwellings and left by families."""
    held = flows.closing * (planned.hold_ratio - 1.0)
    arrivals = np.broadcast_to(planned.arrivals, flows.closing.shape)
    before_leaving = flows.closing + held + arrivals
    leaving = before_leaving * planned.closure_leaving_share
    return replace(
        flows,
        held=held,
        planned_arrivals=arrivals,
        closure_leaving=leaving,
        closing=before_leaving - leaving,
    )


def expected_step(
    opening: Floats, rates: Rates, factors: YearFactors, planned_of_the_year: PlannedYear | None = None
) -> YearFlows:
    """Return one year with every event at its expected value, reckoned by the conventions of the rates.

    Parameters
    ----------
    opening
        Persons on 31 December of the year before. (draw, municipality, sex, age)
    planned_of_the_year
        What the year's last day brings beside the rates; None for nothing.
    """
    survival, newborn_survival = survival_under(rates, factors.mortality)
    lived = _LIVED[rates.conventions.migration_timing](opening, survival, rates, factors)
    births = _births(lived, rates, factors)
    aged, deaths = lived.aged, lived.deaths
    aged[..., 0] = births * newborn_survival
    deaths[..., 0] = births - aged[..., 0]

    moves, closing = lived.moves, aged
    if rates.conventions.start_part < 1.0:
        at_end = expected_moves(aged, rates, factors, 1.0 - rates.conventions.start_part)
        closing = at_end.after_all(aged)
        moves = at_end if moves is None else moves.together_with(at_end)
    flows = YearFlows(opening=opening, births=births, deaths=deaths, closing=closing, **vars(moves))
    return flows if planned_of_the_year is None else with_planned_changes(flows, planned_of_the_year)


@dataclass(frozen=True)
class _Lived:
    """A year lived through, its newborn and the moves of its end aside.

    Attributes
    ----------
    aged
        Survivors by age at the end of the year; age 0 empty. (draw, municipality, sex, age)
    deaths
        By age at the end of the year. (draw, municipality, sex, age)
    women_start, women_end
        The women that births are reckoned from. (draw, municipality, age)
    moves
        Those counted so far, by age at the end of the year.
    """

    aged: Floats
    deaths: Floats
    women_start: Floats
    women_end: Floats
    moves: Moves | None


def _moved_at_end(opening: Floats, survival: Floats, rates: Rates, factors: YearFactors) -> _Lived:
    """Movers are counted after all deaths and births: they bear in neither place."""
    survivors = opening * survival
    aged = grow_older(survivors)
    return _Lived(aged, grow_older(opening - survivors), opening[:, :, FEMALE], aged[:, :, FEMALE], None)


def _moved_in_halves(opening: Floats, survival: Floats, rates: Rates, factors: YearFactors) -> _Lived:
    """Half move before the year's deaths and births, half after the deaths: births see both halves."""
    at_start = expected_moves(opening, rates, factors, 0.5)
    present = at_start.after_all(opening)
    survivors = present * survival
    aged = grow_older(survivors)
    closing = expected_moves(aged, rates, factors, 0.5).after_all(aged)
    return _Lived(
        aged,
        grow_older(present - survivors),
        present[:, :, FEMALE],
        closing[:, :, FEMALE],
        at_start.grown_older(),
    )


def _moved_unexposed(opening: Floats, survival: Floats, rates: Rates, factors: YearFactors) -> _Lived:
    """Movers go and come alive, by their age at the start; births see them as if they had moved then."""
    survivors = opening * survival
    moves = expected_moves(survivors, rates, factors)
    aged = grow_older(moves.after_all(survivors))
    return _Lived(
        aged,
        grow_older(opening - survivors),
        moves.after_all(opening)[:, :, FEMALE],
        aged[:, :, FEMALE],
        moves.grown_older(),
    )


_LIVED: Final[dict[MigrationTiming, Callable[[Floats, Floats, Rates, YearFactors], _Lived]]] = {
    "end_of_year": _moved_at_end,
    "half_and_half": _moved_in_halves,
    "start_unexposed": _moved_unexposed,
}


def _births(lived: _Lived, rates: Rates, factors: YearFactors) -> Floats:
    """Return births by sex. (draw, municipality, sex)"""
    mean = rates.conventions.births_exposure == "mean_of_year"
    fertility = bearing_fertility(rates, factors.fertility)
    both = births_of(lived.women_start, lived.women_end if mean else lived.women_start, fertility)
    return np.stack([both * rates.boys_share, both * (1.0 - rates.boys_share)], axis=-1)
