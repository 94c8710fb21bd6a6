"""A search that prices few plans: guided by a guess, never worse than its starts, within its budget."""

from itertools import count

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopa_sim.network.planning import (
    CostlyEffort,
    Objective,
    PlanningProblem,
    Prices,
    Ties,
    search_costly,
)
from kopa_sim.network.planning.neighbours import Neighbours
from tests.network.planning.small_plans import SmallQuestion, least

tries = settings(max_examples=15, deadline=None, derandomize=True)
NEVER = 3


def nothing_known(plans):
    """A guess that tells plans apart in nothing."""
    nothing = np.zeros(len(plans))
    return Prices(nothing, nothing, nothing)


def problem_of(price, switches, years=NEVER, distance=None):
    may_change = np.ones((switches, years + 1), dtype=bool)
    return PlanningProblem(years, tuple(f"s{i}" for i in range(switches)), may_change, price, distance)


def added_up(gain_switch):
    """A price that is a sum over switches of a gain for every year in which each is thrown; counts its calls."""
    gain = np.asarray(gain_switch, dtype=float)
    calls = []

    def price(plans):
        calls.extend(plan.tolist() for plan in plans)
        cost = 100 - (NEVER - plans) @ gain
        return Prices(cost, np.zeros(len(plans)), np.zeros(len(plans)))

    return price, calls


@tries
@given(seed=st.integers(0, 1_000_000))
def test_with_enough_plans_it_finds_the_best_of_all(seed):
    question = SmallQuestion(seed)
    effort = CostlyEffort(plans=500, patience=60)
    found = search_costly(question.problem(), Objective(), nothing_known, effort)
    assert found.cost == pytest.approx(least(question.every_plan(), 1))


@tries
@given(seed=st.integers(0, 1_000_000))
def test_a_plan_that_keeps_the_limits_is_preferred_to_any_that_does_not(seed):
    question = SmallQuestion(seed, breaks=True)
    found = search_costly(question.problem(), Objective(), nothing_known, CostlyEffort(plans=200))
    best = least(question.every_plan(), 1)
    assert found.kept == bool(np.isfinite(best))
    assert found.cost >= best or not found.kept


def test_it_prices_no_more_plans_than_it_may_and_none_twice():
    price, calls = added_up([1, 2, 3, 4])
    start = np.array([0, 0, NEVER, NEVER])
    found = search_costly(problem_of(price, 4), Objective(), nothing_known, CostlyEffort(plans=7), [start])
    assert len(calls) == found.evaluated == 2 + 7
    assert len({tuple(plan) for plan in calls}) == len(calls)


def test_the_answer_is_never_worse_than_a_start():
    price, _ = added_up([-1, -1, 5])
    start = np.array([NEVER, NEVER, 0])
    found = search_costly(problem_of(price, 3), Objective(), nothing_known, CostlyEffort(plans=0), [start])
    assert found.change_switch.tolist() == [NEVER, NEVER, 0]


def test_what_the_guess_holds_most_promising_is_priced_first():
    price, calls = added_up([1, 9, 1])
    search_costly(problem_of(price, 3), Objective(), lambda plans: price(plans), CostlyEffort(plans=1))
    guessed_best = [NEVER, 0, NEVER]
    assert guessed_best in calls


def test_what_one_switch_of_a_kind_was_seen_to_cost_is_guessed_of_the_others():
    """Of six switches two are of a kind that costs; one of them is priced, the other is left for last."""
    price, calls = added_up([-50, -50, 2, 2])
    family = np.array([0, 0, 1, 1])
    ties = Ties((), np.zeros((4, 4), dtype=bool), family, np.zeros(4, dtype=bool))
    search_costly(problem_of(price, 4), Objective(), nothing_known, CostlyEffort(plans=8), ties=ties)
    first_throws = [plan for plan in calls if plan[1] < NEVER]
    assert first_throws == []


def test_the_clock_ends_the_search_and_it_says_so():
    price, _ = added_up([1, 1, 1, 1, 1])
    ticks = count()
    effort = CostlyEffort(seconds=5.0, clock=lambda: float(next(ticks)))
    found = search_costly(problem_of(price, 5), Objective(), nothing_known, effort)
    assert not found.finished


def test_switches_that_are_thrown_together_are_one_step():
    """Neither of two switches is worth anything alone; both at once are worth ten."""

    def price(plans):
        both = (plans < NEVER).all(axis=1)
        alone = (plans < NEVER).any(axis=1) & ~both
        return Prices(100.0 + 5 * alone - 10 * both, np.zeros(len(plans)), np.zeros(len(plans)))

    ties = Ties(((0, 1),), np.zeros((2, 2), dtype=bool), np.arange(2), np.ones(2, dtype=bool))
    beside = Neighbours(problem_of(price, 2), ties).of(np.array([NEVER, NEVER]))
    assert [0, 0] in beside.tolist()
    alone = Neighbours(problem_of(price, 2), Ties.none(2)).of(np.array([NEVER, NEVER]))
    assert [0, 0] not in alone.tolist()


def test_throwing_a_switch_unthrows_what_it_excludes():
    excludes = np.array([[False, True], [True, False]])
    ties = Ties((), excludes, np.arange(2), np.ones(2, dtype=bool))
    beside = Neighbours(problem_of(nothing_known, 2), ties).of(np.array([NEVER, 1])).tolist()
    assert [0, NEVER] in beside
    assert [0, 1] not in beside


def test_a_switch_that_may_not_be_left_is_not_excluded():
    excludes = np.array([[False, True], [True, False]])
    problem = problem_of(nothing_known, 2)
    problem.may_change_switch_year[1, -1] = False
    beside = Neighbours(problem, Ties((), excludes, np.arange(2), np.ones(2, dtype=bool))).of(
        np.array([NEVER, 1])
    )
    assert all(plan[0] == NEVER for plan in beside.tolist())


def test_a_near_switch_is_thrown_instead_in_the_same_year():
    distance = np.array([[0, 1, np.inf], [1, 0, np.inf], [np.inf, np.inf, 0]])
    problem = problem_of(nothing_known, 3, distance=distance)
    beside = Neighbours(problem, Ties.none(3)).of(np.array([2, NEVER, NEVER])).tolist()
    assert [NEVER, 2, NEVER] in beside
    assert [NEVER, NEVER, 2] not in beside
