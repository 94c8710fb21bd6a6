"""The figures of a run, one file each: what it shows as a sentence, and the drawing."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from matplotlib.figure import Figure

from kopa_sim.report.figures import (
    break_even,
    cost_access,
    cost_by_item,
    cost_difference,
    journey_times,
    network_by_option,
    pool_sharing,
    pupils_by_school,
    pupils_by_year,
    routes,
    school_map,
    school_week,
    shared_posts,
    verdict_shares,
)
from kopa_sim.report.figures.style import fix_layout, house_style, png_bytes, svg_bytes
from kopa_sim.report.texts import Texts
from kopa_sim.study.result import RunResult


@dataclass(frozen=True)
class FigureKind:
    """How one figure is drawn, and what it shows in a sentence."""

    draw: Callable[[RunResult, Texts], Figure]
    finding: Callable[[RunResult, Texts], str]


@dataclass(frozen=True)
class RenderedFigure:
    """A finished figure."""

    name: str
    title: str
    finding: str
    note: str
    svg: bytes
    png: bytes


FIGURES: Final[dict[str, FigureKind]] = {
    "verdict_shares": FigureKind(verdict_shares.draw, verdict_shares.finding),
    "cost_access": FigureKind(cost_access.draw, cost_access.finding),
    "pupils_by_year": FigureKind(pupils_by_year.draw, pupils_by_year.finding),
    "pupils_by_municipality": FigureKind(
        pupils_by_year.draw_by_municipality, pupils_by_year.finding_by_municipality
    ),
    "pupils_by_school": FigureKind(pupils_by_school.draw, pupils_by_school.finding),
    "network_by_option": FigureKind(network_by_option.draw, network_by_option.finding),
    "school_map": FigureKind(school_map.draw, school_map.finding),
    "cost_by_item": FigureKind(cost_by_item.draw, cost_by_item.finding),
    "cost_difference": FigureKind(cost_difference.draw, cost_difference.finding),
    "journey_times": FigureKind(journey_times.draw, journey_times.finding),
    "break_even": FigureKind(break_even.draw, break_even.finding),
}
"""Every figure by the name of its files, in the order in which the page shows them."""

ROUTE_FIGURES: Final[dict[str, FigureKind]] = {"routes": FigureKind(routes.draw, routes.finding)}
"""Figures that are there only when routes of school transport were computed."""


TOUR_FIGURES: Final[dict[str, FigureKind]] = {
    "shared_posts": FigureKind(shared_posts.draw, shared_posts.finding)
}
"""Figures that are there only when tours of shared teachers were solved."""


WEEK_FIGURES: Final[dict[str, FigureKind]] = {
    "school_week": FigureKind(school_week.draw, school_week.finding),
    "pool_sharing": FigureKind(pool_sharing.draw, pool_sharing.finding),
}
"""Figures that are there only when a simulated school year was kept day by day."""


def render_figure(name: str, result: RunResult, texts: Texts) -> RenderedFigure:
    """Draw one figure and return its files' contents."""
    kind = (FIGURES | ROUTE_FIGURES | TOUR_FIGURES | WEEK_FIGURES)[name]
    with house_style(name):
        figure = kind.draw(result, texts)
        fix_layout(figure)
        return RenderedFigure(
            name=name,
            title=texts(f"figures.{name}"),
            finding=kind.finding(result, texts),
            note=texts(f"figures.{name}_note"),
            svg=svg_bytes(figure, name),
            png=png_bytes(figure),
        )


def write_figures(figures: list[RenderedFigure], folder: Path) -> None:
    """Write each figure as .svg and .png into a folder, which is made."""
    folder.mkdir(parents=True, exist_ok=True)
    for figure in figures:
        (folder / f"{figure.name}.svg").write_bytes(figure.svg)
        (folder / f"{figure.name}.png").write_bytes(figure.png)
