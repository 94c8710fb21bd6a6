"""Closing a school from a year on."""

from dataclasses import replace
from typing import Literal

from kopa_sim.model.plan import Plan
from kopa_sim.scenario.measures.base import Measure, PlanContext, SchoolCode, Year, years_from


class CloseSchool(Measure):
    """Close a school on 1 August of ``year``; its pupils go to the nearest open school or to ``receiving``."""

    measure: Literal["close_school"]
    school: SchoolCode
    year: Year
    receiving: SchoolCode | Literal["nearest"] = "nearest"

    def apply(self, plan: Plan, context: PlanContext) -> Plan:
        """Return the Plan with the school shut from the year on."""
        school, later = context.school(self.school), years_from(plan, self.year)
        open_year_school = plan.open_year_school.copy()
        open_year_school[later, school] = False
        receiving = plan.receiving_year_school.copy()
        receiving[later, school] = -1 if self.receiving == "nearest" else context.school(self.receiving)
        return replace(plan, open_year_school=open_year_school, receiving_year_school=receiving)

    def conflicts(self, plan: Plan, context: PlanContext) -> tuple[str, ...]:
        """Return why the school cannot be closed."""
        school = context.school(self.school)
        later = years_from(plan, self.year)
        found = []
        if not plan.open_year_school[later, school].any():
            found.append(f"school {self.school!r} is already closed in {self.year}")
        if not context.region.schools.fills_by_distance[school]:
            found.append(
                f"school {self.school!r} takes a given intake (special or non-municipal) and is not closed by rules"
            )
        if self.receiving == self.school:
            found.append("a school cannot receive its own pupils")
        elif self.receiving != "nearest":
            receiver = context.school(self.receiving)
            if not plan.open_year_school[later, receiver].all():
                found.append(f"receiving school {self.receiving!r} is closed in {self.year} or later")
        return tuple(found)
