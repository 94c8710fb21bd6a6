"""The frontier: networks between the least cost and the shortest journeys, beside the options made by hand."""

from collections.abc import Iterator
from itertools import count
from typing import Any, Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from numpy.typing import NDArray

from kopa_sim.report.figures import RenderedFigure
from kopa_sim.report.figures.cost_access import BADGE_POINTS, NARROWEST_M_EUR, PLOT_POINTS, widen
from kopa_sim.report.figures.options import BadgeHandle, badge
from kopa_sim.report.figures.style import (
    BLUE,
    GREY,
    PALE,
    fix_layout,
    house_style,
    number_ticks,
    png_bytes,
    svg_bytes,
    titled_figure,
    wrap,
)
from kopa_sim.report.texts import Texts
from kopa_sim.scenario.contents import Scenario
from kopa_sim.study.optimise.contents import FoundNetwork, Optimised

Floats = NDArray[np.float64]

NAME: Final = "frontier"
MILLION: Final = 1e6
KEY_ROW_IN: Final = 0.3
KEY_WIDTH: Final = 52
CENT: Final = 0.01
DEEPEST: Final = 0.5
"""How far below the cheapest network bars are shown, as a share of the span of costs."""


def finding(scenario: Scenario, optimised: Optimised, texts: Texts) -> str:
    """Return in a sentence or two what the best networks gain, and how the options made by hand compare."""
    base, networks = optimised.base, optimised.networks
    cheapest = min(networks, key=lambda network: network.cost_eur)
    title = title_of(scenario, base.option)
    if cheapest.cost_eur >= base.cost_eur - CENT:
        told = texts("optimise.frontier_none", networks=len(networks), base=title)
    else:
        gains = {
            "saving": texts.euros(base.cost_eur - cheapest.cost_eur),
            "base": title,
            "closed": len(cheapest.closed),
            "minutes": texts.number(cheapest.mean_minutes - base.mean_minutes, 1, signed=True),
        }
        told = (
            texts("optimise.frontier_one", **gains)
            if len(networks) == 1
            else texts("optimise.frontier_cheaper", networks=len(networks), **gains)
        )
    options = optimised.hand_made
    if not options:
        return told
    beaten = sum(any(_beats(network, option) for network in networks) for option in options)
    if not beaten:
        return f"{told} {texts('optimise.frontier_dominates_none', options=len(options))}"
    return f"{told} {texts('optimise.frontier_dominates', options=len(options), beaten=beaten)}"


def _beats(network: FoundNetwork, option: FoundNetwork) -> bool:
    return network.cost_eur < option.cost_eur and network.mean_minutes < option.mean_minutes


def title_of(scenario: Scenario, option_id: str) -> str:
    """Return the title of an option, or its id where the scenario has none of this id."""
    return next((option.title for option in scenario.options if option.id == option_id), option_id)


def _title(scenario: Scenario, option: FoundNetwork, texts: Texts) -> str:
    """Return the title of an option, marked where it does not keep the wishes."""
    title = title_of(scenario, option.option)
    return texts("optimise.title_breaks", title=title) if option.breaks else title


def _above_base(network: FoundNetwork, optimised: Optimised) -> tuple[float, float]:
    """Return minutes, and million euros above the base."""
    return network.mean_minutes, (network.cost_eur - optimised.base.cost_eur) / MILLION


def _lowest_shown(optimised: Optimised) -> float:
    """Return how far down the bars reach: a bound far below would press everything else together."""
    every = (optimised.base, *optimised.hand_made, *optimised.networks)
    costs = [_above_base(network, optimised)[1] for network in every]
    return min(costs) - DEEPEST * max(max(costs) - min(costs), NARROWEST_M_EUR)


def _draw_gap(axes: Axes, network: FoundNetwork, optimised: Optimised, texts: Texts) -> None:
    """Draw a bar from a network down to its bound, cut with an arrow and the bound where that is far below."""
    minutes, cost = _above_base(network, optimised)
    bound = cost - (network.searched_cost_eur - network.bound_eur) / MILLION
    if bound != bound:
        return
    end = max(bound, _lowest_shown(optimised))
    axes.plot([minutes, minutes], [end, cost], color=BLUE, linewidth=4, alpha=0.3, solid_capstyle="butt")
    if end > bound:
        told = f"↓ {texts.number(bound, signed=True)}"
        axes.annotate(told, (minutes, end), xytext=(4, 2), textcoords="offset points", fontsize=8, color=BLUE)


def _draw_found(axes: Axes, optimised: Optimised, texts: Texts) -> None:
    """Draw the networks found as dots in the order of their minutes, each with its gap and what it closes."""
    networks = sorted(optimised.networks, key=lambda network: network.mean_minutes)
    points = np.array([_above_base(network, optimised) for network in networks])
    axes.plot(points[:, 0], points[:, 1], color=BLUE, linewidth=1.0, zorder=2)
    for network, (minutes, cost) in zip(networks, points.tolist(), strict=True):
        _draw_gap(axes, network, optimised, texts)
        axes.plot([minutes], [cost], "o", color=BLUE, markersize=6, zorder=3)
        axes.annotate(
            str(len(network.closed)),
            (minutes, cost),
            xytext=(5, 5),
            textcoords="offset points",
            fontsize=8.5,
            color=BLUE,
        )


