"""What becomes of school buildings: in use, standing empty after closing, sold or pulled down."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kopa_sim.economy.cost_basis import CostBasis
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.plan import Plan
from kopa_sim.model.region import Region

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class BuildingStates:
    """Which buildings stand, and in what use. Municipal schools only; all (year, school).

    Attributes
    ----------
    in_use
        The school teaches.
    empty
        Closed and not yet disposed of.
    closing
        Closes on 1 August of the year.
    disposal
        Sold or pulled down in the year.
    opening
        Teaches for the first time since the Plan's years began, or again.
    closed_years
        Years since the closing of an empty building, 0 in the year of it; 0 for others too.
    """

    in_use: Bools
    empty: Bools
    closing: Bools
    disposal: Bools
    opening: Bools
    closed_years: Ints

    @property
    def standing(self) -> Bools:
        """Buildings the municipality still has. (year, school)"""
        standing: Bools = self.in_use | self.empty
        return standing

    def site_cost_share(self, basis: CostBasis) -> Floats:
        """Return the part of a site's own fixed cost that is still paid. (draw, year, school)

        All of it while the school teaches and for ``property.running_lag_years`` after closing; then what the
        realised share of the saving leaves, until the building is disposed of.
        """
        fallen = np.clip(self.closed_years + 1.0 - basis.draws("property.running_lag_years"), 0.0, 1.0)
        remaining = 1.0 - basis.draws("economy.savings_realisation") * fallen
        share: Floats = self.in_use + remaining * self.empty
        return share


def building_states(region: Region, plan: Plan, parameters: Parameters) -> BuildingStates:
    """Return the state of every municipal school building in every year.

    A closed building stands empty for ``property.disposal_lag_years`` and is then disposed of. What still
    stands empty in the last year is disposed of in it, so that no option leaves the bill behind.
    """
    in_use = plan.open_year_school & region.schools.municipal
    lag = round(parameters.number("property.disposal_lag_years"))
    before = np.vstack([in_use[:1], in_use[:-1]])
    closing, opening = before & ~in_use, in_use & ~before
    empty, disposal = np.zeros_like(in_use), np.zeros_like(in_use)
    closed_years = np.zeros(in_use.shape, dtype=np.intp)
    age = np.full(in_use.shape[1], -1)
    for year in range(in_use.shape[0]):
        age = np.where(closing[year], 0, np.where(age >= 0, age + 1, -1))
        age[in_use[year]] = -1
        empty[year] = (age >= 0) & (age < lag)
        closed_years[year] = np.where(empty[year], age, 0)
        disposal[year] = age == lag
        age[disposal[year]] = -1
    disposal[-1] |= empty[-1]
    return BuildingStates(in_use, empty, closing, disposal, opening, closed_years)
