"""What each option costs the municipalities a year, by item."""

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from kopa_sim.model.ledger import COST_ITEMS, GROSS_PAYERS, PAYERS
from kopa_sim.report.figures.options import marked_title, options_down, row_height_in
from kopa_sim.report.figures.style import (
    INK,
    ITEM_COLOURS,
    ink_on,
    number_ticks,
    only_vertical_grid,
    titled_figure,
)
from kopa_sim.report.texts import Texts
from kopa_sim.study.result import OptionResult, RunResult

Floats = NDArray[np.float64]

WRITTEN_FROM = 0.045
"""Share of the longest bar from which an item's amount is written in it."""


def yearly_cost_item(option: OptionResult) -> Floats:
    """Return the region's gross cost a year by item, mean over costed years and futures, euros. (item,)"""
    paid = option.money.costs.municipal_draw_year_municipality_payer_item[:, option.plan.costed]
    payers = [PAYERS.index(payer) for payer in GROSS_PAYERS]
    cost: Floats = paid.mean(axis=(0, 1))[:, payers].sum(axis=(0, 1))
    return cost


def finding(result: RunResult, texts: Texts) -> str:
    """Return in one sentence what the present network costs and what the cheapest and dearest options do."""
    totals = [float(yearly_cost_item(option).sum()) for option in result.options]
    low, high = int(np.argmin(totals)), int(np.argmax(totals))
    teaching = yearly_cost_item(result.as_is)[COST_ITEMS.index("teaching")] / totals[0]
    return texts(
        "figures.cost_by_item_finding",
        as_is=texts.euros(totals[0]),
        teaching=texts.percent(float(teaching)),
        cheapest=marked_title(result.options[low], texts),
        cheapest_cost=texts.euros(totals[low]),
        dearest=marked_title(result.options[high], texts),
        dearest_cost=texts.euros(totals[high]),
    )


def draw(result: RunResult, texts: Texts) -> Figure:
    """Draw one bar an option, made of its cost items."""
    costs = np.array([yearly_cost_item(option) for option in result.options]) / 1e6
    figure = titled_figure(
        texts("figures.cost_by_item"),
        finding(result, texts),
        row_height_in(result, texts) * len(result.options) + 1.35,
    )
    axes = figure.subplots()
    rows = np.arange(len(costs))
    right, left = np.zeros(len(costs)), np.zeros(len(costs))
    for item, colour in enumerate(ITEM_COLOURS):
        value = costs[:, item]
        start = np.where(value >= 0, right, left)
        label = texts.word(COST_ITEMS[item])
        axes.barh(rows, value, left=start, color=colour, height=0.66, label=label, ec="white", lw=0.4)
        for row in rows[value >= WRITTEN_FROM * costs.sum(axis=1).max()]:
            middle = start[row] + value[row] / 2
            amount = texts.number(value[row], 1)
            axes.text(
                middle,
                row,
                amount,
                ha="center",
                va="center",
                fontsize=8,
                color=ink_on(colour),
                in_layout=False,
            )
        right += np.maximum(value, 0)
        left += np.minimum(value, 0)
    for row, total in enumerate(costs.sum(axis=1)):
        axes.text(right[row] * 1.01, row, texts.number(total, 1), va="center", fontsize=9, fontweight="bold")
    axes.set_xlim(left.min() * 1.05, right.max() * 1.1)
    axes.axvline(0, color=INK, linewidth=0.8)
    options_down(axes, result, texts)
    only_vertical_grid(axes)
    axes.set_xlabel(texts("figures.million_euros_a_year", price_year=result.scenario.price_year))
    number_ticks(axes.xaxis, texts)
    figure.legend(loc="outside lower center", ncols=4)
    return figure
