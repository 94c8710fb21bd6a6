"""Options along an axis: their titles, marked where the law does not allow them today."""

from matplotlib.axes import Axes

from kopa_sim.report.figures.style import wrap
from kopa_sim.report.texts import Texts
from kopa_sim.study.result import OptionResult, RunResult


def marked_title(option: OptionResult, texts: Texts) -> str:
    """Return an option's title, with "only if the law allowed" where that is so."""
    plan = option.plan
    return f"{plan.title} ({texts('page.only_if_law')})" if plan.only_if_law_allowed else plan.title


def option_title(option: OptionResult, texts: Texts, width: int = 36) -> str:
    """Return an option's title over short lines, marked where the law does not allow it today."""
    return wrap(marked_title(option, texts), width)


def row_height_in(result: RunResult, texts: Texts) -> float:
    """Return the height each option needs down an axis, inches: room for the longest title."""
    lines = max(option_title(option, texts).count("\n") + 1 for option in result.options)
    return max(0.46, 0.165 * lines + 0.06)


def options_down(axes: Axes, result: RunResult, texts: Texts, width: int = 36) -> None:
    """Put the options down the y axis, the first on top."""
    axes.set_yticks(
        range(len(result.options)), [option_title(option, texts, width) for option in result.options]
    )
    axes.set_ylim(len(result.options) - 0.45, -0.55)
