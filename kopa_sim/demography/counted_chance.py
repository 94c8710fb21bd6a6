"""Chances to leave that stand for leavers given as counts: as many leave in the mean as in the expected course."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kopa_sim.demography.flows import YearFlows, grow_older
from kopa_sim.demography.moves import expected_moves
from kopa_sim.demography.rates import Rates, YearFactors
from kopa_sim.demography.step import survival_under

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class CountedChance:
    """Chance of those who have not left by rate to be among the leavers given as counts, at one moment of the year.

    (municipality, sex, age), by the age at the moment; ``factor`` is the level of out-migration it holds for, of the
    municipalities. (municipality,)
    """

    at_start: Floats
    at_end: Floats
    factor: Floats


def counted_chance(flows: YearFlows, rates: Rates, factors: YearFactors) -> CountedChance:
    """Return the chances of a year of the expected course.

    A count that is taken whatever the number of people is a random walk that stops at nobody, so fewer than the count
    would leave in the mean. A chance of count over expected people makes a year linear in its people.

    Parameters
    ----------
    flows
        The year, before its planned changes, as ``expected_step`` gives it; one draw.
    """
    start_part = rates.conventions.start_part
    aged = grow_older(flows.opening)
    aged[..., 0] += flows.births
    aged -= flows.deaths
    at_start = np.zeros(flows.opening.shape[1:])
    if start_part > 0.0:
        people = flows.opening
        if rates.conventions.migration_timing == "start_unexposed":
            people = people * survival_under(rates, factors.mortality)[0]
        at_start = _chance(people, rates, factors, start_part)
        before = expected_moves(people, rates, factors, start_part).grown_older()
        aged = before.after_all(aged)
    at_end = _chance(aged, rates, factors, 1.0 - start_part) if start_part < 1.0 else np.zeros_like(at_start)
    return CountedChance(at_start, at_end, factors.out_migration[0])


def _chance(people: Floats, rates: Rates, factors: YearFactors, part: float) -> Floats:
    moves = expected_moves(people, rates, factors, part)
    staying = people - moves.out_migration - moves.emigration
    leaving = np.broadcast_to(moves.counted_leaving, staying.shape)
    wanted = np.broadcast_to(rates.leaving_count_municipality_sex_age > 0, staying.shape)
    chance: Floats = np.divide(leaving, staying, out=wanted.astype(np.float64), where=staying > 0)
    likely: Floats = np.clip(chance[0], 0.0, 1.0)
    return likely
