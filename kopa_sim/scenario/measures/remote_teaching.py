"""Teaching some subjects over a link to pupils of several schools together."""

from dataclasses import replace
from typing import Final, Literal

from pydantic import Field

from kopa_sim.model.grades import UPPER_SECONDARY, grades_of_span
from kopa_sim.model.plan import Plan, RemoteGroup, stacked_share
from kopa_sim.model.subjects import SHAREABLE
from kopa_sim.scenario.measures.base import (
    GradeSpan,
    Measure,
    MunicipalityCode,
    PlanContext,
    SchoolCode,
    SubjectName,
    Year,
    years_from,
)
from kopa_sim.scenario.measures.members import member_schools

ROUNDING: Final[float] = 1e-9
"""Slack of sums of shares."""


class RemoteTeaching(Measure):
    """Group pupils of ``subjects`` and ``grades`` over a link across schools, from ``year`` on.

    ``lesson_share`` of the lessons is remote; at each receiving school an adult is paid for
    ``site_adult_share`` of them. The Basic Education Act 628/1998 knows contact teaching only: in basic education a
    link is a supplement, so the adult is compulsory and the share bounded (``teaching.largest_remote_share_basic``)
    unless ``if_law_allowed`` says that this is a "what if the law allowed" option. The id of such an option ends in
    ``_if_law_allowed``, so that every table and figure says so.
    """

    measure: Literal["remote_teaching"]
    name: str = Field(default="remote", description="name of the group in tables and report")
    schools: tuple[SchoolCode, ...] = Field(default=(), description="schools that take part")
    municipalities: tuple[MunicipalityCode, ...] = Field(
        default=(),
        description="all schools of these municipalities take part, but special and non-municipal ones",
    )
    subjects: tuple[SubjectName, ...] = Field(description="subjects taught over the link")
    grades: GradeSpan = Field(description="grades taught over the link")
    year: Year = Field(description="school year from whose 1 August it holds")
    lesson_share: float = Field(
        default=0.5, gt=0, le=1, description="share of the subjects' lessons that is remote"
    )
    largest_group: int = Field(default=20, gt=0, description="pupils one remote teacher may have at once")
    site_adult_share: float = Field(
        default=1.0,
        ge=0,
        le=1,
        description="share of the remote lessons for which an adult is paid at each receiving school",
    )
    site_adult: Literal["assistant", "teacher"] = Field(
        default="assistant", description="who the adult beside the pupils is: a teacher is paid by the lesson"
    )
    meetings_a_year: float = Field(
        default=0.0,
        ge=0,
        le=190,
        description="school days a year on which the group meets in person: pupils are driven to the sending school",
    )
    sending_school: SchoolCode | None = Field(
        default=None, description="the school the teacher is in; without it one is chosen"
    )
    if_law_allowed: bool = Field(
        default=False,
        description="asks what would follow if the law allowed more; the option's id then ends in _if_law_allowed",
    )

    def apply(self, plan: Plan, context: PlanContext) -> Plan:
        """Return the Plan with the remote group added."""
        return replace(
            plan,
            remote_groups=(*plan.remote_groups, self._group(plan, context)),
            only_if_law_allowed=plan.only_if_law_allowed or self.if_law_allowed,
        )

    def _group(self, plan: Plan, context: PlanContext) -> RemoteGroup:
        return RemoteGroup(
            name=self.name,
            schools=member_schools(context.region, self.schools, self.municipalities),
            subjects=self.subjects,
            grades=grades_of_span(self.grades),
            years=years_from(plan, self.year),
            lesson_share=self.lesson_share,
            largest_group=self.largest_group,
            site_adult_share=self.site_adult_share,
            sending_school=-1 if self.sending_school is None else context.school(self.sending_school),
            adult_is_teacher=self.site_adult == "teacher",
            meetings_a_year=self.meetings_a_year,
        )

    def conflicts(self, plan: Plan, context: PlanContext) -> tuple[str, ...]:
        """Return what the law or the arithmetic forbids."""
        found = []
        if len(member_schools(context.region, self.schools, self.municipalities)) < 2:
            found.append("a remote group needs at least two schools; name them in schools or municipalities")
        unshared = [subject for subject in self.subjects if subject not in SHAREABLE]
        if unshared:
            found.append(
                f"{', '.join(unshared)} cannot be taught over a link; possible: {', '.join(SHAREABLE)}"
            )
        basic = any(grade < UPPER_SECONDARY for grade in grades_of_span(self.grades))
        if basic and not self.if_law_allowed:
            found += self._above_supplement(plan, context)
            if self.site_adult_share < 1.0:
                found.append(
                    "in basic education an adult must be with the pupils: site_adult_share must be 1, or set"
                    " if_law_allowed = true and end the option's id in _if_law_allowed"
                )
        return tuple(found)

    def _above_supplement(self, plan: Plan, context: PlanContext) -> list[str]:
        """Return what to say where this measure, with those before it, makes more remote than a supplement."""
        largest = context.largest_remote_share_basic
        before = stacked_share(plan.remote_groups, self._group(plan, context))
        share = before + self.lesson_share
        if share <= largest + ROUNDING:
            return []
        with_others = f" with the {before:g} of measures before it" if before else ""
        return [
            f"lesson_share {self.lesson_share:g}{with_others} is {share - largest:g} above {largest:g}: in basic"
            " education remote teaching is a supplement; lower it, or set if_law_allowed = true and end the option's"
            " id in _if_law_allowed to ask what would follow if the law allowed it"
        ]
