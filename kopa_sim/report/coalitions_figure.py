"""Gains by municipality and rule: a panel for each municipality, a row for each rule."""

from typing import Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from kopa_sim.report.coalitions_words import player_names, rule_name, shown_sharings
from kopa_sim.report.figures import RenderedFigure
from kopa_sim.report.figures.style import (
    BLUE,
    GREY,
    INK,
    RED,
    fix_layout,
    house_style,
    number_ticks,
    only_vertical_grid,
    png_bytes,
    svg_bytes,
    titled_figure,
    wrap,
)
from kopa_sim.report.texts import Texts
from kopa_sim.scenario.contents import Scenario
from kopa_sim.study.coalitions import OptionGame

MILLION: Final = 1e6
PANELS_ACROSS: Final = 4
ROW_IN: Final = 0.2
NAME_WIDTH: Final = 20


def name_of(found: OptionGame) -> str:
    """Return the name of an option's figure files."""
    return f"coalitions_{found.game.option}"


def finding(found: OptionGame, texts: Texts) -> str:
    """Return in two sentences how many gain as agreed, and which rules keep everyone."""
    agreed = found.sharings[0]
    gaining = int((agreed.expected > 0).sum())
    told = texts(
        "coalitions.figure_agreed", title=found.game.title, gaining=gaining, count=len(found.game.players)
    )
    keeps = [rule_name(sharing, texts) for sharing in shown_sharings(found) if sharing.stays]
    if not keeps:
        return f"{told} {texts('coalitions.figure_keeps_none')}"
    return f"{told} {texts('coalitions.figure_keeps', rules=', '.join(keeps))}"


def draw(scenario: Scenario, found: OptionGame, texts: Texts) -> Figure:
    """Draw the gains under every rule that is shown."""
    names, sharings = player_names(scenario, found), shown_sharings(found)
    down = -(-len(names) // PANELS_ACROSS)
    across = -(-len(names) // down)
    title = texts("coalitions.figure_title")
    figure = titled_figure(title, finding(found, texts), down * (len(sharings) * ROW_IN + 0.75) + 0.4)
    panels = figure.subplots(down, across, squeeze=False, sharey=True).ravel()
    for place, (axes, name) in enumerate(zip(panels, names, strict=False)):
        _draw_player(axes, found, place, texts)
        axes.set_title(wrap(name, NAME_WIDTH))
        if place >= len(names) - across:
            axes.set_xlabel(texts("coalitions.figure_axis"))
    for axes in panels[len(names) :]:
        axes.set_visible(False)
    rows = [rule_name(sharing, texts) for sharing in sharings]
    panels[0].set_yticks(range(len(rows)), rows)
    panels[0].set_ylim(len(rows) - 0.4, -0.6)
    _key(figure, texts)
    return figure


def _draw_player(axes: Axes, found: OptionGame, place: int, texts: Texts) -> None:
    only_vertical_grid(axes)
    axes.axvline(0, color=INK, linewidth=0.8)
    axes.axvline(
        float(found.game.alone[:, place].mean()) / MILLION, color=GREY, linewidth=1.4, linestyle=(0, (4, 2))
    )
    for row, sharing in enumerate(shown_sharings(found)):
        stays = sharing.keeps(place)
        colour = BLUE if stays else RED
        low, high = np.quantile(sharing.gain[:, place], (0.05, 0.95)) / MILLION
        axes.plot([low, high], [row, row], color=colour, linewidth=1.3)
        axes.plot(
            [float(sharing.expected[place]) / MILLION],
            [row],
            "o" if stays else "X",
            color=colour,
            markersize=6,
            mec="white",
            mew=0.7,
            zorder=3,
        )
    axes.margins(x=0.1)
    axes.xaxis.set_major_locator(MaxNLocator(3))
    number_ticks(axes.xaxis, texts)


def _key(figure: Figure, texts: Texts) -> None:
    handles = [
        Line2D([], [], color=BLUE, marker="o", linewidth=1.3, label=texts("coalitions.figure_stays")),
        Line2D([], [], color=RED, marker="X", linewidth=1.3, label=texts("coalitions.figure_leaves")),
        Line2D([], [], color=GREY, linestyle=(0, (4, 2)), label=texts("coalitions.figure_alone")),
    ]
    figure.legend(handles=handles, loc="outside lower center", ncols=3)


def render_gains(scenario: Scenario, found: OptionGame, texts: Texts) -> RenderedFigure:
    """Draw the figure of one option and return its files' contents."""
    name = name_of(found)
    with house_style(name):
        figure = draw(scenario, found, texts)
        fix_layout(figure)
        return RenderedFigure(
            name=name,
            title=texts("coalitions.figure_title"),
            finding=finding(found, texts),
            note=texts("coalitions.figure_note", price_year=scenario.price_year),
            svg=svg_bytes(figure, name),
            png=png_bytes(figure),
        )
