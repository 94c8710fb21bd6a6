"""Is an option sustainable: the measures of the verdict, its tests, and the constraint that binds.

An option passes in a future when the present value of gross cost is at most that of available money, no more pupils
stand over the legal daily ceiling than as it is, and qualified teachers give at least the floor's share of lessons.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kopa_sim.economy.net_cost_path import net_cost_path
from kopa_sim.economy.verdict_access import (
    journey_ceiling_slack,
    keeps_journey_ceiling,
    mean_difference,
    widens_inequality,
)
from kopa_sim.economy.verdict_gaps import sustainability_gaps
from kopa_sim.economy.verdict_money import MoneyMeasures, measure_money, net_cost_per_head, ratio
from kopa_sim.economy.verdict_rates import money_at_rates
from kopa_sim.economy.verdict_words import bind, word_verdicts
from kopa_sim.model.journeys import Access
from kopa_sim.model.ledger import Money, Verdict
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.plan import Plan
from kopa_sim.model.region import Region

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

ROUNDING = 1e-9
"""Relative difference of two sums of money that is rounding, not money."""


def judge_option(
    region: Region,
    plan: Plan,
    money: Money,
    as_is_money: Money,
    access: Access,
    as_is_access: Access,
    pupils_draw_year_municipality: Floats,
    residents_draw_year_municipality: Floats,
    qualified_share_draw_municipality: Floats | None,
    parameters: Parameters,
    discount_rates: Sequence[float] = (),
) -> Verdict:
    """Return the verdict on an option by municipality, with the region last.

    Parameters
    ----------
    pupils_draw_year_municipality, residents_draw_year_municipality
        Pupils and students of all grades, and residents, by home municipality, over the Plan's years.
    qualified_share_draw_municipality
        Share of the required lessons of the costed years that qualified teachers give, the region last; None
        when operations were not simulated, and the test and its measures are then left out. (draw, municipality + 1)
    discount_rates
        Real rates at which present values are stated beside those of the verdict.
    """
    measured = measure_money(plan, money, as_is_money, parameters)
    tests = {
        "money": passes_money(measured),
        "journey_ceiling": keeps_journey_ceiling(access, as_is_access, plan, parameters),
    }
    measured_teaching: dict[str, Floats] = {}
    if qualified_share_draw_municipality is not None:
        tests["qualified_teaching"] = passes_floor(qualified_share_draw_municipality, region, parameters)
        floor = parameters.number("sustainability.qualified_floor_share")
        measured_teaching = {
            "qualified_teaching_share": qualified_share_draw_municipality,
            "qualified_teaching_slack_share": qualified_share_draw_municipality - floor,
        }
    passes = np.logical_and.reduce(list(tests.values()))
    by_head = {
        "pupil": net_cost_per_head(plan, money, pupils_draw_year_municipality),
        "resident": net_cost_per_head(plan, money, residents_draw_year_municipality),
    }
    verdicts, demotions = word_verdicts(passes, plan.only_if_law_allowed, parameters)
    return Verdict(
        values=_money_values(measured, by_head)
        | sustainability_gaps(plan, money, as_is_money, parameters)
        | {"sustainable_share": passes.astype(np.float64)}
        | measured_teaching
        | _access_values(access, as_is_access, plan, parameters),
        verdicts=verdicts,
        binding_constraints=bind(tests, verdicts, demotions),
        path=net_cost_path(
            plan, money, as_is_money, pupils_draw_year_municipality, residents_draw_year_municipality
        ),
        discount_rates=tuple(discount_rates),
        at_rates=money_at_rates(plan, money, as_is_money, discount_rates) if discount_rates else {},
    )


def passes_money(measured: MoneyMeasures) -> Bools:
    """Return whether gross cost is at most available money, in present value. (draw, municipality + 1)"""
    slack = ROUNDING * np.abs(measured.gross)
    passes: Bools = measured.gross - measured.available <= slack
    return passes


def passes_floor(qualified_share_draw_municipality: Floats, region: Region, parameters: Parameters) -> Bools:
    """Return whether qualified teachers give at least the floor's share; a row without lessons passes.

    Raises
    ------
    ValueError
        If the region's own share is missing from the last row.
    """
    if qualified_share_draw_municipality.shape[1] != len(region.municipalities) + 1:
        raise ValueError("the shares must be by municipality with the region last: (draw, municipality + 1)")
    below: Bools = qualified_share_draw_municipality < parameters.number(
        "sustainability.qualified_floor_share"
    )
    return np.logical_not(below)


def _money_values(measured: MoneyMeasures, net_cost_per: dict[str, Floats]) -> dict[str, Floats]:
    reached = ~np.isnan(measured.payback_year)
    return {
        "net_cost_pv_difference_eur": measured.net_difference,
        "net_cost_per_pupil_eur": net_cost_per["pupil"],
        "net_cost_per_resident_eur": net_cost_per["resident"],
        "tax_points_difference": ratio(measured.net_difference, measured.tax_point),
        "sustainability_gap_tax_points": ratio(measured.gross - measured.available, measured.tax_point),
        "money_slack_tax_points": ratio(measured.available - measured.gross, measured.tax_point),
        "payback_year": measured.payback_year,
        "payback_reached_share": reached.astype(np.float64),
        "cheaper_share": (measured.net_difference < 0).astype(np.float64),
    }


def _access_values(
    access: Access, as_is_access: Access, plan: Plan, parameters: Parameters
) -> dict[str, Floats]:
    differences = {
        f"{measure}_difference": mean_difference(access, as_is_access, measure, plan)
        for measure in ("mean_min", "theil_between", "theil_within")
    }
    widens = widens_inequality(
        differences["theil_between_difference"], differences["theil_within_difference"], parameters
    )
    return {
        **differences,
        "widens_inequality_share": widens.astype(np.float64),
        "journey_ceiling_slack_pupils": journey_ceiling_slack(access, as_is_access, plan, parameters),
    }
