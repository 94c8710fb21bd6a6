"""Operations within the study: which years to simulate, and what they mean for every draw."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.plan import Plan
from kopa_sim.model.staffing import Disruption, OperationsOutcome
from kopa_sim.model.streams import BLOCK, DrawBlock
from kopa_sim.operations import interpolate_outcome, simulate_replication
from kopa_sim.study.pipeline import BlockFutures, sample_block, school_block
from kopa_sim.study.prepare import OptionPlan, Prepared

Floats = NDArray[np.float64]


def representative_years(plan: Plan) -> tuple[int, ...]:
    """Return the first, middle and last costed year of a Plan, and every year in which it changes."""
    costed = plan.costed_years
    return tuple(sorted({costed[0], costed[len(costed) // 2], costed[-1], *plan.change_years}))


def simulated_years(plan: Plan, as_is: Plan) -> tuple[int, ...]:
    """Return the years to simulate for an option: those representative ones that are not decided as it is.

    Until the first difference an option is "as it is", with the same chance, and nothing need be simulated.
    """
    if plan is as_is:
        return representative_years(plan)
    first = plan.first_difference(as_is)
    return tuple(year for year in representative_years(plan) if first is not None and year >= first)


def replicate(
    prepared: Prepared, options: Sequence[OptionPlan], replication: int
) -> tuple[Mapping[str, Floats], ...]:
    """Simulate one replication of some options, on the future of the same number.

    Only the draws up to this one are sampled, once for all options with the same people: a draw does not depend on
    how many follow it. Nothing is simulated for an option that decides nothing of its own.
    """
    index, local = divmod(replication, BLOCK)
    samples: dict[int, BlockFutures] = {}
    results: list[Mapping[str, Floats]] = []
    for option in options:
        years = simulated_years(option.plan, prepared.as_is.plan)
        if years and id(option.people) not in samples:
            block = DrawBlock(index, local + 1)
            samples[id(option.people)] = sample_block(prepared, option.people, block)
        sample = samples.get(id(option.people))
        results.append(
            _simulate(prepared, option, sample, years, replication) if years and sample is not None else {}
        )
    return tuple(results)


def _simulate(
    prepared: Prepared, option: OptionPlan, sample: BlockFutures, years: tuple[int, ...], replication: int
) -> Mapping[str, Floats]:
    schooling = school_block(prepared, option, sample)
    return simulate_replication(
        prepared.scenario.region,
        option.plan,
        prepared.journeys,
        schooling.groups,
        schooling.staffing,
        replication % BLOCK,
        replication,
        years,
        sample.parameters,
        prepared.streams,
    )


def operations_outcome(
    plan: Plan,
    as_is_plan: Plan,
    replications: Sequence[Mapping[str, Floats]],
    as_is: OperationsOutcome | None,
) -> OperationsOutcome:
    """Return the replications of one option as one outcome, years in which it is "as it is" taken from there."""
    years = simulated_years(plan, as_is_plan)
    values = {
        measure: np.stack([replication[measure] for replication in replications])
        for measure in (replications[0] if years else ())
    }
    if as_is is None:
        return OperationsOutcome(years, values)
    first = plan.first_difference(as_is_plan)
    shared = [place for place, year in enumerate(as_is.years) if first is None or year < first]
    return OperationsOutcome(
        (*(as_is.years[place] for place in shared), *years),
        {
            measure: np.concatenate([known[:, shared], values[measure]], axis=1)
            if years
            else known[:, shared]
            for measure, known in as_is.values.items()
        },
    )


def option_disruption(
    plan: Plan, as_is_plan: Plan, outcome: OperationsOutcome, as_is: Disruption | None
) -> Disruption:
    """Return what the simulated years mean for every future: until the first difference, what as_is has."""
    own = interpolate_outcome(outcome, plan)
    if as_is is None:
        return own
    first = plan.first_difference(as_is_plan)
    before = np.array([first is None or year < first for year in plan.years])[:, None]
    return replace(
        own,
        qualified_kept_share_year_municipality=np.where(
            before, as_is.qualified_kept_share_year_municipality, own.qualified_kept_share_year_municipality
        ),
        cost_eur_per_lesson_year_municipality=np.where(
            before, as_is.cost_eur_per_lesson_year_municipality, own.cost_eur_per_lesson_year_municipality
        ),
    )
