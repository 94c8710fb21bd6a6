"""Two schools that share the grades: the lower ones in one building, the upper ones in the other."""

from dataclasses import replace
from typing import Any, ClassVar, Literal

import numpy as np
from pydantic import Field

from kopa_sim.model.plan import GradePair, Plan
from kopa_sim.scenario.measures.base import (
    Measure,
    PlanContext,
    Rule,
    SchoolCode,
    Year,
    closed_schools,
    years_from,
)


def _alone(measure: Any) -> str:
    return "a school cannot be paired with itself" if measure.lower == measure.upper else ""


class PairGrades(Measure):
    """Teach grades up to ``last_lower_grade`` in ``lower`` and the rest in ``upper``, from ``year`` on.

    Only grades that either school teaches are moved. Pupils follow their grade to the partner school, whatever other
    school is nearer: pupils whose nearest school hands a grade over go where it is handed to.
    """

    RULES: ClassVar[tuple[Rule, ...]] = (Rule(("lower", "upper"), _alone),)

    measure: Literal["pair_grades"]
    lower: SchoolCode = Field(description="the school that teaches the lower grades")
    upper: SchoolCode = Field(description="the school that teaches the grades above")
    last_lower_grade: int = Field(
        ge=0, le=8, description="last grade taught in the lower school; 0 is pre-primary"
    )
    year: Year = Field(description="school year from whose 1 August it holds")

    def apply(self, plan: Plan, context: PlanContext) -> Plan:
        """Return the Plan with the grades of the two schools divided."""
        lower, upper, later = (
            context.school(self.lower),
            context.school(self.upper),
            years_from(plan, self.year),
        )
        grades = plan.grades_year_school_grade.copy()
        either = grades[:, lower] | grades[:, upper]
        below = np.arange(either.shape[1]) <= self.last_lower_grade
        before = plan.grades_year_school_grade[plan.years.index(self.year)]
        pair = GradePair(
            lower,
            upper,
            left_by_lower=tuple(int(grade) for grade in np.flatnonzero(before[lower] & ~below)),
            left_by_upper=tuple(int(grade) for grade in np.flatnonzero(before[upper] & below)),
            years=later,
        )
        grades[later, lower] = (either & below)[later]
        grades[later, upper] = (either & ~below)[later]
        return replace(plan, grades_year_school_grade=grades, grade_pairs=(*plan.grade_pairs, pair))

    def conflicts(self, plan: Plan, context: PlanContext) -> tuple[str, ...]:
        """Return why the two schools cannot be paired."""
        return self.faults() or closed_schools(plan, context, (self.lower, self.upper), self.year)
