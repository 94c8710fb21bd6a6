"""Sharing teachers' posts between schools."""

from dataclasses import replace
from typing import Literal

from pydantic import Field

from kopa_sim.model.plan import Plan, TeacherPool
from kopa_sim.model.subjects import SHAREABLE
from kopa_sim.scenario.findings import listed
from kopa_sim.scenario.measures.base import (
    Measure,
    MunicipalityCode,
    PlanContext,
    SchoolCode,
    SubjectName,
    Year,
    years_from,
)
from kopa_sim.scenario.measures.members import member_schools


class ShareTeachers(Measure):
    """Pool the posts of ``subjects`` over schools, named one by one or by municipality.

    What a school would leave to hourly teachers is offered to the pool, which makes posts of it: who drives to which
    school on which day is solved (docs/tours.md). The price is the duty credit for changing site (OVTES section 18),
    kilometres and driving time.
    """

    measure: Literal["share_teachers"]
    name: str = Field(default="pool", description="name of the pool in tables and report")
    schools: tuple[SchoolCode, ...] = Field(default=(), description="schools of the pool")
    municipalities: tuple[MunicipalityCode, ...] = Field(
        default=(),
        description="all schools of these municipalities join the pool, but special and non-municipal ones",
    )
    subjects: tuple[SubjectName, ...] = Field(
        default=SHAREABLE, description="subjects whose posts are shared"
    )
    year: Year = Field(description="school year from whose 1 August it holds")
    longest_leg_km: float = Field(
        default=60.0, gt=0, description="longest drive by road between two schools, the way home included"
    )
    longest_driving_min: float | None = Field(
        default=None,
        gt=0,
        le=480,
        description="longest driving of a teacher on one day; without it there and back over the longest leg",
    )
    home_base: SchoolCode | None = Field(
        default=None,
        description="the school that all teachers of the pool set out from; without it each has a home base of"
        " their own",
    )
    assistants: bool = Field(
        default=False,
        description="assistants too are shared: what each school needs beyond whole tenths of a post, where the"
        " drives cost less than the tenths",
    )

    def apply(self, plan: Plan, context: PlanContext) -> Plan:
        """Return the Plan with the pool added."""
        pool = TeacherPool(
            name=self.name,
            schools=member_schools(context.region, self.schools, self.municipalities),
            subjects=self.subjects,
            years=years_from(plan, self.year),
            longest_leg_km=self.longest_leg_km,
            home_base=-1 if self.home_base is None else context.school(self.home_base),
            longest_driving_min=float("nan")
            if self.longest_driving_min is None
            else self.longest_driving_min,
            shares_assistants=self.assistants,
        )
        return replace(plan, teacher_pools=(*plan.teacher_pools, pool))

    def conflicts(self, plan: Plan, context: PlanContext) -> tuple[str, ...]:
        """Return why the pool cannot work."""
        schools = member_schools(context.region, self.schools, self.municipalities)
        found = []
        if len(schools) < 2:
            found.append("a pool needs at least two schools; name them in schools or municipalities")
        if self.home_base is not None and context.school(self.home_base) not in schools:
            names = listed((context.region.schools.codes[school] for school in schools), 6)
            found.append(f"home base {self.home_base!r} is not a school of the pool; its schools: {names}")
        teaching = [
            school for school in schools if plan.open_year_school[plan.years.index(self.year), school]
        ]
        if len(schools) >= 2 and len(teaching) < 2 and not self.municipalities:
            found.append(f"fewer than two schools of the pool are open in {self.year}")
        if not self.subjects and not self.assistants:
            found.append(f"no subjects are named; shareable are {', '.join(SHAREABLE)}")
        unshared = [subject for subject in self.subjects if subject not in SHAREABLE]
        if unshared:
            found.append(f"{', '.join(unshared)} cannot be shared; shareable are {', '.join(SHAREABLE)}")
        return tuple(found)
