"""The best network for a planner's wishes: search, proof, and the simulator's own price of what is found."""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.network.planning import Objective
from kopa_sim.scenario.contents import AS_IS, Scenario
from kopa_sim.scenario.measures import Measure
from kopa_sim.scenario.problems import ScenarioError
from kopa_sim.study.check import find_problems
from kopa_sim.study.chosen_networks import undecided_options
from kopa_sim.study.optimise.beyond_closing import (
    Candidate,
    End,
    free_places,
    gap_that_stays,
    not_bounded,
    proved_beside,
    without_dominated,
)
from kopa_sim.study.optimise.broken_wishes import broken_wishes
from kopa_sim.study.optimise.by_routes import with_routed_differences
from kopa_sim.study.optimise.closing_search import ClosingSearch, FoundClosings
from kopa_sim.study.optimise.contents import FoundNetwork, Optimised, Wishes
from kopa_sim.study.optimise.futures import representative_futures, sampled_count
from kopa_sim.study.optimise.hand_made import price_hand_made
from kopa_sim.study.optimise.impossible import ImpossibleWishError, contradictions, explain
from kopa_sim.study.optimise.measures_beside import cost_of_borders, not_sought, opened_borders
from kopa_sim.study.optimise.moved_twice import moved_twice
from kopa_sim.study.optimise.nothing_to_decide import nothing_to_decide
from kopa_sim.study.optimise.own_options import own_option
from kopa_sim.study.optimise.proof import SAME, is_within, objective_of, value_of
from kopa_sim.study.optimise.question import Question, ask, plan_of
from kopa_sim.study.optimise.sentences import Amount, Sentence, unkept
from kopa_sim.study.optimise.separable import why_not_separable
from kopa_sim.study.optimise.simulated import Simulator
from kopa_sim.study.optimise.wider_search import WiderSearch
from kopa_sim.study.prepare import Prepared, prepare

Ints = NDArray[np.intp]
Progress = Callable[[str, int, int], None]

CLOSING_SHARE_WIDE: Final = 0.4
CLOSING_SHARE_NARROW: Final = 0.7
"""Most of the time for plans of closing, where more is wished and where not."""
SIMULATED_SHARE_NARROW: Final = 0.3
"""Most of the time for simulated plans where no more than closing is wished; otherwise they have all that is left."""
SHORTEST: Final = 1.0
"""Seconds for simulated plans even where no time is left."""


def _silent(stage: str, done: int, total: int) -> None:
    """Tell nobody."""


def optimise(
    scenario: Scenario,
    wishes: Wishes,
    *,
    seed: int = 1,
    clock: Callable[[], float] | None = None,
    on_progress: Progress | None = None,
    workers: int = 1,
) -> Optimised:
    """Return the best networks for a planner's wishes.

    Parameters
    ----------
    clock
        What is read where the wishes limit time.
    on_progress
        Told of the stages prepare, tables, search, proof, simulate and price.
    workers
        Processes that solve the routes of the networks found; a run, which asks without a limit on time, has its own.

    Raises
    ------
    ImpossibleWishError
        If no network keeps the limits.
    ScenarioError
        If the scenario itself cannot be run.
    """
    tell, now = on_progress or _silent, clock or time.monotonic
    tell("prepare", 0, 1)
    original, prepared = _prepared(scenario, wishes, seed)
    simulator, borders = _with_borders(original, wishes)
    question = ask(simulator, wishes)
    ties = why_not_separable(simulator)
    wider = WiderSearch.of(question, wishes, separable=not ties)
    problems = contradictions(question, wishes) or nothing_to_decide(question, wishes, wider.switches.wider)
    if problems:
        raise ImpossibleWishError(problems)
    base_cost = original.cost(original.base)
    tell("prepare", 1, 1)
    began = now()
    closing = _closing_search(question, wishes, wider, seed, now, tell)
    found = closing.run(_starts(question, prepared), base_cost)
    seconds = _seconds_to_simulate(wider, wishes, now() - began)
    own = [own_option(wider, of.plan) for of in prepared.options]
    starts = [plan for plan in own if plan is not None]
    candidates = _simulated(wider, found, starts, objective_of(wishes, base_cost), seed, seconds, now, tell)
    tell("price", 0, 1)
    of_all = all(of.of_all for of in candidates)
    notes = [*(() if of_all else (*ties, *closing.notes)), *not_bounded(wider, candidates, found)]
    networks = tuple(
        _network(question, wishes, place, of, wider.bounded_whole, borders, notes)
        for place, of in enumerate(candidates, start=1)
    )
    base = original.network(original.base)
    hand_made = () if wishes.futures else price_hand_made(scenario, wishes.base_option, wishes)
    beside = (
        *not_sought(wishes, simulator),
        *cost_of_borders(original, simulator),
        *moved_twice(simulator.prepared.scenario.region.schools.codes, networks),
    )
    tell("price", 1, 1)
    if wishes.seconds is not None:
        networks, told = with_routed_differences(original, base.plan, networks, workers, tell)
        beside = (*beside, *told)
    end = _how_it_ended(wider, wishes, candidates, networks, found, bool(ties))
    notes += gap_that_stays(networks, wishes) if end is End.GAP_STAYS else ()
    cut = end is End.TIME
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


def _with_borders(original: Simulator, wishes: Wishes) -> tuple[Simulator, tuple[Measure, ...]]:
    """Return the base option with open borders where they are wished, and the measures that open them."""
    borders = opened_borders(original, wishes)
    if not borders:
        return original, ()
    opened = original.with_measures(wishes.base_option, borders)
    return Simulator(original.prepared, opened, futures=original.futures), borders


