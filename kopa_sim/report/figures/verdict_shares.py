"""In how many futures each option passes all tests."""

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter

from kopa_sim.report.figures.options import options_down, row_height_in
from kopa_sim.report.figures.style import GREY, VERDICT_COLOURS, only_vertical_grid, titled_figure
from kopa_sim.report.findings import regional_findings, title_of
from kopa_sim.report.texts import Texts
from kopa_sim.study.result import RunResult

THRESHOLDS = (0.5, 0.8)
"""Shares of futures from which an option is conditional and sustainable."""


def finding(result: RunResult, texts: Texts) -> str:
    """Return in one sentence how many options are sustainable and which passes most often."""
    findings = regional_findings(result)
    if not any(found.sustainable_share > 0 for found in findings):
        return texts("figures.verdict_shares_none", options=len(findings))
    best = max(findings, key=lambda found: found.sustainable_share)
    return texts(
        "figures.verdict_shares_finding",
        sustainable=sum(found.verdict == "sustainable" for found in findings),
        options=len(findings),
        title=title_of(best, texts),
        share=texts.percent(best.sustainable_share),
    )


def draw(result: RunResult, texts: Texts) -> Figure:
    """Draw one bar an option: the share of futures in which it passes, in the colour of its verdict."""
    findings = regional_findings(result)
    figure = titled_figure(
        texts("figures.verdict_shares"),
        finding(result, texts),
        row_height_in(result, texts) * len(findings) + 1.1,
    )
    axes = figure.subplots()
    shares = np.array([found.sustainable_share for found in findings])
    rows = np.arange(len(shares))
    axes.barh(rows, shares, color=[VERDICT_COLOURS[found.verdict] for found in findings], height=0.62)
    for row, share in enumerate(shares):
        axes.text(share + 0.008, row, texts.percent(float(share)), va="center", fontweight="bold")
    for threshold in THRESHOLDS:
        axes.axvline(threshold, color=GREY, linewidth=1, linestyle=(0, (4, 3)))
    axes.set_xlim(0, 1.08)
    axes.set_xticks(np.linspace(0, 1, 6))
    options_down(axes, result, texts)
    only_vertical_grid(axes)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: texts.percent(value)))
    axes.set_xlabel(texts("figures.share_of_futures"))
    handles = [Patch(color=colour, label=texts.word(verdict)) for verdict, colour in VERDICT_COLOURS.items()]
    figure.legend(handles=handles, loc="outside lower center", ncols=3)
    return figure
