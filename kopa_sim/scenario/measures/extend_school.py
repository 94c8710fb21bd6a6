"""Building more places at a school."""

from dataclasses import replace
from typing import Literal

from pydantic import Field

from kopa_sim.model.plan import PlaceChange, Plan
from kopa_sim.scenario.measures.base import Measure, PlanContext, SchoolCode, Year, years_from


class ExtendSchool(Measure):
    """Add ``places`` to a school from ``year`` on, at ``cost_eur`` or the default price per place."""

    measure: Literal["extend_school"]
    school: SchoolCode = Field(description="the school to extend")
    year: Year = Field(description="the places can be used from 1 August of this year, and are paid then")
    places: int = Field(gt=0, description="pupils that fit in beside the present ones")
    cost_eur: float | None = Field(
        default=None,
        ge=0,
        description="price of the extension in euros; without it the default price for each place",
    )

    def apply(self, plan: Plan, context: PlanContext) -> Plan:
        """Return the Plan with the places added."""
        school = context.school(self.school)
        places = plan.places_year_school.copy()
        places[years_from(plan, self.year), school] += self.places
        cost = float("nan") if self.cost_eur is None else self.cost_eur
        change = PlaceChange(school, self.year, float(self.places), cost)
        return replace(plan, places_year_school=places, built=(*plan.built, change))

    def conflicts(self, plan: Plan, context: PlanContext) -> tuple[str, ...]:
        """Return why the school cannot be extended."""
        school = context.school(self.school)
        if not plan.open_year_school[years_from(plan, self.year), school].any():
            return (f"school {self.school!r} is closed in {self.year} and cannot be extended",)
        return ()
