"""What schools make of their remainders of lessons when they share teachers: pool by pool, before and after."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from kopa_sim.report.figures.options import marked_title
from kopa_sim.report.figures.style import GREY, name_rows, only_vertical_grid, titled_figure, wrap
from kopa_sim.report.tables.tours import paid, qualified_lessons
from kopa_sim.report.texts import Texts
from kopa_sim.study.result import OptionResult, RunResult
from kopa_sim.teaching.pool_tours import SolvedYear
from kopa_sim.teaching.tours import SharedTeaching

Floats = NDArray[np.float64]

IN_POSTS, BY_THE_HOUR, TRAVEL = "#4477aa", "#ddcc77", "#b5482f"
ROW_IN: Final[float] = 0.66
FRAME_IN: Final[float] = 0.95


@dataclass(frozen=True)
class Totals:
    """All pools of an option together in one year: posts, weekly lessons, driving and pay of a year."""

    posts: float
    offered: float
    in_posts: float
    qualified_before: float
    qualified_after: float
    km: float
    hours: float
    eur_before: float
    eur_after: float


def last_year(option: OptionResult) -> list[tuple[str, SolvedYear]]:
    """Return every pool of an option with its last solved year."""
    return [(pool.name, pool.solved[-1]) for pool in option.tours if pool.solved]


def totals(result: RunResult, option: OptionResult) -> Totals:
    """Return what an option's pools make in their last solved year."""
    years = [year for _, year in last_year(option)]
    before, after = ([getattr(year.sharing, name) for year in years] for name in ("before", "after"))
    return Totals(
        posts=sum(one.posts for one in after),
        offered=sum(float(year.held(year.problem.lessons_school_subject).sum()) for year in years),
        in_posts=sum(float(year.held(year.after.posted_school_subject).sum()) for year in years),
        qualified_before=_qualified(result, years, before),
        qualified_after=_qualified(result, years, after),
        km=sum(one.year_km for one in after),
        hours=sum(one.year_hours for one in after),
        eur_before=sum(sum(paid(result, year, one)) for year, one in zip(years, before, strict=True)),
        eur_after=sum(sum(paid(result, year, one)) for year, one in zip(years, after, strict=True)),
    )


def _qualified(result: RunResult, years: list[SolvedYear], answers: list[SharedTeaching]) -> float:
    return sum(qualified_lessons(result, year, one) for year, one in zip(years, answers, strict=True))


def most_shared(result: RunResult) -> OptionResult:
    """Return the option whose pools make most posts, the first of equals."""
    sharing = [option for option in result.options if last_year(option)]
    return max(sharing, key=lambda option: sum(year.after.posts for _, year in last_year(option)))


def finding(result: RunResult, texts: Texts) -> str:
    """Return in one sentence what the pools make of the lessons offered to them."""
    option = most_shared(result)
    found = totals(result, option)
    return texts(
        "figures.shared_posts_finding",
        title=marked_title(option, texts),
        year=max(year.year for _, year in last_year(option)),
        posts=texts.number(found.posts, 2),
        in_posts=texts.number(found.in_posts),
        offered=texts.number(found.offered),
        qualified=texts.number(found.qualified_after - found.qualified_before, 0, signed=True),
        km=texts.number(round(found.km)),
        hours=texts.number(found.hours),
        cost=texts.euros(found.eur_after - found.eur_before, signed=True),
    )


def draw(result: RunResult, texts: Texts) -> Figure:
    """Draw each pool's lessons, in posts and by the hour, and what both cost before and after."""
    years = last_year(most_shared(result))
    title = texts("figures.shared_posts")
    figure = titled_figure(title, finding(result, texts), ROW_IN * len(years) + FRAME_IN)
    lessons, money = figure.subplots(1, 2, sharey=True)
    _draw_lessons(lessons, years, texts)
    _draw_money(money, result, years, texts)
    name_rows(lessons, [wrap(name.replace("_", " "), 24) for name, _ in years])
    lessons.set_ylim(len(years) - 0.4, -0.6)
    figure.legend(*lessons.get_legend_handles_labels(), loc="outside lower left", ncols=2)
    figure.legend(*money.get_legend_handles_labels(), loc="outside lower right", ncols=1)
    return figure


def _draw_lessons(axes: Axes, years: list[tuple[str, SolvedYear]], texts: Texts) -> None:
    rows = np.arange(len(years))
    posted = np.array([year.held(year.after.posted_school_subject).sum() for _, year in years])
    hourly = np.array([year.held(year.after.hourly_school_subject).sum() for _, year in years])
    axes.barh(rows, posted, color=IN_POSTS, height=0.5, label=texts("figures.shared_posts_in_posts"))
    axes.barh(
        rows,
        hourly,
        left=posted,
        color=BY_THE_HOUR,
        height=0.5,
        label=texts("figures.shared_posts_by_the_hour"),
    )
    for row, (_, year) in enumerate(years):
        told = texts(
            "figures.shared_posts_of_pool",
            posts=texts.number(year.after.posts, 2),
            own=texts.number(year.own_posts, 1),
        )
        axes.text(0, row - 0.3, told, fontsize=8, va="bottom", color="#444444")
    axes.set_xlabel(texts("figures.shared_posts_lessons"))
    axes.set_xlim(0, float((posted + hourly).max(initial=1.0)) * 1.05)
    only_vertical_grid(axes)


def _draw_money(axes: Axes, result: RunResult, years: list[tuple[str, SolvedYear]], texts: Texts) -> None:
    """Before above, after below: pay of posts and overtime, kilometres, hourly lessons, thousand euros a year."""
    labels = ("figures.shared_posts_before", "figures.shared_posts_after")
    for at, sharing, told_as in zip((-0.17, 0.17), ("before", "after"), labels, strict=True):
        money = np.array([paid(result, year, getattr(year.sharing, sharing)) for _, year in years]) / 1e3
        posts, km, hourly = money[:, 0] + money[:, 1], money[:, 2], money[:, 3]
        rows = np.arange(len(years)) + at
        axes.barh(rows, posts, height=0.28, color=IN_POSTS)
        axes.barh(rows, hourly, left=posts, height=0.28, color=BY_THE_HOUR)
        label = texts("figures.shared_posts_travel") if sharing == "after" else None
        axes.barh(rows, km, left=posts + hourly, height=0.28, color=TRAVEL, label=label)
        for row, end, total in zip(rows, posts + km + hourly, money.sum(axis=1), strict=True):
            told = texts(told_as, cost=texts.number(total))
            axes.text(end, row, f" {told}", fontsize=8, va="center", color="#444444")
        axes.set_xlim(0, max(axes.get_xlim()[1], float((posts + km + hourly).max(initial=1.0)) * 1.45))
    axes.set_xlabel(texts("figures.shared_posts_cost"))
    axes.tick_params(axis="y", length=0, colors=GREY)
    only_vertical_grid(axes)
