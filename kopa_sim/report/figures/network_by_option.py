"""Which schools stay under which option, and with how many pupils at the end."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from numpy.typing import NDArray

from kopa_sim.report.figures.options import marked_title, option_title
from kopa_sim.report.figures.pupils_by_school import blocks_of_schools, school_label
from kopa_sim.report.figures.style import INK, RED, titled_figure
from kopa_sim.report.texts import Texts
from kopa_sim.study.result import RunResult

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

DARK_FROM = 0.55
"""Share of the colour scale from which numbers are written in white."""


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


def _draw_block(axes: Axes, pupils: Floats, municipality: Ints, scale: float, texts: Texts) -> None:
    from matplotlib import colormaps

    shade = np.sqrt(np.nan_to_num(pupils) / scale)
    axes.imshow(
        np.where(np.isnan(pupils), np.nan, shade), cmap=colormaps["Blues"], vmin=0, vmax=1.15, aspect="auto"
    )
    for (row, column), value in np.ndenumerate(pupils):
        closed = np.isnan(value)
        text = "×" if closed else texts.number(float(value))
        ink = RED if closed else "white" if shade[row, column] > DARK_FROM * 1.15 else "#222222"
        axes.text(column, row, text, ha="center", va="center", fontsize=7, color=ink)
    for edge in np.flatnonzero(np.diff(municipality)) + 0.5:
        axes.axhline(edge, color=INK, linewidth=0.9)
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)


def draw(result: RunResult, texts: Texts) -> Figure:
    """Draw a table of schools by options, darker where there are more pupils."""
    pupils = pupils_school_option(result)
    municipality = result.scenario.region.schools.municipality
    blocks = blocks_of_schools(np.lexsort((-np.nan_to_num(pupils[:, 0]), municipality)))
    height = 0.165 * max(len(block) for block in blocks) + 0.35 + 0.2 * len(result.options)
    figure = titled_figure(texts("figures.network_by_option"), finding(result, texts), height)
    grid = figure.subplots(1, len(blocks), squeeze=False)[0]
    scale = float(np.nanmax(pupils)) or 1.0
    names = result.scenario.region.schools.names
    letters = [letter_of(place) for place in range(len(result.options))]
    for axes, schools in zip(grid, blocks, strict=True):
        _draw_block(axes, pupils[schools], municipality[schools], scale, texts)
        axes.set_yticks(range(len(schools)), [school_label(names[s], len(blocks)) for s in schools])
        axes.tick_params(axis="y", labelsize=7.5)
        axes.set_xticks(range(len(letters)), letters, fontweight="bold")
        axes.xaxis.tick_top()
    _key(figure, result, texts)
    return figure


def letter_of(place: int) -> str:
    """Return the letter that stands for an option over its column: A to Z, then A1 and on."""
    turn, letter = divmod(place, 26)
    return chr(ord("A") + letter) + (str(turn) if turn else "")


def _key(figure: Figure, result: RunResult, texts: Texts) -> None:
    nothing = Line2D([], [], linewidth=0)
    titles = [
        f"{letter_of(place)}  {option_title(option, texts, 52)}"
        for place, option in enumerate(result.options)
    ]
    figure.legend(
        handles=[nothing] * len(titles),
        labels=titles,
        loc="outside lower left",
        ncols=2,
        handlelength=0,
        handletextpad=0,
        fontsize=8,
    )
