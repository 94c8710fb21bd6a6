"""The child impact sheet of every school that closes or loses grades: children, ways, groups and services.

The parts are those that planners weigh (UN Convention on the Rights of the Child, article 3; Karvi's evaluation of
network changes 2021–22): children by grade, length and time of the way before and after, its safety, the size of
groups, and the services that leave with the school.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.access.child_impact import measure_moves
from kopa_sim.model.area_access import LONGEST, ChildImpact, ImpactRows
from kopa_sim.model.grades import BASIC_GRADES, GRADES, N_BANDS, N_GRADES, UPPER_SECONDARY
from kopa_sim.model.kitchens import Kitchens
from kopa_sim.network import flow_pupils
from kopa_sim.study.measured_places import danger_known, moving_catchments
from kopa_sim.study.pipeline import BlockFutures
from kopa_sim.study.prepare import Prepared
from kopa_sim.study.result import OptionResult, RunResult

Floats = NDArray[np.float64]

MEANS: Final[dict[str, str]] = {
    "minutes": "mean_min",
    "km": "mean_km",
    "over_5km": "over_5km_share",
    "transported": "transported_share",
    "dangerous": "dangerous_share",
}
"""Sum over the children -> the measure that is its mean."""

LEVEL_GRADES: Final[tuple[slice, ...]] = (slice(0, 7), slice(7, 10), slice(UPPER_SECONDARY, N_GRADES))
LEVEL_BANDS: Final[tuple[slice, ...]] = (slice(0, 3), slice(3, 4), slice(4, N_BANDS))
"""Grades 0–6, 7–9 and upper secondary education, along the axes of grades and of bands."""
BASIC_LEVELS: Final[int] = 2

SHEET_MEASURES: Final[tuple[str, ...]] = (
    "pupils",
    *(f"pupils_grade_{grade}" for grade in GRADES),
    *(f"{when}_{name}" for name in MEANS.values() for when in ("before", "after")),
    *LONGEST,
    "minutes_difference",
    *(f"{when}_{name}" for name in ("group_size", "composite_share") for when in ("before", "after")),
    "special_classes_leave",
    "kitchen_leaves",
)
"""Measures of child_impact.csv."""


def child_impact_of_block(prepared: Prepared, as_is_sample: BlockFutures) -> tuple[ChildImpact | None, ...]:
    """Return what every option means for the children of schools it closes, on one block of draws.

    None for options that close no school and take no grades.
    """
    moving = moving_catchments(prepared)
    if not moving.years:
        return (None,) * len(prepared.options)
    region, sample = prepared.scenario.region, as_is_sample
    flows = flow_pupils(region, moving, sample.pupils, prepared.streams, sample.block)
    pupils = dict(zip(moving.years, flows.pupils_by_year, strict=True))
    years = prepared.as_is.plan.years
    return tuple(
        measure_moves(
            option.moves,
            [pupils[years[int(moves.rows.year[0])]] for moves in option.moves],
            danger_known=danger_known(prepared),
        )
        if option.moves
        else None
        for option in prepared.options
    )


def sheet(result: RunResult, option: OptionResult) -> dict[str, Floats]:
    """Return every measure of an option's child impact sheets. Each (draw, row)

    NaN where a measure has no value: no children in a future, no danger given, services that do not leave with one
    receiving school.
    """
    impact = option.child_impact
    if impact is None:
        return {}
    pupils = impact.pupils
    children = {f"pupils_grade_{grade}": impact.sums(f"pupils_grade_{grade}") for grade in GRADES}
    means = {
        f"{when}_{measure}": _per(impact.sums(f"{when}_{name}"), pupils)
        for name, measure in MEANS.items()
        for when in ("before", "after")
        if name != "dangerous" or impact.danger_known
    }
    longest = {name: impact.longest_draw_row_when[..., place] for place, name in enumerate(LONGEST)}
    difference = {"minutes_difference": means["after_mean_min"] - means["before_mean_min"]}
    groups = _groups(result.as_is, option, impact)
    return (
        {"pupils": pupils}
        | children
        | means
        | longest
        | difference
        | groups
        | _services(result, option, impact.rows)
    )


def group_size(option: OptionResult) -> Floats:
    """Return pupils by group of grades 0–6, of 7–9 and of upper secondary education. (draw, year, school, level)

    A composite group stands at the band of its lowest grade, so that the bands of grades 0–6 are taken together.
    Special classes are among the groups, divided over grades 0–9 as the school's pupils are. NaN without groups.
    """
    pupils = np.stack(
        [option.pupils_draw_year_school_grade[..., level].sum(axis=3) for level in LEVEL_GRADES], axis=3
    )
    groups = np.stack(
        [option.groups_draw_year_school_band[..., level].sum(axis=3) for level in LEVEL_BANDS], axis=3
    )
    basic = pupils[..., :BASIC_LEVELS]
    share = np.nan_to_num(_per(basic, basic.sum(axis=3, keepdims=True)))
    groups[..., :BASIC_LEVELS] += share * option.special_classes_draw_year_school[..., None]
    return _per(pupils, groups)


def composite_share(option: OptionResult) -> Floats:
    """Return the share of pupils of grades 0–9 in groups of several grades. (draw, year, school)"""
    pupils = option.pupils_draw_year_school_grade[..., BASIC_GRADES].sum(axis=3)
    return _per(option.composite_pupils_draw_year_school, pupils)


def _groups(as_is: OptionResult, option: OptionResult, impact: ChildImpact) -> dict[str, Floats]:
    rows = impact.rows
    # the last school stands in for all receiving schools together, whose rows are filled from their own
    before, after = (rows.year, rows.school), (rows.year, rows.receiving)
    measures = {
        "before_group_size": _of_levels(group_size(as_is)[:, *before], impact),
        "after_group_size": _over_receiving(_of_levels(group_size(option)[:, *after], impact), impact),
        "before_composite_share": composite_share(as_is)[:, *before],
        "after_composite_share": _over_receiving(composite_share(option)[:, *after], impact),
    }
    return {name: np.where(impact.pupils > 0, values, np.nan) for name, values in measures.items()}


def _of_levels(value_draw_row_level: Floats, impact: ChildImpact) -> Floats:
    """Return the mean over the children of a value of their level. (draw, row)"""
    children = np.stack(
        [impact.sums_draw_row_sum[..., : len(GRADES)][..., level].sum(axis=2) for level in LEVEL_GRADES],
        axis=2,
    )
    weight = np.where(np.isnan(value_draw_row_level), 0.0, children)
    return _per((weight * np.nan_to_num(value_draw_row_level)).sum(axis=2), weight.sum(axis=2))


def _over_receiving(value_draw_row: Floats, impact: ChildImpact) -> Floats:
    """Return a value of the receiving school, and of all of them the mean over the children. (draw, row)"""
    rows = impact.rows
    each = rows.receiving >= 0
    values = np.where(each, value_draw_row, np.nan)
    for row in np.flatnonzero(~each):
        own = each & (rows.year == rows.year[row]) & (rows.school == rows.school[row])
        weight = np.where(np.isnan(values[:, own]), 0.0, impact.pupils[:, own])
        total = (weight * np.nan_to_num(values[:, own])).sum(axis=1)
        values[:, row] = _per(total, weight.sum(axis=1))
    return values


def _services(result: RunResult, option: OptionResult, rows: ImpactRows) -> dict[str, Floats]:
    """Return services that leave with a school that closes: special classes, and the kitchen where known."""
    draws = len(option.composite_pupils_draw_year_school)
    closes = (rows.receiving < 0) & ~option.plan.open_year_school[rows.year, rows.school]
    special = result.as_is.special_classes_draw_year_school[:, rows.year, rows.school]
    services = {"special_classes_leave": np.where(closes, special, np.nan)}
    kitchens: Kitchens | None = result.scenario.region.kitchens
    if kitchens is not None:
        cooks = np.where(closes, kitchens.cooks[rows.school].astype(np.float64), np.nan)
        services["kitchen_leaves"] = np.broadcast_to(cooks, (draws, len(rows))).copy()
    return services


def _per(above: Floats, below: Floats) -> Floats:
    ratio: Floats = np.where(below > 0, above / np.where(below > 0, below, 1.0), np.nan)
    return ratio
