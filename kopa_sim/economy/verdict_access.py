"""The access side of the verdict: minutes and inequality beside as_is, and the legal daily ceiling."""

import numpy as np
from numpy.typing import NDArray

from kopa_sim.economy.verdict_money import with_region
from kopa_sim.model.journeys import Access
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.plan import Plan

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

ALL_BASIC = -1
"""Place of grades 0–9 together along the band axis of Access."""


def mean_over_years(access: Access, measure: str, plan: Plan) -> Floats:
    """Return the mean of a measure over the costed years in which it has a value. (draw, municipality + 1)

    NaN where it has none.
    """
    values = access.values[measure][:, plan.costed, :, ALL_BASIC]
    known = ~np.isnan(values)
    count = known.sum(axis=1)
    total = np.where(known, values, 0.0).sum(axis=1)
    mean: Floats = np.where(count > 0, total / np.maximum(count, 1), np.nan)
    return mean


def mean_difference(access: Access, as_is: Access, measure: str, plan: Plan) -> Floats:
    """Return how much a measure is above that of as_is. (draw, municipality + 1)"""
    return mean_over_years(access, measure, plan) - mean_over_years(as_is, measure, plan)


def widens_inequality(between: Floats, within: Floats, parameters: Parameters) -> Bools:
    """Return where inequality between or within municipalities is above as_is by more than the tolerance."""
    tolerance = parameters.number("sustainability.inequality_tolerance_theil")
    widens: Bools = (between > tolerance) | (within > tolerance)
    return widens


def keeps_journey_ceiling(access: Access, as_is: Access, plan: Plan, parameters: Parameters) -> Bools:
    """Return whether in no costed year more pupils stand over the daily ceiling than as it is.

    Counted in the same future; those over it are lodged and costed in either case. (draw, municipality + 1)
    """
    keeps: Bools = journey_ceiling_slack(access, as_is, plan, parameters) >= 0.0
    return keeps


def journey_ceiling_slack(access: Access, as_is: Access, plan: Plan, parameters: Parameters) -> Floats:
    """Return how many more pupils could stand over the daily ceiling in the costed year that is nearest to failing.

    The tolerance less the most pupils by which the option is above as_is; negative where the test fails.
    (draw, municipality + 1)
    """
    tolerance = parameters.number("sustainability.ceiling_tolerance_pupils")
    over = with_region(access.over_ceiling_draw_year_municipality[:, plan.costed])
    over_as_is = with_region(as_is.over_ceiling_draw_year_municipality[:, plan.costed])
    slack: Floats = tolerance - (over - over_as_is).max(axis=1)
    return slack
