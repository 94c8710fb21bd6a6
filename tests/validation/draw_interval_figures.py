"""Draw the figures of docs/demography/futures.md: ``python -m tests.validation.draw_interval_figures``."""

import matplotlib as mpl
import numpy as np

from kopa_sim.demography.paths.form import PathForm
from kopa_sim.study.backtest import AGE_GROUPS
from kopa_sim.study.backtest.known_rates import turnover_of_regions
from kopa_sim.study.backtest.past_errors import CHILDREN, LONGEST
from kopa_sim.study.backtest.scores import HORIZONS, LEVELS
from tests.validation import interval_results as results
from tests.validation.interval_page import PAGE
from tests.validation.regional_data import defaults

mpl.use("Agg")

from matplotlib import pyplot as plt

COLOURS = ("#1b5e9b", "#c45a1a", "#3f7d3a")


def fitted_spread():
    """The spread of the fitted paths by horizon, as the errors are measured."""
    widths, turnover = results.widths_known(results.LAST), turnover_of_regions(defaults())
    moving, abroad = (rates[:, CHILDREN].mean() for rates in (turnover.moves, turnover.abroad))

    def walk(name):
        return np.sqrt(PathForm.random_walk(widths[name]).variance(LONGEST))

    def gathered(first, step, rate):
        form = PathForm.walk_from(widths[first], widths[step])
        return rate * np.sqrt(form.running_sum_variance(LONGEST))

    return {
        "fertility, country": walk("fertility_national_sd_share"),
        "fertility, places": walk("fertility_municipal_sd_share"),
        "net moves, country": gathered("immigration_national_sd_share", "immigration_step_share", abroad),
        "net moves, places": gathered("migration_municipal_sd_share", "migration_step_share", moving),
    }


def save(figure, name):
    figure.savefig(PAGE.parent / name, metadata={"Date": None})
    plt.close(figure)


def draw_fit():
    figure, panels = plt.subplots(1, 2, figsize=(9, 3.6), layout="constrained")
    ahead, spread = np.arange(1, LONGEST + 1), fitted_spread()
    for panel, kind in zip(panels, ("fertility", "net moves"), strict=True):
        for colour, whose in zip(COLOURS, ("country", "places"), strict=False):
            path = f"{kind}, {whose}"
            panel.plot(
                ahead, 100 * results.typical_errors()[path], "o", color=colour, label=f"{whose}: errors"
            )
            panel.plot(ahead, 100 * spread[path], "-", color=colour, label=f"{whose}: path")
        panel.set(title=f"{kind.capitalize()}: typical error, %", xlabel="years ahead", ylim=(0, None))
        panel.legend(frameon=False, fontsize=8)
    save(figure, "futures_fit.svg")


def draw_coverage():
    figure, panels = plt.subplots(1, 3, figsize=(9, 3.2), layout="constrained", sharey=True)
    for panel, ages in zip(panels, AGE_GROUPS, strict=True):
        for colour, level in zip(COLOURS, LEVELS, strict=True):
            held = [100 * results.regional_score(ages, horizon).coverage[level] for horizon in HORIZONS]
            panel.plot(HORIZONS, held, "o-", color=colour, label=f"{100 * level:.0f} % interval")
            panel.axhline(100 * level, color=colour, linewidth=0.8, linestyle=":")
        panel.set(title=f"Ages {ages}", xlabel="years ahead", xticks=HORIZONS, ylim=(0, 102))
    panels[0].set_ylabel("held, %")
    panels[0].legend(frameon=False, fontsize=8, loc="lower left")
    save(figure, "futures_coverage.svg")


if __name__ == "__main__":
    mpl.rcParams.update({"svg.hashsalt": "kopa_sim", "axes.spines.top": False, "axes.spines.right": False})
    draw_fit()
    draw_coverage()
