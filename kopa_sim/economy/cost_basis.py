"""What every cost function starts from: the Plan, the pupils and the growth of prices."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kopa_sim.economy.by_municipality import pupil_share_draw_year_school
from kopa_sim.economy.growth import blend, growth_factor
from kopa_sim.model.journeys import PupilFlows
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.plan import Plan
from kopa_sim.model.region import Region

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class CostBasis:
    """The common ground of all cost items of one option.

    Attributes
    ----------
    pupils_draw_year_school_grade
        Pupils of municipal schools; zero in state and private ones, which are paid through compensation.
    pupil_share_draw_year_school
        Each school's part of what its municipality pays in common.
    wage_draw_year, construction_draw_year, price_draw_year, fuel_draw_year, transport_draw_year
        Real growth from the price year: of wages, building, other prices, energy, and of what transport is bought
        for beyond what is in it.
    """

    region: Region
    plan: Plan
    parameters: Parameters
    pupils_draw_year_school_grade: Floats
    pupil_share_draw_year_school: Floats
    wage_draw_year: Floats
    construction_draw_year: Floats
    price_draw_year: Floats
    fuel_draw_year: Floats
    transport_draw_year: Floats

    @property
    def pupils_draw_year_school(self) -> Floats:
        """Pupils of all grades in municipal schools. (draw, year, school)"""
        pupils: Floats = self.pupils_draw_year_school_grade.sum(axis=3)
        return pupils

    def draws(self, name: str) -> Floats:
        """Return a parameter by draw, ready to multiply (draw, year, school). (draw, 1, 1)"""
        return self.parameters.draws(name)[:, None, None]

    def growth_of(self, part: str) -> Floats:
        """Return the real growth of what is labour, energy and other things together. (draw, year, 1)"""
        growth = blend(part, self.wage_draw_year, self.fuel_draw_year, self.price_draw_year, self.parameters)
        return growth[:, :, None]

    @property
    def wages(self) -> Floats:
        """Real growth of wages, ready to multiply (draw, year, school). (draw, year, 1)"""
        return self.wage_draw_year[:, :, None]

    @property
    def prices(self) -> Floats:
        """Real growth of what is neither labour, energy nor building. (draw, year, 1)"""
        return self.price_draw_year[:, :, None]


def cost_basis(
    region: Region, plan: Plan, flows: PupilFlows, parameters: Parameters, price_year: int
) -> CostBasis:
    """Return the common ground of an option's costs."""
    pupils = flows.pupils_draw_year_school_grade(len(region.schools))
    pupils = pupils * region.schools.municipal[:, None]

    def growth(name: str) -> Floats:
        return growth_factor(f"economy.{name}_growth", plan.years, price_year, parameters)

    return CostBasis(
        region=region,
        plan=plan,
        parameters=parameters,
        pupils_draw_year_school_grade=pupils,
        pupil_share_draw_year_school=pupil_share_draw_year_school(pupils.sum(axis=3), region, plan),
        wage_draw_year=growth("wage"),
        construction_draw_year=growth("construction"),
        price_draw_year=growth("price"),
        fuel_draw_year=growth("fuel"),
        transport_draw_year=growth("transport"),
    )
