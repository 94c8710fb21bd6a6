"""Opening a school that stands in the table but does not teach before a year."""

from dataclasses import replace
from typing import Literal

from pydantic import Field

from kopa_sim.model.plan import PlaceChange, Plan
from kopa_sim.scenario.measures.base import Measure, PlanContext, SchoolCode, Year, years_from


class OpenSchool(Measure):
    """Open a school on 1 August of ``year``; before it the school is shut in this option.

    The building is paid in ``year``: ``cost_eur`` if given, else the default price of a new building for its
    floor area.
    """

    measure: Literal["open_school"]
    school: SchoolCode
    year: Year
    cost_eur: float | None = Field(default=None, ge=0)

    def apply(self, plan: Plan, context: PlanContext) -> Plan:
        """Return the Plan with the school shut before the year and open from it on."""
        school, later = context.school(self.school), years_from(plan, self.year)
        open_year_school = plan.open_year_school.copy()
        open_year_school[:, school] = later
        cost = float("nan") if self.cost_eur is None else self.cost_eur
        change = PlaceChange(school, self.year, float(context.region.schools.places[school]), cost)
        return replace(plan, open_year_school=open_year_school, built=(*plan.built, change))
