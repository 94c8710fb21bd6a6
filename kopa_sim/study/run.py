"""A whole run: every option on the same draws."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.area_access import ChildImpact
from kopa_sim.model.replication import ReplicationOutcome
from kopa_sim.model.school_year_log import YearLog
from kopa_sim.model.staffing import Disruption, OperationsOutcome
from kopa_sim.model.streams import DrawBlock, blocks_of
from kopa_sim.scenario.contents import Scenario
from kopa_sim.scenario.problems import ScenarioError
from kopa_sim.study.access_notices import access_notices
from kopa_sim.study.check import find_problems, notices_of
from kopa_sim.study.child_impact import child_impact_of_block
from kopa_sim.study.child_money import child_money_as_is
from kopa_sim.study.chosen_networks import choose_networks
from kopa_sim.study.complete_years import lived_years
from kopa_sim.study.cut_short import cut_short
from kopa_sim.study.gather import gather, gather_child_impact
from kopa_sim.study.judgement import judge, resident_pupils, with_mean_future
from kopa_sim.study.mean_future import mean_future_cost
from kopa_sim.study.measured_places import with_areas_and_moves
from kopa_sim.study.pipeline import BlockFutures, OptionBlock, run_block, sample_block
from kopa_sim.study.prepare import Prepared, prepare
from kopa_sim.study.result import OptionResult, RunResult
from kopa_sim.study.routed import with_routes
from kopa_sim.study.routes import SolvedRoutes
from kopa_sim.study.school_year import disruptions_of_options, outcomes_of_options, replicate
from kopa_sim.study.shown_week import shown_weeks
from kopa_sim.study.simulated_years import every_year_wanted, thinned_years
from kopa_sim.study.toured import with_tours
from kopa_sim.study.turning_points import find_turning_points
from kopa_sim.study.workers import Workers, open_workers

Floats = NDArray[np.float64]
Progress = Callable[[str, int, int], None]
"""Called with the name of the stage of work, how much of it is done, and how much there is."""

FIRST_GRADE = 1

OPTIONS_IN_A_TASK = 3
"""Options simulated together: more share a sampled future, fewer spread better over processes."""


def no_progress(stage: str, done: int, total: int) -> None:
    """Tell nobody."""


@dataclass(frozen=True)
class BlockTask:
    """One block of draws for all options, with what operations mean for each."""

    block: DrawBlock
    disruptions: tuple[Disruption | None, ...]


@dataclass(frozen=True)
class PeopleBlock:
    """The people of one block of draws, as far as they are kept."""

    population: NDArray[np.float32]
    starters_draw_year_area: Floats
    resident_pupils_draw_year_municipality: Floats


@dataclass(frozen=True)
class BlockResult:
    """What one block yields: each option's people, the same object where options share them, and outcome."""

    people: tuple[PeopleBlock, ...]
    options: tuple[OptionBlock, ...]
    child_impact: tuple[ChildImpact | None, ...]


def run_block_task(prepared: Prepared, task: BlockTask) -> BlockResult:
    """Run all options on one block of draws."""
    sampled: dict[int, tuple[BlockFutures, PeopleBlock]] = {}
    people, outcomes = [], []
    for option, disruption in zip(prepared.options, task.disruptions, strict=True):
        key = id(option.people)
        if key not in sampled:
            sample = sample_block(prepared, option.people, task.block)
            sampled[key] = sample, _kept_people(prepared, sample)
        sample, kept = sampled[key]
        people.append(kept)
        outcomes.append(run_block(prepared, option, sample, disruption))
    present, _ = sampled[id(prepared.as_is.people)]
    return BlockResult(tuple(people), tuple(outcomes), child_impact_of_block(prepared, present))


def _kept_people(prepared: Prepared, sample: BlockFutures) -> PeopleBlock:
    pupils = sample.pupils.pupils_draw_year_area_grade
    return PeopleBlock(
        population=sample.futures.population_draw_year_municipality_sex_age.astype(np.float32),
        starters_draw_year_area=pupils[..., FIRST_GRADE],
        resident_pupils_draw_year_municipality=resident_pupils(prepared, pupils),
    )


