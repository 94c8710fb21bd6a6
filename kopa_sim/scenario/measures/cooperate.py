"""Cooperation between municipalities."""

from dataclasses import replace
from typing import Any, ClassVar, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from kopa_sim.model.grades import grades_of_span
from kopa_sim.model.plan import Agreement, Plan
from kopa_sim.scenario.measures.base import (
    ORDER_OF_YEARS,
    GradeSpan,
    Measure,
    MunicipalityCode,
    PlanContext,
    Rule,
    SchoolCode,
    Year,
    years_from,
)

Ints = NDArray[np.intp]

Kind = Literal[
    "open_borders",
    "joint_school",
    "host_municipality",
    "joint_authority",
    "shared_administration",
    "shared_transport",
    "purchase",
]


def _too_few(measure: Any) -> str:
    return "" if len(set(measure.members)) >= 2 else "cooperation takes at least two different municipalities"


def _not_two_parties(measure: Any) -> str:
    wrong = measure.kind == "purchase" and len(measure.members) != 2
    return "purchase has two members: the buyer, then the seller" if wrong else ""


def _nothing_joint(measure: Any) -> str:
    wrong = measure.kind == "joint_school" and not measure.schools
    return "joint_school needs the schools whose cost is shared, in schools" if wrong else ""


class Cooperate(Measure):
    """Let municipalities arrange education together, from ``year`` on.

    Which pupils of ``grades`` may cross a border depends on the kind. ``open_borders``: every member's to every
    member's schools. ``joint_school``: every member's to the schools named. ``host_municipality`` and
    ``joint_authority``: to the schools named, or to all members' schools when none are named. ``purchase``: the
    first member's to the second's schools; they go where the seller's school is the nearest they may attend, so a
    buyer who wants them taught there closes its own school or changes its grades. ``shared_administration`` and
    ``shared_transport`` move no pupils.
    """

    RULES: ClassVar[tuple[Rule, ...]] = (
        Rule(("members",), _too_few),
        Rule(("kind", "members"), _not_two_parties),
        Rule(("kind", "schools"), _nothing_joint),
        ORDER_OF_YEARS,
    )

    measure: Literal["cooperate"]
    name: str = Field(default="cooperation", description="name of the agreement in tables and report")
    kind: Kind = Field(description="what the municipalities agree on")
    members: tuple[MunicipalityCode, ...] = Field(description="municipalities that agree")
    year: Year = Field(description="school year from whose 1 August it holds")
    last_year: Year | None = Field(
        default=None, description="last school year of the agreement; without it the agreement stays"
    )
    grades: GradeSpan = Field(default="0-9", description="grades whose pupils may cross a border")
    schools: tuple[SchoolCode, ...] = Field(
        default=(), description="schools they may attend, where the kind asks for schools"
    )
    price_per_pupil_eur: float | None = Field(
        default=None,
        ge=0,
        description="what a pupil's home municipality pays a year, in euros; without it by the default rule",
    )
    bill_sharing: Literal["by_pupils", "by_residents", "equal"] = Field(
        default="by_pupils", description="how the members divide the bill"
    )

    def apply(self, plan: Plan, context: PlanContext) -> Plan:
        """Return the Plan with the borders that the agreement opens and the agreement itself."""
        members = tuple(context.municipality(code) for code in self.members)
        years = years_from(plan, self.year, self.last_year)
        allowed = plan.allowed_year_home_school_grade.copy()
        grades = np.array(grades_of_span(self.grades))
        for home, schools in self._opened(context, members):
            allowed[np.ix_(years, np.array([home]), schools, grades)] = True
        agreement = Agreement(
            name=self.name,
            kind=self.kind,
            members=members,
            years=years,
            price_per_pupil_eur=float("nan")
            if self.price_per_pupil_eur is None
            else self.price_per_pupil_eur,
            bill_sharing=self.bill_sharing,
            schools=tuple(context.school(code) for code in self.schools),
        )
        return replace(plan, allowed_year_home_school_grade=allowed, agreements=(*plan.agreements, agreement))

    def _opened(self, context: PlanContext, members: tuple[int, ...]) -> list[tuple[int, Ints]]:
        """Return which schools the agreement opens to the pupils of which municipality."""
        stands_in = context.region.schools.municipality
        if self.kind in ("shared_administration", "shared_transport"):
            return []
        if self.kind == "purchase":
            return [(members[0], np.flatnonzero(stands_in == members[1]))]
        named = np.array([context.school(code) for code in self.schools], dtype=np.intp)
        everywhere = np.flatnonzero(np.isin(stands_in, members))
        schools = everywhere if self.kind == "open_borders" or not len(named) else named
        return [(home, schools) for home in members]

    def conflicts(self, plan: Plan, context: PlanContext) -> tuple[str, ...]:
        """Return why the agreement cannot be made."""
        found = list(self.faults())
        outside = [
            code
            for code in self.schools
            if context.region.schools.municipality[context.school(code)]
            not in [context.municipality(member) for member in self.members]
        ]
        if outside:
            found.append(f"{', '.join(outside)}: not a school of a member")
        return tuple(found)
