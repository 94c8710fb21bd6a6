"""Plans that were priced, and those of them that no other beats."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopa_sim.network.planning import Objective, PlanningProblem, Prices, SearchEffort, priced, search_plan
from kopa_sim.network.planning.priced import PricedPlans, Stopwatch, TimeUpError
from tests.network.planning.small_plans import SmallQuestion

AT_LEISURE = Stopwatch(None, lambda: 0.0)


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 1_000_000))
def test_plans_that_no_other_met_beats_are_kept_in_whatever_portions_they_come(seed):
    # whole numbers, so that there are ties
    rng = np.random.default_rng(seed)
    cost, minutes = rng.integers(0, 8, (2, 60)).astype(float)
    broken = (rng.random(60) < 0.3).astype(float)
    problem = PlanningProblem(
        60,
        ("Kylä",),
        np.ones((1, 61), bool),
        lambda plans: Prices(*(of[plans[:, 0]] for of in (cost, minutes, broken))),
    )
    known = PricedPlans(problem)
    for portion in np.split(rng.permutation(60), np.sort(rng.integers(0, 60, 6))):
        if len(portion):
            known.prices(portion[:, None], AT_LEISURE)
    met = {(c, m) for c, m, b in zip(cost, minutes, broken, strict=True) if not b}
    best = {(c, m) for c, m in met if not any((a <= c and n <= m) and (a, n) != (c, m) for a, n in met)}
    frontier = known.frontier
    assert set(zip(frontier.cost, frontier.minutes, strict=True)) == best
    assert len(frontier.cost) == len(best)
    assert cost[frontier.plans[:, 0]].tolist() == frontier.cost.tolist()
    assert minutes[frontier.plans[:, 0]].tolist() == frontier.minutes.tolist()
    assert (np.diff(frontier.minutes) > 0).all()


def test_a_search_that_forgets_finds_the_same(monkeypatch):
    whole = search_plan(SmallQuestion(9).problem(), Objective())
    monkeypatch.setattr(priced, "REMEMBERED", 40)
    forgetful = search_plan(SmallQuestion(9).problem(), Objective())
    assert (forgetful.change_switch.tolist(), forgetful.cost) == (whole.change_switch.tolist(), whole.cost)
    assert forgetful.evaluated > whole.evaluated


def test_plans_are_priced_in_small_portions_while_a_clock_runs():
    sizes, now = [], [0.0]

    def price(plans):
        sizes.append(len(plans))
        now[0] += 0.01 * len(plans)
        none = np.zeros(len(plans))
        return Prices(none, none, none)

    known = PricedPlans(PlanningProblem(1000, ("Kylä",), np.ones((1, 1001), bool), price))
    with pytest.raises(TimeUpError):
        known.prices(np.arange(1000)[:, None], Stopwatch(2.0, lambda: now[0]))
    assert now[0] < 2.5
    assert max(sizes) <= 32


def test_the_clock_ends_a_search_among_plans_that_are_all_known():
    ticks = iter(range(1_000_000))
    effort = SearchEffort(kicks=10**9, patience=10**9, seconds=3000, clock=lambda: float(next(ticks)))
    assert not search_plan(SmallQuestion(3).problem(), Objective(), effort).finished
