"""How sure the share of lessons by qualified teachers is: what each replication alone would say of it."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.staffing import OperationsOutcome
from kopa_sim.study.judgement import qualified_share
from kopa_sim.study.result import RunResult
from kopa_sim.study.school_year import disruptions_of_options

Floats = NDArray[np.float64]


def lived_share_by_replication(result: RunResult) -> tuple[Floats, ...]:
    """Return the region's qualified share in the mean of all futures, had one replication alone been simulated.

    What a replication says is carried over the years as the verdict does it. One array for each option; empty where
    nothing was simulated. (replication,)
    """
    outcomes = [option.operations for option in result.options if option.operations is not None]
    if len(outcomes) < len(result.options) or not outcomes[0].years:
        return tuple(np.empty(0) for _ in result.options)
    plans = [option.plan for option in result.options]
    every_year = result.parameters.flag("operations.every_year")
    replications = len(outcomes[0].values["qualified_kept_share"])
    shares = np.empty((len(plans), replications))
    for replication in range(replications):
        means = disruptions_of_options(plans, _of_replication(outcomes, replication), every_year)
        for place, (option, mean) in enumerate(zip(result.options, means, strict=True)):
            share = qualified_share(option.plan, option.staffing, mean)
            shares[place, replication] = np.nan if share is None else share[:, -1].mean()
    return tuple(shares)


def _of_replication(outcomes: Sequence[OperationsOutcome], replication: int) -> list[OperationsOutcome]:
    chosen = slice(replication, replication + 1)
    return [
        OperationsOutcome(
            outcome.years, {measure: values[chosen] for measure, values in outcome.values.items()}
        )
        for outcome in outcomes
    ]