def _starts(question: Question, prepared: Prepared) -> list[Ints]:
    """Return the scenario's own options that only close schools, as plans."""
    plans = [plan_of(question, of.plan.open_year_school) for of in prepared.options]
    return [plan for plan in plans if plan is not None]


def _closing_search(
    question: Question,
    wishes: Wishes,
    wider: WiderSearch,
    seed: int,
    now: Callable[[], float],
    tell: Progress,
) -> ClosingSearch:
    """Return the search of closings; where schools may be extended its bound lets their places go."""
    share = CLOSING_SHARE_WIDE if wider.wide else CLOSING_SHARE_NARROW
    seconds = None if wishes.seconds is None else share * wishes.seconds
    extending = wider.switches.extending
    bounded = ask(free_places(question.simulator, extending), wishes) if extending else question
    return ClosingSearch(question, wishes, seed, seconds, now, tell, wider.separable, bounded)


def _seconds_to_simulate(wider: WiderSearch, wishes: Wishes, gone: float) -> float | None:
    """Return the seconds for simulated plans when some are gone."""
    if wishes.seconds is None:
        return None
    left = max(wishes.seconds - gone, SHORTEST)
    return left if wider.wide else min(left, SIMULATED_SHARE_NARROW * wishes.seconds)


def _simulated(
    wider: WiderSearch,
    found: FoundClosings,
    starts: Sequence[Ints],
    objective: Objective,
    seed: int,
    seconds: float | None,
    now: Callable[[], float],
    tell: Progress,
) -> list[Candidate]:
    """Return the plans after the simulator was asked about others beside them.

    Raises
    ------
    ImpossibleWishError
        If none was found that keeps the limits.
    """
    tell("simulate", 0, len(found.plans))
    wishes, each = wider.wishes, None if seconds is None else seconds / len(found.plans)
    closings = [plan.change_switch for plan in found.plans]
    answers: list[Candidate] = []
    for place, (plan, bound) in enumerate(zip(found.plans, found.bounds, strict=True)):
        asked = objective if place == 0 else replace(objective, most_minutes=plan.minutes * (1 + SAME))
        answers.append(_candidate(wider, closings, starts, asked, bound, seed, each, now))
        tell("simulate", place + 1, len(found.plans))
    if not answers[0].plan.kept:
        raise ImpossibleWishError(
            explain(wider.question, wishes, found.plans[0].change_switch)
            or [unkept("unfound", "the wishes together", "no network was found that keeps all of them")]
        )
    if wishes.objective == "frontier":
        return without_dominated([of for of in answers if of.plan.kept])
    return [*answers, *proved_beside(wider, answers[0], found, objective)]


def _candidate(
    wider: WiderSearch,
    closings: Sequence[Ints],
    starts: Sequence[Ints],
    asked: Objective,
    bound: float,
    seed: int,
    seconds: float | None,
    now: Callable[[], float],
) -> Candidate:
    """Return the best plan that was simulated: of all there are, where they are few and no bound proves it."""
    if wider.wide and wider.few and (every := wider.best_of_all(asked, seconds, now)) is not None:
        return Candidate(every, bound, of_all=True)
    began = now()
    found = Candidate(wider.run(closings, starts, asked, seed, seconds, now), bound)
    if found.wider.covered and is_within(found.plan, asked, bound, wider.wishes.gap) and not wider.wide:
        return found
    left = None if seconds is None else seconds - (now() - began)
    every = wider.best_of_all(asked, left, now)
    return found if every is None else Candidate(every, bound, of_all=True)


def _network(
    question: Question,
    wishes: Wishes,
    place: int,
    candidate: Candidate,
    bounded_whole: bool,
    given: Sequence[Measure],
    notes: list[str],
) -> FoundNetwork:
    simulator, plan = question.simulator, candidate.plan
    name = f"frontier_{place:02d}" if wishes.objective == "frontier" else f"optimised_{place}"
    option = simulator.with_measures(name, candidate.wider.measures)
    of_cost = wishes.objective != "minutes"
    value = value_of(plan, objective_of(wishes, np.inf))
    bound = min(candidate.bound, value) if candidate.wider.covered else np.nan
    bound = value if candidate.of_all else bound
    network = simulator.network(
        option, (*given, *candidate.wider.measures), plan.cost, bound if of_cost else np.nan, wishes.gap
    )
    if not of_cost:
        gap = max(1 - bound / plan.minutes, 0.0) if plan.minutes > 0 else 0.0
        network = replace(network, gap=gap, proved=bool(gap <= wishes.gap))
    if not (bounded_whole or candidate.of_all):
        network = replace(network, proved=False)
    if abs(network.cost_eur - plan.cost) > max(1.0, SAME * abs(plan.cost)):
        notes.append(
            Sentence(
                "note_price_differs",
                "{option}: the simulator's price differs from that of the search by {euros} euros",
                option=name,
                euros=Amount(network.cost_eur - plan.cost, signed=True),
            )
        )
    return replace(network, breaks=broken_wishes(simulator, wishes, option, network))


def _how_it_ended(
    wider: WiderSearch,
    wishes: Wishes,
    candidates: Sequence[Candidate],
    networks: Sequence[FoundNetwork],
    found: FoundClosings,
    tied: bool,
) -> End:
    """Return what ended the search: time is told only where more of it could have found or proved more."""
    if wishes.seconds is None or all(of.of_all for of in candidates):
        return End.THROUGH
    simulated_through = all(of.plan.finished for of in candidates)
    if wider.wide and not simulated_through:
        return End.TIME
    if tied or not wider.bounded_whole:
        return End.THROUGH
    proved = [network.proved for network in networks]
    if all(proved) if wishes.objective == "frontier" else any(proved):
        return End.THROUGH
    return End.GAP_STAYS if found.through and simulated_through else End.TIME
