"""Money against the way to school: every option as a point between what it saves and what it lengthens."""

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from kopa_sim.report.figures.options import option_title
from kopa_sim.report.figures.style import GREY, OPTION_COLOURS, PALE, number_ticks, titled_figure
from kopa_sim.report.texts import Texts
from kopa_sim.study.result import OptionResult, RunResult

Floats = NDArray[np.float64]


def point(option: OptionResult, measure: str, scale: float = 1.0) -> Floats:
    """Return the 5 %, 50 % and 95 % quantile of a regional measure of the verdict over the futures. (3,)"""
    values = option.verdict.values[measure][:, -1] * scale
    known = values[~np.isnan(values)]
    if not len(known):
        return np.zeros(3)
    quantiles: Floats = np.quantile(known, [0.05, 0.5, 0.95])
    return quantiles


def finding(result: RunResult, texts: Texts) -> str:
    """Return in one sentence how many options save money and how many of them without a longer way."""
    others = result.options[1:]
    cheaper = [o for o in others if point(o, "net_cost_pv_difference_eur")[1] < 0]
    near = [o for o in cheaper if point(o, "mean_min_difference")[1] < 1.0]
    return texts(
        "figures.cost_access_finding", options=len(others), cheaper=len(cheaper), near=len(near), minutes=1
    )


def draw(result: RunResult, texts: Texts) -> Figure:
    """Draw the options as points with the middle 90 % of the futures as arms."""
    figure = titled_figure(texts("figures.cost_access"), finding(result, texts), 3.9)
    axes = figure.subplots()
    axes.axhline(0, color=GREY, linewidth=0.8)
    axes.axvline(0, color=GREY, linewidth=0.8)
    axes.grid(visible=True, color=PALE, linewidth=0.8)
    axes.set_axisbelow(True)
    for index, option in enumerate(result.options):
        minutes = point(option, "mean_min_difference")
        cost = point(option, "net_cost_pv_difference_eur", 1e-6)
        colour = OPTION_COLOURS[index % len(OPTION_COLOURS)]
        axes.plot(minutes[[0, 2]], cost[[1, 1]], color=colour, linewidth=1.4)
        axes.plot(minutes[[1, 1]], cost[[0, 2]], color=colour, linewidth=1.4)
        label = option_title(option, texts, 44)
        axes.plot(minutes[1], cost[1], "o", color=colour, markersize=8, label=label, mec="white", zorder=3)
    axes.margins(0.08)
    axes.set_xlabel(texts("figures.minutes_longer"))
    axes.set_ylabel(texts("figures.pv_million_euros", price_year=result.scenario.price_year))
    number_ticks(axes.xaxis, texts, signed=True)
    number_ticks(axes.yaxis, texts, signed=True)
    figure.legend(loc="outside lower center", ncols=2)
    return figure
