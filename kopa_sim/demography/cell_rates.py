"""The rates of a projection laid out by the cells of a sampled course, once for all its years."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kopa_sim.demography.lattice import Lattice
from kopa_sim.demography.rates import Rates, YearFactors
from kopa_sim.demography.settling import Settling

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class DeathRates:
    """Survival of a year, and the hazard of death that it stands for.

    (municipality, cell, 1), of the newborn (municipality, sex, 1)
    """

    survival: Floats
    hazard: Floats
    newborn_survival: Floats
    newborn_hazard: Floats

    @classmethod
    def of(cls, rates: Rates, lattice: Lattice) -> "DeathRates":
        """Return the rates of the cells."""
        survival = np.ascontiguousarray(lattice.take(rates.survival_municipality_sex_age))[..., None]
        newborn = rates.newborn_survival_municipality_sex[..., None]
        with np.errstate(divide="ignore"):
            return cls(survival, -np.log(survival), newborn, -np.log(newborn))

    def under(self, factor_draw_municipality: Floats) -> tuple[Floats, Floats]:
        """Return the chances to die when the hazard is multiplied by a factor, as ``survival_under`` has it.

        (municipality, cell, 1 or draw), of the newborn (municipality, sex, 1 or draw)
        """
        if (factor_draw_municipality == 1.0).all():
            return 1.0 - self.survival, 1.0 - self.newborn_survival
        factor = np.ascontiguousarray(factor_draw_municipality.T)[:, None]
        return -np.expm1(-self.hazard * factor), -np.expm1(-self.newborn_hazard * factor)


@dataclass(frozen=True)
class MoveRates:
    """Rates of moving, named as in ``Rates``. All (municipality, cell, 1)"""

    out_migration: Floats
    emigration: Floats
    in_migration: Floats
    immigration: Floats
    leaving_count: Floats
    settling: Settling | None

    @classmethod
    def of(cls, rates: Rates, lattice: Lattice) -> "MoveRates":
        """Return the rates of the cells."""

        def by_cell(values: Floats) -> Floats:
            return np.ascontiguousarray(lattice.take(values))[..., None]

        return cls(
            by_cell(rates.out_migration_municipality_sex_age),
            by_cell(rates.emigration_municipality_sex_age),
            by_cell(rates.in_migration_municipality_sex_age),
            by_cell(rates.immigration_municipality_sex_age),
            by_cell(rates.leaving_count_municipality_sex_age),
            Settling.of(rates.destination_share_origin_destination_sex_age, lattice),
        )


@dataclass(frozen=True)
class MoveFactors:
    """How a year's moves differ from the rates, named as in ``YearFactors``. All (municipality, 1, draw)"""

    out_migration: Floats
    in_migration: Floats
    immigration: Floats

    @classmethod
    def of(cls, factors: YearFactors) -> "MoveFactors":
        """Return the factors with the draw last."""
        chosen = (factors.out_migration, factors.in_migration, factors.immigration)
        return cls(*(np.ascontiguousarray(factor.T)[:, None] for factor in chosen))
