"""Stocks and flows of one year, every flow kept."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def grow_older(people: Floats) -> Floats:
    """Return people one age older; those of the open last age stay there, age 0 is empty. (…, age)"""
    older = np.zeros_like(people)
    older[..., 1:] = people[..., :-1]
    older[..., -1] += people[..., -1]
    return older


def nobody() -> Floats:
    """Return a flow of no one, which goes with any shape."""
    return np.zeros(())


@dataclass(frozen=True)
class YearFlows:
    """Stocks and flows of one year. All (draw, municipality, sex, age) but ``births`` (draw, municipality, sex).

    Ages are those at the end of the year, except of ``opening``; deaths at age 0 are of the year's newborn. A flow
    that no one can take may be a single zero.

    Attributes
    ----------
    counted_leaving
        Leavers given as counts.
    counted_absent
        Leavers given as counts who were not there to leave; no part of the balance.
    held
        Persons added (or taken, below zero) to hold to an official projection.
    planned_arrivals
        Persons who moved into new dwellings.
    closure_leaving
        Families who left because their area lost its school.
    """

    opening: Floats
    births: Floats
    deaths: Floats
    out_migration: Floats
    emigration: Floats
    in_from_region: Floats
    in_from_country: Floats
    immigration: Floats
    closing: Floats
    counted_leaving: Floats = field(default_factory=nobody)
    counted_absent: Floats = field(default_factory=nobody)
    held: Floats = field(default_factory=nobody)
    planned_arrivals: Floats = field(default_factory=nobody)
    closure_leaving: Floats = field(default_factory=nobody)

    @property
    def imbalance(self) -> Floats:
        """Closing stock minus opening stock and flows, zero when no person is lost or made up."""
        expected = grow_older(self.opening)
        expected[..., 0] += self.births
        expected += self.in_from_region + self.in_from_country + self.immigration
        expected -= self.deaths + self.out_migration + self.emigration + self.counted_leaving
        expected += self.held + self.planned_arrivals - self.closure_leaving
        return self.closing - expected
