"""How long the pupils' way to school is under each option: all of them, not only the mean."""

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter
from numpy.typing import NDArray

from kopa_sim.report.figures.options import marked_title, options_down, row_height_in
from kopa_sim.report.figures.style import ink_on, only_vertical_grid, titled_figure
from kopa_sim.report.texts import Texts
from kopa_sim.study.result import OptionResult, RunResult

Floats = NDArray[np.float64]

CLASS_STARTS_MIN = (0, 10, 20, 30, 45, 60, 75)
"""First minute of each class of the figure; the last is open."""
CLASS_COLOURS = ("#edf3d0", "#c7e4b9", "#85cbbb", "#44acc4", "#2380b5", "#2252a0", "#0c2467")
"""From short to long: light to dark, so the order survives a black-and-white copy."""
LONG_MIN = 45


def class_shares(option: OptionResult) -> Floats:
    """Return the share of pupils of grades 0–9 in each class of minutes, in the last costed year. (class,)"""
    pupils = option.access.pupils_draw_bin.mean(axis=0)
    starts = option.access.minutes_bin_edges[: len(pupils)]
    place = np.searchsorted(CLASS_STARTS_MIN, starts, side="right") - 1
    totals = np.bincount(place, weights=pupils, minlength=len(CLASS_STARTS_MIN))
    shares: Floats = totals / (totals.sum() or 1.0)
    return shares


def class_labels(texts: Texts) -> list[str]:
    """Return the classes of minutes in words, such as "10–20 min"."""
    ends = CLASS_STARTS_MIN[1:]
    labels = [f"{low}–{high} min" for low, high in zip(CLASS_STARTS_MIN, ends, strict=False)]
    return [*labels, texts("figures.or_longer", minutes=CLASS_STARTS_MIN[-1])]


def finding(result: RunResult, texts: Texts) -> str:
    """Return in one sentence how many travel long under as_is and under the option where most do."""
    long = CLASS_STARTS_MIN.index(LONG_MIN)
    shares = [float(class_shares(option)[long:].sum()) for option in result.options]
    most = int(np.argmax(shares))
    if most == 0:
        return texts(
            "figures.journey_times_as_is",
            minutes=LONG_MIN,
            year=result.scenario.end_year,
            as_is=texts.percent(shares[0], 1),
        )
    return texts(
        "figures.journey_times_finding",
        minutes=LONG_MIN,
        year=result.scenario.end_year,
        as_is=texts.percent(shares[0], 1),
        title=marked_title(result.options[most], texts),
        most=texts.percent(shares[most], 1),
    )


def draw(result: RunResult, texts: Texts) -> Figure:
    """Draw one bar an option, split by how long the pupils travel."""
    shares = np.array([class_shares(option) for option in result.options])
    figure = titled_figure(
        texts("figures.journey_times"),
        finding(result, texts),
        row_height_in(result, texts) * len(result.options) + 1.3,
    )
    axes = figure.subplots()
    rows = np.arange(len(shares))
    left = np.zeros(len(shares))
    for place, (label, colour) in enumerate(zip(class_labels(texts), CLASS_COLOURS, strict=True)):
        axes.barh(
            rows, shares[:, place], left=left, color=colour, height=0.66, label=label, ec="white", lw=0.5
        )
        for row in rows[shares[:, place] >= 0.045]:
            where = left[row] + shares[row, place] / 2
            text = texts.number(100 * shares[row, place])
            axes.text(
                where,
                row,
                text,
                ha="center",
                va="center",
                fontsize=8.5,
                color=ink_on(colour),
                in_layout=False,
            )
        left += shares[:, place]
    axes.set_xlim(0, 1)
    options_down(axes, result, texts)
    only_vertical_grid(axes)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: texts.percent(value)))
    axes.set_xlabel(texts("figures.share_of_pupils", year=result.scenario.end_year))
    figure.legend(loc="outside lower center", ncols=7, columnspacing=1.0, handlelength=1.2)
    return figure
