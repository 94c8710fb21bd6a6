"""Money against the way to school: every option as a point between what it saves and what it lengthens."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from kopa_sim.report.figures.options import badge, option_colour, options_key
from kopa_sim.report.figures.style import GREY, PALE, number_ticks, titled_figure
from kopa_sim.report.findings import known_quantiles
from kopa_sim.report.texts import Texts
from kopa_sim.study.result import OptionResult, RunResult

Floats = NDArray[np.float64]

NARROWEST_MIN, NARROWEST_M_EUR = 1.0, 0.5
"""Least span of the axes, minutes and million euros, so that next to nothing does not look like much."""

PLOT_POINTS = (550.0, 185.0)
"""About how wide and tall the plot becomes, points."""
KEY_ROW_IN = 0.3
"""Height of a row of the key below, inches: a title may take two lines."""
BADGE_POINTS = 14.0
"""Width of an option's disc, points."""


def point(option: OptionResult, measure: str, scale: float = 1.0) -> Floats:
    """Return the 5 %, 50 % and 95 % quantile of a regional measure of the verdict over the futures. (3,)"""
    return np.nan_to_num(known_quantiles(option.verdict.values[measure][:, -1] * scale))


def finding(result: RunResult, texts: Texts) -> str:
    """Return in one sentence how many options save money and how many of them without a longer way."""
    others = result.options[1:]
    if not others:
        return texts("figures.only_as_is")
    cheaper = [o for o in others if point(o, "net_cost_pv_difference_eur")[1] < 0]
    if not cheaper:
        return texts("figures.cost_access_none", options=len(others))
    near = [o for o in cheaper if point(o, "mean_min_difference")[1] < 1.0]
    return texts(
        "figures.cost_access_finding", options=len(others), cheaper=len(cheaper), near=len(near), minutes=1
    )


def widen(axes: Axes) -> None:
    """Leave room around the points, and no axis narrower than what matters."""
    axes.margins(0.08)
    for get, put, least in (
        (axes.get_xlim, axes.set_xlim, NARROWEST_MIN),
        (axes.get_ylim, axes.set_ylim, NARROWEST_M_EUR),
    ):
        low, high = get()
        lack = max(0.0, least - (high - low)) / 2
        put(low - lack, high + lack)


def number_points(axes: Axes, middles: list[tuple[float, float]]) -> None:
    """Write the options' numbers on their points; one that would cover another moves outwards."""
    taken: list[tuple[float, float]] = []
    for place, middle in enumerate(middles):
        x, y = (axes.transLimits.transform(middle) * PLOT_POINTS).tolist()
        shift, step = 0.0, BADGE_POINTS if middle[0] >= 0 else -BADGE_POINTS
        while any(np.hypot(x + shift - other, y - up) < BADGE_POINTS for other, up in taken):
            shift += step
        taken.append((x + shift, y))
        badge(axes, place, middle, xytext=(shift, 0.0), textcoords="offset points", zorder=4)


def draw(result: RunResult, texts: Texts) -> Figure:
    """Draw the options as numbered points with the middle 90 % of the futures as arms."""
    height = 3.3 + KEY_ROW_IN * -(-len(result.options) // 2)
    figure = titled_figure(texts("figures.cost_access"), finding(result, texts), height)
    axes = figure.subplots()
    axes.axhline(0, color=GREY, linewidth=0.8)
    axes.axvline(0, color=GREY, linewidth=0.8)
    axes.grid(visible=True, color=PALE, linewidth=0.8)
    axes.set_axisbelow(True)
    middles = []
    for place, option in enumerate(result.options):
        minutes = point(option, "mean_min_difference")
        cost = point(option, "net_cost_pv_difference_eur", 1e-6)
        colour = option_colour(place)
        axes.plot(minutes[[0, 2]], cost[[1, 1]], color=colour, linewidth=1.6)
        axes.plot(minutes[[1, 1]], cost[[0, 2]], color=colour, linewidth=1.6)
        axes.plot(minutes[1], cost[1], "o", color=colour, markersize=4)
        middles.append((float(minutes[1]), float(cost[1])))
    widen(axes)
    number_points(axes, middles)
    axes.set_xlabel(texts("figures.minutes_longer"))
    axes.set_ylabel(texts("figures.pv_million_euros", price_year=result.scenario.price_year))
    number_ticks(axes.xaxis, texts, signed=True)
    number_ticks(axes.yaxis, texts, signed=True)
    options_key(figure, result, texts)
    return figure
