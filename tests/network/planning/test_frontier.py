"""The frontier between cost and minutes."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopa_sim.network.planning import SearchEffort, trace_frontier
from tests.network.planning.small_plans import SmallQuestion, least

seeds = st.integers(0, 1_000_000)
tries = settings(
    max_examples=6, deadline=None, derandomize=True
)  # a search promises no optimum: always the same cases
LITTLE = SearchEffort(kicks=120, patience=20)


def undominated(plans):
    """Cost and minutes of the plans that keep hard limits and that no other beats, the cheapest first."""
    kept = sorted((row[1], row[2]) for row in plans if row[3] == 0)
    best = []
    for cost, minutes in kept:
        if not best or minutes < best[-1][1] * (1 - 1e-9):
            best.append((cost, minutes))
    return best


@tries
@given(seeds, st.booleans())
def test_plans_are_the_cheapest_within_their_minutes_and_end_at_the_fewest(seed, breaks):
    question = SmallQuestion(seed, breaks=breaks)
    plans = question.every_plan()
    frontier = trace_frontier(question.problem(), 5, LITTLE)
    expected = undominated(plans)
    if not expected:
        assert [plan.kept for plan in frontier] == [False]
        return
    assert frontier[0].cost == pytest.approx(expected[0][0], rel=1e-12)
    assert frontier[-1].minutes == pytest.approx(expected[-1][1], rel=1e-12)
    for plan in frontier:
        cheapest = least(plans, 1, most_minutes=plan.minutes * (1 + 1e-9))
        assert plan.cost == pytest.approx(cheapest, rel=1e-12)


@tries
@given(seeds)
def test_the_plans_within_evenly_spread_limits_are_among_them(seed):
    question = SmallQuestion(seed)
    plans = question.every_plan()
    frontier = trace_frontier(question.problem(), 6, LITTLE)
    costs = [plan.cost for plan in frontier]
    for limit in np.linspace(frontier[-1].minutes, frontier[0].minutes, 6)[1:-1]:
        assert min(abs(np.array(costs) / least(plans, 1, most_minutes=limit) - 1)) < 1e-12


@tries
@given(seeds)
def test_fewer_minutes_always_cost_more(seed):
    frontier = trace_frontier(SmallQuestion(seed, breaks=True).problem(), 8, LITTLE)
    for cheaper, dearer in pairwise(frontier):
        assert cheaper.cost < dearer.cost
        assert cheaper.minutes > dearer.minutes


@tries
@given(seeds)
def test_there_are_as_many_plans_as_are_wanted_or_all_that_there_are(seed):
    question = SmallQuestion(seed)
    frontier = trace_frontier(question.problem(), 8, LITTLE)
    assert len(frontier) >= min(8, len(undominated(question.every_plan())))


def test_time_is_shared_by_all_searches():
    clock = iter(np.arange(0, 1e6, 0.5))
    effort = SearchEffort(seconds=40, clock=lambda: float(next(clock)))
    frontier = trace_frontier(SmallQuestion(4).problem(), 8, effort)
    assert not all(plan.finished for plan in frontier)
    assert next(clock) < 60
