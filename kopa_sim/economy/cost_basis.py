"""What every cost function starts from: the Plan, the pupils and the growth of prices."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kopa_sim.economy.by_municipality import pupil_share_draw_year_school
from kopa_sim.economy.growth import growth_factor
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
    wage_draw_year, construction_draw_year, transport_draw_year
        Real growth from the price year.
    """

    region: Region
    plan: Plan
    parameters: Parameters
    pupils_draw_year_school_grade: Floats
    pupil_share_draw_year_school: Floats
    wage_draw_year: Floats
    construction_draw_year: Floats
    transport_draw_year: Floats

    @property
    def pupils_draw_year_school(self) -> Floats:
        """Pupils of all grades in municipal schools. (draw, year, school)"""
        pupils: Floats = self.pupils_draw_year_school_grade.sum(axis=3)
        return pupils

    def draws(self, name: str) -> Floats:
        """Return a parameter by draw, ready to multiply (draw, year, school). (draw, 1, 1)"""
        return self.parameters.draws(name)[:, None, None]


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
        transport_draw_year=growth("transport"),
    )
