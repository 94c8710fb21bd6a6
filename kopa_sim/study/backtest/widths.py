"""The spread of the paths that past errors ask for: what an interval launched at an origin may rest on."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from kopa_sim.demography.paths.fit import fit_random_walk, fit_walk_from, root_mean_square
from kopa_sim.model.parameters import Parameters
from kopa_sim.study.backtest.known_rates import Turnover
from kopa_sim.study.backtest.past_errors import CHILDREN, PastErrors

Floats = NDArray[np.float64]


def fitted_widths(errors: PastErrors, turnover: Turnover) -> dict[str, float]:
    """Return the spread parameters of regions fitted to the errors known, by name without the section.

    The national errors are the country's own, so net moves of all places together strayed by immigration; local
    ones are what is left after the chance of single births and moves.
    """
    moving = turnover.moves[:, CHILDREN].mean()
    abroad = turnover.abroad[:, CHILDREN].mean()
    local = fit_walk_from(root_mean_square(errors.cohorts_local, errors.cohorts_chance) / moving)
    national = fit_walk_from(root_mean_square(errors.cohorts_national) / abroad)
    return {
        "fertility_national_sd_share": fit_random_walk(root_mean_square(errors.fertility_national)),
        "fertility_municipal_sd_share": fit_random_walk(
            root_mean_square(errors.fertility_local, errors.fertility_chance)
        ),
        "immigration_national_sd_share": national[0],
        "immigration_step_share": national[1],
        "migration_municipal_sd_share": local[0],
        "migration_step_share": local[1],
    }


NOT_IN_REGIONS: Mapping[str, float | Mapping[str, float]] = {
    "migration_national_sd_share": 0.0,
    "migration_small_place_sd_share": 0.0,
    "immigration_municipal_sd_share": 0.0,
    "immigration_small_place_sd_share": 0.0,
    "mortality_national_sd_share": 0.0,
    "immigration_surges": {"yearly_probability": 0.0, "size": 0.0, "duration_years": 1.0},
}
"""Spread that a test of regions leaves out: what only municipalities show, what no region's children feel, and
surges, of which nothing was known before 2022."""


def with_widths(parameters: Parameters, widths: Mapping[str, float], n_draws: int) -> Parameters:
    """Return the parameters of sampled futures of regions with the spread given."""
    spread = {f"demography.{name}": value for name, value in {**NOT_IN_REGIONS, **widths}.items()}
    return replace(parameters, n_draws=n_draws, fixed={**parameters.fixed, **spread})
