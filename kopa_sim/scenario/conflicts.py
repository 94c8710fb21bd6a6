"""Whether the measures of an option can be carried out one after the other."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from kopa_sim.model.grades import N_GRADES
from kopa_sim.model.parameters import ParameterValue
from kopa_sim.model.plan import Plan
from kopa_sim.model.region import Region
from kopa_sim.scenario.findings import Findings
from kopa_sim.scenario.measures import Measure, PlanContext, present_plan, schools_to_open
from kopa_sim.scenario.measures.share_teachers import ShareTeachers
from kopa_sim.scenario.options import WrittenOption
from kopa_sim.scenario.toml_file import TomlFile

IF_LAW_ALLOWED = "_if_law_allowed"
"""How the id of an option ends that is outside the law in force."""

STATUTORY_LIMIT_KM = 5.0
"""Stands in for the distance limits where no parameter gives them: Basic Education Act 628/1998, section 32."""


def refuse_conflicts(
    toml: TomlFile,
    options: Sequence[WrittenOption],
    region: Region,
    years: tuple[int, ...],
    first_year: int,
    values: Mapping[str, ParameterValue],
    findings: Findings,
) -> None:
    """Say which measures cannot act on the Plan that those before them have made.

    A measure that conflicts is left out, and the next is tried on the Plan without it.

    Parameters
    ----------
    values
        Parameters in force, by dotted name; one that is wrong may be missing.
    """
    limit_km = values.get("transport.free_transport_limit_km")
    is_list = isinstance(limit_km, tuple) and len(limit_km) == N_GRADES
    limit = np.array(limit_km) if is_list else np.full(N_GRADES, STATUTORY_LIMIT_KM)
    remote_share = values.get("teaching.largest_remote_share_basic")
    context = PlanContext(
        region,
        np.zeros((len(years), len(region.schools))),
        float(remote_share) if isinstance(remote_share, (int, float)) else 1.0,
    )
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
        found = (*written.measure.conflicts(plan, context), *_pool_twice(plan, written.measure))
        for conflict in found:
            label = f"options.{option.spec.id}.{getattr(written.measure, 'measure', 'measure')}"
            findings.add(toml.place(written.path, label), conflict)
        if not found:
            plan = written.measure.apply(plan, context)
    _refuse_unmarked(toml, option, plan, findings)
    return plan


def _pool_twice(plan: Plan, measure: Measure) -> tuple[str, ...]:
    """Return that the name of a pool is taken: tables tell pools apart by name alone."""
    if isinstance(measure, ShareTeachers) and measure.name in (pool.name for pool in plan.teacher_pools):
        return (
            f"pool {measure.name!r} stands in the option, or in one it extends, already: give it another name",
        )
    return ()


def _refuse_unmarked(toml: TomlFile, option: WrittenOption, plan: Plan, findings: Findings) -> None:
    """Say that the id of an option outside the law in force must tell so, for ids stand in every table."""
    option_id = option.spec.id
    if plan.only_if_law_allowed and not option_id.endswith(IF_LAW_ALLOWED):
        findings.add(
            toml.place((*option.path, "id"), f"options.{option_id}"),
            f"{option_id!r} asks what would follow if the law allowed it (if_law_allowed = true, here or in an option"
            f" it extends): end its id in {IF_LAW_ALLOWED!r}, for example {option_id + IF_LAW_ALLOWED!r}, so that"
            " every table and figure says so",
        )
