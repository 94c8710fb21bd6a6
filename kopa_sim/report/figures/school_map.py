"""Where the children live and which schools are open at the end: one map a distinct network."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.path import Path
from matplotlib.patheffects import withStroke
from numpy.typing import NDArray

from kopa_sim.report.figures.map_labels import Clearing, Label, place_labels, stands_off
from kopa_sim.report.figures.options import marked_title, numbered_title
from kopa_sim.report.figures.style import BLUE, INK, RED, WIDTH_IN, titled_figure
from kopa_sim.report.texts import Texts
from kopa_sim.study.result import OptionResult, RunResult

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

MOST_PANELS: Final[int] = 6
LARGEST_POINTS2: Final[float] = 800.0
"""Size of the largest circle on a single map, square points; every circle is to the same scale."""
SMALLEST_POINTS2: Final[float] = 9.0
CLOSED_POINTS2: Final[float] = 28.0
CLEAR_OF_CROSS: Final[float] = 5.0
"""How far names stay off the crosses of other schools, points."""
GROUND: Final[str] = "#d8d2c4"
LINE_IN: Final[float] = 0.145
LEGEND_IN: Final[float] = 0.68
LONGEST_NAME: Final[int] = 22
_LEADER: Final = {"arrowstyle": "-", "color": RED, "linewidth": 0.6, "shrinkA": 0.0, "shrinkB": 3.5}
"""The line from a name that stands apart to its cross."""


def distinct_networks(result: RunResult) -> list[list[OptionResult]]:
    """Return the options grouped by the schools that are open in the last year, as_is first."""
    groups: dict[bytes, list[OptionResult]] = {}
    for option in result.options:
        groups.setdefault(option.plan.open_year_school[-1].tobytes(), []).append(option)
    return list(groups.values())


def finding(result: RunResult, texts: Texts) -> str:
    """Return in one sentence how many schools there are as it is and in the option that keeps fewest."""
    counts = [int(option.plan.open_year_school[-1].sum()) for option in result.options]
    fewest = int(np.argmin(counts))
    year = result.scenario.end_year
    if counts[fewest] == counts[0]:
        return texts("figures.school_map_same", year=year, as_is=counts[0])
    return texts(
        "figures.school_map_finding",
        year=year,
        as_is=counts[0],
        fewest=counts[fewest],
        title=marked_title(result.options[fewest], texts),
    )


@dataclass(frozen=True)
class Ground:
    """The part of the country that every panel shows, and how large it is drawn.

    Attributes
    ----------
    points_per_m
        Scale.
    points2_per_child
        Area of a circle by the children or pupils it stands for.
    """

    left_m: float
    low_m: float
    width_m: float
    height_m: float
    points_per_m: float
    points2_per_child: float

    @property
    def size_in(self) -> tuple[float, float]:
        """Width and height of a panel, inches."""
        return self.width_m * self.points_per_m / 72, self.height_m * self.points_per_m / 72

    def points(self, x_m: Floats, y_m: Floats) -> Floats:
        """Return places in points from the lower left corner. (place, 2)"""
        return np.column_stack([x_m - self.left_m, y_m - self.low_m]) * self.points_per_m

    def circle(self, children: Floats) -> Floats:
        """Return the area of circles, square points."""
        return np.maximum(self.points2_per_child * children, SMALLEST_POINTS2)


def pupils_of(option: OptionResult) -> Floats:
    """Return mean pupils in the last year. (school,)"""
    pupils: Floats = option.pupils_draw_year_school_grade[:, -1].sum(axis=2).mean(axis=0)
    return pupils


def closed_schools(result: RunResult, option: OptionResult) -> Bools:
    """Return which schools are open in the first costed year as it is and closed in the last of the option."""
    was_open = result.as_is.plan.open_year_school[result.as_is.plan.costed][0]
    closed: Bools = was_open & ~option.plan.open_year_school[-1]
    return closed


def lay_ground(result: RunResult, panels: int) -> Ground:
    """Return how the region fits a panel when so many stand together."""
    region = result.scenario.region
    x = np.concatenate([region.areas.x_m, region.schools.x_m, *(b.x_m for b in result.scenario.borders)])
    y = np.concatenate([region.areas.y_m, region.schools.y_m, *(b.y_m for b in result.scenario.borders)])
    room = 0.03 * max(float(np.ptp(x)), float(np.ptp(y)), 1000.0)
    width, height = float(np.ptp(x)) + 2 * room, float(np.ptp(y)) + 3 * room
    columns, rows = columns_and_rows(panels)
    widest_in, tallest_in = (WIDTH_IN - 0.2) / columns - 0.1, 6.2 if rows == 1 else 5.0
    children = region.areas.children_area_band.sum(axis=1)
    most = max(float(children.max(initial=1.0)), *(float(pupils_of(o).max()) for o in result.options))
    return Ground(
        left_m=float(x.min()) - room,
        low_m=float(y.min()) - 2 * room,
        width_m=width,
        height_m=height,
        points_per_m=72 * min(widest_in / width, tallest_in / height),
        points2_per_child=LARGEST_POINTS2 / columns**1.3 / (most or 1.0),
    )


def columns_and_rows(panels: int) -> tuple[int, int]:
    """Return how many maps stand side by side and how many above one another."""
    columns = 1 if panels == 1 else 2 if panels <= 4 else 3
    return columns, -(-panels // columns)


def _draw_places(axes: Axes, result: RunResult, option: OptionResult, ground: Ground) -> None:
    region = result.scenario.region
    rings = [np.column_stack([border.x_m, border.y_m]) for border in result.scenario.borders]
    axes.add_collection(LineCollection(rings, colors="#9a9a9a", linewidths=0.7))
    children = region.areas.children_area_band.sum(axis=1)
    lived = children > 0
    areas, schools, is_open = region.areas, region.schools, option.plan.open_year_school[-1]
    axes.scatter(
        areas.x_m[lived],
        areas.y_m[lived],
        s=ground.circle(children)[lived],
        color=GROUND,
        linewidths=0,
        zorder=1,
    )
    order = np.flatnonzero(is_open)[np.argsort(-pupils_of(option)[is_open], kind="stable")]
    axes.scatter(
        schools.x_m[order],
        schools.y_m[order],
        s=ground.circle(pupils_of(option))[order],
        color=BLUE,
        alpha=0.85,
        edgecolors="white",
        linewidths=0.6,
        zorder=3,
    )
    shut = closed_schools(result, option)
    axes.scatter(
        schools.x_m[shut],
        schools.y_m[shut],
        s=CLOSED_POINTS2,
        marker="x",
        color=RED,
        linewidths=1.5,
        zorder=4,
    )


def _shortened(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "…"


def _names_of_schools(result: RunResult, option: OptionResult, ground: Ground) -> list[Label]:
    schools = result.scenario.region.schools
    shut = np.flatnonzero(closed_schools(result, option))
    places = ground.points(schools.x_m[shut], schools.y_m[shut])
    return [
        Label(_shortened(schools.names[school]), x, y, radius=4.0, font_size=6.5)
        for school, (x, y) in zip(shut, places, strict=True)
    ]


def _names_of_municipalities(result: RunResult, ground: Ground) -> list[Label]:
    region = result.scenario.region
    children = region.areas.children_area_band.sum(axis=1)
    found = []
    for index, (code, name) in enumerate(
        zip(region.municipalities.codes, region.municipalities.names, strict=True)
    ):
        mine = region.areas.municipality == index
        if not mine.any():
            continue
        weights = children[mine] if children[mine].sum() > 0 else None
        x = np.average(region.areas.x_m[mine], weights=weights)
        y = np.average(region.areas.y_m[mine], weights=weights)
        at = ground.points(np.array([x]), np.array([y]))[0]
        rings = tuple(
            Path(ground.points(border.x_m, border.y_m))
            for border in result.scenario.borders
            if border.municipality == code
        )
        found.append(Label(_shortened(name), at[0], at[1], radius=3.0, font_size=8.0, border=rings))
    return found


def _cleared(result: RunResult, option: OptionResult, ground: Ground) -> Clearing:
    """Return the map with its circles and crosses as things not to cover."""
    width, height = ground.size_in
    clearing = Clearing(72 * width, 72 * height)
    schools = result.scenario.region.schools
    shut, is_open = closed_schools(result, option), option.plan.open_year_school[-1]
    radius = np.sqrt(np.where(shut, CLOSED_POINTS2, ground.circle(pupils_of(option)))) / 2
    for school in np.flatnonzero(shut | is_open):
        x, y = ground.points(schools.x_m[[school]], schools.y_m[[school]])[0]
        reach = CLEAR_OF_CROSS if shut[school] else 0.9 * radius[school]
        clearing.add((x - reach, y - reach, x + reach, y + reach), 4.0 if shut[school] else 1.5)
    areas = result.scenario.region.areas
    sizes = np.sqrt(ground.circle(areas.children_area_band.sum(axis=1))) / 2
    for (x, y), reach in zip(ground.points(areas.x_m, areas.y_m), 0.8 * sizes, strict=True):
        clearing.add((x - reach, y - reach, x + reach, y + reach), 0.25)
    return clearing


def _write_names(axes: Axes, result: RunResult, option: OptionResult, ground: Ground) -> None:
    closed = _names_of_schools(result, option, ground)
    labels = [*closed, *_names_of_municipalities(result, ground)]
    middles = place_labels(labels, _cleared(result, option, ground))
    for place, (label, (x, y)) in enumerate(zip(labels, middles, strict=True)):
        is_closed = place < len(closed)
        axes.annotate(
            label.text,
            (label.x, label.y),
            xytext=(x, y),
            xycoords="axes points",
            textcoords="axes points",
            ha="center",
            va="center",
            fontsize=label.font_size,
            color=RED if is_closed else INK,
            fontweight="normal" if is_closed else "bold",
            zorder=5,
            path_effects=[withStroke(linewidth=2, foreground="white", alpha=0.85)],
            arrowprops=_LEADER if is_closed and stands_off(label, (x, y)) else None,
        )


def scale_bar(axes: Axes, ground: Ground) -> None:
    """Draw a line of so many kilometres in the lower left corner."""
    length = next(km for km in (200, 100, 50, 20, 10, 5, 2, 1) if km * 1000 < 0.3 * ground.width_m or km == 1)
    x, y = ground.left_m + 0.02 * ground.width_m, ground.low_m + 0.008 * ground.height_m
    axes.plot([x, x + 1000 * length], [y, y], color=INK, linewidth=2, solid_capstyle="butt")
    axes.annotate(
        f"{length} km", (x, y), xytext=(0, 3), textcoords="offset points", fontsize=7.5, va="bottom"
    )


def draw(result: RunResult, texts: Texts) -> Figure:
    """Draw one map a distinct network: areas grey, open schools blue, closed ones crossed out and named."""
    networks = distinct_networks(result)[:MOST_PANELS]
    ground = lay_ground(result, len(networks))
    columns, rows = columns_and_rows(len(networks))
    titles = [_panel_title(options, result, texts, columns) for options in networks]
    heads = [
        LINE_IN * max(title.count("\n") + 1 for title in titles[row * columns : (row + 1) * columns]) + 0.12
        for row in range(rows)
    ]
    wide, tall = ground.size_in
    below = rows * tall + sum(heads) + LEGEND_IN
    figure = titled_figure(texts("figures.school_map"), finding(result, texts), below)
    figure.set_layout_engine("none")
    whole = figure.get_figheight()
    for place, options in enumerate(networks):
        row, column = divmod(place, columns)
        left = 0.1 + (WIDTH_IN - 0.2) / columns * column
        top = below - sum(heads[: row + 1]) - row * tall
        axes = figure.add_axes((left / WIDTH_IN, (top - tall) / whole, wide / WIDTH_IN, tall / whole))
        axes.set_axis_off()
        axes.set_xlim(ground.left_m, ground.left_m + ground.width_m)
        axes.set_ylim(ground.low_m, ground.low_m + ground.height_m)
        _draw_places(axes, result, options[0], ground)
        _write_names(axes, result, options[0], ground)
        scale_bar(axes, ground)
        figure.text(
            left / WIDTH_IN, (top + 0.06) / whole, titles[place], fontsize=8.5, va="bottom", fontweight="bold"
        )
    _legend(figure, result, ground, texts)
    return figure


def _panel_title(options: list[OptionResult], result: RunResult, texts: Texts, columns: int) -> str:
    width = 104 // columns
    return "\n".join(numbered_title(result, result.options.index(option), texts, width) for option in options)


def round_counts(most: float) -> list[int]:
    """Return two or three round numbers of children, the largest not above the largest circle."""
    counts = [
        step * 10**power for power in range(6) for step in (1, 2, 5) if step * 10**power <= max(most, 1.0)
    ]
    return [count for count in (*counts[-1:], *counts[-3:-2], *counts[-6:-5]) if count]


def _legend(figure: Figure, result: RunResult, ground: Ground, texts: Texts) -> None:
    def mark(marker: str, colour: str, label: str, size: float) -> Line2D:
        return Line2D([], [], marker=marker, color=colour, linewidth=0, markersize=size, mew=1.4, label=label)

    columns = columns_and_rows(min(len(distinct_networks(result)), MOST_PANELS))[0]
    most = LARGEST_POINTS2 / columns**1.3 / ground.points2_per_child
    scenario = result.scenario
    kinds = [
        mark("o", BLUE, texts("figures.open_school", year=scenario.end_year), 7),
        mark("x", RED, texts("figures.closed_school"), 6),
        mark("o", GROUND, texts("figures.children_of_area", year=scenario.base_year), 9),
        Line2D([], [], color="#9a9a9a", linewidth=0.8, label=texts("figures.border")),
    ]
    sizes = [
        Line2D(
            [],
            [],
            marker="o",
            mfc="none",
            mec=INK,
            mew=0.8,
            linewidth=0,
            markersize=float(np.sqrt(ground.points2_per_child * count)),
            label=texts("figures.children_count", count=texts.number(count)),
        )
        for count in round_counts(most)
    ]
    figure.legend(
        handles=kinds, loc="lower center", ncols=4, bbox_to_anchor=(0.5, 0.36 / figure.get_figheight())
    )
    figure.legend(
        handles=sizes, loc="lower center", ncols=3, bbox_to_anchor=(0.5, 0.02 / figure.get_figheight())
    )
