"""One principal for several schools."""

from dataclasses import replace
from typing import Any, ClassVar, Literal

from pydantic import Field

from kopa_sim.model.plan import Plan, PrincipalPool
from kopa_sim.scenario.measures.base import (
    Measure,
    PlanContext,
    Rule,
    SchoolCode,
    Year,
    closed_schools,
    years_from,
)


def _too_few(measure: Any) -> str:
    return "" if len(set(measure.schools)) >= 2 else "sharing a principal takes at least two schools"


class SharePrincipal(Measure):
    """Put schools under one principal from ``year`` on."""

    RULES: ClassVar[tuple[Rule, ...]] = (Rule(("schools",), _too_few),)

    measure: Literal["share_principal"]
    schools: tuple[SchoolCode, ...] = Field(description="schools that have one principal together")
    year: Year = Field(description="school year from whose 1 August it holds")

    def apply(self, plan: Plan, context: PlanContext) -> Plan:
        """Return the Plan with the principal shared."""
        schools = tuple(context.school(code) for code in self.schools)
        pool = PrincipalPool(schools, years_from(plan, self.year))
        return replace(plan, principal_pools=(*plan.principal_pools, pool))

    def conflicts(self, plan: Plan, context: PlanContext) -> tuple[str, ...]:
        """Return why the schools cannot share a principal."""
        return self.faults() or closed_schools(plan, context, self.schools, self.year)
