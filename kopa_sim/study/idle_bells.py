"""Bells that change nothing, because only routes know when lessons begin."""

from collections.abc import Sequence

import numpy as np

from kopa_sim.model.parameters import Parameters
from kopa_sim.model.plan import Plan
from kopa_sim.study.routes import ROUTES


def idle_bell_notices(plans: Sequence[Plan], parameters: Parameters) -> tuple[str, ...]:
    """Return one sentence for every option that moves bells while school transport follows a rule."""
    if parameters.text("transport.method") == ROUTES:
        return ()
    return tuple(
        f"option {plan.option}: the bells of transport_policy change nothing: transport.method is"
        ' "rule", which does not know when lessons begin; set it to "routes" to share vehicles by bells'
        for plan in plans
        if plan.bell_min_year_school is not None
        and not np.isnan(plan.bell_min_year_school[plan.costed]).all()
    )
