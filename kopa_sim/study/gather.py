"""Blocks of draws put together again, in draw order."""

from collections.abc import Callable, Sequence
from dataclasses import fields

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.journeys import Access
from kopa_sim.model.ledger import Costs, Funding, Money
from kopa_sim.study.pipeline import OptionBlock

Floats = NDArray[np.float64]


def _join(blocks: Sequence[OptionBlock], pick: Callable[[OptionBlock], Floats]) -> Floats:
    # A worker's arrays arrive laid out row by row; laying out our own alike keeps later sums equal to the bit.
    return np.concatenate([np.ascontiguousarray(pick(block)) for block in blocks], axis=0)


def _gather_costs(blocks: Sequence[OptionBlock]) -> Costs:
    first = blocks[0].money.costs

    def join(name: str) -> Floats:
        return _join(blocks, lambda block: getattr(block.money.costs, name))

    return Costs(first.years, *(join(field.name) for field in fields(Costs) if field.name != "years"))


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


def gather(blocks: Sequence[OptionBlock]) -> OptionBlock:
    """Return the blocks of one option as one, the draws in order."""
    return OptionBlock(
        pupils_draw_year_school_grade=_join(blocks, lambda block: block.pupils_draw_year_school_grade),
        groups_draw_year_school_band=_join(blocks, lambda block: block.groups_draw_year_school_band),
        special_classes_draw_year_school=_join(blocks, lambda block: block.special_classes_draw_year_school),
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
    )
