"""A municipality's own limits for free school transport."""

from dataclasses import replace
from typing import Literal

import numpy as np
from pydantic import Field

from kopa_sim.model.grades import UPPER_SECONDARY, grades_of_span
from kopa_sim.model.plan import Plan
from kopa_sim.scenario.measures.base import (
    GradeSpan,
    Measure,
    MunicipalityCode,
    PlanContext,
    Year,
    years_from,
)


class TransportPolicy(Measure):
    """Grant transport beyond ``limit_km`` to pupils of ``grades``, from ``year`` on.

    The Basic Education Act section 32 sets 5 km; a municipality may be more generous, never less.
    """

    measure: Literal["transport_policy"]
    municipalities: tuple[MunicipalityCode, ...] = Field(
        default=(), description="municipalities that set the limit; empty means all"
    )
    grades: GradeSpan = Field(default="0-9", description="grades the limit is for")
    limit_km: float = Field(
        gt=0, le=5, description="transport is granted to pupils who live farther than this by road, in km"
    )
    year: Year = Field(description="school year from whose 1 August it holds")

    def apply(self, plan: Plan, context: PlanContext) -> Plan:
        """Return the Plan with the local limit."""
        members = [context.municipality(code) for code in self.municipalities] or list(
            range(len(context.region.municipalities))
        )
        limits = plan.transport_limit_km_year_municipality_grade.copy()
        years = np.flatnonzero(years_from(plan, self.year))
        limits[np.ix_(years, np.array(members), np.array(grades_of_span(self.grades)))] = self.limit_km
        return replace(plan, transport_limit_km_year_municipality_grade=limits)

    def conflicts(self, plan: Plan, context: PlanContext) -> tuple[str, ...]:
        """Return why the limit cannot be set."""
        if UPPER_SECONDARY in grades_of_span(self.grades):
            return (
                "upper secondary students are supported by Kela, not by a municipal limit; leave them out",
            )
        return ()
