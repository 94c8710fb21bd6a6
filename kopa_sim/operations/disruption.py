"""From the simulated years to every year of the Plan."""

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.plan import Plan
from kopa_sim.model.staffing import Disruption, OperationsOutcome

Floats = NDArray[np.float64]


def interpolate_outcome(outcome: OperationsOutcome, plan: Plan) -> Disruption:
    """Return what the simulated school years mean for all years of the Plan and all futures.

    The mean over replications is interpolated linearly between the simulated years, and held constant before the
    first and after the last, within each run of years between two changes of the Plan: a measure acts from its
    own year, not in the years that lead to it. Cost per lesson is the mean cost over the mean of planned lessons; a
    municipality without lessons has no cost and keeps everything.
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
    years, simulated = np.array(plan.years), np.array(outcome.years)
    run_of_year = np.searchsorted(plan.change_years, years, side="right")
    run_simulated = np.searchsorted(plan.change_years, simulated, side="right")
    result = np.empty((len(years), values_year_municipality.shape[1]))
    for run in np.unique(run_of_year):
        chosen, known = run_of_year == run, run_simulated == run
        if not known.any():
            known = np.ones_like(known)
        for municipality, values in enumerate(values_year_municipality.T):
            result[chosen, municipality] = np.interp(years[chosen], simulated[known], values[known])
    return result
