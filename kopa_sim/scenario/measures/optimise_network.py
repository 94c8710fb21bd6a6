"""Leaving to a solver which schools stay, and in which year the others close."""

from typing import Any, ClassVar, Literal

from pydantic import Field

from kopa_sim.model.plan import Plan
from kopa_sim.scenario.measures.base import (
    Measure,
    MunicipalityCode,
    PlanContext,
    Rule,
    SchoolCode,
    Year,
)


def _both(measure: Any) -> str:
    both = [code for code in measure.keep if code in measure.close]
    return f"{', '.join(both)}: a school cannot both stay and close" if both else ""


class OptimiseNetwork(Measure):
    """Let a solver choose, within stated limits, which schools stay in which year, at least cost in the mean future.

    The choice is made once before the run, for the mean future, on the network that the measures before this one
    leave; the measures chosen then stand in its place. Those after it see them. Until then it changes nothing.
    """

    RULES: ClassVar[tuple[Rule, ...]] = (Rule(("keep", "close"), _both),)

    measure: Literal["optimise_network"]
    max_minutes: float | None = Field(
        default=None,
        gt=0,
        description="no pupil of grades 0–9 travels longer one way than this, or than before where that is longer",
    )
    smallest_school_pupils: float = Field(
        default=0.0,
        ge=0,
        description="no open school that could close may have fewer pupils of grades 0–9 than this",
    )
    keep: tuple[SchoolCode, ...] = Field(default=(), description="schools that stay open")
    close: tuple[SchoolCode, ...] = Field(
        default=(), description="schools that close, in the year that the solver chooses"
    )
    municipalities: tuple[MunicipalityCode, ...] = Field(
        default=(), description="only schools of these municipalities may change; empty means all"
    )
    earliest_year: Year | None = Field(
        default=None, description="first school year from whose 1 August any school may close"
    )
    earliest_year_of_school: dict[SchoolCode, Year] = Field(
        default={},
        description="the same for single schools, where it is later, as in { takakyla = 2030 }",
    )
    most_closings_a_year: int | None = Field(
        default=None, ge=0, description="most schools that close in one year in all municipalities together"
    )
    most_closings_each: int | None = Field(
        default=None, ge=0, description="most schools that close in one year in each municipality"
    )
    receiving_stays: int = Field(
        default=0,
        ge=0,
        description="a school that receives pupils of a closed one does not close within so many years",
    )
    spare_places: float = Field(
        default=0.0,
        ge=0,
        lt=1,
        description="share of every school's places that stays free when pupils of closed schools come",
    )
    pairing: bool = Field(
        default=False,
        description="whether two schools may divide their grades between them",
    )
    extending: bool = Field(
        default=False, description="whether buildings may be extended by the places that a network needs"
    )
    opening: bool = Field(
        default=False, description="whether schools may open that some option of the scenario opens"
    )
    open_borders: bool = Field(default=False, description="whether pupils may cross municipal borders")
    upper_secondary: bool = Field(
        default=False,
        description="whether schools that teach upper secondary education may close; if not, only those in close",
    )

    def apply(self, plan: Plan, context: PlanContext) -> Plan:
        """Return the Plan as it is: what the solver chooses takes the measure's place before Plans are made."""
        return plan

    def conflicts(self, plan: Plan, context: PlanContext) -> tuple[str, ...]:
        """Return why nothing can be chosen."""
        found = []
        if plan.option == "as_is":
            found.append(
                "as_is carries the present network forward: put optimise_network into an option of its own"
            )
        return (*found, *self.faults())