def _place_numbers(axes: Axes, places: list[tuple[float, float]], found: Floats) -> None:
    """Write the options' numbers on their points; one that would cover another stands aside with a line to it."""
    taken = [(x, y) for x, y in (axes.transLimits.transform(found) * PLOT_POINTS).tolist()]
    for place, middle in enumerate(places):
        x, y = (axes.transLimits.transform(middle) * PLOT_POINTS).tolist()
        aside = next(step for step in _steps() if _is_free((x, y), step, taken))
        taken.append((x + aside[0], y + aside[1]))
        line = {"arrowstyle": "-", "color": GREY, "linewidth": 0.8, "shrinkA": 0.0, "shrinkB": 0.0}
        settings: dict[str, Any] = {"arrowprops": line} if aside != (0.0, 0.0) else {}
        badge(axes, place, middle, xytext=aside, textcoords="offset points", zorder=4, **settings)


def _is_free(at: tuple[float, float], step: tuple[float, float], taken: list[tuple[float, float]]) -> bool:
    """Return whether a number may stand a step from its point: on nothing else, and its line across nothing else."""
    ways = [(1.0, BADGE_POINTS), *((part, BADGE_POINTS / 3) for part in (0.2, 0.4, 0.6, 0.8))]
    return all(
        np.hypot(at[0] + part * step[0] - other[0], at[1] + part * step[1] - other[1]) >= room
        for part, room in (ways if step != (0.0, 0.0) else ways[:1])
        for other in taken
        if part == 1.0 or np.hypot(at[0] - other[0], at[1] - other[1]) >= 1.0
    )


def _steps() -> Iterator[tuple[float, float]]:
    """Yield where a number may stand, in points from its own point: on it, then around it ever farther away."""
    yield 0.0, 0.0
    for ring in count(1):
        for turn in range(6 * ring):
            angle = np.pi / 2 - 2 * np.pi * turn / (6 * ring)
            far = ring * 1.3 * BADGE_POINTS
            yield float(far * np.cos(angle)), float(far * np.sin(angle))


def _key(figure: Figure, titles: list[str], optimised: Optimised, texts: Texts) -> None:
    """Put below the figure what its dots, bars and numbers are."""
    badges = [Line2D([], []) for _ in titles]
    found = Line2D([], [], color=BLUE, marker="o", linewidth=1.0)
    handles, labels = [*badges, found], [*titles, texts("optimise.frontier_found")]
    if any(network.gap == network.gap for network in optimised.networks):
        handles.append(Line2D([], [], color=BLUE, linewidth=4, alpha=0.3))
        labels.append(texts("optimise.frontier_gap"))
    figure.legend(
        handles=handles,
        labels=[wrap(label, KEY_WIDTH) for label in labels],
        handler_map={handle: BadgeHandle(place) for place, handle in enumerate(badges)},
        loc="outside lower center",
        ncols=2,
        handlelength=1.6,
        labelspacing=0.8,
    )


def draw(scenario: Scenario, optimised: Optimised, texts: Texts) -> Figure:
    """Draw cost above the base against mean minutes."""
    by_hand = (optimised.base, *optimised.hand_made)
    titles = [_title(scenario, option, texts) for option in by_hand]
    height = 3.5 + KEY_ROW_IN * -(-(len(titles) + 2) // 2)
    figure = titled_figure(texts("optimise.frontier"), finding(scenario, optimised, texts), height)
    axes = figure.subplots()
    axes.axhline(0, color=GREY, linewidth=0.8)
    axes.grid(visible=True, color=PALE, linewidth=0.8)
    axes.set_axisbelow(True)
    _draw_found(axes, optimised, texts)
    places = [_above_base(option, optimised) for option in by_hand]
    axes.plot(*zip(*places, strict=True), "o", color=GREY, markersize=3)
    widen(axes)
    found = np.array([_above_base(network, optimised) for network in optimised.networks])
    _place_numbers(axes, places, found)
    axes.set_xlabel(texts("optimise.frontier_x"))
    axes.set_ylabel(texts("optimise.frontier_y", price_year=scenario.price_year))
    number_ticks(axes.xaxis, texts)
    number_ticks(axes.yaxis, texts, signed=True)
    _key(figure, titles, optimised, texts)
    return figure


def render_frontier(scenario: Scenario, optimised: Optimised, texts: Texts) -> RenderedFigure:
    """Return the finished figure."""
    with house_style(NAME):
        figure = draw(scenario, optimised, texts)
        fix_layout(figure)
        return RenderedFigure(
            name=NAME,
            title=texts("optimise.frontier"),
            finding=finding(scenario, optimised, texts),
            note="",
            svg=svg_bytes(figure, NAME),
            png=png_bytes(figure),
        )