def run_replication_task(
    prepared: Prepared, task: tuple[slice, int]
) -> tuple[ReplicationOutcome | None, ...]:
    """Simulate one replication of some options."""
    options, replication = task
    return replicate(prepared, prepared.options[options], replication)


@dataclass(frozen=True)
class SchoolYears:
    """The simulated school years of one option and what they mean for every future.

    ``disruption`` is None where no replication was lived to its end.
    """

    outcome: OperationsOutcome
    disruption: Disruption | None


def _simulate_school_years(
    prepared: Prepared, replications: int, workers: Workers, on_progress: Progress
) -> list[SchoolYears | None]:
    if replications == 0:
        return [None] * len(prepared.options)
    chunks = [slice(o, o + OPTIONS_IN_A_TASK) for o in range(0, len(prepared.options), OPTIONS_IN_A_TASK)]
    tasks = [(chunk, r) for chunk in chunks for r in range(replications)]
    by_option: list[list[ReplicationOutcome | None]] = [[] for _ in prepared.options]
    for done, values in enumerate(workers.map(run_replication_task, tasks), start=1):
        for own, value in zip(by_option[tasks[done - 1][0]], values, strict=True):
            own.append(value)
        on_progress("operations", done, len(tasks))
    simulated = _joined_school_years(prepared, by_option)
    return _with_weeks(simulated, shown_weeks(prepared, workers))


def _joined_school_years(
    prepared: Prepared, by_option: Sequence[Sequence[ReplicationOutcome | None]]
) -> list[SchoolYears]:
    """Return the replications of every option as one, and what they mean beside those of as_is, which is first."""
    plans = [option.plan for option in prepared.options]
    lived = lived_years(by_option, [plan.first_difference(plans[0]) for plan in plans])
    outcomes = outcomes_of_options(plans, lived.by_option)
    means: Sequence[Disruption | None] = [None] * len(plans)
    if lived.whole:
        means = disruptions_of_options(plans, outcomes, every_year_wanted(prepared))
    return [
        SchoolYears(replace(outcome, stopped=bool(stopped), stopped_years=stopped), disruption)
        for outcome, stopped, disruption in zip(outcomes, lived.stopped, means, strict=True)
    ]


def _with_weeks(
    simulated: Sequence[SchoolYears], weeks: Sequence[YearLog | None]
) -> list[SchoolYears | None]:
    return [
        replace(years, outcome=replace(years.outcome, log=week))
        for years, week in zip(simulated, weeks, strict=True)
    ]


def _run_blocks(
    prepared: Prepared, disruptions: tuple[Disruption | None, ...], workers: Workers, on_progress: Progress
) -> list[BlockResult]:
    tasks = [BlockTask(block, disruptions) for block in blocks_of(prepared.parameters.n_draws)]
    blocks = []
    for done, result in enumerate(workers.map(run_block_task, tasks), start=1):
        blocks.append(result)
        on_progress("futures", done, len(tasks))
    return blocks


def _gather_people(prepared: Prepared, blocks: list[BlockResult]) -> tuple[PeopleBlock, ...]:
    """Return the people of every option over all draws, one object where options share them."""
    gathered: dict[int, PeopleBlock] = {}
    for index, option in enumerate(prepared.options):
        own = [block.people[index] for block in blocks]
        gathered.setdefault(
            id(option.people),
            PeopleBlock(
                np.concatenate([block.population for block in own]),
                np.concatenate([block.starters_draw_year_area for block in own]),
                np.concatenate([block.resident_pupils_draw_year_municipality for block in own]),
            ),
        )
    return tuple(gathered[id(option.people)] for option in prepared.options)


