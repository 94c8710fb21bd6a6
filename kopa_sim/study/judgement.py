"""The verdict on each option, from all its draws beside those of "as it is"."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.economy import judge_option
from kopa_sim.model.ledger import Verdict
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.plan import Plan
from kopa_sim.model.staffing import Disruption
from kopa_sim.scenario.defaults import load_defaults
from kopa_sim.study.pipeline import OptionBlock
from kopa_sim.study.prepare import Prepared

Floats = NDArray[np.float64]

MEAN_FUTURE_COST: Final = "gross_cost_pv_mean_future_eur"
"""Measure of verdict.csv that a search for the best network lowers."""

NOT_GIVEN: Final = "not_given_share"
"""Measure of verdict.csv that stands beside a saving: lessons that nobody gives are not saved."""


def resident_pupils(prepared: Prepared, pupils_draw_year_area_grade: Floats) -> Floats:
    """Return pupils and students of all grades by home municipality. (draw, year, municipality)"""
    region = prepared.scenario.region
    by_area = pupils_draw_year_area_grade.sum(axis=3)
    total = np.zeros((*by_area.shape[:2], len(region.municipalities)))
    for area, municipality in enumerate(region.areas.municipality):
        total[:, :, municipality] += by_area[:, :, area]
    return total


def qualified_share(
    plan: Plan, staffing: Mapping[str, Floats], disruption: Disruption | None
) -> Floats | None:
    """Return the share of required lessons given by qualified teachers over the costed years.

    Remote lessons count by who gives them at the other end of the link. None when operations were not simulated, for
    then the share is not known. (draw, municipality + 1), the region last.
    """
    if disruption is None:
        return None
    return _share_of_required(plan, staffing, disruption.qualified_kept_share_year_municipality[plan.costed])


def staffed_share(plan: Plan, staffing: Mapping[str, Floats]) -> Floats:
    """Return the share of required lessons that are planned with qualified teachers, before any absence or vacancy.

    (draw, municipality + 1), the region last.
    """
    return _share_of_required(plan, staffing, np.ones(1))


def _share_of_required(plan: Plan, staffing: Mapping[str, Floats], kept: Floats) -> Floats:
    costed = plan.costed
    by_qualified = staffing["hours_qualified"] + staffing["hours_remote_qualified"]
    planned = by_qualified[:, costed].sum(axis=3)
    given = (planned * kept).sum(axis=1)
    required = staffing["hours_required"][:, costed].sum(axis=(1, 3))
    given = np.concatenate([given, given.sum(axis=1, keepdims=True)], axis=1)
    required = np.concatenate([required, required.sum(axis=1, keepdims=True)], axis=1)
    share: Floats = np.divide(given, required, out=np.ones_like(given), where=required > 0)
    return share


def not_given_share(plan: Plan, staffing: Mapping[str, Floats]) -> Floats:
    """Return the share of the required lessons of the costed years for which no teacher is found.

    (draw, municipality + 1), the region last.
    """
    lessons = [
        staffing[name][:, plan.costed].sum(axis=(1, 3)) for name in ("hours_not_given", "hours_required")
    ]
    missing, required = (np.concatenate([of, of.sum(axis=1, keepdims=True)], axis=1) for of in lessons)
    share: Floats = np.divide(missing, required, out=np.zeros_like(missing), where=required > 0)
    return share


def with_mean_future(verdict: Verdict, cost_municipality: Floats) -> Verdict:
    """Return a verdict that also states the present value of gross cost in the mean future, alike in every draw."""
    draws = len(verdict.values["cheaper_share"])
    stated = np.broadcast_to(cost_municipality, (draws, len(cost_municipality))).copy()
    return replace(verdict, values={**verdict.values, MEAN_FUTURE_COST: stated})


def discount_rates_shown(parameters: Parameters) -> tuple[float, ...]:
    """Return the real discount rates at which present values are stated: 0, the least, the largest and the one used.

    Where the rate is uncertain the one used is its expected value.
    """
    spec = load_defaults()["economy.discount_rate"]
    used = parameters.mean().draws("economy.discount_rate")[0]
    thought_of = (rate for rate in (spec.low, spec.high) if rate is not None)
    return tuple(sorted({0.0, float(used), *thought_of}))


def judge(
    prepared: Prepared,
    plan: Plan,
    option: OptionBlock,
    as_is: OptionBlock,
    disruption: Disruption | None,
    pupils_draw_year_municipality: Floats,
    residents_draw_year_municipality: Floats,
) -> Verdict:
    """Return the verdict on one option, and the lessons it leaves without a teacher."""
    verdict = judge_option(
        prepared.scenario.region,
        plan,
        option.money,
        as_is.money,
        option.access,
        as_is.access,
        pupils_draw_year_municipality,
        residents_draw_year_municipality,
        qualified_share(plan, option.staffing, disruption),
        prepared.parameters,
        discount_rates_shown(prepared.parameters),
    )
    missing = {NOT_GIVEN: not_given_share(plan, option.staffing)}
    return replace(verdict, values=verdict.values | missing)
