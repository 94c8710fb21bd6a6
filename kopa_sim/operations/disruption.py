"""From the simulated years to every year of the Plan."""

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.plan import Plan
from kopa_sim.model.staffing import Disruption, OperationsOutcome

Floats = NDArray[np.float64]


def interpolate_outcome(outcome: OperationsOutcome, plan: Plan) -> Disruption:
    """Return what the simulated school years mean for all years of the Plan and all futures.

    The mean over replications is interpolated linearly between the simulated years and held constant before the
    first and after the last. Cost per lesson is the mean cost over the mean of planned lessons; a municipality
    without lessons has no cost and keeps everything.
    """
    lessons = outcome.values["lessons_planned"].mean(axis=0)
    cost = outcome.values["disruption_cost_eur"].mean(axis=0)
    kept = outcome.values["qualified_kept_share"].mean(axis=0)
    cost_per_lesson = np.divide(cost, lessons, out=np.zeros_like(cost), where=lessons > 0.0)
    return Disruption(
        qualified_kept_share_year_municipality=_over_years(outcome, plan, kept),
        cost_eur_per_lesson_year_municipality=_over_years(outcome, plan, cost_per_lesson),
    )


def _over_years(outcome: OperationsOutcome, plan: Plan, values_year_municipality: Floats) -> Floats:
    """Return values of the simulated years over the Plan's years. (year, municipality)"""
    columns = [
        np.interp(plan.years, outcome.years, values_year_municipality[:, municipality])
        for municipality in range(values_year_municipality.shape[1])
    ]
    return np.stack(columns, axis=1).astype(np.float64)
