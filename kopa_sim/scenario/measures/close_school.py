"""Closing a school from a year on."""

from dataclasses import replace
from typing import Literal

from pydantic import Field

from kopa_sim.model.plan import Plan
from kopa_sim.scenario.measures.base import Measure, PlanContext, SchoolCode, Year, years_from


class CloseSchool(Measure):
    """Close a school on 1 August of ``year``; its pupils go to the nearest open school or to ``receiving``."""

    measure: Literal["close_school"]
    school: SchoolCode = Field(description="the school to close")
    year: Year = Field(description="the school closes on 1 August of this year")
    receiving: SchoolCode | Literal["nearest"] = Field(
        default="nearest",
        description="the school that takes the pupils over; nearest sends each pupil to the nearest open school",
    )

    def apply(self, plan: Plan, context: PlanContext) -> Plan:
        """Return the Plan with the school shut from the year on."""
        school, later = context.school(self.school), years_from(plan, self.year)
        open_year_school = plan.open_year_school.copy()
        open_year_school[later, school] = False
        receiving = plan.receiving_year_school.copy()
        receiving[later, school] = -1 if self.receiving == "nearest" else context.school(self.receiving)
        return replace(plan, open_year_school=open_year_school, receiving_year_school=receiving)

    def conflicts(self, plan: Plan, context: PlanContext) -> tuple[str, ...]:
        """Return why the school cannot be closed, or cannot be received where it is said to be."""
        school, later = context.school(self.school), years_from(plan, self.year)
        found = []
        if not plan.open_year_school[later, school].all():
            found.append(
                f"school {self.school!r} is already closed in {self.year} or closes later; a school closes once"
            )
        if not context.region.schools.fills_by_distance[school]:
            found.append(
                f"school {self.school!r} takes a given intake (special or non-municipal)"
                " and is not closed by rules"
            )
        return (*found, *self._receiver_conflicts(plan, context))

    def _receiver_conflicts(self, plan: Plan, context: PlanContext) -> list[str]:
        if self.receiving == "nearest":
            return []
        if self.receiving == self.school:
            return ["a school cannot receive its own pupils"]
        school, receiver = context.school(self.school), context.school(self.receiving)
        schools, later, at = context.region.schools, years_from(plan, self.year), plan.years.index(self.year)
        name = f"receiving school {self.receiving!r}"
        if not plan.open_year_school[later, receiver].all():
            return [f"{name} is closed in {self.year} or later"]
        if not schools.fills_by_distance[receiver]:
            return [f"{name} takes a given intake (special or non-municipal) and receives no catchment"]
        shared = plan.grades_year_school_grade[at, school] & plan.grades_year_school_grade[at, receiver]
        if not shared.any():
            return [f"{name} teaches none of the grades of {self.school!r} in {self.year}"]
        home = schools.municipality[school]
        if not (shared & plan.allowed_year_home_school_grade[at, home, receiver]).any():
            return [
                f"{name} lies beyond a border that is not open in {self.year}; add cooperate before this measure"
            ]
        return []
