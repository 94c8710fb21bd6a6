"""Changing which grades a school teaches."""

from dataclasses import replace
from typing import Literal

import numpy as np
from pydantic import Field

from kopa_sim.model.grades import N_GRADES, grades_of_span
from kopa_sim.model.plan import Plan
from kopa_sim.scenario.measures.base import (
    GradeSpan,
    Measure,
    PlanContext,
    SchoolCode,
    Year,
    closed_schools,
    years_from,
)


class ChangeGrades(Measure):
    """Let a school teach the grades of a span from ``year`` on, and no others."""

    measure: Literal["change_grades"]
    school: SchoolCode = Field(description="the school whose grades change")
    year: Year = Field(description="school year from whose 1 August it holds")
    grades: GradeSpan = Field(description="grades that the school teaches from then on, and no others")

    def apply(self, plan: Plan, context: PlanContext) -> Plan:
        """Return the Plan with the school's new grades."""
        offered = np.zeros(N_GRADES, dtype=np.bool_)
        offered[list(grades_of_span(self.grades))] = True
        grades = plan.grades_year_school_grade.copy()
        grades[years_from(plan, self.year), context.school(self.school)] = offered
        return replace(plan, grades_year_school_grade=grades)

    def conflicts(self, plan: Plan, context: PlanContext) -> tuple[str, ...]:
        """Return why the grades cannot be changed."""
        return closed_schools(plan, context, (self.school,), self.year)
