"""Options in figures: title, number and colour, the same everywhere, and marked where the law forbids them today."""

from typing import Any

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.legend_handler import HandlerBase
from matplotlib.lines import Line2D
from matplotlib.text import Text

from kopa_sim.report.figures.style import OPTION_COLOURS, ink_on, name_rows, wrap
from kopa_sim.report.texts import Texts
from kopa_sim.study.result import OptionResult, RunResult

BADGE_ROOM_POINTS = 22.0
"""Room an option's number takes beside its title, points."""


def option_colour(place: int) -> str:
    """Return the colour of the option at a place of the run, as_is first."""
    return OPTION_COLOURS[place % len(OPTION_COLOURS)]


def marked_title(option: OptionResult, texts: Texts) -> str:
    """Return an option's title, with "only if the law allowed" where that is so."""
    plan = option.plan
    return f"{plan.title} ({texts('page.only_if_law')})" if plan.only_if_law_allowed else plan.title


def option_title(option: OptionResult, texts: Texts, width: int = 36) -> str:
    """Return an option's title over short lines, marked where the law does not allow it today."""
    return wrap(marked_title(option, texts), width)


def numbered_title(result: RunResult, place: int, texts: Texts, width: int) -> str:
    """Return an option's number and title over short lines."""
    return wrap(f"{place}  {marked_title(result.options[place], texts)}", width)


def row_height_in(result: RunResult, texts: Texts) -> float:
    """Return the height each option needs down an axis, inches: room for the longest title."""
    lines = max(option_title(option, texts).count("\n") + 1 for option in result.options)
    return max(0.46, 0.165 * lines + 0.06)


def badge(axes: Axes, place: int, at: tuple[float, float], **settings: Any) -> None:
    """Write an option's number in a disc of its colour."""
    colour = option_colour(place)
    axes.annotate(
        str(place),
        at,
        ha="center",
        va="center",
        fontsize=8,
        fontweight="bold",
        color=ink_on(colour),
        annotation_clip=False,
        bbox={"boxstyle": "circle,pad=0.25", "facecolor": colour, "edgecolor": "white", "linewidth": 0.8},
        **settings,
    )


class BadgeHandle(HandlerBase):
    """Draws an option's number in a disc of its colour beside its title in a legend."""

    def __init__(self, place: int) -> None:
        super().__init__()
        self.place = place

    def create_artists(
        self,
        legend: Any,
        orig_handle: Artist,
        xdescent: float,
        ydescent: float,
        width: float,
        height: float,
        fontsize: float,
        trans: Any,
    ) -> list[Artist]:
        """Return the disc and the number."""
        x, y = width / 2 - xdescent, height / 2 - ydescent
        colour = option_colour(self.place)
        disc = Line2D([x], [y], marker="o", markersize=13, color=colour, mec="white", transform=trans)
        number = Text(
            x,
            y,
            str(self.place),
            ha="center",
            va="center_baseline",
            fontsize=8,
            fontweight="bold",
            color=ink_on(colour),
            transform=trans,
        )
        return [disc, number]


def options_key(figure: Figure, result: RunResult, texts: Texts, width: int = 50) -> None:
    """Put the numbers, colours and titles of all options below a figure."""
    handles = [Line2D([], []) for _ in result.options]
    figure.legend(
        handles=handles,
        labels=[option_title(option, texts, width) for option in result.options],
        handler_map={handle: BadgeHandle(place) for place, handle in enumerate(handles)},
        loc="outside lower center",
        ncols=2,
        handlelength=1.6,
        labelspacing=0.8,
    )


def options_down(axes: Axes, result: RunResult, texts: Texts, width: int = 36) -> None:
    """Put the options down the y axis, the first on top."""
    titles = [option_title(option, texts, width) for option in result.options]
    name_rows(axes, titles, pad=BADGE_ROOM_POINTS)
    axes.set_ylim(len(result.options) - 0.45, -0.55)
    for place in range(len(result.options)):
        badge(
            axes,
            place,
            (0.0, place),
            xycoords=("axes fraction", "data"),
            xytext=(-BADGE_ROOM_POINTS / 2, 0.0),
            textcoords="offset points",
        )
