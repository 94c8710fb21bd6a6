"""Plans priced year by year."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from kopa_sim.network.planning import Objective, YearwisePricer, search_plan
from tests.network.planning.small_plans import SmallQuestion


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 1_000_000))
def test_a_plan_costs_the_sum_of_its_years_and_changes(seed):
    question = SmallQuestion(seed, breaks=True)
    plans = np.random.default_rng(seed).integers(0, question.years + 1, (20, question.n_switches))
    prices = question.problem().price(plans)
    by_hand = np.array([question.priced(plan) for plan in plans.tolist()])
    for found, expected in zip((prices.cost, prices.minutes, prices.broken), by_hand.T, strict=True):
        np.testing.assert_allclose(found, expected, rtol=1e-12, atol=1e-12)


def test_every_year_with_the_same_switches_thrown_is_priced_once():
    question = SmallQuestion(3)
    problem = question.problem()
    search_plan(problem, Objective())
    assert len(set(question.calls)) == len(question.calls) == problem.price.known
    assert problem.price.known <= question.years * 2**question.n_switches


def test_many_switches_are_told_apart():
    # with 70 switches and 300 years neither a word of 64 bits nor a byte for the year is enough
    def price(year, thrown):
        return thrown @ np.arange(1.0, 71.0), 1.0 * year, np.zeros(len(year))

    pricer = YearwisePricer(300, price)
    plans = np.full((71, 70), 300)
    plans[np.arange(70), np.arange(70)] = 299
    prices = pricer(plans)
    assert prices.cost.tolist() == [*range(1, 71), 0]
    assert pricer.known == 299 + 71
    assert set(prices.minutes) == {sum(range(300))}


def test_answers_outgrow_their_first_room():
    pricer = YearwisePricer(
        5, lambda year, thrown: (thrown @ 2.0 ** np.arange(10), year, np.zeros(len(year)))
    )
    plans = np.array([[0 if plan >> bit & 1 else 5 for bit in range(10)] for plan in range(1024)])
    assert pricer(plans).cost.tolist() == [5 * plan for plan in range(1024)]
    assert pricer.known == 5 * 1024
