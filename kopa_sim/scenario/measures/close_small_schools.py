"""Closing every school below a stated size, decided once from the projected pupils."""

from dataclasses import replace
from typing import Literal

import numpy as np
from pydantic import Field

from kopa_sim.model.grades import BASIC_GRADES
from kopa_sim.model.plan import Plan
from kopa_sim.scenario.measures.base import (
    Measure,
    MunicipalityCode,
    PlanContext,
    SchoolCode,
    Year,
    years_from,
)


class CloseSmallSchools(Measure):
    """Close, on 1 August of ``year``, every school with fewer pupils than ``pupils_below`` that year.

    The count is that of the mean future under "as it is", so the list of schools is the same in every future,
    as a council would decide it. The last open school of a municipality for any grade and language stays, and so
    do the schools named in ``keep`` and those with a given intake.
    """

    measure: Literal["close_small_schools"]
    pupils_below: int = Field(gt=0, description="schools with fewer pupils of grades 0–9 than this close")
    year: Year = Field(description="they close on 1 August of this year, by the pupils projected for it")
    municipalities: tuple[MunicipalityCode, ...] = Field(
        default=(), description="only schools of these municipalities close; empty means all"
    )
    keep: tuple[SchoolCode, ...] = Field(default=(), description="schools that stay open whatever their size")

    def chosen(self, plan: Plan, context: PlanContext) -> tuple[int, ...]:
        """Return the schools that the rule closes, smallest first."""
        schools, at = context.region.schools, plan.years.index(self.year)
        pupils = context.mean_pupils_year_school[at]
        members = {context.municipality(code) for code in self.municipalities}
        keep = {context.school(code) for code in self.keep}
        remaining = plan.teaches_year_school_grade[at].copy()
        remaining[~schools.fills_by_distance] = False
        language = np.array(schools.languages)
        closed: list[int] = []
        for school in np.argsort(pupils, kind="stable"):
            municipality = schools.municipality[school]
            teaches = remaining[school, BASIC_GRADES]
            if pupils[school] >= self.pupils_below or not teaches.any() or int(school) in keep:
                continue
            if members and int(municipality) not in members:
                continue
            alike = (schools.municipality == municipality) & (language == language[school])
            others = remaining[alike][:, BASIC_GRADES].sum(axis=0)
            if (others[teaches] > 1).all():
                remaining[school] = False
                closed.append(int(school))
        return tuple(closed)

    def apply(self, plan: Plan, context: PlanContext) -> Plan:
        """Return the Plan with the small schools shut from the year on."""
        if not context.mean_pupils_year_school.any():
            return plan
        later = years_from(plan, self.year)
        open_year_school = plan.open_year_school.copy()
        open_year_school[np.ix_(later, np.array(self.chosen(plan, context), dtype=np.intp))] = False
        return replace(plan, open_year_school=open_year_school)

    def conflicts(self, plan: Plan, context: PlanContext) -> tuple[str, ...]:
        """Return why the rule cannot act."""
        if plan.option == "as_is":
            return (
                "as_is carries the present network forward: put close_small_schools into an option of its own",
            )
        return ()
