"""Opening a school that stands in the table but does not teach before a year."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Literal

from pydantic import Field

from kopa_sim.model.plan import PlaceChange, Plan
from kopa_sim.scenario.measures.base import Measure, PlanContext, SchoolCode, Year, years_from


class OpenSchool(Measure):
    """Open a school on 1 August of ``year``.

    A school that any option opens is not part of the present network: it stands in the table, shut and without
    cost, until an option opens it. The building is paid in ``year``: ``cost_eur`` if given, else the default price
    of a new building for its floor area.
    """

    measure: Literal["open_school"]
    school: SchoolCode = Field(description="the school to open; it stands in the schools table")
    year: Year = Field(description="the school opens on 1 August of this year, and is paid then")
    cost_eur: float | None = Field(
        default=None,
        ge=0,
        description="price of the building in euros; without it the default price for its floor area",
    )

    def apply(self, plan: Plan, context: PlanContext) -> Plan:
        """Return the Plan with the school open from the year on."""
        school, later = context.school(self.school), years_from(plan, self.year)
        open_year_school = plan.open_year_school.copy()
        open_year_school[later, school] = True
        cost = float("nan") if self.cost_eur is None else self.cost_eur
        change = PlaceChange(school, self.year, float(context.region.schools.places[school]), cost)
        return replace(plan, open_year_school=open_year_school, built=(*plan.built, change))

    def conflicts(self, plan: Plan, context: PlanContext) -> tuple[str, ...]:
        """Return why the school cannot be opened."""
        if plan.open_year_school[years_from(plan, self.year), context.school(self.school)].any():
            return (f"school {self.school!r} is already open in {self.year} or later",)
        return ()


def schools_to_open(context: PlanContext, measures: Iterable[Measure]) -> frozenset[int]:
    """Return the schools that any of the measures opens: they are not part of the present network."""
    return frozenset(
        context.school(measure.school) for measure in measures if isinstance(measure, OpenSchool)
    )
