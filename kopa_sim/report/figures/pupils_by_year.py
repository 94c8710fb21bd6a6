"""How many children of school age there are, year by year, and how sure that is."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray

from kopa_sim.model.grades import FIRST_AGE
from kopa_sim.report.figures.style import BLUE, INK, number_ticks, only_horizontal_grid, titled_figure, wrap
from kopa_sim.report.texts import Texts
from kopa_sim.study.result import RunResult

Floats = NDArray[np.float64]

PUPIL_AGES = slice(FIRST_AGE, FIRST_AGE + 10)
BANDS = ((0.05, 0.95, 0.22), (0.25, 0.75, 0.32))
"""Lower and upper quantile of each band, and how dense it is drawn."""


def children_draw_year_municipality(result: RunResult) -> Floats:
    """Return residents of the ages of grades 0–9. (draw, year, municipality)"""
    population = result.population_draw_year_municipality_sex_age[..., PUPIL_AGES]
    children: Floats = population.sum(axis=(3, 4), dtype=np.float64)
    return children


def known_years(values: Floats) -> int:
    """Return how many years, from the first, are the same in every future; at least one. values: (draw, year)"""
    return max(1, int(np.argmax(np.append(np.ptp(values, axis=0) > 0, True))))


def draw_fan(axes: Axes, years: tuple[int, ...], values: Floats) -> None:
    """Draw the median of the futures and the bands around it. values: (draw, year)"""
    for low, high, density in BANDS:
        lower, upper = np.quantile(values, [low, high], axis=0)
        axes.fill_between(years, lower, upper, color=BLUE, alpha=density, linewidth=0)
    middle, known = np.median(values, axis=0), known_years(values)
    axes.plot(years[known - 1 :], middle[known - 1 :], color=BLUE, linewidth=2)
    axes.plot(years[:known], middle[:known], color=INK, linewidth=2)
    axes.set_ylim(0, float(values.max()) * 1.08 + 1)
    axes.set_xlim(years[0], years[-1])
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=6))
    only_horizontal_grid(axes)


def finding(result: RunResult, texts: Texts) -> str:
    """Return in one sentence how the number of pupils changes."""
    values = children_draw_year_municipality(result).sum(axis=2)
    start = result.population_years.index(result.scenario.first_year)
    first, last = np.median(values[:, start]), np.median(values[:, -1])
    low, high = np.quantile(values[:, -1], [0.05, 0.95])
    return texts(
        "figures.pupils_by_year_finding",
        first=texts.number(float(first)),
        first_year=result.scenario.first_year,
        last=texts.number(float(last)),
        last_year=result.scenario.end_year,
        change=texts.percent(float(last / first - 1) if first else 0.0, signed=True),
        low=texts.number(float(low)),
        high=texts.number(float(high)),
    )


def draw(result: RunResult, texts: Texts) -> Figure:
    """Draw the region's pupils by year with the bands of the futures."""
    figure = titled_figure(texts("figures.pupils_by_year"), finding(result, texts), 3.95)
    axes = figure.subplots()
    values = children_draw_year_municipality(result).sum(axis=2)
    draw_fan(axes, result.population_years, values)
    number_ticks(axes.yaxis, texts)
    axes.set_ylabel(texts("figures.children_of_grades"))
    axes.set_xlabel(texts("figures.year_end"))
    _legend(figure, values, result.population_years, texts)
    return figure


def _legend(figure: Figure, values: Floats, years: tuple[int, ...], texts: Texts) -> None:
    known = known_years(values)
    until = Line2D([], [], color=INK, linewidth=2, label=texts("figures.until_known", year=years[known - 1]))
    handles = [
        *([until] if known > 1 else []),
        Line2D([], [], color=BLUE, linewidth=2, label=texts("figures.middle_future")),
        Patch(color=BLUE, alpha=0.47, linewidth=0, label=texts("figures.half_of_futures")),
        Patch(color=BLUE, alpha=0.22, linewidth=0, label=texts("figures.nine_in_ten")),
    ]
    figure.legend(handles=handles, loc="outside lower center", ncols=2)


def finding_by_municipality(result: RunResult, texts: Texts) -> str:
    """Return in one sentence where the number of pupils falls and rises most."""
    medians = np.median(children_draw_year_municipality(result), axis=0)
    start = result.population_years.index(result.scenario.first_year)
    change = medians[-1] / np.maximum(medians[start], 1) - 1
    names = result.scenario.region.municipalities.names
    low, high = int(change.argmin()), int(change.argmax())
    return texts(
        "figures.pupils_by_municipality_finding",
        lowest=names[low],
        lowest_change=texts.percent(float(change[low]), signed=True),
        highest=names[high],
        highest_change=texts.percent(float(change[high]), signed=True),
        first_year=result.scenario.first_year,
        last_year=result.scenario.end_year,
    )


def draw_by_municipality(result: RunResult, texts: Texts) -> Figure:
    """Draw one small fan a municipality, each on its own scale."""
    names = result.scenario.region.municipalities.names
    columns = min(4, len(names))
    rows = -(-len(names) // columns)
    title = texts("figures.pupils_by_municipality")
    figure = titled_figure(title, finding_by_municipality(result, texts), 1.65 * rows + 0.75)
    grid = figure.subplots(rows, columns, squeeze=False, sharex=True).ravel()
    values = children_draw_year_municipality(result)
    for index, axes in enumerate(grid):
        if index >= len(names):
            axes.set_visible(False)
            continue
        draw_fan(axes, result.population_years, values[:, :, index])
        axes.set_title(wrap(names[index], 26), fontsize=9)
        axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=3))
        axes.yaxis.set_major_locator(MaxNLocator(integer=True, nbins=4))
        number_ticks(axes.yaxis, texts)
        axes.tick_params(labelbottom=index + columns >= len(names))
    figure.supylabel(texts("figures.children_of_grades"), fontsize=9, color=INK)
    _legend(figure, values.sum(axis=2), result.population_years, texts)
    return figure
