"""Cooperation between municipalities."""

from dataclasses import replace
from typing import Literal

import numpy as np
from pydantic import Field

from kopa_sim.model.grades import grades_of_span
from kopa_sim.model.plan import Agreement, Plan
from kopa_sim.scenario.measures.base import (
    GradeSpan,
    Measure,
    MunicipalityCode,
    PlanContext,
    SchoolCode,
    Year,
    years_from,
)

Kind = Literal[
    "open_borders",
    "joint_school",
    "host_municipality",
    "joint_authority",
    "shared_administration",
    "shared_transport",
    "purchase",
]


class Cooperate(Measure):
    """Let municipalities arrange education together, from ``year`` on.

    Which pupils may cross a border depends on the kind: with ``open_borders``, ``host_municipality``,
    ``joint_authority`` and ``joint_school`` every member's pupils may attend every member's schools (for
    ``joint_school`` only the named ones are shared in cost); with ``purchase`` the first member's pupils of
    ``grades`` may attend the second's. ``shared_administration`` and ``shared_transport`` move no pupils.
    """

    measure: Literal["cooperate"]
    name: str = "cooperation"
    kind: Kind
    members: tuple[MunicipalityCode, ...]
    year: Year
    last_year: Year | None = None
    grades: GradeSpan = "0-9"
    schools: tuple[SchoolCode, ...] = ()
    price_per_pupil_eur: float | None = Field(default=None, ge=0)
    bill_sharing: Literal["by_pupils", "by_residents", "equal"] = "by_pupils"

    def apply(self, plan: Plan, context: PlanContext) -> Plan:
        """Return the Plan with the borders that the agreement opens and the agreement itself."""
        members = tuple(context.municipality(code) for code in self.members)
        years = years_from(plan, self.year, self.last_year)
        allowed = plan.allowed_year_home_host_grade.copy()
        grades = np.array(grades_of_span(self.grades))
        if self.kind == "purchase":
            pairs = [(members[0], members[1])]
        elif self.kind in ("shared_administration", "shared_transport"):
            pairs = []
        else:
            pairs = [(home, host) for home in members for host in members]
        for home, host in pairs:
            allowed[np.ix_(years, np.array([home]), np.array([host]), grades)] = True
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
        return replace(plan, allowed_year_home_host_grade=allowed, agreements=(*plan.agreements, agreement))

    def conflicts(self, plan: Plan, context: PlanContext) -> tuple[str, ...]:
        """Return why the agreement cannot be made."""
        found = []
        if len(set(self.members)) < 2:
            found.append("cooperation takes at least two different municipalities")
        if self.kind == "purchase" and len(self.members) != 2:
            found.append("purchase has two members: the buyer, then the seller")
        if self.kind == "joint_school" and not self.schools:
            found.append("joint_school needs the schools whose cost is shared, in schools")
        if self.last_year is not None and self.last_year < self.year:
            found.append(f"last_year {self.last_year} is before year {self.year}")
        return tuple(found)
