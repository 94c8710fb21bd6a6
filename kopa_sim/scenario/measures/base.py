"""What a measure is: a validated record with one pure function from Plan to Plan."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from types import SimpleNamespace, UnionType
from typing import Annotated, Any, ClassVar, Literal, Union, get_args, get_origin

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from kopa_sim.model.grades import N_GRADES, UPPER_SECONDARY
from kopa_sim.model.plan import Plan
from kopa_sim.model.region import Region

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Reference:
    """Marks a measure's field as naming something of the scenario, so that it can be checked.

    ``kind`` is school, municipality, subject, year or span (a grade span).
    """

    kind: Literal["school", "municipality", "subject", "year", "span"]


SchoolCode = Annotated[str, Reference("school")]
MunicipalityCode = Annotated[str, Reference("municipality")]
SubjectName = Annotated[str, Reference("subject")]
Year = Annotated[int, Reference("year")]
GradeSpan = Annotated[str, Reference("span")]


@dataclass(frozen=True)
class PlanContext:
    """What measures may look at beside the Plan.

    Attributes
    ----------
    mean_pupils_year_school
        Pupils of grades 0–9 in the mean future under as_is, over the Plan's years; zeros while as_is itself
        is planned. (year, school)
    largest_remote_share_basic
        Share of a subject's lessons that may be remote in basic education under the law in force.
    """

    region: Region
    mean_pupils_year_school: Floats
    largest_remote_share_basic: float = 1.0

    def school(self, code: str) -> int:
        """Return the index of a school by its code."""
        return self.region.schools.codes.index(code)

    def municipality(self, code: str) -> int:
        """Return the index of a municipality by its code."""
        return self.region.municipalities.codes.index(code)


@dataclass(frozen=True)
class Rule:
    """What some fields of a measure must be together, whatever the Plan.

    Attributes
    ----------
    fields
        The fields it looks at; where one of them cannot be read, nobody can tell.
    fault
        Returns what is wrong with them in words, or an empty text.
    """

    fields: tuple[str, ...]
    fault: Callable[[Any], str]


class Measure(BaseModel):
    """One measure of an option, as the planner wrote it.

    ``RULES`` are judged as far as the fields they look at can be read, whatever is wrong with the others.
    """

    RULES: ClassVar[tuple[Rule, ...]] = ()

    model_config = ConfigDict(extra="forbid", frozen=True, strict=False)

    @field_validator("*", mode="before")
    @classmethod
    def refuse_other_kinds(cls, value: Any, info: ValidationInfo) -> Any:
        """Refuse "yes" where true is meant and true where a number is: TOML knows the difference, and so must we."""
        kinds = _kinds(cls.model_fields[str(info.field_name)].annotation)
        if bool in kinds and isinstance(value, str | int) and not isinstance(value, bool):
            raise PydanticCustomError("bool_type", "true or false")
        if isinstance(value, bool) and bool not in kinds:
            if float in kinds:
                raise PydanticCustomError("float_type", "a number")
            if int in kinds:
                raise PydanticCustomError("int_type", "a whole number")
        return value

    def apply(self, plan: Plan, context: PlanContext) -> Plan:
        """Return the Plan with this measure in force."""
        raise NotImplementedError

    @classmethod
    def faults_of(cls, readable: Mapping[str, Any]) -> tuple[str, ...]:
        """Return which rules are broken, given the values of the fields that could be read."""
        told = SimpleNamespace(**readable)
        faults = (rule.fault(told) for rule in cls.RULES if all(field in readable for field in rule.fields))
        return tuple(fault for fault in faults if fault)

    def faults(self) -> tuple[str, ...]:
        """Return which rules are broken."""
        return self.faults_of({field: getattr(self, field) for field in type(self).model_fields})

    def conflicts(self, plan: Plan, context: PlanContext) -> tuple[str, ...]:
        """Return what makes the measure impossible on this Plan, in words; empty when it can be applied."""
        return ()


def _kinds(annotation: Any) -> tuple[Any, ...]:
    """Return the plain kinds of value that a field takes: ``float | None`` → float, None."""
    if get_origin(annotation) is Annotated:
        return _kinds(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        return tuple(kind for part in get_args(annotation) for kind in _kinds(part))
    return (annotation,)


def _order_of_years(measure: Any) -> str:
    if measure.last_year is None or int(measure.last_year) >= int(measure.year):
        return ""
    return f"last_year {measure.last_year} is before year {measure.year}"


ORDER_OF_YEARS = Rule(("year", "last_year"), _order_of_years)
"""A measure does not end before it begins."""


def years_from(plan: Plan, year: int, last_year: int | None = None) -> Bools:
    """Return which of the Plan's years lie from ``year`` to ``last_year`` inclusive. (year,)"""
    years = np.array(plan.years)
    inside: Bools = (years >= year) & (years <= (last_year if last_year is not None else plan.years[-1]))
    return inside


def closed_schools(plan: Plan, context: PlanContext, codes: Iterable[str], year: int) -> tuple[str, ...]:
    """Return a conflict for every named school that is closed in a year."""
    at = plan.years.index(year)
    return tuple(
        f"school {code!r} is closed in {year}"
        for code in codes
        if not plan.open_year_school[at, context.school(code)]
    )


def present_plan(
    option: str,
    title: str,
    region: Region,
    years: tuple[int, ...],
    first_year: int,
    transport_limit_km: Floats,
    not_yet_built: Collection[int] = (),
) -> Plan:
    """Return the Plan of the present network carried forward, before any measure.

    Parameters
    ----------
    transport_limit_km
        Distance beyond which transport is granted, by grade. (grade,)
    not_yet_built
        Schools of the table that only a measure opens: shut until it does.
    """
    schools, n_municipalities = region.schools, len(region.municipalities)
    shape = (len(years), len(schools))
    own = np.arange(n_municipalities)[:, None] == schools.municipality
    allowed = np.broadcast_to(own[:, :, None], (len(years), *own.shape, N_GRADES)).copy()
    allowed[..., UPPER_SECONDARY] = True
    open_year_school = np.ones(shape, dtype=np.bool_)
    open_year_school[:, list(not_yet_built)] = False
    return Plan(
        option=option,
        title=title,
        years=years,
        first_year=first_year,
        open_year_school=open_year_school,
        grades_year_school_grade=np.broadcast_to(schools.grades_school_grade, (*shape, N_GRADES)).copy(),
        places_year_school=np.broadcast_to(schools.places, shape).copy(),
        allowed_year_home_school_grade=allowed,
        transport_limit_km_year_municipality_grade=np.broadcast_to(
            transport_limit_km, (len(years), n_municipalities, N_GRADES)
        ).copy(),
        receiving_year_school=np.full(shape, -1, dtype=np.intp),
    )


def apply_measures(plan: Plan, measures: Iterable[Measure], context: PlanContext) -> Plan:
    """Return the Plan after all measures, in order."""
    for measure in measures:
        plan = measure.apply(plan, context)
    return plan
