"""Blocks of draws put together again, in draw order."""

from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.area_access import AreaAccess, ChildImpact
from kopa_sim.model.journeys import Access
from kopa_sim.model.ledger import Costs, Funding, JointBill, Money
from kopa_sim.study.pipeline import OptionBlock

Floats = NDArray[np.float64]

APART: Final[tuple[str, ...]] = ("years", "joint_bills")
"""Fields of Costs that are no arrays over draws."""


def _join(blocks: Sequence[OptionBlock], pick: Callable[[OptionBlock], Floats]) -> Floats:
    # A worker's arrays arrive laid out row by row; laying out our own alike keeps later sums equal to the bit.
    return np.concatenate([np.ascontiguousarray(pick(block)) for block in blocks], axis=0)


def _gather_costs(blocks: Sequence[OptionBlock]) -> Costs:
    first = blocks[0].money.costs

    def join(name: str) -> Floats:
        return _join(blocks, lambda block: getattr(block.money.costs, name))

    arrays = {field.name: join(field.name) for field in fields(Costs) if field.name not in APART}
    return Costs(years=first.years, joint_bills=_gather_bills(blocks), **arrays)


def _gather_bills(blocks: Sequence[OptionBlock]) -> tuple[JointBill, ...]:
    bills = zip(*(block.money.costs.joint_bills for block in blocks), strict=True)
    return tuple(_join_bill(parts) for parts in bills)


def _join_bill(parts: Sequence[JointBill]) -> JointBill:
    return replace(
        parts[0],
        cost_draw_year_municipality=np.concatenate([part.cost_draw_year_municipality for part in parts]),
        share_rule_draw_year_municipality=np.concatenate(
            [part.share_rule_draw_year_municipality for part in parts], axis=1
        ),
    )


def _gather_money(blocks: Sequence[OptionBlock]) -> Money:
    funding = Funding(
        blocks[0].money.funding.years,
        _join(blocks, lambda block: block.money.funding.funding_draw_year_municipality_item),
    )
    tax_base = _join(blocks, lambda block: block.money.tax_base_draw_year_municipality)
    return Money(_gather_costs(blocks), funding, tax_base)


def _gather_access(blocks: Sequence[OptionBlock]) -> Access:
    first = blocks[0].access
    return Access(
        years=first.years,
        values={
            measure: _join(blocks, lambda block, measure=measure: block.access.values[measure])  # type: ignore[misc]
            for measure in first.values
        },
        over_ceiling_draw_year_municipality=_join(
            blocks, lambda block: block.access.over_ceiling_draw_year_municipality
        ),
        minutes_bin_edges=first.minutes_bin_edges,
        pupils_draw_bin=_join(blocks, lambda block: block.access.pupils_draw_bin),
    )


def _gather_area_access(blocks: Sequence[OptionBlock]) -> AreaAccess | None:
    parts = [block.area_access for block in blocks if block.area_access is not None]
    if len(parts) < len(blocks):
        return None
    gini = [part.gini_draw_year_group for part in parts if part.gini_draw_year_group is not None]
    return replace(
        parts[0],
        sums_draw_year_area_sum=np.concatenate([part.sums_draw_year_area_sum for part in parts]),
        places_per_pupil_draw_year_area=np.concatenate(
            [part.places_per_pupil_draw_year_area for part in parts]
        ),
        pupils_draw_year_municipality_bin={
            name: np.concatenate([part.pupils_draw_year_municipality_bin[name] for part in parts])
            for name in parts[0].pupils_draw_year_municipality_bin
        },
        gini_draw_year_group=np.concatenate(gini) if gini else None,
    )


def gather_child_impact(blocks: Sequence[ChildImpact | None]) -> ChildImpact | None:
    """Return the child impact of one option over all draws; None where it closes nothing."""
    parts = [block for block in blocks if block is not None]
    if not parts:
        return None
    return replace(
        parts[0],
        sums_draw_row_sum=np.concatenate([part.sums_draw_row_sum for part in parts]),
        longest_draw_row_when=np.concatenate([part.longest_draw_row_when for part in parts]),
    )


def gather(blocks: Sequence[OptionBlock]) -> OptionBlock:
    """Return the blocks of one option as one, the draws in order."""
    return OptionBlock(
        pupils_draw_year_school_grade=_join(blocks, lambda block: block.pupils_draw_year_school_grade),
        groups_draw_year_school_band=_join(blocks, lambda block: block.groups_draw_year_school_band),
        special_classes_draw_year_school=_join(blocks, lambda block: block.special_classes_draw_year_school),
        composite_pupils_draw_year_school=_join(
            blocks, lambda block: block.composite_pupils_draw_year_school
        ),
        flows_draw_year_flow=_join(blocks, lambda block: block.flows_draw_year_flow),
        staffing={
            name: _join(blocks, lambda block, name=name: block.staffing[name])  # type: ignore[misc]
            for name in blocks[0].staffing
        },
        school_staffing={
            name: _join(blocks, lambda block, name=name: block.school_staffing[name])  # type: ignore[misc]
            for name in blocks[0].school_staffing
        },
        money=_gather_money(blocks),
        budget_draw_year_municipality_item=_join(
            blocks, lambda block: block.budget_draw_year_municipality_item
        ),
        access=_gather_access(blocks),
        area_access=_gather_area_access(blocks),
    )
