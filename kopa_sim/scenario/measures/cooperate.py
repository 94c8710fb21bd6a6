"""Cooperation between municipalities."""

from dataclasses import replace
from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from kopa_sim.model.grades import grades_of_span
from kopa_sim.model.plan import Agreement, Exit, Plan, PrincipalPool
from kopa_sim.model.subjects import SHAREABLE
from kopa_sim.scenario.measures.base import (
    GradeSpan,
    Measure,
    MunicipalityCode,
    PlanContext,
    Rule,
    SchoolCode,
    SubjectName,
    Year,
    closed_schools,
    years_from,
)
from kopa_sim.scenario.measures.cooperate_rules import (
    COOPERATION_RULES,
    POOL_FIELDS,
    bill_sharing_of,
    price_rule_of,
)
from kopa_sim.scenario.measures.share_teachers import ShareTeachers

Ints = NDArray[np.intp]

Kind = Literal[
    "open_borders",
    "joint_school",
    "host_municipality",
    "joint_authority",
    "shared_administration",
    "shared_transport",
    "purchase",
    "teacher_pool",
    "satellite",
]

PriceRule = Literal["statutory", "per_pupil", "cost_shares", "fixed_fee"]
BillSharing = Literal["by_pupils", "by_residents", "by_use", "by_tax_base", "equal"]
Indexation = Literal["funding_index", "wages", "none"]


