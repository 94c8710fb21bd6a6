"""Whether the calendar of the simulated year has as many weeks as those that the yearly stages cost."""

from collections.abc import Sequence

from kopa_sim.model.parameters import Parameters
from kopa_sim.operations.assumptions import read_assumptions
from kopa_sim.operations.school_calendar import DAYS_A_WEEK, school_calendar


def calendar_notices(parameters: Parameters, years: Sequence[int]) -> tuple[str, ...]:
    """Return a sentence when ``teaching.school_weeks`` and the weeks left by holidays and breaks differ.

    Kilometres and lessons a year are costed over the former; the simulated year lives through the latter.

    Parameters
    ----------
    parameters
        Of one future.
    years
        School years of the Plan.
    """
    assumptions = read_assumptions(parameters, 0)
    costed = parameters.number("teaching.school_weeks")
    differing = {year: school_calendar(year, assumptions).weeks for year in years}
    differing = {year: weeks for year, weeks in differing.items() if abs(weeks - costed) > 1e-9}
    if not differing:
        return ()
    year, weeks = next(iter(differing.items()))
    return (
        f"the calendar of [operations] (first_week, last_week, breaks) leaves {weeks} teaching weeks in {year},"
        f" {weeks * DAYS_A_WEEK} days, but teaching.school_weeks is {costed:g}: the simulated year has other lessons"
        " and kilometres than the costs; make the two agree",
    )
