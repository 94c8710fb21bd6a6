"""Where school vehicles drive in the last year: as it is, and in the option whose routes change most."""

from typing import Any, Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patheffects import withStroke
from numpy.typing import NDArray

from kopa_sim.model.depots import Depots
from kopa_sim.network.routing.anchors import CentreRoutes
from kopa_sim.network.routing.depots import DEPOT
from kopa_sim.report.figures.options import marked_title, numbered_title
from kopa_sim.report.figures.school_map import Ground, lay_ground, scale_bar
from kopa_sim.report.figures.style import INK, WIDTH_IN, titled_figure
from kopa_sim.report.texts import Texts
from kopa_sim.study.result import OptionResult, RunResult

Floats = NDArray[np.float64]

CLASS_COLOURS: Final[tuple[str, ...]] = ("#997700", "#4477aa", "#aa3377", "#228833", "#ee6677")
"""By size of vehicle, from the smallest; sizes beyond share the last."""
THINNEST: Final[float] = 0.7
LEGEND_IN: Final[float] = 0.42
NAMED: Final[int] = 30
"""Municipalities beyond which names would only crowd the map."""
NAME_GREY: Final[str] = "#767676"

DEPOT_MARK: Final[dict[str, Any]] = {
    "marker": "D",
    "s": 22,
    "color": "white",
    "edgecolors": INK,
    "linewidths": 1.0,
}
DEPOT_HANDLE: Final[dict[str, Any]] = {
    "marker": "D",
    "color": "white",
    "markeredgecolor": INK,
    "linewidth": 0,
    "markersize": 4.5,
}


def last_routes(option: OptionResult) -> tuple[CentreRoutes, ...]:
    """Return the routes that stand for an option's last year, one for each centre."""
    if option.routes is None:
        return ()
    return option.routes.nearest(len(option.plan.years) - 1, option.plan.years[-1])


def morning(option: OptionResult) -> tuple[int, float, float]:
    """Return vehicles, kilometres and euros of a morning in the last year."""
    bills = [centre.bill for centre in last_routes(option)]
    return (
        sum(len(bill.runs) for bill in bills),
        sum(bill.km for bill in bills),
        sum(bill.cost_eur for bill in bills),
    )


def most_changed(result: RunResult) -> int:
    """Return the place of the option whose morning's price differs most from that of as_is; 0 if none does."""
    prices = np.array([morning(option)[2] for option in result.options])
    return int(np.abs(prices - prices[0]).round(2).argmax())


def finding(result: RunResult, texts: Texts) -> str:
    """Return in one sentence how many vehicles drive how far as it is and in the option with most change."""
    vehicles, km, _ = morning(result.as_is)
    year, other = result.as_is.plan.years[-1], most_changed(result)
    as_is = {"year": year, "vehicles": texts.number(vehicles), "km": texts.number(round(km))}
    if other == 0:
        return texts("figures.routes_only" if len(result.options) == 1 else "figures.routes_same", **as_is)
    changed_vehicles, changed_km, _ = morning(result.options[other])
    return texts(
        "figures.routes_finding",
        **as_is,
        title=marked_title(result.options[other], texts),
        other_vehicles=texts.number(changed_vehicles),
        other_km=texts.number(round(changed_km)),
    )


def lines_by_class(result: RunResult, option: OptionResult) -> dict[str, list[Floats]]:
    """Return the way of every trip from stop to stop to school, by size of vehicle from the smallest."""
    points, schools = result.scenario.region.points, result.scenario.region.schools
    lines: dict[str, list[Floats]] = {}
    for centre in last_routes(option):
        goal = [schools.x_m[centre.schools[0]], schools.y_m[centre.schools[0]]]
        for routes, stop_points in zip(centre.routes, centre.stop_points, strict=True):
            for name in routes.class_names:
                lines.setdefault(name, [])
            for trip in routes.trips:
                stops = [stop_points[call.stop] for call in trip.calls]
                way = np.vstack([np.column_stack([points.x_m[stops], points.y_m[stops]]), goal])
                lines[routes.class_names[trip.vehicle_class]].append(way)
    return lines


def _colour(place: int) -> str:
    return CLASS_COLOURS[min(place, len(CLASS_COLOURS) - 1)]


