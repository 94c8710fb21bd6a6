"""What makes a price by school and intake an approximation; then nothing is proved, and the note says why."""

import numpy as np

from kopa_sim.network.assignment_rules import AssignmentRules
from kopa_sim.study.optimise.sentences import Listed, Sentence
from kopa_sim.study.optimise.simulated import Simulator


def why_not_separable(simulator: Simulator) -> tuple[str, ...]:
    """Return what of the base option ties the costs or the catchments of schools together, in one sentence."""
    plan, mean = simulator.base.plan, simulator.mean
    rules, costed = AssignmentRules.of(mean), plan.costed
    allowed, grades = (
        plan.allowed_year_home_school_grade[costed],
        plan.grades_year_school_grade[costed],
    )
    found = {
        Sentence("why_choice", "families choose their school"): rules.free_choice,
        Sentence("why_whole_areas", "areas are not divided"): rules.whole_areas,
        Sentence("why_shared", "teachers, principals or lessons are shared between schools"): bool(
            plan.teacher_pools or plan.principal_pools or plan.remote_groups
        ),
        Sentence("why_grades", "schools are paired or hand over grades"): bool(plan.grade_pairs)
        or bool((grades != grades[0]).any()),
        Sentence("why_borders", "borders change during the costed years"): bool(
            (allowed != allowed[0]).any()
        ),
        Sentence("why_receiver", "closed schools have a named receiver"): bool(
            (plan.receiving_year_school >= 0).any()
        ),
        Sentence("why_open", "schools open during the costed years"): bool(
            (np.diff(plan.open_year_school.astype(int), axis=0) > 0).any()
        ),
        Sentence("why_dismissed", "surplus teachers are dismissed"): bool(plan.dismissals),
        Sentence(
            "why_staff", "the table staff says who is on the books"
        ): simulator.prepared.scenario.region.staff is not None,
        Sentence("why_families", "families answer to closed schools"): bool(
            (mean.draws("demography.closure_response_share") > 0).any()
        ),
    }
    reasons = tuple(why for why, holds in found.items() if holds)
    return (
        (
            Sentence(
                "note_tied",
                "nothing can be proved by a bound, because {why}: the search then prices plans one by one with the"
                " simulator",
                why=Listed(reasons, separator="; "),
            ),
        )
        if reasons
        else ()
    )
