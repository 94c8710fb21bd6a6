"""A municipality's own rules for school transport: limits, danger, and when lessons begin."""

import re
from dataclasses import replace
from typing import Annotated, Literal

import numpy as np
from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from kopa_sim.model.grades import UPPER_SECONDARY, grades_of_span
from kopa_sim.model.plan import Plan
from kopa_sim.scenario.measures.base import (
    GradeSpan,
    Measure,
    MunicipalityCode,
    PlanContext,
    SchoolCode,
    Year,
    closed_schools,
    years_from,
)

MINUTES_PER_HOUR = 60
_BELL = re.compile(r"(0?[6-9]|1[01]):[0-5]\d|12:00")


def _checked_bell(text: str) -> str:
    if not _BELL.fullmatch(text):
        raise PydanticCustomError("bell", "a time from 06:00 to 12:00, as in 08:45")
    return text


BellTime = Annotated[str, AfterValidator(_checked_bell)]
"""When lessons begin, HH:MM."""


class TransportPolicy(Measure):
    """Grant transport beyond ``limit_km``, or for danger, to pupils of ``grades``; begin lessons at ``bells``.

    The Basic Education Act section 32 sets 5 km, and any distance where the way is too dangerous; a municipality may
    be more generous, never less, but it judges which ways are too dangerous for whom. Schools that begin at different
    hours can be served by one vehicle after another.
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
    bells: dict[SchoolCode, BellTime] = Field(
        default={},
        description='when lessons begin at schools, as in `{ school_a = "08:15", school_b = "09:00" }`; grades and'
        " municipalities do not matter to it",
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
        bells = plan.bell_min_year_school
        if self.bells:
            bells = np.full(plan.open_year_school.shape, np.nan) if bells is None else bells.copy()
            for code, bell in self.bells.items():
                bells[years, context.school(code)] = _minutes(bell)
        return replace(
            plan,
            bell_min_year_school=bells,
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
        if self.limit_km is None and self.danger is None and not self.bells:
            found.append("the measure sets nothing: give limit_km, danger, bells or several of them")
        return (*found, *closed_schools(plan, context, self.bells, self.year))


def _minutes(bell: str) -> float:
    """Return minutes after midnight of a time HH:MM."""
    hours, minutes = bell.split(":")
    return float(int(hours) * MINUTES_PER_HOUR + int(minutes))