def _draw_panel(axes: Axes, result: RunResult, option: OptionResult, ground: Ground) -> None:
    rings = [np.column_stack([border.x_m, border.y_m]) for border in result.scenario.borders]
    axes.add_collection(LineCollection(rings, colors="#c4c4c4", linewidths=0.6))
    for name, middle in name_places(result).items():
        halo = [withStroke(linewidth=1.6, foreground="white")]
        axes.annotate(
            name, middle, fontsize=7, color=NAME_GREY, ha="center", va="center", zorder=7, path_effects=halo
        )
    for place, ways in enumerate(lines_by_class(result, option).values()):
        width = THINNEST * (1 + place)
        axes.add_collection(LineCollection(ways, colors=_colour(place), linewidths=width, zorder=2 + place))
        for way in ways:
            axes.scatter(
                way[:-1, 0], way[:-1, 1], s=2.0, color=_colour(place), linewidths=0, zorder=2 + place
            )
    schools, is_open = result.scenario.region.schools, option.plan.open_year_school[-1]
    axes.scatter(
        schools.x_m[is_open],
        schools.y_m[is_open],
        s=16,
        marker="s",
        color=INK,
        edgecolors="white",
        linewidths=0.6,
        zorder=9,
    )
    depots = used_depots(result)
    if depots is not None:
        axes.scatter(depots.x_m, depots.y_m, **DEPOT_MARK, zorder=8)
    scale_bar(axes, ground)


def used_depots(result: RunResult) -> Depots | None:
    """Return the given depots if vehicles set out from them."""
    starts_there = result.parameters.text("transport.vehicles_start") == DEPOT
    return result.scenario.region.depots if starts_there else None


def name_places(result: RunResult) -> dict[str, tuple[float, float]]:
    """Return where the name of each municipality stands: in the middle of its largest ground."""
    names = dict(
        zip(
            result.scenario.region.municipalities.codes,
            result.scenario.region.municipalities.names,
            strict=True,
        )
    )
    if len(names) > NAMED:
        return {}
    largest: dict[str, tuple[float, tuple[float, float]]] = {}
    for border in result.scenario.borders:
        area_m2, middle = middle_of(border.x_m, border.y_m)
        if area_m2 > largest.get(border.municipality, (0.0, middle))[0]:
            largest[border.municipality] = area_m2, middle
    return {names[code]: middle for code, (_, middle) in largest.items() if code in names}


def middle_of(x_m: Floats, y_m: Floats) -> tuple[float, tuple[float, float]]:
    """Return area and centre of mass of the ground within a ring (Gauss's formula), square metres and metres."""
    x, y = x_m - x_m.mean(), y_m - y_m.mean()
    cross = x * np.roll(y, -1) - np.roll(x, -1) * y
    area = cross.sum() / 2.0
    if not area:
        return 0.0, (float(x_m.mean()), float(y_m.mean()))
    east = float(((x + np.roll(x, -1)) * cross).sum() / (6.0 * area) + x_m.mean())
    north = float(((y + np.roll(y, -1)) * cross).sum() / (6.0 * area) + y_m.mean())
    return abs(float(area)), (east, north)


def draw(result: RunResult, texts: Texts) -> Figure:
    """Draw a map of trips as it is and, where routes change, one of the option in which they change most."""
    other = most_changed(result)
    places = [0] if other == 0 else [0, other]
    ground = lay_ground(result, len(places))
    wide, tall = ground.size_in
    titles = [numbered_title(result, place, texts, 104 // len(places)) for place in places]
    head = 0.145 * max(title.count("\n") + 1 for title in titles) + 0.12
    figure = titled_figure(texts("figures.routes"), finding(result, texts), tall + head + LEGEND_IN)
    figure.set_layout_engine("none")
    whole = figure.get_figheight()
    for column, place in enumerate(places):
        left = 0.1 + (WIDTH_IN - 0.2) / len(places) * column
        axes = figure.add_axes((left / WIDTH_IN, LEGEND_IN / whole, wide / WIDTH_IN, tall / whole))
        axes.set_axis_off()
        axes.set_xlim(ground.left_m, ground.left_m + ground.width_m)
        axes.set_ylim(ground.low_m, ground.low_m + ground.height_m)
        _draw_panel(axes, result, result.options[place], ground)
        top = (LEGEND_IN + tall + 0.06) / whole
        figure.text(left / WIDTH_IN, top, titles[column], fontsize=8.5, va="bottom", fontweight="bold")
    _legend(figure, result, texts)
    return figure


def _legend(figure: Figure, result: RunResult, texts: Texts) -> None:
    seats = result.parameters.table("transport.seats")
    kinds = [
        Line2D(
            [],
            [],
            color=_colour(place),
            linewidth=THINNEST * (1 + place),
            label=texts("figures.routes_seats", seats=texts.number(seats[name])),
        )
        for place, name in enumerate(sorted(seats, key=lambda name: seats[name]))
    ]
    school = Line2D(
        [], [], marker="s", color=INK, linewidth=0, markersize=4, label=texts("figures.routes_school")
    )
    depot = Line2D([], [], **DEPOT_HANDLE, label=texts("figures.routes_depot"))
    handles = [*kinds, school, *([] if used_depots(result) is None else [depot])]
    figure.legend(
        handles=handles,
        loc="lower center",
        ncols=len(handles),
        bbox_to_anchor=(0.5, 0.04 / figure.get_figheight()),
    )
