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
from kopa_sim.study.optimise.contents import FoundNetwork, Optimised, Wishes
from kopa_sim.study.optimise.hand_made import price_hand_made
from kopa_sim.study.optimise.impossible import ImpossibleWishError, contradictions, explain
from kopa_sim.study.optimise.measures_beside import not_sought, opened_borders
from kopa_sim.study.optimise.question import Question, ask, plan_of
from kopa_sim.study.optimise.separable import why_not_separable
from kopa_sim.study.optimise.simulated import Simulator
from kopa_sim.study.optimise.tables import BuiltTables, build_tables
from kopa_sim.study.prepare import Prepared, prepare

Ints = NDArray[np.intp]
Progress = Callable[[str, int, int], None]

SEARCH_SHARE: Final = 0.4
"""Share of the time for the search; the proof has the rest."""
HINT_SHARE: Final = 0.15
"""Share of the time for a first, coarse proof, whose plan the search starts from."""
COARSE_GAP: Final = 0.01
PROOF_GAP: Final = 0.5
"""The proof aims at this part of the wished gap: its tables count a little less than the price."""
SAME: Final = 1e-9
"""Relative difference from the simulator's price that is rounding."""


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
        simulator = Simulator(prepared, simulator.with_measures(wishes.base_option, borders))
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
    hand_made = price_hand_made(scenario, wishes.base_option)
    tell("price", 1, 1)
    short = wishes.seconds is not None and not all(network.proved for network in networks)
    cut = short and not why_not_separable(simulator)
    return Optimised(wishes, base, networks, cut, (*dict.fromkeys(notes), *beside), hand_made)


def _prepared(scenario: Scenario, wishes: Wishes, seed: int) -> tuple[Simulator, Prepared]:
    left_out = undecided_options(scenario)
    wanted = [of.id for of in scenario.options if of.id == wishes.base_option or of.id not in left_out]
    prepared = prepare(scenario, seed=seed, draws=1, option_ids=wanted)
    base = next(of for of in prepared.options if of.plan.option == wishes.base_option)
    checked = replace(
        prepared, options=tuple(of for of in prepared.options if of.plan.option in (AS_IS, base.plan.option))
    )
    problems = find_problems(checked)
    if problems:
        raise ScenarioError(problems)
    return Simulator(prepared, base), prepared


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
    provable = wishes.seconds is not None and not notes and wishes.objective != "minutes"
    tables, coarse = None, -np.inf
    if wishes.seconds is not None and provable:
        tell("tables", 0, 1)
        tables = build_tables(question.pricer, question.may_change)
        tell("tables", 1, 1)
        hint, coarse = _hint(question, tables, COARSE_GAP, HINT_SHARE * wishes.seconds)
        starts = [*starts, *hint]
    tell("search", 0, 1)
    seconds = None if wishes.seconds is None else SEARCH_SHARE * wishes.seconds
    effort = SearchEffort(seed=seed, seconds=seconds, clock=now)
    found = _search(question, wishes, effort, starts, base_cost)
    if not found[0].kept:
        raise ImpossibleWishError(
            explain(question, wishes, found[0].change_switch)
            or [Problem("wishes", "no network was found that keeps all of them")]
        )
    tell("search", 1, 1)
    if tables is None or wishes.seconds is None:
        return found, [float("nan")] * len(found)
    left = max(wishes.seconds - (now() - began), 1.0)
    return _prove(question, wishes, found, tables, coarse, left, notes, tell)


def _hint(question: Question, tables: BuiltTables, gap: float, seconds: float) -> tuple[list[Ints], float]:
    """Return the plan that a coarse proof ends with, if any, and its bound on the cost of every plan."""
    proof = certify(tables.tables, Objective(), gap, seconds)
    change = proof.change_school
    return [] if change is None else [change[: len(question.pricer.schools)]], proof.bound


def _search(
    question: Question, wishes: Wishes, effort: SearchEffort, starts: Sequence[Ints], base_cost: float
) -> tuple[FoundPlan, ...]:
    problem = question.problem
    if wishes.objective == "frontier":
        return trace_frontier(problem, wishes.frontier_points, effort, starts)
    return (search_plan(problem, _objective(wishes, base_cost), effort, starts),)


def _objective(wishes: Wishes, base_cost: float) -> Objective:
    if wishes.objective == "minutes":
        return Objective("minutes", most_cost=base_cost * (1 + SAME))
    return Objective()


def _prove(
    question: Question,
    wishes: Wishes,
    found: Sequence[FoundPlan],
    tables: BuiltTables,
    coarse: float,
    seconds: float,
    notes: list[str],
    tell: Progress,
) -> tuple[tuple[FoundPlan, ...], list[float]]:
    """Return the plans, those of the proof where they are better, and a bound on the cost of each."""
    tell("proof", 0, len(found))
    bounds, better = [], []
    for place, plan in enumerate(found):
        limit = np.inf if place == 0 else plan.minutes * (1 + SAME)
        start = np.full(len(tables.schools), question.years, dtype=np.intp)
        start[: len(plan.change_switch)] = plan.change_switch
        objective = Objective(most_minutes=limit)
        proof = certify(tables.tables, objective, PROOF_GAP * wishes.gap, seconds / len(found), start)
        best = _better(question, plan, proof.change_school, limit)
        better.append(best)
        bounds.append(min(max(proof.bound, coarse), best.cost))
        tell("proof", place + 1, len(found))
    inexact = sum(not table.exact for table in tables.tables.tables)
    if inexact:
        notes.append(
            f"{inexact} schools have more neighbours than the proof looks at: it takes the closing of the farther"
            " ones never to make them cheaper"
        )
    return tuple(better), bounds


def _better(question: Question, plan: FoundPlan, change: Ints | None, most_minutes: float) -> FoundPlan:
    """Return the proof's plan where it keeps every limit and costs less, else the one that was found."""
    if change is None:
        return plan
    change = np.asarray(change, dtype=np.intp)[: len(plan.change_switch)]
    prices = question.pricer(change[None])
    kept = prices.broken[0] <= 0 and prices.minutes[0] <= most_minutes
    if not kept or prices.cost[0] >= plan.cost:
        return plan
    return replace(plan, change_switch=change, cost=float(prices.cost[0]), minutes=float(prices.minutes[0]))


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
    network = simulator.network(option, (*given, *measures), plan.cost, bound, wishes.gap)
    if abs(network.cost_eur - plan.cost) > max(1.0, SAME * abs(plan.cost)):
        notes.append(
            f"{name}: the simulator's price differs from that of the search by"
            f" {network.cost_eur - plan.cost:.0f} euros, because full schools send pupils elsewhere"
        )
    return network
