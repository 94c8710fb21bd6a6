"""Where the difference to "as it is" comes from: a waterfall from zero to the change of the net cost."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray

from kopa_sim.model.ledger import COST_ITEMS
from kopa_sim.report.figures.cost_by_item import yearly_cost_item
from kopa_sim.report.figures.options import marked_title, numbered_title
from kopa_sim.report.figures.style import (
    BLUE,
    GREY,
    INK,
    RED,
    name_rows,
    number_ticks,
    only_vertical_grid,
    titled_figure,
)
from kopa_sim.report.texts import Texts
from kopa_sim.study.result import OptionResult, RunResult

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

_CLEAR = {"boxstyle": "square,pad=0.08", "facecolor": "white", "linewidth": 0}
"""Ground behind a number, so that no line runs through it."""

STEPS = (*COST_ITEMS, "funding")

LEAST_STEP_EUR = 1.0
"""Change of an item a year, euros, below which it is no change: it is left out when that is so in every option."""


def yearly_funding(option: OptionResult) -> float:
    """Return the region's funding a year, mean over costed years and futures, euros."""
    funding = option.money.funding.total_draw_year_municipality[:, option.plan.costed]
    return float(funding.sum(axis=2).mean())


def steps_to_net_cost(result: RunResult, option: OptionResult) -> Floats:
    """Return the change of each cost item against as_is and, last, of funding with its sign turned. (step,)

    They sum to the change of the net cost a year.
    """
    items = yearly_cost_item(option) - yearly_cost_item(result.as_is)
    return np.append(items, yearly_funding(result.as_is) - yearly_funding(option))


def finding(result: RunResult, texts: Texts) -> str:
    """Return in one sentence which option changes the net cost most, and through which item."""
    others = result.options[1:]
    if not others:
        return texts("figures.only_as_is")
    steps = np.array([steps_to_net_cost(result, option) for option in others])
    best = int(steps.sum(axis=1).argmin())
    total = float(steps[best].sum())
    item = int(np.abs(steps[best]).argmax())
    return texts(
        "figures.cost_difference_less" if total < 0 else "figures.cost_difference_more",
        title=marked_title(others[best], texts),
        total=texts.euros(abs(total)),
        item=texts.word(STEPS[item]),
        item_change=texts.euros(float(steps[best, item]), signed=True),
    )


def _draw_waterfall(axes: Axes, steps_eur: Floats, texts: Texts, limits: tuple[float, float]) -> None:
    steps = steps_eur / 1e3
    ends = np.cumsum(steps)
    starts = np.concatenate([[0.0], ends[:-1]])
    rows = np.arange(len(steps) + 1)
    widths = np.append(steps, ends[-1])
    lefts = np.append(starts, 0.0)
    colours = [BLUE if width < 0 else RED for width in widths[:-1]] + [INK]
    axes.barh(rows, widths, left=lefts, color=colours, height=0.7)
    axes.vlines(ends, rows[:-1] - 0.35, rows[:-1] + 1.35, color=GREY, linewidth=0.7)
    room = (limits[1] - limits[0]) * 0.012
    for row, (left, width) in enumerate(zip(lefts, widths, strict=True)):
        edge = max(left, left + width) + room
        weight = "bold" if row == len(steps) else "normal"
        label = texts.number(width, 0, signed=True)
        ink = GREY if label == "0" else INK
        axes.text(
            edge,
            row,
            label,
            va="center",
            fontsize=8,
            fontweight=weight,
            color=ink,
            bbox=_CLEAR,
            zorder=3,
            in_layout=False,
        )
    axes.axvline(0, color=INK, linewidth=0.8)
    axes.set_xlim(*limits)
    axes.set_ylim(len(steps) + 0.5, -0.6)
    axes.xaxis.set_major_locator(MaxNLocator(4))
    number_ticks(axes.xaxis, texts, signed=True)
    only_vertical_grid(axes)


def moving_steps(steps_option_step: Floats) -> Ints:
    """Return the steps that move in some option and always funding."""
    moves = np.abs(steps_option_step).max(axis=0, initial=0.0) >= LEAST_STEP_EUR
    moves[STEPS.index("funding")] = True
    return np.flatnonzero(moves)


def _legend(figure: Figure, texts: Texts) -> None:
    colours = {"lowers_net_cost": BLUE, "raises_net_cost": RED, "change_in_all": INK}
    handles = [Patch(color=colour, label=texts(f"figures.{name}")) for name, colour in colours.items()]
    figure.legend(handles=handles, loc="outside lower center", ncols=3)


def _limits(steps: Floats) -> tuple[float, float]:
    reach = np.concatenate([np.zeros((len(steps), 1)), np.cumsum(steps, axis=1)], axis=1) / 1e3
    low, high = float(reach.min()), float(reach.max())
    span = (high - low) or 1.0
    return low - 0.05 * span, high + 0.24 * span


def draw(result: RunResult, texts: Texts) -> Figure:
    """Draw one waterfall an option, all on one scale, from no change to the change of the net cost."""
    others = result.options[1:]
    columns = min(2, max(len(others), 1))
    rows = max(1, -(-len(others) // columns))
    steps = np.array([steps_to_net_cost(result, option) for option in others]).reshape(-1, len(STEPS))
    kept = moving_steps(steps)
    height = (0.17 * len(kept) + 0.9) * rows + 0.7
    figure = titled_figure(texts("figures.cost_difference"), finding(result, texts), height)
    if not others:
        return figure
    grid = figure.subplots(rows, columns, squeeze=False).ravel()
    labels = [*(texts.word(STEPS[step]) for step in kept), texts("figures.net_cost")]
    for index, axes in enumerate(grid):
        if index >= len(others):
            axes.set_visible(False)
            continue
        _draw_waterfall(axes, steps[index, kept], texts, _limits(steps[:, kept]))
        axes.set_title(numbered_title(result, index + 1, texts, 44))
        name_rows(axes, labels if index % columns == 0 else [])
        if index + columns >= len(others):
            price_year = result.scenario.price_year
            axes.set_xlabel(texts("figures.thousand_euros_a_year", price_year=price_year))
    _legend(figure, texts)
    return figure
