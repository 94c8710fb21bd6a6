"""From how many pupils and how far: four ways to teach a subject in a small school, and where they cost the same."""

import textwrap
from itertools import groupby
from typing import Any, Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import BoundaryNorm, ListedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from numpy.typing import NDArray

from kopa_sim.report.figures.style import INK, number_ticks, only_horizontal_grid, titled_figure
from kopa_sim.report.texts import Texts
from kopa_sim.study.break_even import WAYS, BreakEvenQuestion, cheapest_way, questions, yearly_costs
from kopa_sim.study.result import RunResult

Floats = NDArray[np.float64]

WAY_COLOURS: Final[tuple[str, ...]] = ("#4d4d4d", "#4477aa", "#ccbb44", "#aa3377")
"""Paul Tol's "bright" scheme, one a way."""
TITLES: Final[dict[str, str]] = {
    "law_in_force": "figures.break_even_law_in_force",
    "if_law_allowed": "figures.break_even_if_law_allowed",
}
EXAMPLE_PUPILS: Final[int] = 12
"""Pupils of the curves above."""
MOST_PUPILS: Final[int] = 40
FARTHEST_KM: Final[int] = 60
THOUSAND: Final[float] = 1000.0
CAPTION_WIDTH: Final[int] = 128
CAPTION_LINE_IN: Final[float] = 0.165
KEY_IN: Final[float] = 0.32
LONGEST_TITLE: Final[int] = 60
HEIGHT_IN: Final[float] = 5.4


def _distances() -> Floats:
    return np.arange(0.0, FARTHEST_KM + 0.5, 0.5)


def _costs(result: RunResult, question: BreakEvenQuestion, pupils: Floats) -> Floats:
    """Return yearly costs at the expected values of uncertain prices. (way, pupils, km)"""
    costs: Floats = yearly_costs(question, pupils, _distances(), result.parameters.mean())[0]
    return costs


def _stretches(costs_way_km: Floats) -> list[tuple[int, float]]:
    """Return the cheapest ways by rising distance, each with the last distance at which it is the cheapest."""
    distances, cheapest = _distances(), cheapest_way(costs_way_km)
    places = range(len(distances))
    return [
        (int(way), float(distances[list(run)[-1]])) for way, run in groupby(places, key=lambda k: cheapest[k])
    ]


def finding(result: RunResult, texts: Texts) -> str:
    """Return in one sentence which way is the cheapest up to which distance, for the pupils of the curves."""
    question = questions(result.parameters.mean())[0]
    stretches = _stretches(_costs(result, question, np.array([float(EXAMPLE_PUPILS)]))[:, 0])
    ways = [
        texts("figures.break_even_until", way=texts(f"words.{WAYS[way]}"), km=texts.number(km))
        for way, km in stretches[:-1]
    ]
    last = texts(f"words.{WAYS[stretches[-1][0]]}")
    sentence = "figures.break_even_finding" if ways else "figures.break_even_always"
    return texts(sentence, pupils=EXAMPLE_PUPILS, ways=", ".join(ways), last=last)


def _draw_curves(axes: Axes, result: RunResult, question: BreakEvenQuestion, texts: Texts) -> None:
    costs = _costs(result, question, np.array([float(EXAMPLE_PUPILS)]))[:, 0]
    for way, colour in enumerate(WAY_COLOURS):
        axes.plot(_distances(), costs[way] / THOUSAND, color=colour, linewidth=1.8)
    for way, km in _stretches(costs)[:-1]:
        height = float(costs[way, int(np.searchsorted(_distances(), km))]) / THOUSAND
        axes.plot(km, height, "o", color=INK, markersize=4, zorder=4)
        axes.annotate(
            f"{texts.number(km)} km",
            (km, height),
            xytext=(0, -11),
            textcoords="offset points",
            ha="center",
            fontsize=8.5,
        )
    axes.set_xlim(0, FARTHEST_KM)
    axes.set_ylim(bottom=0)
    only_horizontal_grid(axes)
    number_ticks(axes.yaxis, texts)


def _draw_map(axes: Axes, result: RunResult, question: BreakEvenQuestion, texts: Texts) -> None:
    pupils = np.arange(1.0, MOST_PUPILS + 1.0)
    cheapest = cheapest_way(_costs(result, question, pupils))
    colours = ListedColormap(list(WAY_COLOURS))
    norm = BoundaryNorm(np.arange(len(WAYS) + 1) - 0.5, len(WAYS))
    axes.pcolormesh(
        _distances(), pupils, cheapest, cmap=colours, norm=norm, shading="nearest", rasterized=True
    )
    axes.axhline(EXAMPLE_PUPILS, color="white", linewidth=0.8, linestyle=(0, (4, 3)))
    axes.set_xlim(0, FARTHEST_KM)
    axes.set_ylim(0.5, MOST_PUPILS + 0.5)
    axes.set_xlabel(texts("figures.break_even_km"))


def caption(result: RunResult, texts: Texts) -> str:
    """Return what the figure takes for granted, for those who meet it apart from the report."""
    question = questions(result.parameters.mean())[0]
    room = question.grades * max(question.largest_group - question.other_pupils, 0)
    return texts(
        "figures.break_even_caption",
        lessons=texts.number(question.lessons_h),
        room=room,
        title=textwrap.shorten(result.scenario.title, LONGEST_TITLE, placeholder=" …"),
        price_year=result.scenario.price_year,
    )


def _write_foot(figure: Figure, lines: list[str], texts: Texts) -> None:
    """Write the key and below it the caption at the foot of a figure, and leave what is above to the charts."""
    height = float(figure.get_figheight())
    caption_in = CAPTION_LINE_IN * len(lines) + 0.1
    engine: Any = figure.get_layout_engine()
    left, _, width, above = engine.get()["rect"]
    foot = (caption_in + KEY_IN) / height
    engine.set(rect=(left, foot, width, above - foot))
    figure.text(0.01, 0.05 / height, "\n".join(lines), fontsize=7.5, va="bottom", color="#444444")
    figure.legend(
        handles=[
            Patch(color=colour, label=texts(f"words.{way}"))
            for way, colour in zip(WAYS, WAY_COLOURS, strict=True)
        ],
        loc="lower center",
        bbox_to_anchor=(0.5, caption_in / height),
        ncols=len(WAYS),
    )


def draw(result: RunResult, texts: Texts) -> Figure:
    """Draw cost against distance for one number of pupils, and below the cheapest way for all numbers."""
    asked = questions(result.parameters.mean())
    lines = textwrap.wrap(caption(result, texts), CAPTION_WIDTH)
    height = HEIGHT_IN + CAPTION_LINE_IN * len(lines)
    figure = titled_figure(texts("figures.break_even"), finding(result, texts), height)
    _write_foot(figure, lines, texts)
    grid = figure.subplots(2, len(asked), sharex="col", sharey="row", squeeze=False)
    for column, question in enumerate(asked):
        share = texts.percent(question.remote_share)
        grid[0, column].set_title(texts(TITLES[question.name], share=share))
        _draw_curves(grid[0, column], result, question, texts)
        _draw_map(grid[1, column], result, question, texts)
    grid[0, 0].set_ylabel(
        texts("figures.break_even_cost", pupils=EXAMPLE_PUPILS, price_year=result.scenario.price_year)
    )
    grid[1, 0].set_ylabel(texts("figures.break_even_pupils"))
    return figure
