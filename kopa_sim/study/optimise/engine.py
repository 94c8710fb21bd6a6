"""The best network for a planner's wishes: search, proof, and the simulator's own price of what is found."""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.network.planning import FoundPlan, Objective, SearchEffort, search_plan, trace_frontier
from kopa_sim.network.planning.certificate import certify
from kopa_sim.scenario.contents import AS_IS, Scenario
from kopa_sim.scenario.measures import Measure
from kopa_sim.scenario.problems import Problem, ScenarioError
from kopa_sim.study.check import find_problems
from kopa_sim.study.chosen_networks import undecided_options
from kopa_sim.study.optimise.by_routes import routes_beside
from kopa_sim.study.optimise.contents import FoundNetwork, Optimised, Wishes
from kopa_sim.study.optimise.futures import representative_futures, sampled_count
from kopa_sim.study.optimise.hand_made import price_hand_made
from kopa_sim.study.optimise.impossible import ImpossibleWishError, contradictions, explain
from kopa_sim.study.optimise.measures_beside import not_sought, opened_borders
from kopa_sim.study.optimise.proof import SAME, inexact_note, is_within, objective_of, prove, value_of
from kopa_sim.study.optimise.question import Question, ask, plan_of
from kopa_sim.study.optimise.separable import why_not_separable
from kopa_sim.study.optimise.simulated import Simulator
from kopa_sim.study.optimise.tables import build_tables
from kopa_sim.study.prepare import Prepared, prepare

Ints = NDArray[np.intp]
Progress = Callable[[str, int, int], None]

SEARCH_SHARES: Final = (0.03, 0.07, 0.3)
"""Shares of the time for searches, each from the plan of the one before, until the gap is proved."""
HINT_SHARE: Final = 0.3
"""Share of the time for a first proof without surplus teachers, whose plan the search starts from."""
PROOF_GAP: Final = 0.5
"""The proof aims at this part of the wished gap: its tables count a little less than the price."""


def _silent(stage: str, done: int, total: int) -> None:
    """Tell nobody."""


def optimise(
    scenario: Scenario,
    wishes: Wishes,
    *,
    seed: int = 1,
    clock: Callable[[], float] | None = None,
    on_progress: Progress | None = None,
) -> Optimised:
    """Return the best networks for a planner's wishes.

    Parameters
    ----------
    clock
        What is read where the wishes limit time.
    on_progress
        Told of the stages prepare, search, proof and price.

    Raises
    ------
    ImpossibleWishError
        If no network keeps the limits.
    ScenarioError
        If the scenario itself cannot be run.
    """
    tell, now = on_progress or _silent, clock or time.monotonic
    tell("prepare", 0, 1)
    simulator, prepared = _prepared(scenario, wishes, seed)
    original, borders = simulator, opened_borders(simulator, wishes)
    if borders:
        opened = simulator.with_measures(wishes.base_option, borders)
        simulator = Simulator(prepared, opened, futures=simulator.futures)
    question = ask(simulator, wishes)
    problems = contradictions(question, wishes)
    if problems:
        raise ImpossibleWishError(problems)
    tell("prepare", 1, 1)
    notes = list(why_not_separable(simulator))
    beside = not_sought(wishes, simulator)
    base_cost = original.cost(original.base)
    found, bounds = _sought(question, wishes, _starts(question, prepared), base_cost, notes, seed, now, tell)
    tell("price", 0, 1)
    networks = tuple(
        _network(question, wishes, place, plan, bound, borders, notes)
        for place, (plan, bound) in enumerate(zip(found, bounds, strict=True), start=1)
    )
    base = original.network(original.base)
    hand_made = () if wishes.futures else price_hand_made(scenario, wishes.base_option)
    beside = (*beside, *routes_beside(original, base.plan, networks[0].plan))
    tell("price", 1, 1)
    short = wishes.seconds is not None and not all(network.proved for network in networks)
    cut = short and not why_not_separable(simulator)
    return Optimised(wishes, base, networks, cut, (*dict.fromkeys(notes), *beside), hand_made)


def _prepared(scenario: Scenario, wishes: Wishes, seed: int) -> tuple[Simulator, Prepared]:
    left_out = undecided_options(scenario)
    wanted = [of.id for of in scenario.options if of.id == wishes.base_option or of.id not in left_out]
    draws = sampled_count(wishes.futures) if wishes.futures else 1
    prepared = prepare(scenario, seed=seed, draws=draws, option_ids=wanted)
    base = next(of for of in prepared.options if of.plan.option == wishes.base_option)
    checked = replace(
        prepared, options=tuple(of for of in prepared.options if of.plan.option in (AS_IS, base.plan.option))
    )
    problems = find_problems(checked)
    if problems:
        raise ScenarioError(problems)
    futures = None
    if wishes.futures:
        futures = representative_futures(prepared, base.people, wishes.futures, seed)
    return Simulator(prepared, base, futures=futures), prepared


