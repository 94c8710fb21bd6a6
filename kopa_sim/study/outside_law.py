"""How far a "what if the law allowed" option is outside the law in force."""

from collections.abc import Sequence

import numpy as np

from kopa_sim.model.grades import BASIC_GRADES, N_GRADES, span_of_grades
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.plan import Plan, RemoteGroup, stacked_share

ROUNDING = 1e-9
"""Slack of sums of shares."""


def outside_law_notices(plans: Sequence[Plan], parameters: Parameters) -> tuple[str, ...]:
    """Return one sentence for every remote group of basic education that the law in force does not know."""
    largest = parameters.number("teaching.largest_remote_share_basic")
    return tuple(
        f"option {plan.option}: remote teaching {group.name!r} is outside the law in force: {excess}. The option"
        " shows what would follow if the law allowed it"
        for plan in plans
        if plan.only_if_law_allowed
        for number, group in enumerate(plan.remote_groups)
        if (excess := _excess(group, stacked_share(plan.remote_groups[:number], group), largest))
    )


def _excess(group: RemoteGroup, share_before: float, largest_share: float) -> str:
    """Return in words what of a group exceeds the law in force; empty where nothing does.

    Parameters
    ----------
    share_before
        What groups before this one take of the same lessons.
    """
    basic = np.zeros(N_GRADES, dtype=np.bool_)
    basic[list(group.grades)] = True
    basic[BASIC_GRADES.stop :] = False
    if not basic.any():
        return ""
    found = []
    share = share_before + group.lesson_share
    if share > largest_share + ROUNDING:
        found.append(
            f"{share:g} of the lessons of grades {span_of_grades(basic)} are remote, a supplement is at"
            f" most {largest_share:g}"
        )
    if group.site_adult_share < 1.0:
        found.append(
            f"an adult is beside the pupils for {group.site_adult_share:g} of the remote lessons, basic education"
            " needs one for all"
        )
    return "; ".join(found)
