"""In how many futures each option passes all tests, and how much money is missing."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, MaxNLocator
from numpy.typing import NDArray

from kopa_sim.report.figures.options import options_down, row_height_in
from kopa_sim.report.figures.style import (
    GREY,
    INK,
    VERDICT_COLOURS,
    number_ticks,
    only_vertical_grid,
    titled_figure,
)
from kopa_sim.report.findings import Finding, known_quantiles, regional_findings, thresholds, title_of
from kopa_sim.report.texts import Texts
from kopa_sim.study.result import RunResult

Floats = NDArray[np.float64]


def finding(result: RunResult, texts: Texts) -> str:
    """Return in one sentence how many options are sustainable and which passes most often or lacks least."""
    findings = regional_findings(result)
    if not any(found.sustainable_share > 0 for found in findings):
        return " ".join([texts("figures.verdict_shares_none", options=len(findings)), *_gap(findings, texts)])
    best = max(findings, key=lambda found: found.sustainable_share)
    return texts(
        "figures.verdict_shares_finding",
        sustainable=sum(found.verdict == "sustainable" for found in findings),
        options=len(findings),
        title=title_of(best, texts),
        share=texts.share(best.sustainable_share),
    )


def _gap(findings: tuple[Finding, ...], texts: Texts) -> list[str]:
    short = [found for found in findings if found.gap_tax_points > 0]
    if len(short) < len(findings):
        return []
    least = min(short, key=lambda found: found.gap_tax_points)
    gap = texts.number(least.gap_tax_points, 2)
    return [texts("figures.verdict_shares_gap", title=title_of(least, texts), gap=gap)]


def draw(result: RunResult, texts: Texts) -> Figure:
    """Draw an option a row: left the share of futures in which it passes, right its sustainability gap."""
    findings = regional_findings(result)
    figure = titled_figure(
        texts("figures.verdict_shares"),
        finding(result, texts),
        row_height_in(result, texts) * len(findings) + 1.1,
    )
    left, right = figure.subplots(1, 2, sharey=True, width_ratios=(1.15, 1.0))
    _draw_shares(left, findings, result, texts)
    _draw_gaps(right, findings, result, texts)
    options_down(left, result, texts)
    handles: list[Patch | Line2D] = [
        Patch(color=colour, label=texts.word(verdict)) for verdict, colour in VERDICT_COLOURS.items()
    ]
    handles.append(
        Line2D(
            [], [], marker="o", color=INK, linewidth=1.4, markersize=5, label=texts("figures.middle_and_arms")
        )
    )
    figure.legend(handles=handles, loc="outside lower center", ncols=4)
    return figure


def _draw_shares(axes: Axes, findings: tuple[Finding, ...], result: RunResult, texts: Texts) -> None:
    shares = np.array([found.sustainable_share for found in findings])
    rows = np.arange(len(shares))
    axes.barh(rows, shares, color=[VERDICT_COLOURS[found.verdict] for found in findings], height=0.62)
    for row, share in enumerate(shares):
        axes.text(share + 0.015, row, texts.share(float(share)), va="center", fontweight="bold")
    for threshold in thresholds(result):
        axes.axvline(threshold, color=GREY, linewidth=1, linestyle=(0, (4, 3)))
    axes.set_xlim(0, 1.16)
    axes.set_xticks(np.linspace(0, 1, 6))
    only_vertical_grid(axes)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: texts.percent(value)))
    axes.set_xlabel(texts("figures.share_of_futures"))


def _draw_gaps(axes: Axes, findings: tuple[Finding, ...], result: RunResult, texts: Texts) -> None:
    only_vertical_grid(axes)
    axes.axvline(0, color=INK, linewidth=0.8)
    for row, (found, option) in enumerate(zip(findings, result.options, strict=True)):
        low, middle, high = known_quantiles(option.verdict.values["sustainability_gap_tax_points"][:, -1])
        colour = VERDICT_COLOURS[found.verdict]
        axes.plot([low, high], [row, row], color=colour, linewidth=1.6)
        axes.plot(middle, row, "o", color=colour, markersize=7, mec="white", zorder=3)
        axes.text(middle, row - 0.2, texts.number(middle, 2), ha="center", va="bottom", fontsize=8)
    axes.margins(x=0.12)
    low, high = axes.get_xlim()
    axes.set_xlim(min(low, -0.05 * (high - low)), max(high, 0.05 * (high - low)))
    axes.xaxis.set_major_locator(MaxNLocator(5))
    number_ticks(axes.xaxis, texts)
    axes.set_xlabel(texts("figures.gap_axis"))
