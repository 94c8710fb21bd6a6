"""Municipalities whose substitute teachers help each other out."""

from dataclasses import replace
from typing import Any, ClassVar, Literal

import numpy as np
from pydantic import Field

from kopa_sim.model.plan import Plan, SubstitutePool
from kopa_sim.scenario.measures.base import (
    ORDER_OF_YEARS,
    Measure,
    MunicipalityCode,
    PlanContext,
    Rule,
    Year,
    years_from,
)


def _too_few(measure: Any) -> str:
    return "" if len(set(measure.members)) >= 2 else "sharing substitutes takes at least two municipalities"


class ShareSubstitutes(Measure):
    """Let municipalities send each other their free substitutes from ``year`` on.

    A school calls its own municipality's substitutes first. When none is free, the members' substitutes who were not
    needed at home that morning are asked, the nearest first, then the region's. Nobody is hired or dismissed by this:
    how many substitutes there are is ``operations.local_substitutes_per_100_posts``. It shows where school years are
    simulated (``--replications`` above 0).
    """

    RULES: ClassVar[tuple[Rule, ...]] = (Rule(("members",), _too_few), ORDER_OF_YEARS)

    measure: Literal["share_substitutes"]
    name: str = Field(default="substitutes", description="name of the pool in messages")
    members: tuple[MunicipalityCode, ...] = Field(
        description="municipalities that send each other substitutes"
    )
    year: Year = Field(description="school year from whose 1 August it holds")
    last_year: Year | None = Field(
        default=None, description="last school year in which they do; without it they always will"
    )
    longest_km: float = Field(
        default=60.0,
        gt=0,
        le=300,
        description="longest drive one way of a substitute to another member's school",
    )

    def apply(self, plan: Plan, context: PlanContext) -> Plan:
        """Return the Plan with the pool."""
        members = tuple(context.municipality(code) for code in self.members)
        pool = SubstitutePool(
            self.name, members, self.longest_km, years_from(plan, self.year, self.last_year)
        )
        return replace(plan, substitute_pools=(*plan.substitute_pools, pool))

    def conflicts(self, plan: Plan, context: PlanContext) -> tuple[str, ...]:
        """Return why the municipalities cannot share substitutes."""
        found = list(self.faults())
        years = years_from(plan, self.year, self.last_year)
        taken = sorted(
            code
            for code in set(self.members)
            for pool in plan.substitute_pools
            if context.municipality(code) in pool.members and np.any(pool.years & years)
        )
        if taken:
            found.append(
                f"{', '.join(taken)}: shares substitutes by another measure in the same years already"
            )
        return tuple(found)
