"""Who moves at one moment of the year, person by person."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kopa_sim.demography.cell_rates import MoveFactors, MoveRates
from kopa_sim.demography.flows import nobody
from kopa_sim.demography.lattice import Lattice
from kopa_sim.demography.luck import Numbers
from kopa_sim.demography.moves import LARGEST_LEAVING_SHARE
from kopa_sim.demography.quantiles import binomial_quantile, poisson_quantile
from kopa_sim.demography.settling import settle_in_region

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class SampledMoves:
    """Moves of one moment in whole persons; the fields are those of ``YearFlows``. (municipality, cell, draw)

    A flow that no one can take may be a single zero.
    """

    out_migration: Floats
    emigration: Floats
    in_from_region: Floats
    in_from_country: Floats
    immigration: Floats
    counted_leaving: Floats
    counted_absent: Floats

    def after_all(self, people: Floats) -> Floats:
        """Return the people there once all have gone and come."""
        there = people - self.out_migration
        there -= self.emigration
        there -= self.counted_leaving
        there += self.in_from_region
        there += self.in_from_country
        there += self.immigration
        return there

    def grown_older(self, lattice: Lattice) -> "SampledMoves":
        """Return the same moves by the age one year later."""
        return SampledMoves(*(lattice.older(flow) if flow.ndim else flow for flow in vars(self).values()))

    def together_with(self, other: "SampledMoves") -> "SampledMoves":
        """Return the sum of two moments."""
        pairs = zip(vars(self).values(), vars(other).values(), strict=True)
        return SampledMoves(*(one + two for one, two in pairs))


def sampled_moves(
    people: Floats,
    rates: MoveRates,
    factors: MoveFactors,
    numbers: Numbers,
    part: float = 1.0,
    counted_chance: Floats | None = None,
) -> SampledMoves:
    """Return the moves of one moment that counts a part of the year's; ``expected_moves`` is their mean.

    Parameters
    ----------
    people
        Whole persons by the age they have then. (municipality, cell, draw)
    counted_chance
        Chance that stands for the leavers given as counts; without it as many leave as the count says, as far as
        they are there. (municipality, cell, draw)
    """
    leaving = np.minimum(rates.out_migration * factors.out_migration, LARGEST_LEAVING_SHARE) * part
    out_migration = binomial_quantile(numbers("out_migration"), people, leaving)
    emigrating = np.minimum(rates.emigration * part / (1.0 - leaving), 1.0)
    staying = people - out_migration
    emigration = binomial_quantile(numbers("emigration"), staying, emigrating)
    if counted_chance is None:
        counted, absent = _counted(staying - emigration, rates, factors, numbers, part)
    else:
        counted = binomial_quantile(numbers("counted_leaving"), staying - emigration, counted_chance)
        absent = nobody()
    from_country = rates.in_migration * (factors.in_migration * part)
    from_abroad = rates.immigration * (factors.immigration * part)
    return SampledMoves(
        out_migration,
        emigration,
        _from_region(out_migration, rates, numbers),
        poisson_quantile(numbers("in_migration"), from_country),
        poisson_quantile(numbers("immigration"), from_abroad),
        counted,
        absent,
    )


def _from_region(out_migration: Floats, rates: MoveRates, numbers: Numbers) -> Floats:
    if rates.settling is None:
        return nobody()
    return settle_in_region(out_migration, rates.settling, numbers("destinations"))


def _counted(
    staying: Floats, rates: MoveRates, factors: MoveFactors, numbers: Numbers, part: float
) -> tuple[Floats, Floats]:
    """Return leavers given as counts who are there, as many as the count in the mean, and those who are not."""
    if not rates.leaving_count.any():
        return nobody(), nobody()
    wanted = rates.leaving_count * (factors.out_migration * part)
    chance = np.divide(wanted, staying, out=np.zeros_like(staying), where=staying > 0)
    counted = binomial_quantile(numbers("counted_leaving"), staying, np.minimum(chance, 1.0))
    return counted, np.maximum(wanted - staying, 0.0)
