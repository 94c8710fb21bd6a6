"""Whether the measures of an option can be carried out one after the other."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from kopa_sim.model.grades import N_GRADES
from kopa_sim.model.parameters import ParameterValue
from kopa_sim.model.plan import Plan
from kopa_sim.model.region import Region
from kopa_sim.scenario.findings import Findings
from kopa_sim.scenario.measures import PlanContext, present_plan, schools_to_open
from kopa_sim.scenario.options import WrittenOption
from kopa_sim.scenario.toml_file import TomlFile

STATUTORY_LIMIT_KM = 5.0
"""Stands in for the distance limits where no parameter gives them: Basic Education Act 628/1998, section 32."""


def refuse_conflicts(
    toml: TomlFile,
    options: Sequence[WrittenOption],
    region: Region,
    years: tuple[int, ...],
    first_year: int,
    limit_km: ParameterValue | None,
    findings: Findings,
) -> None:
    """Say which measures cannot act on the Plan that those before them have made.

    A measure that conflicts is left out, and the next is tried on the Plan without it.
    """
    is_list = isinstance(limit_km, tuple) and len(limit_km) == N_GRADES
    limit = np.array(limit_km) if is_list else np.full(N_GRADES, STATUTORY_LIMIT_KM)
    context = PlanContext(region, np.zeros((len(years), len(region.schools))))
    new_schools = schools_to_open(
        context, (written.measure for option in options for written in option.measures if written.sound)
    )
    present = present_plan("", "", region, years, first_year, limit, new_schools)
    by_id = {option.spec.id: option for option in options}
    plans: dict[str, Plan] = {}

    def plan_of(option: WrittenOption, above: tuple[str, ...]) -> Plan:
        spec = option.spec
        if spec.id in plans:
            return plans[spec.id]
        parent = by_id.get(spec.extends or "")
        in_circle = parent is None or parent.spec.id in (*above, spec.id)
        plan = present if in_circle or parent is None else plan_of(parent, (*above, spec.id))
        plans[spec.id] = _carry_out(toml, option, replace(plan, option=spec.id), context, findings)
        return plans[spec.id]

    for option in options:
        plan_of(option, ())


def _carry_out(
    toml: TomlFile, option: WrittenOption, plan: Plan, context: PlanContext, findings: Findings
) -> Plan:
    for written in option.measures:
        if not written.sound:
            continue
        found = written.measure.conflicts(plan, context)
        for conflict in found:
            label = f"options.{option.spec.id}.{getattr(written.measure, 'measure', 'measure')}"
            findings.add(toml.place(written.path, label), conflict)
        if not found:
            plan = written.measure.apply(plan, context)
    return plan
