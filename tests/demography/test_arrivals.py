import gc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopa_sim.demography import arrivals as module
from kopa_sim.demography.arrivals import PairShares, arrivals_in_region
from tests.demography.test_step import alike_by_age


def shares(n, seed=1, exchanging=0.5, n_ages=7):
    """Shares of destinations, of which some pairs have none. (origin, destination, sex, age)"""
    rng = np.random.default_rng(seed)
    share = rng.random((n, n, 2, n_ages)) * (rng.random((n, n)) < exchanging)[..., None, None] / n
    share[np.arange(n), np.arange(n)] = 0.0
    return share


@settings(deadline=None, max_examples=30)
@given(seed=st.integers(0, 10**6), n=st.integers(1, 9), draws=st.integers(1, 4))
def test_everyone_who_stays_in_the_region_arrives_where_the_shares_say(seed, n, draws):
    share = shares(n, seed)
    leaving = np.random.default_rng(seed + 1).random((draws, n, 2, 7)) * 30
    arrived = arrivals_in_region(leaving, share)
    assert arrived == pytest.approx(np.einsum("nosa,odsa->ndsa", leaving, share))
    assert arrived.sum() == pytest.approx((leaving * share.sum(axis=1)).sum())


def test_a_municipality_with_which_no_one_exchanges_movers_changes_no_bit():
    share, leaving = shares(9), np.random.default_rng(3).random((2, 9, 2, 7)) * 50
    share[4], share[:, 4] = 0.0, 0.0
    kept = np.delete(np.arange(9), 4)
    without = arrivals_in_region(leaving[:, kept], share[np.ix_(kept, kept)].copy())
    assert (arrivals_in_region(leaving, share)[:, kept] == without).all()


def test_two_regions_far_apart_change_no_bit_of_each_other():
    near, far = shares(5, 1), shares(6, 2)
    both = np.zeros((11, 11, 2, 7))
    both[:5, :5], both[5:, 5:] = near, far
    leaving = np.random.default_rng(3).random((1, 11, 2, 7)) * 50
    assert (arrivals_in_region(leaving, both)[:, :5] == arrivals_in_region(leaving[:, :5], near)).all()


def test_only_pairs_that_exchange_movers_are_kept():
    pairs = PairShares.of(alike_by_age([[0.0, 0.3, 0.0], [0.0, 0.0, 0.0], [0.1, 0.2, 0.0]]))
    assert pairs.origin.tolist() == [2, 0, 2]
    assert pairs.first.tolist() == [0, 1, 3, 3]
    assert pairs.share[:, 0].tolist() == [0.1, 0.3, 0.2]


def test_pairs_are_found_once_and_forgotten_with_their_rates():
    share, leaving = shares(4), np.ones((1, 4, 2, 7))
    gc.collect()
    before = len(module._PREPARED)
    for _ in range(3):
        arrivals_in_region(leaving, share)
    assert len(module._PREPARED) == before + 1
    del share
    gc.collect()
    assert len(module._PREPARED) == before
