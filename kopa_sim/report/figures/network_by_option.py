"""Which schools stay under which option, and with how many pupils at the end."""

import numpy as np
from matplotlib import colormaps
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from numpy.typing import NDArray

from kopa_sim.report.figures.options import badge, marked_title, options_key
from kopa_sim.report.figures.pupils_by_school import blocks_of_schools, school_label
from kopa_sim.report.figures.style import INK, RED, ink_on, name_rows, titled_figure
from kopa_sim.report.texts import Texts
from kopa_sim.study.result import RunResult

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

HEADING = -1
"""Stands among the schools of a block where the name of a municipality has its row."""


def pupils_school_option(result: RunResult) -> Floats:
    """Return mean pupils in the last year, NaN where the school is closed. (school, option)"""
    columns = []
    for option in result.options:
        pupils = option.pupils_draw_year_school_grade[:, -1].sum(axis=2).mean(axis=0)
        columns.append(np.where(option.plan.open_year_school[-1], pupils, np.nan))
    return np.stack(columns, axis=1)


def finding(result: RunResult, texts: Texts) -> str:
    """Return in one sentence how far the mean school's size differs between the options."""
    pupils = pupils_school_option(result)
    means = np.nanmean(pupils, axis=0)
    largest = int(means.argmax())
    if largest == 0:
        return texts(
            "figures.network_by_option_as_is",
            year=result.scenario.end_year,
            as_is=texts.number(float(means[0])),
        )
    return texts(
        "figures.network_by_option_finding",
        year=result.scenario.end_year,
        as_is=texts.number(float(means[0])),
        title=marked_title(result.options[largest], texts),
        most=texts.number(float(means[largest])),
    )


def rows_of(schools: Ints, municipality: Ints) -> Ints:
    """Return a block's rows: its schools, with a heading before those of each municipality."""
    starts = np.flatnonzero(np.diff(municipality[schools], prepend=-1))
    return np.insert(schools, starts, HEADING)


def _draw_block(axes: Axes, rows: Ints, pupils: Floats, scale: float, texts: Texts) -> None:
    shown = np.where((rows == HEADING)[:, None], np.nan, pupils[rows])
    shade = np.sqrt(shown / scale)
    colours = colormaps["Blues"]
    axes.imshow(shade, cmap=colours, vmin=0, vmax=1.15, aspect="auto")
    for row in np.flatnonzero(rows != HEADING).tolist():
        for column, value in enumerate(shown[row]):
            closed = np.isnan(value)
            changed = not closed and abs(value - shown[row, 0]) >= 0.5
            axes.text(
                column,
                row,
                "×" if closed else texts.number(float(value)),
                ha="center",
                va="center_baseline",
                fontsize=7.5,
                fontweight="bold" if changed else "normal",
                in_layout=False,
                color=RED if closed else ink_on(to_hex(colours(shade[row, column] / 1.15))),
            )
    axes.vlines(np.arange(1, shown.shape[1]) - 0.5, -0.5, len(rows) - 0.5, color="white", linewidth=3)
    axes.hlines(np.flatnonzero(rows == HEADING) + 0.5, -0.5, shown.shape[1] - 0.5, color=INK, linewidth=0.7)
    axes.spines[:].set_visible(False)


def row_labels(rows: Ints, result: RunResult, blocks: int) -> list[str]:
    """Return what stands before each row: the name of a school, or of the municipality of those below it."""
    schools, municipalities = result.scenario.region.schools, result.scenario.region.municipalities
    return [
        municipalities.names[schools.municipality[below]]
        if row == HEADING
        else school_label(schools.names[row], blocks)
        for row, below in zip(rows, np.append(rows[1:], 0), strict=True)
    ]


def draw(result: RunResult, texts: Texts) -> Figure:
    """Draw a table of schools by options, darker where there are more pupils."""
    pupils = pupils_school_option(result)
    region = result.scenario.region
    municipality = region.schools.municipality
    blocks = blocks_of_schools(np.lexsort((-np.nan_to_num(pupils[:, 0]), municipality)))
    tables = [rows_of(block, municipality) for block in blocks]
    height = 0.165 * max(len(rows) for rows in tables) + 0.5 + 0.21 * len(result.options)
    figure = titled_figure(texts("figures.network_by_option"), finding(result, texts), height)
    grid = figure.subplots(1, len(blocks), squeeze=False)[0]
    scale = float(np.nanmax(pupils)) or 1.0
    for axes, rows in zip(grid, tables, strict=True):
        _draw_block(axes, rows, pupils, scale, texts)
        labels = row_labels(rows, result, len(blocks))
        name_rows(axes, labels, size=7.5, bold=(rows == HEADING).tolist())
        axes.set_xticks([])
        for place in range(len(result.options)):
            badge(
                axes,
                place,
                (place, 1.0),
                xycoords=("data", "axes fraction"),
                xytext=(0, -3),
                textcoords="offset points",
            )
    options_key(figure, result, texts)
    return figure