class Cooperate(Measure):
    """Let municipalities arrange education together, from ``year`` on (docs/cooperation.md).

    Which pupils of ``grades`` may cross a border depends on the kind. ``open_borders``: every member's to every
    member's schools. ``joint_school``: every member's to the schools named. ``host_municipality`` and
    ``joint_authority``: to the schools named, or to all members' schools when none are named. ``purchase``: the
    first member's to the second's schools, or those named; they go where the seller's school is the nearest they may
    attend, so a buyer who wants them taught there closes its own school or changes its grades. ``satellite``: every
    member's to the mother school and its sites, which have one principal and which the mother school's municipality
    runs. ``shared_administration``, ``shared_transport`` and ``teacher_pool`` move no pupils; the last pools posts as
    ``share_teachers`` does.
    """

    RULES: ClassVar[tuple[Rule, ...]] = COOPERATION_RULES

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
        default=(),
        description="schools they may attend, where the kind asks for schools; the sites of a satellite; the schools"
        " of a teacher pool, without them all of the members'",
    )
    mother_school: SchoolCode | None = Field(
        default=None, description="for satellite: the school whose sites the schools are"
    )
    host: MunicipalityCode | None = Field(
        default=None,
        description="member that runs what is common and receives yearly fees; without it the owner of the first"
        " named school or else the first member",
    )
    price_rule: PriceRule | None = Field(
        default=None,
        description="how members settle: by the statute (home-municipality compensation), a price per pupil, shares"
        " of the real cost, or a fixed fee a year; without it by the usual rule of the kind",
    )
    price_per_pupil_eur: float | None = Field(
        default=None,
        ge=0,
        description="what a pupil's home municipality pays a year, in euros of the price year (per_pupil)",
    )
    yearly_fee_eur: float | None = Field(
        default=None,
        ge=0,
        description="what the other members pay the host together a year, in euros of the price year (fixed_fee)",
    )
    indexation: Indexation = Field(
        default="funding_index",
        description="what agreed euros follow: the State's index, wages, or nothing, so that they lose to inflation",
    )
    bill_sharing: BillSharing | None = Field(
        default=None,
        description="how the members divide the bill; without it by_pupils, transport and teacher pools by_use",
    )
    notice_years: int | None = Field(
        default=None, ge=0, le=20, description="years of notice, which last_year must leave room for"
    )
    exit_fee_eur: float | None = Field(
        default=None,
        ge=0,
        description="what the leaving member pays the others in the year after last_year, in euros",
    )
    exit_fee_years: float | None = Field(
        default=None,
        ge=0,
        le=20,
        description="the same as so many times what it owed the others in last_year",
    )
    exit_payer: MunicipalityCode | None = Field(default=None, description="the member that leaves and pays")
    subjects: tuple[SubjectName, ...] | None = Field(
        default=None,
        description="for teacher_pool: subjects whose posts are shared; without it all shareable",
    )
    longest_leg_km: float | None = Field(
        default=None, gt=0, description="for teacher_pool: longest drive between two schools; without it 60"
    )
    longest_driving_min: float | None = Field(
        default=None, gt=0, le=480, description="for teacher_pool: longest driving of a teacher on one day"
    )
    home_base: SchoolCode | None = Field(
        default=None, description="for teacher_pool: the school that all its teachers set out from"
    )

    def apply(self, plan: Plan, context: PlanContext) -> Plan:
        """Return the Plan with the borders that the agreement opens, what it shares, and the agreement itself."""
        members = tuple(context.municipality(code) for code in self.members)
        years = years_from(plan, self.year, self.last_year)
        allowed = plan.allowed_year_home_school_grade.copy()
        grades = np.array(grades_of_span(self.grades))
        for home, schools in self._opened(context, members):
            allowed[np.ix_(years, np.array([home]), schools, grades)] = True
        agreement = self._agreement(plan, context)
        opened = replace(
            plan, allowed_year_home_school_grade=allowed, agreements=(*plan.agreements, agreement)
        )
        return self._with_shared_staff(opened, context)

    def _agreement(self, plan: Plan, context: PlanContext) -> Agreement:
        nothing = float("nan")
        return Agreement(
            name=self.name,
            kind=self.kind,
            members=tuple(context.municipality(code) for code in self.members),
            years=years_from(plan, self.year, self.last_year),
            price_per_pupil_eur=nothing if self.price_per_pupil_eur is None else self.price_per_pupil_eur,
            bill_sharing=bill_sharing_of(self),
            schools=tuple(context.school(code) for code in self.schools),
            price_rule=price_rule_of(self),
            yearly_fee_eur=nothing if self.yearly_fee_eur is None else self.yearly_fee_eur,
            indexation=self.indexation,
            host=-1 if self.host is None else context.municipality(self.host),
            mother_school=-1 if self.mother_school is None else context.school(self.mother_school),
            exit=self._exit(context),
        )

    def _exit(self, context: PlanContext) -> Exit | None:
        if self.exit_payer is None:
            return None
        return Exit(
            payer=context.municipality(self.exit_payer),
            fee_eur=float("nan") if self.exit_fee_eur is None else self.exit_fee_eur,
            fee_years=self.exit_fee_years or 0.0,
            notice_years=self.notice_years or 0,
        )

    def _with_shared_staff(self, plan: Plan, context: PlanContext) -> Plan:
        """Return the Plan with the pool of teachers, or the principal of a school and its satellites."""
        years = years_from(plan, self.year, self.last_year)
        if self.kind == "teacher_pool":
            pooled = self._pool().apply(plan, context)
            pool = replace(pooled.teacher_pools[-1], years=years)
            return replace(plan, teacher_pools=(*plan.teacher_pools, pool))
        if self.kind == "satellite" and self.mother_school is not None:
            schools = tuple(context.school(code) for code in (self.mother_school, *self.schools))
            return replace(plan, principal_pools=(*plan.principal_pools, PrincipalPool(schools, years)))
        return plan

    def _pool(self) -> ShareTeachers:
        """Return the measure that pools the posts of a teacher pool."""
        said = {name: getattr(self, name) for name in POOL_FIELDS if getattr(self, name) is not None}
        where = {"schools": self.schools} if self.schools else {"municipalities": self.members}
        return ShareTeachers.model_validate(
            {"measure": "share_teachers", "name": self.name, "year": self.year, "subjects": SHAREABLE}
            | where
            | said
        )

    def _opened(self, context: PlanContext, members: tuple[int, ...]) -> list[tuple[int, Ints]]:
        """Return which schools the agreement opens to the pupils of which municipality."""
        stands_in = context.region.schools.municipality
        if self.kind in ("shared_administration", "shared_transport", "teacher_pool"):
            return []
        named = np.array([context.school(code) for code in self.schools], dtype=np.intp)
        if self.kind == "purchase":
            return [(members[0], named if len(named) else np.flatnonzero(stands_in == members[1]))]
        if self.kind == "satellite" and self.mother_school is not None:
            named = np.append(named, context.school(self.mother_school))
        everywhere = np.flatnonzero(np.isin(stands_in, members))
        schools = everywhere if self.kind == "open_borders" or not len(named) else named
        return [(home, schools) for home in members]

    def conflicts(self, plan: Plan, context: PlanContext) -> tuple[str, ...]:
        """Return why the agreement cannot be made."""
        found = list(self.faults())
        stands_in = context.region.schools.municipality
        named = (*self.schools, *([] if self.mother_school is None else [self.mother_school]))
        members = [context.municipality(member) for member in self.members]
        outside = [code for code in named if stands_in[context.school(code)] not in members]
        if outside:
            found.append(f"{', '.join(outside)}: not a school of a member")
        if self.kind == "purchase" and len(members) == 2:
            own = [code for code in self.schools if stands_in[context.school(code)] == members[0]]
            found += [f"{', '.join(own)}: a school of the buyer, who has nothing to buy there"] if own else []
        if self.kind == "satellite" and self.mother_school is not None:
            found += self._unfit_sites(plan, context)
        if self.kind == "teacher_pool" and not found:
            taken = self.name in (pool.name for pool in plan.teacher_pools)
            found += (
                [f"pool {self.name!r} stands in the option already: give it another name"] if taken else []
            )
            found += self._pool().conflicts(plan, context)
        return tuple(found)

    def _unfit_sites(self, plan: Plan, context: PlanContext) -> list[str]:
        """Return which sites cannot be satellites of the mother school."""
        stands_in, mother = context.region.schools.municipality, str(self.mother_school)
        at_home = [
            code
            for code in self.schools
            if stands_in[context.school(code)] == stands_in[context.school(mother)]
        ]
        found = list(closed_schools(plan, context, (mother, *self.schools), self.year))
        if at_home:
            found.append(
                f"{', '.join(at_home)}: in the mother school's own municipality; share_principal joins schools there"
            )
        return found
