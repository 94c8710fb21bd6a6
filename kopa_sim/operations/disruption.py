"""From the simulated years to every year of the Plan."""

from collections.abc import Sequence

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
    kept, cost = _of_simulated_years(outcome)
    return Disruption(
        qualified_kept_share_year_municipality=_over_years(outcome.years, plan, plan.change_years, kept),
        cost_eur_per_lesson_year_municipality=_over_years(outcome.years, plan, plan.change_years, cost),
    )


def interpolate_difference(
    outcome: OperationsOutcome,
    as_is: OperationsOutcome,
    known: Disruption,
    plan: Plan,
    as_is_plan: Plan,
) -> Disruption:
    """Return the same for an option beside as_is: what as_is has in each year, and the interpolated difference.

    The difference is interpolated as above, within each run of years between two changes of either Plan. Both have
    lived through the same years with the same chance, so an option that teaches as as_is does has exactly its
    numbers in every year, and what chance did to a simulated year falls out of the difference (control variates;
    Law 2015, *Simulation Modeling and Analysis*, section 11.4).

    Parameters
    ----------
    outcome, as_is
        Of the option and of as_is, in the same years.
    known
        What the years of as_is mean for all years.

    Raises
    ------
    ValueError
        If the simulated years are not the same.
    """
    if outcome.years != as_is.years:
        raise ValueError(f"years {outcome.years} beside {as_is.years}")
    changes = sorted({*plan.change_years, *as_is_plan.change_years})
    pairs = zip(_of_simulated_years(outcome), _of_simulated_years(as_is), strict=True)
    kept, cost = (_over_years(outcome.years, plan, changes, own - theirs) for own, theirs in pairs)
    return Disruption(
        qualified_kept_share_year_municipality=_moved(
            known.qualified_kept_share_year_municipality, kept, 1.0
        ),
        cost_eur_per_lesson_year_municipality=_moved(
            known.cost_eur_per_lesson_year_municipality, cost, np.inf
        ),
    )


def _moved(known: Floats, difference: Floats, most: float) -> Floats:
    """Return values moved by a difference, within 0 and the most they can be; to the bit as they are for none."""
    moved: Floats = np.where(difference == 0.0, known, np.clip(known + difference, 0.0, most))
    return moved


def _of_simulated_years(outcome: OperationsOutcome) -> tuple[Floats, Floats]:
    """Return the share kept and the cost per lesson, over replications. (year, municipality) each"""
    lessons = outcome.values["lessons_planned"].mean(axis=0)
    cost = outcome.values["disruption_cost_eur"].mean(axis=0)
    kept: Floats = outcome.values["qualified_kept_share"].mean(axis=0)
    per_lesson: Floats = np.divide(cost, lessons, out=np.zeros_like(cost), where=lessons > 0.0)
    return kept, per_lesson


def _over_years(
    simulated_years: Sequence[int],
    plan: Plan,
    change_years: Sequence[int],
    values_year_municipality: Floats,
) -> Floats:
    """Return values of the simulated years over the Plan's years. (year, municipality)"""
    years, simulated = np.array(plan.years), np.array(simulated_years)
    changes = np.array(change_years, dtype=np.intp)
    run_of_year = np.searchsorted(changes, years, side="right")
    run_simulated = np.searchsorted(changes, simulated, side="right")
    result = np.empty((len(years), values_year_municipality.shape[1]))
    for run in np.unique(run_of_year):
        chosen, known = run_of_year == run, run_simulated == run
        if not known.any():
            known = np.ones_like(known)
        for municipality, values in enumerate(values_year_municipality.T):
            result[chosen, municipality] = np.interp(years[chosen], simulated[known], values[known])
    return result
