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
    """Grant transport beyond ``limit_km``, or for danger, to pupils of ``grades``, from ``year`` on.

    The Basic Education Act section 32 sets 5 km, and any distance where the way is too dangerous; a municipality may
    be more generous, never less, but it judges which ways are too dangerous for whom.
    """

    measure: Literal["transport_policy"]
    municipalities: tuple[MunicipalityCode, ...] = Field(
        default=(), description="municipalities that set the rules; empty means all"
    )
    grades: GradeSpan = Field(
        default="0-9", description="grades the rules are for; 0 is pre-primary education"
    )
    limit_km: float | None = Field(
        default=None,
        gt=0,
        le=5,
        description="transport is granted to pupils who live farther than this, in km; left out, the limit stays",
    )
    danger: bool | None = Field(
        default=None,
        description="whether a dangerous way grants transport; left out, it does up to `transport.danger_last_grade`",
    )
    year: Year = Field(description="school year from whose 1 August it holds")

    def apply(self, plan: Plan, context: PlanContext) -> Plan:
        """Return the Plan with the local rules."""
        members = [context.municipality(code) for code in self.municipalities] or list(
            range(len(context.region.municipalities))
        )
        limits = plan.transport_limit_km_year_municipality_grade.copy()
        years = np.flatnonzero(years_from(plan, self.year))
        ruled = np.ix_(years, np.array(members), np.array(grades_of_span(self.grades)))
        if self.limit_km is not None:
            limits[ruled] = self.limit_km
        danger = plan.danger_entitles_year_municipality_grade
        if self.danger is not None:
            danger = np.full(limits.shape, -1, dtype=np.intp) if danger is None else danger.copy()
            danger[ruled] = int(self.danger)
        return replace(
            plan,
            transport_limit_km_year_municipality_grade=limits,
            danger_entitles_year_municipality_grade=danger,
        )

    def conflicts(self, plan: Plan, context: PlanContext) -> tuple[str, ...]:
        """Return why the rules cannot be set."""
        found = []
        if UPPER_SECONDARY in grades_of_span(self.grades):
            found.append(
                "upper secondary students are supported by Kela, not by a municipal limit; leave them out"
            )
        if self.limit_km is None and self.danger is None:
            found.append("the measure sets nothing: give limit_km, danger or both")
        return tuple(found)
