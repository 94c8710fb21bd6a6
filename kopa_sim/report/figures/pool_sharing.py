"""What municipalities gain by sharing their substitutes: simulated beside theory, and the square-root effect."""

from functools import lru_cache
from typing import Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from kopa_sim.model.streams import Streams
from kopa_sim.report.figures.style import (
    BLUE,
    GREY,
    INK,
    RED,
    name_rows,
    number_ticks,
    only_vertical_grid,
    titled_figure,
)
from kopa_sim.report.precision import confidence_interval
from kopa_sim.report.texts import Texts
from kopa_sim.study.pool_sharing import PoolSharing, Spells, people_needed, share_pools
from kopa_sim.study.result import RunResult

Floats = NDArray[np.float64]

MOST_UNMET: Final[float] = 0.05
"""Share of absent teachers that may stay without a substitute where the substitutes needed are counted."""

ROW_IN: Final[float] = 0.27
FRAME_IN: Final[float] = 0.95


@lru_cache(maxsize=4)
def _shared(
    codes: tuple[str, ...],
    load: tuple[float, ...],
    people: tuple[int, ...],
    spells: Spells,
    days: int,
    seed: int,
) -> PoolSharing:
    return share_pools(codes, np.array(load), np.array(people, dtype=np.intp), spells, days, Streams(seed))


def sharing_of(result: RunResult) -> PoolSharing:
    """Return what sharing gains as it is, in the simulated year that is shown.

    Loads are the substitute days asked for on a mean school day, pools those of the parameters, whole persons.
    """
    operations = result.as_is.operations
    if operations is None or operations.log is None:
        raise ValueError("no school year was kept")
    at, days = operations.years.index(operations.log.year), len(operations.log.calendar)
    asked = operations.values["substitute_days_asked"][:, at].mean(axis=0) / days
    year = result.as_is.plan.years.index(operations.log.year)
    posts = result.as_is.staffing["posts"][:, year].sum(axis=2).mean(axis=0)

    def mean(name: str) -> float:
        return float(result.parameters.draws(f"operations.{name}").mean())

    people = np.floor(posts * mean("local_substitutes_per_100_posts") / 100.0 + 0.5)
    return _shared(
        result.scenario.region.municipalities.codes,
        tuple(asked.tolist()),
        tuple(people.astype(int).tolist()),
        Spells(mean("absence_spell_median_days"), mean("absence_spell_log_sd")),
        days,
        result.seed,
    )


def people_for(sharing: PoolSharing) -> tuple[int, int]:
    """Return substitutes needed so that few absences stay unmet: pools apart, and one pool."""
    apart = sum(people_needed(load, MOST_UNMET) for load in sharing.load_municipality.tolist())
    return apart, people_needed(float(sharing.load_municipality.sum()), MOST_UNMET)


def finding(result: RunResult, texts: Texts) -> str:
    """Return in a sentence how many absences stay unmet apart and together, and what as much help would need."""
    sharing = sharing_of(result)
    apart, together = people_for(sharing)
    return texts(
        "figures.pool_sharing_finding",
        people=int(sharing.people_municipality.sum()),
        apart=texts.percent(float(sharing.apart_replication.mean()), 1),
        together=texts.percent(float(sharing.together_replication.mean()), 1),
        most=texts.percent(MOST_UNMET),
        needed_apart=apart,
        needed_together=together,
    )


def draw(result: RunResult, texts: Texts) -> Figure:
    """Draw unmet absences of each pool, simulated and by theory, and the substitutes needed against the absences."""
    sharing = sharing_of(result)
    rows = len(sharing.load_municipality) + 2
    title = texts("figures.pool_sharing")
    figure = titled_figure(title, finding(result, texts), max(ROW_IN * rows, 2.2) + FRAME_IN)
    shares, needs = figure.subplots(1, 2)
    _draw_shares(shares, result, sharing, texts)
    _draw_needs(needs, sharing, texts)
    figure.legend(*shares.get_legend_handles_labels(), loc="outside lower left", ncols=2)
    figure.legend(*needs.get_legend_handles_labels(), loc="outside lower right", ncols=2)
    return figure


def _draw_shares(axes: Axes, result: RunResult, sharing: PoolSharing, texts: Texts) -> None:
    simulated = np.column_stack(
        [sharing.apart_replication_municipality, sharing.apart_replication, sharing.together_replication]
    )
    theory = np.array([*sharing.apart_theory_municipality, sharing.apart_theory, sharing.together_theory])
    mean, low, high = 100.0 * confidence_interval(simulated)
    rows = np.arange(len(mean))
    colours = [GREY] * (len(rows) - 2) + [INK, BLUE]
    for row, colour in zip(rows.tolist(), colours, strict=True):
        label = texts("figures.pool_sharing_simulated") if row == len(rows) - 2 else None
        axes.plot([low[row], high[row]], [row, row], color=colour, linewidth=2.2)
        axes.plot(mean[row], row, "o", color=colour, markersize=5, label=label)
    axes.plot(
        100.0 * theory,
        rows,
        linewidth=0,
        marker="|",
        markersize=13,
        mew=1.8,
        color=RED,
        label=texts("figures.pool_sharing_theory"),
    )
    names = [
        *(
            f"{name} ({people})"
            for name, people in zip(
                result.scenario.region.municipalities.names, sharing.people_municipality.tolist(), strict=True
            )
        ),
        texts("figures.pool_sharing_apart", people=int(sharing.people_municipality.sum())),
        texts("figures.pool_sharing_together", people=int(sharing.people_municipality.sum())),
    ]
    name_rows(axes, names, bold=[False] * (len(rows) - 2) + [True, True])
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set_xlim(left=0.0)
    axes.set_xlabel(texts("figures.pool_sharing_unmet"))
    number_ticks(axes.xaxis, texts)
    only_vertical_grid(axes)


def _draw_needs(axes: Axes, sharing: PoolSharing, texts: Texts) -> None:
    """Draw the curve of substitutes needed, and on it every municipality alone and all together."""
    whole = float(sharing.load_municipality.sum())
    loads = np.linspace(0.0, max(1.08 * whole, 1.0), 60)
    axes.plot(
        loads,
        [people_needed(load, MOST_UNMET) for load in loads.tolist()],
        color=GREY,
        linewidth=1.4,
        drawstyle="steps-mid",
        label=texts("figures.pool_sharing_needed", most=texts.percent(MOST_UNMET)),
    )
    axes.plot(
        loads,
        loads,
        color=GREY,
        linewidth=0.9,
        linestyle=(0, (4, 3)),
        label=texts("figures.pool_sharing_mean"),
    )
    alone = sharing.load_municipality.tolist()
    axes.plot(alone, [people_needed(load, MOST_UNMET) for load in alone], "o", color=GREY, markersize=4.5)
    apart, together = people_for(sharing)
    for needed, colour, key in ((apart, INK, "apart"), (together, BLUE, "together")):
        axes.plot(whole, needed, "o", color=colour, markersize=7)
        told = texts(f"figures.pool_sharing_{key}", people=needed)
        axes.annotate(
            told,
            (whole, needed),
            (-8.0, 5.0),
            textcoords="offset points",
            ha="right",
            va="bottom",
            color=colour,
        )
    axes.set_xlabel(texts("figures.pool_sharing_away"))
    axes.set_ylabel(texts("figures.pool_sharing_substitutes"))
    axes.set_xlim(left=0.0)
    axes.set_ylim(bottom=0.0, top=1.15 * max(apart, 1))
    number_ticks(axes.xaxis, texts)
    number_ticks(axes.yaxis, texts)
