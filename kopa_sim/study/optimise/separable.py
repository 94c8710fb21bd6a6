"""What makes a price by school and intake an approximation; then nothing is proved, and the note says why."""

import numpy as np

from kopa_sim.network.assignment_rules import AssignmentRules
from kopa_sim.study.optimise.simulated import Simulator


def why_not_separable(simulator: Simulator) -> tuple[str, ...]:
    """Return what of the base option ties the costs or the catchments of schools together, one sentence each."""
    plan, mean = simulator.base.plan, simulator.mean
    rules, costed = AssignmentRules.of(mean), plan.costed
    allowed, grades = (
        plan.allowed_year_home_school_grade[costed],
        plan.grades_year_school_grade[costed],
    )
    found = {
        "families choose their school": rules.free_choice,
        "areas are not divided": rules.whole_areas,
        "teachers, principals or lessons are shared between schools": bool(
            plan.teacher_pools or plan.principal_pools or plan.remote_groups
        ),
        "schools are paired or hand over grades": bool(plan.grade_pairs) or bool((grades != grades[0]).any()),
        "borders change during the costed years": bool((allowed != allowed[0]).any()),
        "closed schools have a named receiver": bool((plan.receiving_year_school >= 0).any()),
        "schools open during the costed years": bool(
            (np.diff(plan.open_year_school.astype(int), axis=0) > 0).any()
        ),
        "families answer to closed schools": bool(
            (mean.draws("demography.closure_response_share") > 0).any()
        ),
    }
    return tuple(
        f"{why}: the search counts schools one by one, so nothing is proved, and the price is the simulator's own"
        for why, holds in found.items()
        if holds
    )
