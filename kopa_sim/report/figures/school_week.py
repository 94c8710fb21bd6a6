"""One week of a simulated school year on maps: a row an option, a column a day."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from numpy.typing import NDArray

from kopa_sim.report.figures.options import marked_title
from kopa_sim.report.figures.style import GREY, INK, PALE, WIDTH_IN, titled_figure, wrap
from kopa_sim.report.school_week import (
    LINKS,
    LOST,
    ROAD,
    SUPERVISED,
    TAUGHT,
    OnTheMove,
    SchoolDay,
    SchoolWeek,
    weeks_shown,
)
from kopa_sim.report.texts import Texts
from kopa_sim.study.result import RunResult

Floats = NDArray[np.float64]

LOST_COLOUR: Final[str] = "#d55e00"
SUPERVISED_COLOUR: Final[str] = "#f0c75e"
TAUGHT_COLOUR: Final[str] = "#56b4e9"
TOUR_COLOUR: Final[str] = "#0072b2"
LINK_COLOUR: Final[str] = "#8a4a9e"
"""Of the scheme of Okabe and Ito (2008), light and dark apart: shapes tell them apart in grey too."""

MOST_ROWS: Final[int] = 8
LARGEST_POINTS2: Final[float] = 190.0
"""Area of the circle of the day and school with most lessons, square points."""
PANEL_IN: Final[float] = (WIDTH_IN - 0.2) / 5
GAP_IN: Final[float] = 0.06
HEAD_IN: Final[float] = 0.22
FOOT_IN: Final[float] = 0.30
LEGEND_IN: Final[float] = 0.62
LINE_IN: Final[float] = 0.155
DASHES: Final = (0, (2, 1.5))


def shown(result: RunResult) -> list[tuple[list[int], SchoolWeek]]:
    """Return the weeks that differ, each with the places of the options that have it, as_is first."""
    found: list[tuple[list[int], SchoolWeek]] = []
    for place, week in enumerate(weeks_shown(result)):
        if week is None:
            continue
        same = next((places for places, other in found if other == week), None)
        if same is None:
            found.append(([place], week))
        else:
            same.append(place)
    return found[:MOST_ROWS]


def day_name(day: SchoolDay, texts: Texts) -> str:
    """Return the weekday and the date, as in "ma 4.1."."""
    weekday = texts.word(f"weekday_{day.day.isoweekday()}")
    return texts("figures.school_week_day", weekday=weekday, day=day.day.day, month=day.day.month)


def finding(result: RunResult, texts: Texts) -> str:
    """Return in a sentence what became of the lessons of the week as it is, and in the option that loses fewest."""
    weeks = weeks_shown(result)
    lost = [sum(day.lessons((LOST,)) for day in week.days) if week else np.inf for week in weeks]
    as_is = weeks[0]
    if as_is is None:
        return texts("page.no_operations")
    values = {
        "first": day_name(as_is.days[0], texts),
        "last": day_name(as_is.days[-1], texts),
        "year": as_is.days[0].day.year,
        "lost": texts.number(lost[0]),
        "supervised": texts.number(sum(day.lessons((SUPERVISED,)) for day in as_is.days)),
        "taught": texts.number(sum(day.lessons(TAUGHT) for day in as_is.days)),
    }
    fewest = int(np.argmin(lost))
    if round(lost[fewest]) >= round(lost[0]):
        return texts("figures.school_week_same", **values)
    title, least = marked_title(result.options[fewest], texts), texts.number(lost[fewest])
    return texts("figures.school_week_finding", **values, title=title, fewest=least)


@dataclass(frozen=True)
class Frame:
    """The part of the country that every panel shows, and the size of a panel."""

    middle_m: Floats
    metres_an_inch: float
    wide_in: float
    tall_in: float

    def apply(self, axes: Axes) -> None:
        """Show this part of the country on axes of this size."""
        reach_x, reach_y = (self.metres_an_inch * size / 2 for size in (self.wide_in, self.tall_in))
        axes.set_xlim(self.middle_m[0] - reach_x, self.middle_m[0] + reach_x)
        axes.set_ylim(self.middle_m[1] - reach_y, self.middle_m[1] + reach_y)


def frame_of(result: RunResult) -> Frame:
    """Return a frame that holds all schools and borders."""
    schools = result.scenario.region.schools
    corners = [np.column_stack([schools.x_m, schools.y_m])]
    corners += [np.column_stack([border.x_m, border.y_m]) for border in result.scenario.borders]
    everything = np.concatenate(corners)
    low, high = everything.min(axis=0), everything.max(axis=0)
    wide, tall = np.maximum(high - low, 1000.0) * 1.08
    wide_in = PANEL_IN - GAP_IN
    tall_in = float(np.clip(wide_in * tall / wide, 0.6 * wide_in, 1.5 * wide_in))
    return Frame((low + high) / 2, max(wide / wide_in, tall / tall_in), wide_in, tall_in)


def draw(result: RunResult, texts: Texts) -> Figure:
    """Draw a map for each day and each option whose week is its own."""
    rows, frame = shown(result), frame_of(result)
    titles = [_title(result, places, texts) for places, _ in rows]
    heads = [LINE_IN * (title.count("\n") + 1) + 0.08 for title in titles]
    below = HEAD_IN + sum(heads) + len(rows) * (frame.tall_in + FOOT_IN) + LEGEND_IN
    figure = titled_figure(texts("figures.school_week"), finding(result, texts), below)
    figure.set_layout_engine("none")
    scale = _points2_per_lesson(rows, len(result.scenario.region.schools))
    if rows:
        _head_columns(figure, rows[0][1], below, texts)
    top = below - HEAD_IN
    for (_, week), title, head in zip(rows, titles, heads, strict=True):
        at = (0.1 / WIDTH_IN, (top - 0.05) / figure.get_figheight())
        figure.text(*at, title, fontsize=8.5, va="top", fontweight="bold")
        top -= head
        for column, day in enumerate(week.days):
            axes = _panel(figure, frame, column, top)
            _draw_day(axes, result, day, scale)
            axes.annotate(
                _told(day, texts),
                (0.5, 0.0),
                (0.0, -4.0),
                "axes fraction",
                "offset points",
                ha="center",
                va="top",
                fontsize=7.5,
            )
        top -= frame.tall_in + FOOT_IN
    _legend(figure, texts)
    return figure


def _panel(figure: Figure, frame: Frame, column: int, top_in: float) -> Axes:
    whole = figure.get_figheight()
    left = (0.1 + PANEL_IN * column) / WIDTH_IN
    size = (frame.wide_in / WIDTH_IN, frame.tall_in / whole)
    axes = figure.add_axes((left, (top_in - frame.tall_in) / whole, *size))
    frame.apply(axes)
    return axes


def _head_columns(figure: Figure, week: SchoolWeek, top_in: float, texts: Texts) -> None:
    for column, day in enumerate(week.days):
        middle = (0.1 + PANEL_IN * column + (PANEL_IN - GAP_IN) / 2) / WIDTH_IN
        at = (middle, (top_in - 0.02) / figure.get_figheight())
        figure.text(*at, day_name(day, texts), fontsize=9, va="top", ha="center", fontweight="bold")


def _title(result: RunResult, places: list[int], texts: Texts) -> str:
    told = "; ".join(f"{place}  {marked_title(result.options[place], texts)}" for place in places)
    return wrap(told, 110)


def _told(day: SchoolDay, texts: Texts) -> str:
    return texts(
        "figures.school_week_told",
        lost=texts.number(day.lessons((LOST,))),
        supervised=texts.number(day.lessons((SUPERVISED,))),
    )


def _points2_per_lesson(rows: list[tuple[list[int], SchoolWeek]], n_schools: int) -> float:
    most = 1.0
    for _, week in rows:
        for day in week.days:
            everything = day.lessons_school((LOST, SUPERVISED, *TAUGHT), n_schools)
            most = max(most, float(everything.max(initial=0.0)))
    return LARGEST_POINTS2 / most


def _draw_day(axes: Axes, result: RunResult, day: SchoolDay, points2_per_lesson: float) -> None:
    """Lessons that went another way as discs within discs; who drives and teaches over a link as lines."""
    axes.set_xticks([])
    axes.set_yticks([])
    for spine in axes.spines.values():
        spine.set(visible=True, color=PALE)
    schools = result.scenario.region.schools
    rings = [np.column_stack([border.x_m, border.y_m]) for border in result.scenario.borders]
    axes.add_collection(LineCollection(rings, colors="#c9c9c9", linewidths=0.5))
    axes.scatter(schools.x_m, schools.y_m, s=4.0, color=GREY, linewidths=0, zorder=2)
    place = np.column_stack([schools.x_m, schools.y_m])
    _draw_lines(axes, day.moves, place, TOUR_COLOUR, "-")
    _draw_lines(axes, day.links, place, LINK_COLOUR, DASHES)
    layers = (
        ((LOST, SUPERVISED, *TAUGHT), TAUGHT_COLOUR),
        ((LOST, SUPERVISED), SUPERVISED_COLOUR),
        ((LOST,), LOST_COLOUR),
    )
    for order, (outcomes, colour) in enumerate(layers):
        lessons = day.lessons_school(outcomes, len(schools.codes))
        at = np.flatnonzero(lessons > 0.0)
        axes.scatter(
            schools.x_m[at],
            schools.y_m[at],
            s=np.maximum(points2_per_lesson * lessons[at], 2.0),
            color=colour,
            edgecolors="white",
            linewidths=0.3,
            zorder=4 + order,
        )
    for kinds, marker, colour in ((ROAD, "s", TOUR_COLOUR), (LINKS, "X", LINK_COLOUR)):
        met = list(day.schools_with(kinds))
        axes.scatter(
            schools.x_m[met],
            schools.y_m[met],
            s=15.0,
            marker=marker,
            color=colour,
            edgecolors="white",
            linewidths=0.6,
            zorder=8,
        )


def _draw_lines(
    axes: Axes,
    moves: tuple[OnTheMove, ...],
    place: Floats,
    colour: str,
    style: str | tuple[int, tuple[float, ...]],
) -> None:
    """Draw each pair of schools once, wider where more teachers go between them."""
    pairs: dict[tuple[int, int], int] = {}
    for move in moves:
        starts = [move.schools[0]] * len(move.schools) if move.person.over_link else move.schools
        legs = zip(starts, move.schools[1:], strict=False)
        for start, end in legs:
            pair = (min(start, end), max(start, end))
            pairs[pair] = pairs.get(pair, 0) + 1
    segments = [place[list(pair)] for pair in pairs]
    widths = [min(0.7 + 0.35 * (count - 1), 2.5) for count in pairs.values()]
    axes.add_collection(
        LineCollection(segments, colors=colour, linewidths=widths, linestyles=[style], alpha=0.8, zorder=3)
    )


def _legend(figure: Figure, texts: Texts) -> None:
    def disc(colour: str, label: str) -> Line2D:
        return Line2D([], [], marker="o", color=colour, mec="white", linewidth=0, markersize=8, label=label)

    def sign(label: str, **settings: Any) -> Line2D:
        return Line2D([], [], label=label, **settings)

    marks = {"linewidth": 0, "markersize": 5.5}
    handles = [
        disc(LOST_COLOUR, texts("figures.school_week_lost")),
        disc(SUPERVISED_COLOUR, texts("figures.school_week_supervised")),
        disc(TAUGHT_COLOUR, texts("figures.school_week_taught")),
        sign(texts("figures.school_week_tour"), color=TOUR_COLOUR, linewidth=1.2),
        sign(texts("figures.school_week_link"), color=LINK_COLOUR, linewidth=1.2, linestyle=DASHES),
        sign(texts("figures.school_week_school"), color=GREY, marker=".", **marks),
        sign(texts("figures.school_week_road"), color=TOUR_COLOUR, marker="s", **marks),
        sign(texts("figures.school_week_link_down"), color=LINK_COLOUR, marker="X", **marks),
    ]
    figure.legend(
        handles=handles,
        loc="lower center",
        ncols=4,
        bbox_to_anchor=(0.5, 0.02 / figure.get_figheight()),
        labelcolor=INK,
        fontsize=8,
        columnspacing=1.4,
    )
