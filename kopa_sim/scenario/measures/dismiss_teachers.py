"""Dismissing teachers whose posts are not needed any more."""

from dataclasses import replace
from typing import ClassVar, Literal

from pydantic import Field

from kopa_sim.model.plan import Dismissal, Plan
from kopa_sim.model.subjects import SUBJECTS
from kopa_sim.scenario.measures.base import (
    ORDER_OF_YEARS,
    Measure,
    MunicipalityCode,
    PlanContext,
    Rule,
    SubjectName,
    Year,
    years_from,
)


class DismissTeachers(Measure):
    """Give notice to teachers whose posts have gone, from ``year`` on, instead of paying them until they leave.

    Without it posts end as their holders retire, resign or come to the end of a fixed term. A dismissed post is paid
    for the notice, and a transition cost is added (`teaching.dismissal_cost_months`). The work must have become less
    for good, and no other work be left to offer (Act 304/2003 section 37): lessons of the same family of subjects
    that are paid by the hour go to them first, and who is needed the year after stays. Principals and assistants are
    not dismissed.
    """

    RULES: ClassVar[tuple[Rule, ...]] = (ORDER_OF_YEARS,)

    measure: Literal["dismiss_teachers"]
    municipalities: tuple[MunicipalityCode, ...] = Field(
        default=(), description="employers that dismiss; empty means all"
    )
    subjects: tuple[SubjectName, ...] = Field(
        default=(), description="subjects of the posts; empty means all"
    )
    year: Year = Field(
        description="from 1 August of this school year on, those who are surplus already among them"
    )
    last_year: Year | None = Field(default=None, description="last school year in which notice is given")
    notice_months: float | None = Field(
        default=None,
        ge=0.5,
        le=12,
        description="months of pay from 1 August on; left out, by the ages of the table staff"
        " (`teaching.notice_months_by_service`), without it `teaching.dismissal_notice_months`",
    )

    def apply(self, plan: Plan, context: PlanContext) -> Plan:
        """Return the Plan in which surplus posts end by notice."""
        named = [context.municipality(code) for code in self.municipalities]
        dismissal = Dismissal(
            municipalities=tuple(named or range(len(context.region.municipalities))),
            subjects=self.subjects or SUBJECTS,
            years=years_from(plan, self.year, self.last_year),
            notice_months=float("nan") if self.notice_months is None else self.notice_months,
        )
        return replace(plan, dismissals=(*plan.dismissals, dismissal))

    def conflicts(self, plan: Plan, context: PlanContext) -> tuple[str, ...]:
        """Return why nobody can be dismissed."""
        return self.faults()
