"""How many pupils each school has now, stacked by grade band, and how many at the end."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from numpy.typing import NDArray

from kopa_sim.model.grades import BAND_OF_GRADE, GRADE_BANDS
from kopa_sim.report.figures.style import (
    BAND_COLOURS,
    INK,
    name_rows,
    number_ticks,
    only_vertical_grid,
    titled_figure,
)
from kopa_sim.report.texts import Texts
from kopa_sim.study.result import RunResult

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

ROWS_PER_COLUMN = 42
SMALL_SCHOOL = 50
"""Pupils below which the finding calls a school small."""


def blocks_of_schools(order: Ints) -> list[Ints]:
    """Return schools split into columns of at most 42, as even as can be."""
    return list(np.array_split(order, -(-len(order) // ROWS_PER_COLUMN)))


def school_label(name: str, blocks: int) -> str:
    """Return a school's name cut to the room there is."""
    room = 34 if blocks == 1 else 22 if blocks == 2 else 16
    return name if len(name) <= room else name[: room - 1] + "…"


def present_pupils(result: RunResult) -> tuple[Floats, Floats]:
    """Return mean pupils by band in the first costed year, and all pupils in the last, under as_is.

    Shapes (school, band) and (draw, school).
    """
    pupils = result.as_is.pupils_draw_year_school_grade[:, result.as_is.plan.costed]
    first = pupils[:, 0].mean(axis=0)
    by_band = np.stack([first[:, b == BAND_OF_GRADE].sum(axis=1) for b in range(len(GRADE_BANDS))], axis=1)
    return by_band, pupils[:, -1].sum(axis=2)


def finding(result: RunResult, texts: Texts) -> str:
    """Return in one sentence how many schools are small now and at the end."""
    first, last = present_pupils(result)
    plan = result.as_is.plan
    now_open, then_open = plan.open_year_school[plan.costed][[0, -1]]
    return texts(
        "figures.pupils_by_school_finding",
        first_year=result.scenario.first_year,
        last_year=result.scenario.end_year,
        limit=SMALL_SCHOOL,
        schools=texts.number(int(now_open.sum())),
        small_first=texts.number(int((now_open & (first.sum(axis=1) < SMALL_SCHOOL)).sum())),
        small_last=texts.number(int((then_open & (last.mean(axis=0) < SMALL_SCHOOL)).sum())),
    )


def _draw_block(axes: Axes, schools: Ints, result: RunResult, blocks: int) -> None:
    first, last = present_pupils(result)
    rows = np.arange(len(schools))
    left = np.zeros(len(schools))
    for band, colour in enumerate(BAND_COLOURS):
        axes.barh(rows, first[schools, band], left=left, color=colour, height=0.72)
        left += first[schools, band]
    low, middle, high = np.quantile(last[:, schools], [0.05, 0.5, 0.95], axis=0)
    axes.hlines(rows, low, high, color="white", linewidth=2.6)
    axes.hlines(rows, low, high, color=INK, linewidth=1.1)
    axes.plot(middle, rows, "o", color="white", markeredgecolor=INK, markersize=4.5, clip_on=False, zorder=3)
    axes.plot(result.scenario.region.schools.places[schools], rows, "|", color=INK, markersize=9, mew=1.4)
    names = [school_label(result.scenario.region.schools.names[school], blocks) for school in schools]
    name_rows(axes, names, size=7.5)
    axes.set_ylim(len(schools) - 0.4, -0.6)
    only_vertical_grid(axes)


def draw(result: RunResult, texts: Texts) -> Figure:
    """Draw every school as a bar by grade band, with its places and its pupils at the end."""
    first, _ = present_pupils(result)
    blocks = blocks_of_schools(np.argsort(-first.sum(axis=1), kind="stable"))
    height = 0.155 * max(len(block) for block in blocks) + 1.45
    figure = titled_figure(texts("figures.pupils_by_school"), finding(result, texts), height)
    grid = figure.subplots(1, len(blocks), squeeze=False)[0]
    for axes, schools in zip(grid, blocks, strict=True):
        _draw_block(axes, schools, result, len(blocks))
        axes.set_xlim(left=0)
        number_ticks(axes.xaxis, texts)
        axes.set_xlabel(texts("figures.pupils_axis", year=result.scenario.first_year))
    _legend(figure, result, texts)
    return figure


def _legend(figure: Figure, result: RunResult, texts: Texts) -> None:
    end = texts("figures.pupils_at_end", year=result.scenario.end_year)
    arms = Line2D([], [], marker="o", color=INK, mfc="white", linewidth=1, markersize=4.5, label=end)
    places = Line2D([], [], marker="|", color=INK, linewidth=0, markersize=9, mew=1.4)
    places.set_label(texts("figures.places"))
    bands = [
        Patch(color=colour, label=texts.word(band))
        for band, colour in zip(GRADE_BANDS, BAND_COLOURS, strict=True)
    ]
    figure.legend(handles=[*bands, places, arms], loc="outside lower center", ncols=4)
