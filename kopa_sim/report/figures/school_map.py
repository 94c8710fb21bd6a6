"""The map: where children live and which schools are open, over the municipalities' borders."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke
from numpy.typing import NDArray

from kopa_sim.report.figures.options import option_title
from kopa_sim.report.figures.style import BLUE, GREY, INK, RED, titled_figure, wrap
from kopa_sim.report.texts import Texts
from kopa_sim.study.result import OptionResult, RunResult

Floats = NDArray[np.float64]

MOST_PANELS = 6
AREA_POINTS2 = 900.0
"""Size of the circle of the area or school with most children, square points, in a single panel."""


def distinct_networks(result: RunResult) -> list[list[OptionResult]]:
    """Return the options grouped by the schools that are open in the last year, as_is first."""
    groups: dict[bytes, list[OptionResult]] = {}
    for option in result.options:
        groups.setdefault(option.plan.open_year_school[-1].tobytes(), []).append(option)
    return list(groups.values())


def finding(result: RunResult, texts: Texts) -> str:
    """Return in one sentence how many schools each network keeps."""
    networks = distinct_networks(result)
    counts = [int(options[0].plan.open_year_school[-1].sum()) for options in networks]
    return texts(
        "figures.school_map_finding",
        year=result.scenario.end_year,
        as_is=counts[0],
        networks=len(networks),
        fewest=min(counts),
    )


def _limits(result: RunResult) -> tuple[float, float, float, float]:
    region = result.scenario.region
    x = np.concatenate([region.areas.x_m, region.schools.x_m, *(b.x_m for b in result.scenario.borders)])
    y = np.concatenate([region.areas.y_m, region.schools.y_m, *(b.y_m for b in result.scenario.borders)])
    room = 0.03 * max(float(np.ptp(x)), float(np.ptp(y)), 1000.0)
    return float(x.min()) - room, float(x.max()) + room, float(y.min()) - room, float(y.max()) + room


def _draw_places(axes: Axes, result: RunResult, size: float) -> None:
    region = result.scenario.region
    rings = [np.column_stack([border.x_m, border.y_m]) for border in result.scenario.borders]
    axes.add_collection(LineCollection(rings, colors="#9a9a9a", linewidths=0.7))
    children = region.areas.children_area_band.sum(axis=1)
    sizes = size * children / (children.max() or 1.0)
    axes.scatter(region.areas.x_m, region.areas.y_m, s=sizes, color="#d8d2c4", linewidths=0, zorder=1)


def _draw_schools(axes: Axes, result: RunResult, option: OptionResult, size: float) -> None:
    schools = result.scenario.region.schools
    is_open = option.plan.open_year_school[-1]
    was_open = result.as_is.plan.open_year_school[result.as_is.plan.costed][0]
    pupils = option.pupils_draw_year_school_grade[:, -1].sum(axis=2).mean(axis=0)
    largest = max(
        o.pupils_draw_year_school_grade[:, -1].sum(axis=2).mean(axis=0).max() for o in result.options
    )
    sizes = 8 + size * pupils / (largest or 1.0)
    axes.scatter(
        schools.x_m[is_open],
        schools.y_m[is_open],
        s=sizes[is_open],
        color=BLUE,
        alpha=0.85,
        edgecolors="white",
        linewidths=0.6,
        zorder=3,
    )
    closed = ~is_open & was_open
    axes.scatter(
        schools.x_m[closed], schools.y_m[closed], s=26, marker="x", color=RED, linewidths=1.4, zorder=4
    )


def _name_municipalities(axes: Axes, result: RunResult) -> None:
    region = result.scenario.region
    weights = region.areas.children_area_band.sum(axis=1)
    for index, name in enumerate(region.municipalities.names):
        mine = region.areas.municipality == index
        if not mine.any():
            continue
        weight = weights[mine] if weights[mine].sum() > 0 else None
        x = float(np.average(region.areas.x_m[mine], weights=weight))
        low = float(np.average(region.areas.y_m[mine], weights=weight))
        axes.annotate(
            name if len(name) <= 22 else name[:21] + "…",
            (x, low),
            xytext=(0, -9),
            textcoords="offset points",
            ha="center",
            va="top",
            fontsize=7,
            color=INK,
            zorder=5,
            path_effects=[withStroke(linewidth=2, foreground="white", alpha=0.8)],
        )


def _scale_bar(axes: Axes, limits: tuple[float, float, float, float]) -> None:
    left, right, low, high = limits
    length = next(
        km for km in (200, 100, 50, 20, 10, 5, 2, 1) if km * 1000 < 0.35 * (right - left) or km == 1
    )
    x, y = left + 0.03 * (right - left), low + 0.03 * (high - low)
    axes.plot([x, x + 1000 * length], [y, y], color=INK, linewidth=2, solid_capstyle="butt")
    axes.text(x, y + 0.012 * (high - low), f"{length} km", fontsize=7.5, va="bottom")


def draw(result: RunResult, texts: Texts) -> Figure:
    """Draw one map a distinct network: areas grey, open schools blue, closed ones crossed out."""
    networks = distinct_networks(result)[:MOST_PANELS]
    columns = 1 if len(networks) == 1 else 2 if len(networks) <= 4 else 3
    rows = -(-len(networks) // columns)
    limits = _limits(result)
    tall = (limits[3] - limits[2]) / (limits[1] - limits[0])
    panel = min(8.4 / columns * tall, 6.0 if rows == 1 else 4.6)
    figure = titled_figure(texts("figures.school_map"), finding(result, texts), rows * (panel + 0.5) + 0.4)
    grid = figure.subplots(rows, columns, squeeze=False).ravel()
    size = AREA_POINTS2 / (columns * columns)
    for index, axes in enumerate(grid):
        axes.set_axis_off()
        if index >= len(networks):
            continue
        _draw_places(axes, result, size)
        _draw_schools(axes, result, networks[index][0], size)
        _name_municipalities(axes, result)
        _scale_bar(axes, limits)
        axes.set_aspect("equal")
        axes.set_xlim(limits[0], limits[1])
        axes.set_ylim(limits[2], limits[3])
        axes.set_title(_panel_title(networks[index], texts, columns), fontsize=8.5)
    _legend(figure, texts)
    return figure


def _panel_title(options: list[OptionResult], texts: Texts, columns: int) -> str:
    width = 108 // columns
    titles = [option_title(option, texts, 1000) for option in options]
    return wrap(" · ".join(titles), width)


def _legend(figure: Figure, texts: Texts) -> None:
    from matplotlib.lines import Line2D

    def mark(marker: str, colour: str, label: str, size: float) -> Line2D:
        return Line2D([], [], marker=marker, color=colour, linewidth=0, markersize=size, mew=1.4, label=label)

    figure.legend(
        handles=[
            mark("o", BLUE, texts("figures.open_school"), 7),
            mark("x", RED, texts("figures.closed_school"), 6),
            mark("o", "#d8d2c4", texts("figures.children_of_area"), 9),
            Line2D([], [], color=GREY, linewidth=0.8, label=texts("figures.border")),
        ],
        loc="outside lower center",
        ncols=4,
    )
