"""Operations within the study: the simulated school years of an option, and what they mean for every draw."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.plan import Plan
from kopa_sim.model.replication import ReplicationOutcome
from kopa_sim.model.school_year_log import YearLog
from kopa_sim.model.staffing import Disruption, OperationsOutcome
from kopa_sim.model.streams import BLOCK, DrawBlock
from kopa_sim.network import carry_pupils
from kopa_sim.operations import interpolate_difference, interpolate_outcome, simulate_replication
from kopa_sim.study.pipeline import BlockFutures, sample_block, school_block
from kopa_sim.study.prepare import OptionPlan, Prepared
from kopa_sim.study.simulated_years import representative_years, years_of_run, years_to_simulate
from kopa_sim.study.travels import travels_of

Floats = NDArray[np.float64]


def replicate(
    prepared: Prepared, options: Sequence[OptionPlan], replication: int
) -> tuple[ReplicationOutcome | None, ...]:
    """Simulate one replication of some options, on the future of the same number.

    Only the draws up to this one are sampled, once for all options with the same people: a draw does not depend on
    how many follow it. Nothing is simulated for an option that decides nothing of its own: it has None.
    """
    index, local = divmod(replication, BLOCK)
    samples: dict[int, BlockFutures] = {}
    results: list[ReplicationOutcome | None] = []
    of_run = years_of_run(prepared)
    for option in options:
        years = years_to_simulate(option.plan, prepared.as_is.plan, of_run)
        if years and id(option.people) not in samples:
            block = DrawBlock(index, local + 1)
            samples[id(option.people)] = sample_block(prepared, option.people, block)
        sample = samples.get(id(option.people))
        results.append(
            _simulate(prepared, option, sample, years, replication) if years and sample is not None else None
        )
    return tuple(results)


def logged_year(prepared: Prepared, option: OptionPlan, replication: int, year: int) -> YearLog:
    """Live through one school year of an option and return its log, with everybody's week and every event.

    The year is the same as in the replication of that number, whichever years that simulates.
    """
    index, local = divmod(replication, BLOCK)
    sample = sample_block(prepared, option.people, DrawBlock(index, local + 1))
    return _simulate(prepared, option, sample, (year,), replication, keep_log=True).logs[0]


def _simulate(
    prepared: Prepared,
    option: OptionPlan,
    sample: BlockFutures,
    years: tuple[int, ...],
    replication: int,
    keep_log: bool = False,
) -> ReplicationOutcome:
    schooling = school_block(prepared, option, sample)
    region, plan = prepared.scenario.region, option.plan
    transport = carry_pupils(
        region, prepared.journeys, plan, schooling.flows, sample.parameters, option.routes
    )
    return simulate_replication(
        region,
        plan,
        prepared.journeys,
        schooling.groups,
        schooling.staffing,
        replication % BLOCK,
        replication,
        years,
        sample.parameters,
        prepared.streams,
        travels_of(plan, option.tours, transport),
        keep_log,
    )


def operations_outcome(
    plan: Plan,
    as_is_plan: Plan,
    replications: Sequence[ReplicationOutcome | None],
    as_is: OperationsOutcome | None,
) -> OperationsOutcome:
    """Return the replications of one option as one outcome, years in which it is "as it is" taken from there.

    ``None`` stands for a replication in which the option has nothing to simulate.
    """
    simulated = [replication for replication in replications if replication is not None]
    own = _joined(simulated) if simulated else None
    if as_is is None:
        return own or OperationsOutcome((), {})
    first = plan.first_difference(as_is_plan)
    shared = [place for place, year in enumerate(as_is.years) if first is None or year < first]
    known = _at_years(as_is, shared)
    return known if own is None else _one_after_the_other(known, own)


def outcomes_of_options(
    plans: Sequence[Plan], by_option: Sequence[Sequence[ReplicationOutcome | None]]
) -> list[OperationsOutcome]:
    """Return the replications of every option as one outcome each; the first option is as_is."""
    as_is = operations_outcome(plans[0], plans[0], by_option[0], None)
    others = zip(plans[1:], by_option[1:], strict=True)
    return [as_is, *(operations_outcome(plan, plans[0], own, as_is) for plan, own in others)]


def disruptions_of_options(
    plans: Sequence[Plan], outcomes: Sequence[OperationsOutcome], every_year: bool = False
) -> list[Disruption]:
    """Return what the simulated years mean for every future, for every option; the first is as_is."""
    known = as_is_disruption(plans[0], outcomes[0], every_year)
    others = zip(plans[1:], outcomes[1:], strict=True)
    return [
        known,
        *(option_disruption(plan, plans[0], own, outcomes[0], known, every_year) for plan, own in others),
    ]


def _joined(replications: Sequence[ReplicationOutcome]) -> OperationsOutcome:
    return OperationsOutcome(
        replications[0].years,
        {
            measure: np.stack([replication.values[measure] for replication in replications])
            for measure in replications[0].values
        },
        np.stack([replication.lessons_outcome_year_school_subject for replication in replications]),
        any(replication.stopped for replication in replications),
        school_values={
            measure: np.stack([replication.school_values[measure] for replication in replications])
            for measure in replications[0].school_values
        },
    )


def _at_years(outcome: OperationsOutcome, places: Sequence[int]) -> OperationsOutcome:
    lessons = outcome.lessons_replication_outcome_year_school_subject
    return OperationsOutcome(
        tuple(outcome.years[place] for place in places),
        {measure: values[:, places] for measure, values in outcome.values.items()},
        None if lessons is None else lessons[:, :, places],
        outcome.stopped and bool(places),
        school_values={measure: values[:, places] for measure, values in outcome.school_values.items()},
    )


def _one_after_the_other(earlier: OperationsOutcome, later: OperationsOutcome) -> OperationsOutcome:
    lessons = [
        part
        for outcome in (earlier, later)
        if (part := outcome.lessons_replication_outcome_year_school_subject) is not None
    ]
    return OperationsOutcome(
        (*earlier.years, *later.years),
        _years_after_years(earlier.values, later.values),
        np.concatenate(lessons, axis=2) if len(lessons) == 2 else None,
        earlier.stopped or later.stopped,
        school_values=_years_after_years(earlier.school_values, later.school_values),
    )


def _years_after_years(earlier: Mapping[str, Floats], later: Mapping[str, Floats]) -> dict[str, Floats]:
    return {measure: np.concatenate([values, later[measure]], axis=1) for measure, values in earlier.items()}


def as_is_disruption(plan: Plan, outcome: OperationsOutcome, every_year: bool = False) -> Disruption:
    """Return what the simulated years of "as it is" mean for every future.

    Only its own representative years count, not those in which some option changes, so that the figures of "as it
    is" do not depend on which options stand beside it.
    """
    return interpolate_outcome(_in_years(outcome, representative_years(plan, every_year)), plan)


def option_disruption(
    plan: Plan,
    as_is_plan: Plan,
    outcome: OperationsOutcome,
    as_is: OperationsOutcome,
    known: Disruption,
    every_year: bool = False,
) -> Disruption:
    """Return what the simulated years of an option mean for every future: what as_is has, and how it differs.

    Only the representative years of these two count, so that no option depends on which others stand beside it.

    Parameters
    ----------
    outcome, as_is
        Of the option and of as_is, in the same years.
    known
        What the years of as_is mean.
    """
    wanted = {*representative_years(plan, every_year), *representative_years(as_is_plan, every_year)}
    own = interpolate_difference(
        _in_years(outcome, wanted), _in_years(as_is, wanted), known, plan, as_is_plan
    )
    first = plan.first_difference(as_is_plan)
    before = np.array([first is None or year < first for year in plan.years])[:, None]
    return replace(
        own,
        qualified_kept_share_year_municipality=np.where(
            before, known.qualified_kept_share_year_municipality, own.qualified_kept_share_year_municipality
        ),
        cost_eur_per_lesson_year_municipality=np.where(
            before, known.cost_eur_per_lesson_year_municipality, own.cost_eur_per_lesson_year_municipality
        ),
    )


def _in_years(outcome: OperationsOutcome, wanted: Collection[int]) -> OperationsOutcome:
    """Return the wanted ones of the simulated years."""
    return _at_years(outcome, [place for place, year in enumerate(outcome.years) if year in wanted])