def _option_results(
    prepared: Prepared,
    blocks: list[BlockResult],
    school_years: Sequence[SchoolYears | None],
    people: tuple[PeopleBlock, ...],
) -> tuple[OptionResult, ...]:
    gathered = [gather([block.options[i] for block in blocks]) for i in range(len(prepared.options))]
    impacts = [gather_child_impact(of) for of in zip(*(block.child_impact for block in blocks), strict=True)]
    years = [prepared.expected.year_index(year) for year in prepared.as_is.plan.years]
    results = []
    for option, block, years_of, own, impact in zip(
        prepared.options, gathered, school_years, people, impacts, strict=True
    ):
        disruption = years_of.disruption if years_of else None
        residents = own.population[:, years].sum(axis=(3, 4), dtype=np.float64)
        pupils = own.resident_pupils_draw_year_municipality
        verdict = judge(prepared, option.plan, block, gathered[0], disruption, pupils, residents)
        results.append(
            OptionResult(
                plan=option.plan,
                catchments=option.catchments,
                flow_keys=option.flow_keys.keys,
                operations=years_of.outcome if years_of else None,
                population_draw_year_municipality_sex_age=own.population,
                starters_draw_year_area=own.starters_draw_year_area,
                verdict=with_mean_future(verdict, mean_future_cost(prepared, option)),
                routes=option.routes,
                tours=option.tours,
                support_weeks=option.support_weeks,
                child_impact=impact,
                **{name: getattr(block, name) for name in OptionBlock.__dataclass_fields__},
            )
        )
    return tuple(results)


def _notices(prepared: Prepared, replications: int) -> tuple[str, ...]:
    """Return what the reader should know of how the scenario was prepared and simulated."""
    thinned = thinned_years(prepared) if replications else ()
    return (*notices_of(prepared), *access_notices(prepared.scenario.region.areas), *thinned)


def run_scenario(
    scenario: Scenario,
    *,
    seed: int = 1,
    draws: int = 200,
    replications: int = 2,
    workers: int = 1,
    option_ids: Sequence[str] | None = None,
    on_progress: Progress = no_progress,
    solved: SolvedRoutes | None = None,
    turning_points: bool = False,
) -> RunResult:
    """Run all stages for as_is and the wanted options on the same sampled futures.

    The result is the same to the last bit on any number of workers.

    Parameters
    ----------
    draws
        Sampled futures, at least 1.
    replications
        Simulated school years per option and representative year, at most ``draws``; 0 leaves operations and
        the test of qualified teaching out.
    solved
        Routes of school transport solved in earlier runs; those of this one are added.
    turning_points
        Whether to seek how little an assumption must change for a verdict to turn.

    Raises
    ------
    ScenarioError
        If the network cannot take the pupils (see ``check_scenario``).
    """
    started = time.perf_counter()
    on_progress("prepare", 0, 1)
    chosen = choose_networks(scenario, option_ids, on_progress=on_progress)
    scenario = chosen.scenario
    prepared = prepare(scenario, seed=seed, draws=draws, option_ids=option_ids)
    problems = find_problems(prepared)
    if problems:
        raise ScenarioError(problems)
    prepared = with_areas_and_moves(with_tours(with_routes(prepared, workers, on_progress, solved)))
    on_progress("prepare", 1, 1)
    ready = time.perf_counter()
    with open_workers(prepared, workers) as pool:
        school_years = _simulate_school_years(prepared, min(replications, draws), pool, on_progress)
        simulated = time.perf_counter()
        disruptions = tuple(years.disruption if years else None for years in school_years)
        blocks = _run_blocks(prepared, disruptions, pool, on_progress)
        people = _gather_people(prepared, blocks)
        options = _option_results(prepared, blocks, school_years, people)
        finished = time.perf_counter()
        verdicts = [option.verdict for option in options]
        turning = (
            find_turning_points(prepared, verdicts, disruptions, pool, on_progress) if turning_points else ()
        )
    return RunResult(
        scenario=scenario,
        seed=seed,
        draws=draws,
        replications=min(replications, draws),
        parameters=prepared.parameters,
        journeys=prepared.journeys,
        population_years=prepared.expected.years,
        options=options,
        timings_s={
            "prepare": ready - started,
            "operations": simulated - ready,
            "futures": finished - simulated,
            **({"turning_points": time.perf_counter() - finished} if turning_points else {}),
        },
        notices=(*scenario.notices, *chosen.notices, *_notices(prepared, replications)),
        cut_short=(*chosen.cut_short, *cut_short(prepared)),
        turning_points=turning,
        child_money=child_money_as_is(prepared, people[0].population, options[0].flows_draw_year_flow),
    )
