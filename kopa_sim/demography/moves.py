"""Who moves at one moment of the year, every move at its expected value."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.demography.arrivals import arrivals_in_region
from kopa_sim.demography.flows import grow_older, nobody
from kopa_sim.demography.rates import Rates, YearFactors

Floats = NDArray[np.float64]

LARGEST_LEAVING_SHARE: Final[float] = 0.95
"""Nobody's chance to move out in a year exceeds this, however high the level."""


@dataclass(frozen=True)
class Moves:
    """Moves of one moment; the fields are those of ``YearFlows``. (draw, municipality, sex, age)"""

    out_migration: Floats
    emigration: Floats
    in_from_region: Floats
    in_from_country: Floats
    immigration: Floats
    counted_leaving: Floats
    counted_absent: Floats

    def after_all(self, people: Floats) -> Floats:
        """Return the people there once all have gone and come."""
        staying = people - self.out_migration - self.emigration - self.counted_leaving
        return staying + self.in_from_region + self.in_from_country + self.immigration

    def grown_older(self) -> "Moves":
        """Return the same moves by the age one step later."""
        return Moves(*(grow_older(flow) if flow.ndim else flow for flow in vars(self).values()))

    def together_with(self, other: "Moves") -> "Moves":
        """Return the sum of two moments."""
        pairs = zip(vars(self).values(), vars(other).values(), strict=True)
        return Moves(*(one + two for one, two in pairs))


def leaving_share(rates: Rates, factor: Floats, part: float = 1.0) -> Floats:
    """Return the chance to move out under a factor, in a part of a year's moves. (draw, municipality, sex, age)"""
    share = rates.out_migration_municipality_sex_age * factor[:, :, None, None]
    return np.minimum(share, LARGEST_LEAVING_SHARE) * part


def emigrating_share(rates: Rates, leaving: Floats, part: float = 1.0) -> Floats:
    """Return the chance to emigrate of those who did not move within the country. (draw, municipality, sex, age)

    Parameters
    ----------
    leaving
        As ``leaving_share`` gives it for the same part of a year's moves.
    """
    return np.minimum(rates.emigration_municipality_sex_age * part / (1.0 - leaving), 1.0)


def expected_moves(people: Floats, rates: Rates, factors: YearFactors, part: float = 1.0) -> Moves:
    """Return the moves of one moment that counts a part of the year's, by the age people have then.

    Those who move out by rate go first, then those who emigrate, then those given as counts: of them no more than
    are left.
    """
    leaving = leaving_share(rates, factors.out_migration, part)
    out_migration = people * leaving
    emigration = (people - out_migration) * emigrating_share(rates, leaving, part)
    counted, absent = _counted(people - out_migration - emigration, rates, factors, part)
    return Moves(
        out_migration,
        emigration,
        arrivals_in_region(out_migration, rates.destination_share_origin_destination_sex_age),
        rates.in_migration_municipality_sex_age * (factors.in_migration[:, :, None, None] * part),
        rates.immigration_municipality_sex_age * (factors.immigration[:, :, None, None] * part),
        counted,
        absent,
    )


def _counted(staying: Floats, rates: Rates, factors: YearFactors, part: float) -> tuple[Floats, Floats]:
    """Return the leavers given as counts who are there, and those who are not."""
    if not rates.leaving_count_municipality_sex_age.any():
        return nobody(), nobody()
    wanted = rates.leaving_count_municipality_sex_age * (factors.out_migration[:, :, None, None] * part)
    leaving = np.minimum(wanted, staying)
    return leaving, wanted - leaving
