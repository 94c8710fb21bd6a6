import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopa_sim.demography.destinations import pair_moves, settle_by_age
from tests.demography import worlds

CELLS = (2, 101)


def pairs_of(seed, n, size=20.0):
    pairs = np.random.default_rng(seed).random((n, n)) * size
    np.fill_diagonal(pairs, 0.0)
    return pairs


def test_shares_of_the_table_are_applied_to_the_out_migration_of_the_rates():
    pairs = pair_moves(worlds.moves([*worlds.MOVES, (0, 0, 99.0)]), np.array([288.0, 25.0]))
    assert pairs == pytest.approx(np.array([[0.0, 288 * 120 / 720], [25 * 150 / 250, 0.0]]))


def test_yearly_counts_hold_where_the_table_does_not_say_who_leaves_the_region():
    pairs = pair_moves(worlds.moves([(0, 1, 120.0), (1, 0, 150.0), (1, -1, 150.0)]), np.array([500.0, 20.0]))
    assert pairs == pytest.approx(np.array([[0.0, 24.0], [10.0, 0.0]]))


@settings(deadline=None, max_examples=25)
@given(seed=st.integers(0, 10**6), n=st.integers(1, 6), size=st.floats(0, 2000))
def test_no_more_move_within_the_region_than_leave_or_arrive_at_any_age(seed, n, size):
    rng = np.random.default_rng(seed)
    leaving, arriving = rng.random((n, *CELLS)) * 5, rng.random((n, *CELLS)) * 5
    share, from_country = settle_by_age(pairs_of(seed, n, size), leaving, arriving)
    assert (share >= 0).all()
    assert (share.sum(axis=1) <= 1 + 1e-9).all()
    within = (leaving[:, None] * share).sum(axis=0)
    assert (within <= arriving + 1e-9).all()
    assert within + from_country == pytest.approx(arriving)


def test_pairs_have_their_counts_where_there_are_movers_enough():
    leaving, arriving = np.full((3, *CELLS), 1.0), np.full((3, *CELLS), 1.0)
    pairs = pairs_of(3, 3)
    share, _ = settle_by_age(pairs, leaving, arriving)
    assert (leaving[:, None] * share).sum(axis=(2, 3)) == pytest.approx(pairs)


def test_families_go_where_families_arrive():
    """A city sends out old and young alike, its neighbour receives the young: the young go to the neighbour."""
    leaving, arriving = np.full((2, *CELLS), 1.0), np.full((2, *CELLS), 1.0)
    arriving[1, :, 50:] = 0.04
    share, _ = settle_by_age(np.array([[0.0, 20.0], [0.0, 0.0]]), leaving, arriving)
    assert share[0, 1, 0, 10] == pytest.approx(5 * share[0, 1, 0, 70])
    assert (share[1] == 0).all()


def test_nobody_leaving_or_arriving_is_no_trouble():
    nobody = np.zeros((2, *CELLS))
    share, from_country = settle_by_age(pairs_of(2, 2), nobody, nobody)
    assert (share == 0).all()
    assert (from_country == 0).all()