def _starts(question: Question, prepared: Prepared) -> list[Ints]:
    """Return the scenario's own options that only close schools, as plans."""
    plans = [plan_of(question, of.plan.open_year_school) for of in prepared.options]
    return [plan for plan in plans if plan is not None]


def _sought(
    question: Question,
    wishes: Wishes,
    starts: list[Ints],
    base_cost: float,
    notes: list[str],
    seed: int,
    now: Callable[[], float],
    tell: Progress,
) -> tuple[tuple[FoundPlan, ...], list[float]]:
    """Return the best plans and the bound of each; a first, coarse proof gives the search a plan to start from."""
    began = now()
    provable = wishes.seconds is not None and not notes
    tables, coarse, objective = None, -np.inf, objective_of(wishes, base_cost)
    if wishes.seconds is not None and provable:
        tell("tables", 0, 1)
        tables = build_tables(question.pricer, question.may_change)
        tell("tables", 1, 1)
        proof = certify(tables.tables, objective, PROOF_GAP * wishes.gap, HINT_SHARE * wishes.seconds)
        coarse, hint = proof.bound, proof.change_school
        starts = [*starts, *([] if hint is None else [hint[: len(question.codes)]])]
        notes += inexact_note(tables)
    tell("search", 0, 1)
    first = SEARCH_SHARES if tables is None else SEARCH_SHARES[:1]
    found = _searched(question, wishes, starts, objective, coarse, seed, now, first)
    if tables is not None and wishes.seconds is not None and wishes.objective != "frontier":
        if found[0].kept and not is_within(found[0], objective, coarse, wishes.gap):
            share = HINT_SHARE * wishes.seconds
            found, bounds = prove(question, found, tables, objective, coarse, PROOF_GAP * wishes.gap, share)
            coarse = bounds[0]
        if not is_within(found[0], objective, coarse, wishes.gap):
            starts = [*starts, found[0].change_switch]
            found = _searched(question, wishes, starts, objective, coarse, seed, now, SEARCH_SHARES[1:])
    if not found[0].kept:
        raise ImpossibleWishError(
            explain(question, wishes, found[0].change_switch)
            or [Problem("wishes", "no network was found that keeps all of them")]
        )
    tell("search", 1, 1)
    if tables is None or wishes.seconds is None:
        return found, [float("nan")] * len(found)
    if wishes.objective != "frontier" and is_within(found[0], objective, coarse, wishes.gap):
        return found, [min(coarse, value_of(found[0], objective))]
    left = max(wishes.seconds - (now() - began), 1.0)
    tell("proof", 0, 1)
    proved = prove(question, found, tables, objective, coarse, PROOF_GAP * wishes.gap, left)
    tell("proof", 1, 1)
    return proved


def _searched(
    question: Question,
    wishes: Wishes,
    starts: Sequence[Ints],
    objective: Objective,
    bound: float,
    seed: int,
    now: Callable[[], float],
    shares: Sequence[float],
) -> tuple[FoundPlan, ...]:
    """Return the plans of ever longer searches, until one is near enough to the bound."""
    if wishes.seconds is None or wishes.objective == "frontier":
        seconds = None if wishes.seconds is None else sum(SEARCH_SHARES) * wishes.seconds
        return _search(
            question, wishes, SearchEffort(seed=seed, seconds=seconds, clock=now), starts, objective
        )
    found: tuple[FoundPlan, ...] = ()
    for share in shares:
        effort = SearchEffort(seed=seed, seconds=share * wishes.seconds, clock=now)
        found = _search(question, wishes, effort, starts, objective)
        if is_within(found[0], objective, bound, wishes.gap):
            break
        starts = [*starts, found[0].change_switch]
    return found


def _search(
    question: Question, wishes: Wishes, effort: SearchEffort, starts: Sequence[Ints], objective: Objective
) -> tuple[FoundPlan, ...]:
    problem = question.problem
    if wishes.objective == "frontier":
        return trace_frontier(problem, wishes.frontier_points, effort, starts)
    return (search_plan(problem, objective, effort, starts),)


def _network(
    question: Question,
    wishes: Wishes,
    place: int,
    plan: FoundPlan,
    bound: float,
    given: tuple[Measure, ...],
    notes: list[str],
) -> FoundNetwork:
    simulator = question.simulator
    name = f"frontier_{place:02d}" if wishes.objective == "frontier" else f"optimised_{place}"
    measures = question.measures(plan.change_switch)
    option = simulator.with_measures(name, measures)
    of_cost = wishes.objective != "minutes"
    network = simulator.network(
        option, (*given, *measures), plan.cost, bound if of_cost else np.nan, wishes.gap
    )
    if not of_cost:
        gap = max(1 - bound / plan.minutes, 0.0) if plan.minutes > 0 else 0.0
        network = replace(network, gap=gap, proved=bool(gap <= wishes.gap))
    if abs(network.cost_eur - plan.cost) > max(1.0, SAME * abs(plan.cost)):
        notes.append(
            f"{name}: the simulator's price differs from that of the search by"
            f" {network.cost_eur - plan.cost:.0f} euros, because full schools send pupils elsewhere"
        )
    return network
