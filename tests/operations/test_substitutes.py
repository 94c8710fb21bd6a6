"""The pool of substitutes, against queueing theory and by hand."""

from math import factorial

import numpy as np
import pytest
import simpy
from hypothesis import given, settings
from hypothesis import strategies as st

from kopa_sim.operations.substitutes import SubstitutePool, headcount


def erlang_b(load, people):
    """Share of calls that find all engaged in M/M/c/c (Erlang 1917)."""
    terms = [load**k / factorial(k) for k in range(people + 1)]
    return terms[-1] / sum(terms)


def unmet_share(load, people, calls, seed, length):
    """Share of calls at random (rate ``load``, mean engagement one) that the pool cannot meet."""
    environment, generator = simpy.Environment(), np.random.default_rng(seed)
    pool, unmet = SubstitutePool(environment, people), []

    def work(request):
        yield environment.timeout(length(generator))
        pool.release(request)

    def ring():
        for _ in range(calls):
            yield environment.timeout(generator.exponential(1.0 / load))
            request = pool.engage()
            unmet.append(request is None)
            if request is not None:
                environment.process(work(request))

    environment.process(ring())
    environment.run()
    return float(np.mean(unmet[calls // 20 :]))  # the pool starts empty


@pytest.mark.parametrize(
    "length",
    [lambda g: g.exponential(1.0), lambda g: 1.0, lambda g: g.lognormal(-0.5, 1.0)],
    ids=["M/M/c/c", "M/D/c/c", "M/G/c/c"],
)
@pytest.mark.parametrize(("load", "people"), [(4.0, 5), (2.0, 1)])
def test_unmet_calls_against_erlang_b(load, people, length):
    shares = [unmet_share(load, people, 1500, seed, length) for seed in range(20)]
    half_width = 2.86 * np.std(shares, ddof=1) / np.sqrt(len(shares))  # Student t, 19 degrees, 99 %
    assert half_width < 0.02
    assert abs(np.mean(shares) - erlang_b(load, people)) <= half_width


def test_a_pool_gives_what_it_has_and_no_more():
    pool = SubstitutePool(simpy.Environment(), 2)
    first, second, third = pool.engage(), pool.engage(), pool.engage()
    assert first is not None
    assert second is not None
    assert third is None
    assert pool.busy == 2
    pool.release(first)
    assert pool.busy == 1
    assert pool.engage() is not None
    assert pool.engagements == 3


def test_an_empty_pool_has_nobody():
    pool = SubstitutePool(simpy.Environment(), 0)
    assert pool.engage() is None
    assert pool.busy == 0


@settings(deadline=None)
@given(posts=st.floats(0, 2000), per_100=st.floats(0, 20), chance=st.floats(0, 0.999))
def test_the_headcount_is_the_size_rounded_up_or_down(posts, per_100, chance):
    people = headcount(posts, per_100, chance)
    assert abs(people - posts * per_100 / 100) < 1.0 + 1e-9


def test_the_headcount_is_right_on_average():
    chances = (np.arange(1000) + 0.5) / 1000
    assert np.mean([headcount(37.0, 4.0, chance) for chance in chances]) == pytest.approx(1.48, abs=0.001)


@settings(deadline=None)
@given(posts=st.floats(0, 500), more=st.floats(0, 50), chance=st.floats(0, 0.999))
def test_more_posts_never_make_a_smaller_pool(posts, more, chance):
    assert headcount(posts + more, 4.0, chance) >= headcount(posts, 4.0, chance)
