"""Operations within the study: which replications to simulate, and what they mean for every draw."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.plan import Plan
from kopa_sim.model.staffing import Disruption, OperationsOutcome
from kopa_sim.model.streams import BLOCK, DrawBlock
from kopa_sim.operations import interpolate_outcome, simulate_replication
from kopa_sim.study.pipeline import sample_block, school_block
from kopa_sim.study.prepare import OptionPlan, Prepared

Floats = NDArray[np.float64]


def simulated_years(plan: Plan) -> tuple[int, ...]:
    """Return the representative years of a Plan: the first, middle and last costed one."""
    costed = plan.costed_years
    return tuple(sorted({costed[0], costed[len(costed) // 2], costed[-1]}))


def replicate(prepared: Prepared, option: OptionPlan, replication: int) -> Mapping[str, Floats]:
    """Simulate one replication of an option, on the future of the same number.

    Only the draws up to this one are sampled: a draw does not depend on how many follow it.
    """
    index, local = divmod(replication, BLOCK)
    sample = sample_block(prepared, DrawBlock(index, local + 1))
    schooling = school_block(prepared, option, sample)
    return simulate_replication(
        prepared.scenario.region,
        option.plan,
        prepared.journeys,
        schooling.groups,
        schooling.staffing,
        local,
        replication,
        simulated_years(option.plan),
        sample.parameters,
        prepared.streams,
    )


def operations_outcome(plan: Plan, replications: list[Mapping[str, Floats]]) -> OperationsOutcome:
    """Return the replications of one option as one outcome, in order."""
    values = {
        measure: np.stack([replication[measure] for replication in replications])
        for measure in replications[0]
    }
    return OperationsOutcome(simulated_years(plan), values)


def disruption_of(plan: Plan, outcome: OperationsOutcome | None) -> Disruption | None:
    """Return what the simulated years mean for every future; None when nothing was simulated."""
    return None if outcome is None else interpolate_outcome(outcome, plan)
